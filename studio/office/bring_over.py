"""Bringing over people who are on their way already: looked at line by line first, then all of them in one transaction, or none."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Practice, User
from accounts.newcomer import take_in
from accounts.office_deeds import remember
from accounts.posted import whole_number
from accounts.refusal import Refused
from accounts.vault import ensure_keys
from programme.arrival import arrive, first_day_of
from programme.calendar import WEEK_NUMBERS, WEEKS
from programme.models import CareKind, Enrolment, Programme
from studio.office.incoming import Row
from studio.office.invite import client_of, programme_in

CARE_WORDS: Final = {"": CareKind.COACHING, "coaching": CareKind.COACHING, "zorg": CareKind.CARE, "care": CareKind.CARE}


@dataclass(slots=True)
class Comer:
    """One line of the list, understood. `faults` are sentences; without any this person can come."""

    number: int
    name: str
    email: str
    week: int = 0
    starts_on: date | None = None
    coach: User | None = None
    through_week: int = WEEKS
    care_kind: str = CareKind.COACHING
    client: User | None = None
    faults: list[str] = field(default_factory=list)


def understand(rows: list[Row], *, coach: User | None, today: date, language: str = "nl") -> list[Comer]:
    """Each line with what is wrong in it. Writes nothing. `coach` guides whoever has no name in that column."""
    programme, practice = programme_in(language), Practice.current()
    by_word = coaches_by_word()
    twice = {email for email, count in Counter(row.text("email").lower() for row in rows).items() if count > 1}
    # One question for the whole list, and one for the coaches: five hundred lines ask no more than one.
    busy = set(Enrolment.objects.running().filter(programme=programme).values_list("client__email", flat=True))
    return [comer(row, coach, by_word, twice, busy, first_days(practice, today), language) for row in rows]


def first_days(practice: Practice, today: date) -> dict[int, date]:
    return {week: first_day_of(week, practice, today) for week in WEEK_NUMBERS}


def coaches_by_word() -> dict[str, User | None]:
    """Coaches by address, whole name and first name; None where two share one."""
    found: dict[str, User | None] = {}
    for member in User.objects.coaches():
        for word in {member.email, member.name.lower(), member.first_name.lower()}:
            found[word] = None if word in found else member
    return found


def comer(
    row: Row,
    coach: User | None,
    by_word: dict[str, User | None],
    twice: set[str],
    busy: set[str],
    days: dict[int, date],
    language: str,
) -> Comer:
    made = Comer(row.number, row.text("name"), row.text("email").lower(), coach=coach)
    understand_person(made, twice, busy, language)
    understand_week(made, row, days)
    understand_coach(made, row.text("coach").lower(), by_word)
    kind = CARE_WORDS.get(row.text("care_kind").lower())
    if kind is None:
        made.faults.append(_("In the column “soort” stands “zorg” or “coaching”."))
    made.care_kind = kind or CareKind.COACHING
    return made


def understand_person(made: Comer, twice: set[str], busy: set[str], language: str) -> None:
    if not made.name:
        made.faults.append(_("The name is empty."))
    if made.email in twice:
        made.faults.append(_("This address stands in the list more than once."))
    if made.email in busy:
        made.faults.append(_("This person follows this programme already."))
    try:
        made.client = client_of(made.name or "?", made.email, language)
    except Refused as refusal:
        made.faults.append(str(refusal))


def understand_week(made: Comer, row: Row, days: dict[int, date]) -> None:
    week, through = whole_number(row.text("week"), digits=3), whole_number(row.text("through_week") or "12", digits=3)
    if week in days:
        made.week, made.starts_on = week, days[week]
    else:
        made.faults.append(_("The week is a number from 1 to 12."))
    if through is not None and through <= WEEKS:
        made.through_week = through
    else:
        made.faults.append(_("Arranged through week is a number from 0 to 12."))


def understand_coach(made: Comer, word: str, by_word: dict[str, User | None]) -> None:
    if word:
        made.coach = by_word.get(word)
    if made.coach is None:
        made.faults.append(_("Who guides is not known here, or the name is that of two people. Use the address."))
    elif made.coach.email == made.email:
        made.faults.append(_("Nobody is their own coach."))


def bring_over(*, comers: list[Comer], by: User, now: datetime, language: str = "nl") -> list[Enrolment]:
    """Everybody or nobody; no mail, no reminder. Raises Refused with the number of the line that was in the way."""
    wrong = next((one for one in comers if one.faults), None)
    if wrong is not None:
        raise Refused(_("Line %(number)s: %(why)s") % {"number": wrong.number, "why": wrong.faults[0]})
    programme = programme_in(language)
    for one in comers:
        # Before the transaction: keys stand in a database of their own.
        if one.client:
            ensure_keys(one.client.subject)
    with transaction.atomic():
        # In one order whatever the list, so that two lists with the same people do not wait for each other.
        made = [bring_one(one, programme, by, now) for one in sorted(comers, key=attrgetter("email"))]
        remember(kind="list brought over", by=by, now=now, after={"rows": len(made)})
    return made


def bring_one(one: Comer, programme: Programme, by: User, now: datetime) -> Enrolment:
    assert one.client is not None  # noqa: S101 - without a fault these three are there
    assert one.coach is not None  # noqa: S101
    assert one.starts_on is not None  # noqa: S101
    try:
        if one.client.pk is None:
            take_in(one.client)
        return arrive(
            client=one.client,
            programme=programme,
            coach=one.coach,
            starts_on=one.starts_on,
            through_week=one.through_week,
            by=by,
            now=now,
            care_kind=one.care_kind,
        )
    except Refused as refusal:
        raise Refused(_("Line %(number)s: %(why)s") % {"number": one.number, "why": refusal}) from None
