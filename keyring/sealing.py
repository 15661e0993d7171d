"""Sealing: AES-256-GCM over a text, bound to the place it stands in. Pure; knows neither databases nor people.

A sealed text is `0x01 | nonce (12 bytes) | ciphertext and tag`. The associated data names column, subject and row, so a
text that is moved to another row, column or person does not open. See NIST SP 800-38D for GCM.
"""

import os
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION: Final = b"\x01"
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
KEY_BYTES: Final = 32


class SealBroken(Exception):
    """The text does not open: wrong key, other place, or changed bytes. Carries no content."""


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def associated(*, place: str, subject: UUID, row: UUID) -> bytes:
    """What binds a text to its place: `place` is `<table>.<column>`."""
    return f"v1|{place}|{subject}|{row}".encode()


def seal(key: bytes, plain: bytes, aad: bytes) -> bytes:
    """Seal `plain` under a 32-byte `key`. Raises ValueError on a key of any other length."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + cipher(key).encrypt(nonce, plain, aad)


def unseal(key: bytes, sealed: bytes | memoryview, aad: bytes) -> bytes:
    """Open what `seal` made. Raises SealBroken on anything else, ValueError on a key that is not 32 bytes."""
    blob = bytes(sealed)
    if len(blob) < len(VERSION) + NONCE_BYTES + TAG_BYTES or blob[:1] != VERSION:
        raise SealBroken("not a sealed text of a known version")
    nonce, body = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    try:
        return cipher(key).decrypt(nonce, body, aad)
    except InvalidTag:
        raise SealBroken("the seal does not match its key and place") from None


def cipher(key: bytes) -> AESGCM:
    if len(key) != KEY_BYTES:
        raise ValueError("a key is 32 bytes")
    return AESGCM(key)
