"""Who read what somebody shared, or looked at the portal as they see it: by the day, never by the hour, and not at once.

So nobody is watched while reading.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from accounts.models import AccessRecord, User
from conversations.models import Appointment, Message, Note
from exercises import figures
from exercises.models import LogVersion, Review, ReviewReply, Voice

# How far back the page looks.
A_YEAR = timedelta(days=365)
AT_LEAST = timedelta(hours=24)
TEXTS: Final = "texts"
FIGURES: Final = "figures"
LOOKED: Final = "looked"


@dataclass(frozen=True, slots=True)
class Reading:
    """On one day, somebody read so many texts. `kind` is TEXTS; FIGURES for those of what was kept private, without words; or
    LOOKED, as the client sees it, without a text. `name` is empty for who no longer works here."""

    day: date
    name: str
    texts: int
    kind: str = TEXTS


def readings(client: User, now: datetime) -> list[Reading]:
    """The newest day first, days in the client's zone. Four queries.

    What was read shows once its answer is published, or else from the day after the 24 hours are over: a whole day, so
    that the moment at which a line appears tells no hour either.
    """
    told = (AccessRecord.Action.READ, AccessRecord.Action.VIEW_AS)
    read = AccessRecord.objects.filter(subject=client.subject, action__in=told, at__gt=now - A_YEAR, at__lte=now)
    records = [(record.actor, record.at, {UUID(row) for row in record.rows}, kind_of(record)) for record in read]
    rows = {row for _, _, found, _ in records for row in found}
    answers = of_the_practice(client)
    answered = answered_texts(client, rows - answers, now)
    zone = ZoneInfo(client.zone)
    shown: dict[tuple[date, UUID, str], set[UUID]] = {}
    for actor, at, found, kind in records:
        # An answer is the practice's own text: reading that back is no reading of the client's.
        old = {row for row in found - answers if row in answered or is_old(at, now, zone)}
        if old:
            shown.setdefault((at.astimezone(zone).date(), actor, kind), set()).update(old)
    names = dict(User.objects.filter(subject__in={actor for _, actor, _ in shown}).values_list("subject", "name"))
    made = [Reading(day, names.get(actor, ""), len(texts), kind) for (day, actor, kind), texts in shown.items()]
    return sorted(made, key=lambda reading: (-reading.day.toordinal(), reading.name, reading.kind))


def kind_of(record: AccessRecord) -> str:
    if record.action == AccessRecord.Action.VIEW_AS:
        return LOOKED
    return FIGURES if record.purpose == figures.PURPOSE else TEXTS


def of_the_practice(client: User) -> set[UUID]:
    """What was written or said to or about this client: answers, the replies in them, recordings, messages, where talks are, and
    notes. One query."""
    texts = Review.objects.filter(enrolment__client=client).values_list("uuid", flat=True)
    parts = [model.objects.filter(review__enrolment__client=client).values_list("uuid", flat=True) for model in (ReviewReply, Voice)]
    besides = [model.objects.filter(enrolment__client=client).values_list("uuid", flat=True) for model in (Appointment, Note)]
    messages = Message.objects.filter(enrolment__client=client).exclude(author=client).values_list("uuid", flat=True)
    # `all`, since ids are unique anyway, and sorting them out costs a pass over everything.
    return set(texts.union(*parts, *besides, messages, all=True))


def answered_texts(client: User, rows: set[UUID], now: datetime) -> set[UUID]:
    """Those of `rows` that stand in an answer which has arrived."""
    versions = LogVersion.objects.filter(log__enrolment__client=client, log__reviews__published_at__lte=now)
    return set(versions.values_list("uuid", flat=True)) & rows


def is_old(at: datetime, now: datetime, zone: ZoneInfo) -> bool:
    return (at + AT_LEAST).astimezone(zone).date() < now.astimezone(zone).date()
