"""The places of the body that can be tapped, in a list and on a map of the front and the back. Pure.

Ids are never reused: what somebody answered is keyed on them. *Nowhere* is the portal's own `none`.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    """`sides` are front, back or both; where it stands there, and its shape, is in `templates/exercises/body.html`."""

    id: str
    label: Promise
    sides: tuple[str, ...]


FRONT: Final = "front"
BACK: Final = "back"
BOTH: Final = (FRONT, BACK)
# On no side of the map: it is tapped in the list alone.
EVERYWHERE: Final = "overal"

# From the top down, the front before the back.
PLACES: Final = (
    Place("hoofd", _("Head"), BOTH),
    Place("gezicht-kaak", _("Face or jaw"), (FRONT,)),
    Place("keel", _("Throat"), (FRONT,)),
    Place("nek", _("Neck"), (BACK,)),
    Place("schouders", _("Shoulders"), BOTH),
    Place("borst", _("Chest"), (FRONT,)),
    Place("bovenrug", _("Upper back"), (BACK,)),
    Place("buik", _("Belly"), (FRONT,)),
    Place("onderrug", _("Lower back"), (BACK,)),
    Place("armen", _("Arms"), BOTH),
    Place("handen", _("Hands"), BOTH),
    Place("benen", _("Legs"), BOTH),
    Place("voeten", _("Feet"), BOTH),
    Place(EVERYWHERE, _("Everywhere"), ()),
)


def on(side: str) -> list[Place]:
    """The places of one side of the map."""
    return [place for place in PLACES if side in place.sides]
