"""The key ring: the few keys that wrap everybody's keys. It lives in a 0600 file or the environment, outside every database.

Written as `id:base64,id:base64`; the first wraps new keys, the others still open old ones.
"""

import base64
import binascii
import os
import re
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from keyring.models import Canary, ClientKey
from keyring.sealing import KEY_BYTES, SealBroken, new_key, seal, unseal

CANARY: Final = b"the canary sings"
RING_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class RingError(Exception):
    """The ring is missing, unreadable or not the one this data was sealed with. The message says what to do."""


def parse(text: str) -> dict[str, bytes]:
    """Read `id:base64,…` into keys by id, first one first. Raises RingError with a sentence."""
    keys: dict[str, bytes] = {}
    for part in text.strip().split(","):
        ring_id, _, encoded = part.partition(":")
        if not RING_ID.fullmatch(ring_id) or ring_id in keys:
            raise RingError("Each key of VAULT_KEYS is written id:base64, each id once, in lower-case letters, digits and hyphens.")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise RingError(f"The key {ring_id} in VAULT_KEYS is not base64.") from None
        if len(key) != KEY_BYTES:
            raise RingError(f"The key {ring_id} in VAULT_KEYS is {len(key)} bytes long; it must be {KEY_BYTES}.")
        keys[ring_id] = key
    return keys


# Read once a process, as its canaries are checked once: another ring counts from the next start.
@cache
def ring() -> dict[str, bytes]:
    """The ring of this process. Raises RingError."""
    if settings.VAULT_KEYS:
        return parse(settings.VAULT_KEYS)
    path = Path(settings.VAULT_KEYS_FILE)
    try:
        mode = path.stat().st_mode & 0o077
        text = path.read_text()
    except OSError:
        raise RingError(f"There is no key ring: set VAULT_KEYS, or put the ring at {path}. Without it no text can be opened.") from None
    if mode:
        raise RingError(f"The key ring at {path} can be read by others: chmod 600 it.")
    return parse(text)


def active() -> tuple[str, bytes]:
    """The id and key that wrap new keys."""
    return next(iter(ring().items()))


def wrap(key: bytes, *, subject: UUID, kind: str) -> tuple[str, bytes]:
    """Wrap a person's key under the active ring key: (ring id, wrapped)."""
    ring_id, ring_key = active()
    return ring_id, seal(ring_key, key, wrapping(ring_id, subject, kind))


def unwrap(wrapped: bytes | memoryview, *, ring_id: str, subject: UUID, kind: str) -> bytes:
    """Raises RingError when the ring lacks `ring_id`, SealBroken when the wrapping was touched."""
    if ring_id not in ring():
        raise RingError(f"The key ring lacks the key {ring_id}: put it back behind the first.")
    return unseal(ring()[ring_id], wrapped, wrapping(ring_id, subject, kind))


def wrapping(ring_id: str, subject: UUID, kind: str) -> bytes:
    return f"kw1|{ring_id}|{subject}|{kind}".encode()


def ensure() -> None:
    """Make a ring where no key exists yet, check it, and seal a canary for each new ring id. Raises RingError: then nothing
    may start. The check comes first: a wrong ring must leave nothing behind that the right one would stumble over."""
    path = Path(settings.VAULT_KEYS_FILE)
    # Never beside keys that exist: a lost ring has to stop the start, not to be replaced by one that opens nothing.
    if not settings.VAULT_KEYS and not path.exists() and not ClientKey.objects.exists() and not Canary.objects.exists():
        make(path)
    check()
    for ring_id, key in ring().items():
        Canary.objects.get_or_create(ring_id=ring_id, defaults={"sealed": seal(key, CANARY, canary_place(ring_id))})


def make(path: Path) -> None:
    """Write a new ring of one key to `path`, readable by this user only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # O_EXCL: of two first starts at once one makes the ring, and the other fails instead of replacing it.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("k1:" + base64.b64encode(new_key()).decode())
    ring.cache_clear()


def check() -> None:
    """Open the canary of every ring id that was ever used. Raises RingError when one is missing or does not open."""
    keys = ring()
    for canary in Canary.objects.all():
        if canary.ring_id not in keys:
            raise RingError(f"The key ring lacks the key {canary.ring_id}, under which texts were sealed: put it back.")
        try:
            unseal(keys[canary.ring_id], canary.sealed, canary_place(canary.ring_id))
        except SealBroken:
            raise RingError(f"The key {canary.ring_id} is not the one these texts were sealed with: put the right ring back.") from None


def canary_place(ring_id: str) -> bytes:
    return f"canary1|{ring_id}".encode()
