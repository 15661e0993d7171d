"""One client's time, the newest first: what was shared, answered, said, noted and planned, what opened and what changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts import reading
from accounts.models import User
from cockpit.morning import OF_AN_ENROLMENT
from conversations.models import Appointment, Message, Note
from exercises.models import Log, Review
from exercises.wording import Answered, opened
from journey.changes import told
from notices.models import Channel, Notice
from programme.models import Change, Enrolment, Release
from programme.reasons import NAMES

PURPOSE = "timeline"
# At one and the same moment the later of these came last: a week opens before somebody shares in it.
KINDS = ("opened", "log", "answer", "message", "appointment", "note", "changed", "done")


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened at `at` (UTC): of a kind of KINDS (done is what lay on a desk), with what that kind shows.

    `answers` and `text` are None where a text cannot be opened.
    """

    at: datetime
    kind: str
    row: Any
    answers: list[Answered] | None = None
    text: str | None = None
    sentence: str = ""
    reason: str = ""


def index(member: User, enrolment: Enrolment, now: datetime) -> list[tuple[datetime, str, Any]]:
    """When what happened, the newest first, without a text: eight queries of bare columns, of one person's programme."""
    logs = Log.objects.readable_by_coach(member, now).of(enrolment).filter(visible_at__isnull=False)
    answers = Review.objects.of(enrolment).published()
    released = Release.objects.of(enrolment).filter(opened_at__isnull=False, opened_at__lte=now)
    found: list[tuple[Any, str, Any]] = [(at, "log", pk) for at, pk in logs.values_list("visible_at", "pk")]
    found += [(at, "answer", pk) for at, pk in answers.values_list("published_at", "pk")]
    found += said(member, enrolment, now)
    found += [(at, "opened", pk) for at, pk in released.values_list("opened_at", "pk")]
    found += [(at, "changed", pk) for at, pk in Change.objects.filter(enrolment=enrolment).values_list("at", "pk")]
    found += [(at, "done", pk) for at, pk in done(enrolment).values_list("sent_at", "pk")]
    # Ids last: two things of one moment and kind keep their places from page to page.
    return sorted(found, key=lambda each: (each[0], KINDS.index(each[1]), str(each[2])), reverse=True)


def said(member: User, enrolment: Enrolment, now: datetime) -> list[tuple[Any, str, Any]]:
    """Messages, the appointments that began, and those notes that `member` may read."""
    messages = Message.objects.of(enrolment).values_list("sent_at", "pk")
    planned = Appointment.objects.of(enrolment).standing().filter(starts_at__lte=now).values_list("starts_at", "pk")
    notes = Note.objects.of(enrolment).for_member(member).values_list("written_at", "pk")
    found = {"message": messages, "appointment": planned, "note": notes}
    return [(at, kind, pk) for kind, rows in found.items() for at, pk in rows]


def done(enrolment: Enrolment) -> QuerySet[Notice]:
    """What lay on a desk about this client, with what was done with it."""
    about = Q(about=str(enrolment.pk)) | Q(about__startswith=f"{enrolment.pk}:")
    rows = Notice.objects.filter(recipient__clients__client=enrolment.client_id, channel=Channel.DESK, kind__in=OF_AN_ENROLMENT)
    return rows.filter(about, sent_at__isnull=False).exclude(outcome="").distinct()


def moments(member: User, enrolment: Enrolment, some: list[tuple[datetime, str, Any]], now: datetime) -> list[Moment]:
    """Those of `index`, opened together: one record of access a page. Raises vault.NotReadable."""
    chosen = {kind: [pk for _at, each, pk in some if each == kind] for kind in KINDS}
    logs = shared(member, enrolment, chosen["log"], now)
    reviews = Review.objects.of(enrolment).published().select_related("author", "week").defer("week__body", "week__placed")
    answers = written(reviews, enrolment, chosen["answer"])
    messages = written(Message.objects.of(enrolment).select_related("author"), enrolment, chosen["message"])
    notes = written(Note.objects.of(enrolment).for_member(member).select_related("author"), enrolment, chosen["note"])
    versions = [log.shared_version for log in logs.values() if log.shared_version]
    texts = opened_texts(member, [*versions, *answers.values(), *messages.values(), *notes.values()], now)
    planned = Appointment.objects.of(enrolment).select_related("member").in_bulk(chosen["appointment"])
    weeks = Release.objects.filter(pk__in=chosen["opened"]).select_related("week").defer("week__body", "week__placed").in_bulk()
    changes = Change.objects.filter(pk__in=chosen["changed"]).select_related("by").in_bulk()
    tasks = Notice.objects.filter(pk__in=chosen["done"]).select_related("recipient").in_bulk()
    rows: dict[str, dict[Any, Any]] = {"done": tasks, "log": logs, "answer": answers, "opened": weeks, "changed": changes}
    rows |= {"message": messages, "note": notes, "appointment": planned}
    return [moment(at, kind, rows[kind][pk], texts, enrolment) for at, kind, pk in some if pk in rows[kind]]


def shared(member: User, enrolment: Enrolment, pks: list[Any], now: datetime) -> dict[Any, Log]:
    rows = Log.objects.readable_by_coach(member, now).of(enrolment).filter(pk__in=pks)
    found = rows.select_related("shared_version__exercise_version", "week").defer("week__body", "week__placed").in_bulk()
    for log in found.values():
        log.enrolment = enrolment
        if log.shared_version:
            log.shared_version.log = log
    return found


def written(rows: QuerySet[Any], enrolment: Enrolment, pks: list[Any]) -> dict[Any, Any]:
    """Those of one kind with who wrote them, of this enrolment."""
    found = rows.in_bulk(pks)
    for row in found.values():
        row.enrolment = enrolment
    return found


def opened_texts(member: User, rows: list[Any], now: datetime) -> dict[Any, str | None]:
    return dict(zip((row.pk for row in rows), reading.read(member, rows, PURPOSE, now), strict=True))


def moment(at: datetime, kind: str, row: Any, texts: dict[Any, str | None], enrolment: Enrolment) -> Moment:
    if kind == "log":
        fields = row.shared_version.exercise_version.fields
        return Moment(at, kind, row, answers=opened(fields, texts[row.shared_version_id]))
    if kind in {"answer", "message", "note"}:
        return Moment(at, kind, row, text=texts[row.pk])
    if kind == "changed":
        return Moment(at, kind, row, sentence=told(row, enrolment.zone), reason=str(NAMES.get(row.reason, "")))
    return Moment(at, kind, row)
