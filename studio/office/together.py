"""One deed for several people: first rehearsed, so that one sees whom it touches, then done, each in a transaction of their own.

Nobody is left half done: a person's deed happens whole or, with its reason in a sentence, not at all; it stops nobody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from accounts.refusal import Refused
from programme.models import Enrolment, Release
from studio.office.deeds import Deed

# A form holds so many names and no more.
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the deed does, or did, for one person; `why_not` is empty when it works. `opens_on` is the local day of the next week."""

    enrolment: Enrolment
    why_not: str = ""
    starts_on: date | None = None
    opens_on: date | None = None


def chosen(uuids: Iterable[UUID]) -> list[Enrolment]:
    return list(Enrolment.objects.filter(uuid__in=list(uuids)[:MOST]).select_related("client").order_by("client__name", "pk"))


def rehearse(deed: Deed, people: list[Enrolment], fields: dict[str, Any], by: User, now: datetime) -> list[Outcome]:
    """As `carry_out`, and everything is taken back: what is shown beforehand is what will happen."""
    return [one(deed, enrolment, fields, by, now, keep=False) for enrolment in people]


def carry_out(deed: Deed, people: list[Enrolment], fields: dict[str, Any], by: User, now: datetime) -> list[Outcome]:
    return [one(deed, enrolment, fields, by, now, keep=True) for enrolment in people]


def one(deed: Deed, enrolment: Enrolment, fields: dict[str, Any], by: User, now: datetime, *, keep: bool) -> Outcome:
    try:
        with transaction.atomic():
            deed.act(enrolment=enrolment, **fields, by=by, now=now)
            outcome = after(enrolment)
            # The deed itself is the rehearsal: a copy of its checks would one day say something else.
            transaction.set_rollback(not keep)
    except Refused as refusal:
        return Outcome(enrolment, str(refusal))
    return outcome


def after(enrolment: Enrolment) -> Outcome:
    starts_on = Enrolment.objects.values_list("starts_on", flat=True).get(pk=enrolment.pk)
    opens_at = Release.objects.of(enrolment).unopened().order_by("opens_at").values_list("opens_at", flat=True).first()
    return Outcome(enrolment, "", starts_on, opens_at.astimezone(ZoneInfo(enrolment.zone)).date() if opens_at else None)
