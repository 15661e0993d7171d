"""Sealing: what was sealed opens where it stands and nowhere else, and never in part."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyring import sealing
from keyring.sealing import SealBroken, associated, new_key, seal, unseal

KEY = bytes(range(32))
SUBJECT, ROW = UUID("8c1f0d5e-3a52-4c39-9f6d-2f1f0f8f7a11"), UUID("1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed")
AAD = associated(place="exercises_logversion.sealed", subject=SUBJECT, row=ROW)

# Worked out from the definition of GCM (NIST SP 800-38D) over single AES blocks, not with the code under test;
# under KEY and AAD with the nonce 0c0b..01. (plain, sealed)
VECTORS = [
    ("", "010c0b0a09080706050403020108f2e5d5244efc1cbc12546806c864e5"),
    ("Ik bleef staan.", "010c0b0a09080706050403020155fac33a422db51bdb6d2791b4d0971f1683ac9dbd62abfcd76dabd5817694"),
    (
        "Toen: geen keus, drie dagen stil. Nu: heel even een keus.",
        "010c0b0a09080706050403020148fe86361468b7189e70739bb0cbcadbeb7b2e2e1304a8e19b0ae53c3601262d763a83a138b3ee4194decaa56738e26dac351a00210e4a3e1da034e355fd78362a5f88e70acdde565a",
    ),
]


def test_the_place_is_bound_as_documented() -> None:
    assert AAD == b"v1|exercises_logversion.sealed|8c1f0d5e-3a52-4c39-9f6d-2f1f0f8f7a11|1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"


@pytest.mark.parametrize(("plain", "sealed"), VECTORS)
def test_known_answers(plain: str, sealed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unseal(KEY, bytes.fromhex(sealed), AAD).decode() == plain
    monkeypatch.setattr(sealing.os, "urandom", lambda length: bytes(range(12, 0, -1))[:length])
    assert seal(KEY, plain.encode(), AAD).hex() == sealed


def test_gcm_itself_is_the_standards() -> None:
    """Test case 14 of the GCM specification (McGrew and Viega): key, nonce and block of zeros."""
    body = sealing.cipher(bytes(32)).encrypt(bytes(12), bytes(16), b"")
    assert body.hex() == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"


@given(text=st.text(max_size=2_000))
def test_what_is_sealed_opens_again(text: str) -> None:
    plain = text.encode("utf-8", "surrogatepass")
    assert unseal(KEY, seal(KEY, plain, AAD), AAD) == plain


def test_the_longest_text_opens_again() -> None:
    plain = ("é" * 100_000).encode()
    assert unseal(KEY, seal(KEY, plain, AAD), AAD) == plain


def test_one_flipped_bit_at_any_position_and_it_does_not_open() -> None:
    blob = seal(KEY, b"Ik bevroor weer.", AAD)
    for position in range(len(blob)):
        for bit in range(8):
            broken = bytearray(blob)
            broken[position] ^= 1 << bit
            with pytest.raises(SealBroken):
                unseal(KEY, bytes(broken), AAD)


def test_one_flipped_bit_of_the_place_and_it_does_not_open() -> None:
    blob = seal(KEY, b"tekst", AAD)
    for position in range(len(AAD)):
        moved = bytearray(AAD)
        moved[position] ^= 1
        with pytest.raises(SealBroken):
            unseal(KEY, blob, bytes(moved))


def test_cut_anywhere_it_does_not_open() -> None:
    blob = seal(KEY, b"tekst", AAD)
    for length in range(len(blob)):
        with pytest.raises(SealBroken):
            unseal(KEY, blob[:length], AAD)
    with pytest.raises(SealBroken):
        unseal(KEY, blob + b"\0", AAD)


@pytest.mark.parametrize("version", [0, 2, 255])
def test_another_version_does_not_open(version: int) -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, bytes([version]) + seal(KEY, b"tekst", AAD)[1:], AAD)


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(bytes(length), b"tekst", AAD)
    with pytest.raises(ValueError, match="32 bytes"):
        unseal(bytes(length), seal(KEY, b"tekst", AAD), AAD)


def test_no_nonce_comes_twice() -> None:
    assert len({seal(KEY, b"tekst", AAD)[1:13] for _ in range(5_000)}) == 5_000
    assert len({new_key() for _ in range(1_000)}) == 1_000


def test_what_breaks_says_nothing_of_the_text() -> None:
    with pytest.raises(SealBroken) as caught:
        unseal(new_key(), seal(KEY, b"een geheim", AAD), AAD)
    assert "geheim" not in f"{caught.value!r}{caught.value.__cause__!r}"
