"""Everything the office has, each place with what is done there, for who never saw it."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """`page` is the name of an address without arguments."""

    page: str
    label: Words
    about: Words


PLACES: Final[list[tuple[Words, list[Place]]]] = [
    (
        _("People"),
        [
            Place(
                "office_people",
                _("All people"),
                _("Find somebody, help on the phone, pause, hand over, stop, or do one thing for several."),
            ),
            Place("office_invite", _("Invite somebody"), _("A new person gets a mail with the way in.")),
            Place("office_import", _("Bring people over"), _("A list of people who are on their way already, each in their own week.")),
            Place("office_export", _("Take a list along"), _("For Excel or another program. That it left is written down.")),
        ],
    ),
    (
        _("Mails"),
        [Place("post", _("All mails"), _("What left, what did not arrive, and sending it again."))],
    ),
    (
        _("Money"),
        [
            Place("money", _("Payments"), _("What is open, booking a transfer, giving back.")),
            Place("money_offers", _("Offers and prices"), _("What people can order, and in how many payments.")),
            Place("office_papers", _("Invoices"), _("By month, also as one file for the bookkeeping.")),
            Place("office_turnover", _("Turnover by quarter"), _("With the VAT in it.")),
            Place("office_vat", _("Rules of VAT"), _("Which rule holds, and since when.")),
            Place("office_stopping", _("Who stopped or withdrew"), _("And what has to be given back.")),
        ],
    ),
    (
        _("The practice"),
        [
            Place("office_practice", _("Settings of the practice"), _("Name, answer days, quiet hours, help numbers.")),
            Place("office_staff", _("Who works here"), _("Coaches and office: let somebody in, change roles, take access away.")),
            Place("office_figures", _("Figures"), _("What gets done week by week, and which promises were kept.")),
            Place("office_history", _("Who did what"), _("Every change, with who made it and when.")),
        ],
    ),
]
