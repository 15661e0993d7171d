"""Writing, sharing and taking back: what a client does with a log. Each deed locks the enrolment first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import vault
from accounts.absence import closed_for
from accounts.access import cares_for, coach_of
from accounts.models import Practice
from accounts.refusal import Refused
from exercises import reading
from exercises.answers import Answers, decode, encode
from exercises.models import Log, LogVersion
from exercises.promise import promised_for
from programme.models import Enrolment, Exercise, ExerciseVersion, Release, Status, Week, WeekExercise


@dataclass(frozen=True, slots=True)
class Written:
    """What `write` did. `other` is the text that got in between, when this one was begun from an older: both are kept."""

    log: Log
    version: LogVersion
    other: LogVersion | None = None


def write(
    *,
    enrolment: Enrolment,
    exercise: Exercise,
    week: Week | None,
    answers: Answers,
    based_on: int,
    draft: bool,
    client_token: UUID,
    now: datetime,
    shown: ExerciseVersion | None = None,
) -> Written:
    """Append a text to the log `client_token`, making it where there is none. `shown` are the questions that were shown.

    A text begun from the newest version replaces a draft and follows a saved text; begun from an older one it stands
    beside it. The same text again makes nothing new. What an answer covers stays: a text on it begins a log of its own.
    What may be written on any day (`Exercise.at_any_time`) asks for no week, or goes along with one that is open.
    Raises Refused when this client may not write here, ValueError on what is no set of answers.
    """
    text = encode(answers)
    vault.ensure_keys(enrolment.client.subject)
    with transaction.atomic():
        enrolment = locked(enrolment)
        if not enrolment.may_write(now):
            raise Refused(_("Your programme has ended: what you wrote stays readable, and nothing new can be added here."))
        log = open_log(enrolment, exercise, week, client_token, now)
        return append(log, text, based_on, draft=draft, now=now, shown=shown)


def locked(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.select_for_update(of=("self",)).select_related("client").get(pk=enrolment.pk)


def open_log(enrolment: Enrolment, exercise: Exercise, week: Week | None, token: UUID, now: datetime) -> Log:
    """The log of this token that can still be written: not an answered one, nor somebody else's."""
    while known := Log.objects.filter(client_token=token).select_related("enrolment__client").first():
        ours = (known.enrolment_id, known.exercise_id, known.week_id) == (enrolment.pk, exercise.pk, week and week.pk)
        if ours and not known.is_answered:
            return known
        token = uuid5(token, "added") if ours else uuid4()
    refuse_closed(enrolment, exercise, week, now)
    return Log.objects.create(enrolment=enrolment, exercise=exercise, week=week, client_token=token, started_at=now)


def refuse_closed(enrolment: Enrolment, exercise: Exercise, week: Week | None, now: datetime) -> None:
    visible = Release.objects.visible(now).of(enrolment)
    if not (visible.filter(week=week) if week else visible).exists():
        raise Refused(_("This week is not open yet."))
    if Exercise.objects.at_any_time().filter(pk=exercise.pk, programme=enrolment.programme_id).exists():
        return
    if week is None or not WeekExercise.objects.filter(week=week, exercise=exercise).exists():
        raise Refused(
            _("This exercise no longer stands in this week. What you wrote is still on this page: copy it if you want to keep it.")
        )


def append(log: Log, text: str, based_on: int, *, draft: bool, now: datetime, shown: ExerciseVersion | None) -> Written:
    newest = log.versions.select_related("log__enrolment__client").first()
    again = same_text(log, newest, text, based_on, now)
    if again:
        return Written(log, saved(again, draft=draft))
    version = add_version(log, newest, text, based_on, draft=draft, now=now, shown=shown)
    if newest and newest.number != based_on:
        return Written(log, version, newest)
    if newest and newest.draft:
        newest.delete()
    return Written(log, version)


def same_text(log: Log, newest: LogVersion | None, text: str, based_on: int, now: datetime) -> LogVersion | None:
    """The version that already holds this text: the newest, or one that was begun from the same place (a replay)."""
    rows = [row for row in log.versions.select_related("log__enrolment__client") if row == newest or row.based_on == based_on]
    texts = reading.read(log.enrolment.client, rows, "write", now)
    return next((row for row, kept in zip(rows, texts, strict=True) if kept == text), None)


def saved(version: LogVersion, *, draft: bool) -> LogVersion:
    if version.draft and not draft:
        version.draft = False
        version.save(update_fields=["draft"])
    return version


def add_version(
    log: Log, newest: LogVersion | None, text: str, based_on: int, *, draft: bool, now: datetime, shown: ExerciseVersion | None
) -> LogVersion:
    uuid = uuid4()
    sealed = vault.seal_text(
        text, place="exercises_logversion.sealed", subject=log.enrolment.client.subject, row=uuid, kind=vault.KeyKind.OWN
    )
    if shown is None or shown.exercise_id != log.exercise_id:
        shown = newest.exercise_version if newest else ExerciseVersion.objects.filter(exercise=log.exercise_id).latest("number")
    number = newest.number + 1 if newest else 1
    return LogVersion.objects.create(
        uuid=uuid, log=log, number=number, based_on=based_on, draft=draft, exercise_version=shown, sealed=sealed, written_at=now
    )


def share(*, log: Log, now: datetime, number: int | None = None) -> Log:
    """Share the newest text with who cares for this client. `number` is the text that the page showed.

    The first promise given stays, also when a later text is shared. Sharing twice lands once.
    Raises Refused: nothing written, answered already, another text since, nobody to share with, no longer active.
    """
    vault.ensure_keys(log.enrolment.client.subject)
    with transaction.atomic():
        enrolment = locked(log.enrolment)
        log = Log.objects.select_related("enrolment__client", "shared_version").get(pk=log.pk)
        version = log.latest
        if log.shared_version_id == version.uuid:
            return log
        refuse_unshareable(enrolment, log, version, number, now)
        promise_answer(log, now)
        hide(log)
        seal_for_record(log, version, now)
        log.shared_version, log.shared_at = version, now
        log.save(update_fields=["shared_version", "shared_at", "promised_at"])
    return log


def refuse_unshareable(enrolment: Enrolment, log: Log, version: LogVersion, number: int | None, now: datetime) -> None:
    coach = coach_of(enrolment.client, now)
    if enrolment.status != Status.ACTIVE:
        raise Refused(_("Sharing belongs to the programme, which has ended. This is yours, and stays yours."))
    if coach is None or not cares_for(coach, enrolment.client, now):
        raise Refused(_("There is nobody to share with at the moment. It is saved, for you alone."))
    if log.is_answered:
        raise Refused(_("There is an answer to this already, so it stays as it was. What you add, write it as something new."))
    if number is not None and number != version.number:
        raise Refused(_("There is a newer text than the one you saw. Nothing was shared: look first, then share."))


def promise_answer(log: Log, now: datetime) -> None:
    """A promise once given stays."""
    if log.promised_at is None:
        first = not Log.objects.of_client(log.enrolment.client).filter(shared_at__isnull=False).exists()
        shut = closed_for(coach_of(log.enrolment.client, now))
        log.promised_at = promised_for(now, Practice.current(), first=first, shut=shut)


def seal_for_record(log: Log, version: LogVersion, now: datetime) -> None:
    """Seal the text once more, now under the key of the record. A shared text is no draft."""
    client = log.enrolment.client
    [text] = vault.open_texts(client, [version], "share", now)
    if text is None:
        raise Refused(_("This text cannot be opened at the moment, so it was not shared. Nothing is lost."))
    if not decode(text):
        raise Refused(_("Nothing is filled in here yet. It is saved, for you alone."))
    version.shared = vault.seal_text(
        text, place="exercises_logversion.shared", subject=client.subject, row=version.uuid, kind=vault.KeyKind.RECORD
    )
    version.draft = False
    version.save(update_fields=["shared", "draft"])


def hide(log: Log) -> None:
    log.versions.filter(shared__isnull=False).update(shared=None)


def withdraw(*, log: Log, now: datetime) -> Log:
    """Take back what was shared: the shared copy is wiped, the client's own text stays. Twice is once.

    Raises Refused once it is answered.
    """
    with transaction.atomic():
        locked(log.enrolment)
        log = Log.objects.select_related("enrolment__client").get(pk=log.pk)
        if log.is_answered:
            raise Refused(_("There is an answer to this already, so it can no longer be taken back."))
        log.reviews.through.objects.filter(log=log).delete()
        hide(log)
        log.shared_version = log.shared_at = log.promised_at = None
        log.save(update_fields=["shared_version", "shared_at", "promised_at"])
    return log
