"""What somebody types, or lets their bank's app scan, to pay by transfer."""

from dataclasses import dataclass

import segno
from segno.helpers import make_epc_qr

from accounts.models import Practice
from billing.euro import decimal


@dataclass(frozen=True, slots=True)
class Details:
    """`qr` is a picture as a data address; empty when none can be made of what the practice filled in."""

    name: str
    iban: str
    cents: int
    reference: str
    qr: str


def in_fours(iban: str) -> str:
    """As people read it."""
    bare = "".join(iban.split())
    return " ".join(bare[at : at + 4] for at in range(0, len(bare), 4))


def details(practice: Practice, cents: int, reference: str) -> Details | None:
    """None while the practice has no IBAN: then nobody is told to transfer anything."""
    iban = "".join(practice.iban.split()).upper()
    if not iban or cents < 1:
        return None
    return Details(practice.name, in_fours(iban), cents, reference, picture(practice.name, iban, cents, reference))


def picture(name: str, iban: str, cents: int, reference: str) -> str:
    """The EPC's code for a SEPA transfer (EPC069-12), dark on light in either theme."""
    try:
        code: segno.QRCode = make_epc_qr(name=name[:70], iban=iban, amount=decimal(cents), text=reference)
    except ValueError:
        return ""
    return str(code.svg_data_uri(scale=4, border=4, dark="#20261f", light="#ffffff", svgclass=None, lineclass=None))
