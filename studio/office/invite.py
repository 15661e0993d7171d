"""Inviting somebody: the person where they are new, the enrolment, its mail, and what is arranged already."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.address import cleaned
from accounts.models import User
from accounts.newcomer import take_in, unsaved
from accounts.refusal import Refused
from accounts.vault import ensure_keys
from billing import prices
from billing.models import Offer
from programme.cover import set_cover
from programme.enrolment import enrol
from programme.models import Enrolment, Programme


def invite(
    *,
    name: str,
    email: str,
    coach: User,
    starts_on: date,
    by: User,
    now: datetime,
    language: str = "nl",
    care_kind: str,
    through_week: int = 0,
    offer: Offer | None = None,
) -> Enrolment:
    """All of it or nothing; with an offer its price stands in the invitation. Raises Refused when this person follows the programme
    already, works here, or there is none."""
    client = client_of(name, email, language)
    programme = programme_in(language)
    # Outside the transaction: keys stand in a database of their own and survive a refusal.
    ensure_keys(client.subject)
    with transaction.atomic():
        if client.pk is None:
            take_in(client)
        made = enrol(client=client, programme=programme, coach=coach, starts_on=starts_on, by=by, now=now, care_kind=care_kind)
        if offer:
            prices.propose(enrolment=made, offer=offer, cents=offer.gross_cents, by=by, now=now)
        if through_week:
            set_cover(enrolment=made, source="office", through_week=through_week, now=now, by=by)
    return made


def client_of(name: str, email: str, language: str) -> User:
    """The person with this address, or a new one who is not saved yet. Raises Refused."""
    address = cleaned(email)
    known = User.objects.filter(email=address).first()
    if known is None:
        return unsaved(name, address, language=language)
    if known.is_staff:
        raise Refused(_("Who works here follows the programme under another address."))
    if not known.is_active:
        raise Refused(_("This person no longer has access here."))
    return known


def programme_in(language: str) -> Programme:
    """Raises Refused where it does not exist."""
    found = Programme.objects.filter(language=language).order_by("pk").first()
    if found is None:
        raise Refused(_("There is no programme in this language yet."))
    return found
