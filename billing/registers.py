"""Numbers of banks and registers as they can be. Pure: a slip of the finger is found, not whether the number exists."""

import re
from typing import Final

KVK: Final = re.compile(r"[0-9]{8}")
# The Dutch one, or that of another country: two letters and what follows.
VAT_ID: Final = re.compile(r"NL[0-9]{9}B[0-9]{2}|(?!NL)[A-Z]{2}[0-9A-Z+*]{2,12}")
IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")


def bare(text: str) -> str:
    """In capitals, without the spaces and dots with which people write it."""
    return "".join(text.split()).replace(".", "").upper()


def is_kvk(text: str) -> bool:
    return KVK.fullmatch(text) is not None


def is_vat_id(text: str) -> bool:
    return VAT_ID.fullmatch(text) is not None


def is_iban(text: str) -> bool:
    """By its two check figures (ISO 7064, mod 97-10): of any two figures that change places it says so."""
    if not IBAN.fullmatch(text):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1
