"""Writing, sharing, taking back, throwing away: what a client does with a log. Each deed locks the enrolment first."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import vault
from accounts.absence import closed_for
from accounts.access import cares_for, coach_of
from accounts.models import Practice
from accounts.refusal import Refused
from exercises import night, scheduled, share_records
from exercises.answers import Answers, decode, encode
from exercises.models import Assignment, Log, LogVersion
from exercises.promise import promised_for
from exercises.versions import NO_SHEET, Begun, Sheet, Written, append
from programme.models import Enrolment, Exercise, ExerciseVersion, Release, Status, Week, WeekExercise
from programme.release import locked

PROMISE = ["promised_at", "repromised_at", "repromised_why", "missed_at", "on_top_at"]
SHARING = ["shared_version", "shared_at", "visible_at", "share_recorded", "asks_at", *PROMISE]


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
    sheet: Sheet = NO_SHEET,
) -> Written:
    """Append a text to the log `client_token`, making it where there is none. `shown` are the questions that were shown.

    A text begun from the newest version replaces a draft and follows a saved text; begun from an older one it stands
    beside it. The same text again makes nothing new. What an answer covers stays: a text on it begins a log of its own.
    What may be written on any day (`Exercise.at_any_time`) asks for no week, or goes along with one that is open.
    `sheet` is the page that writes: it follows what it wrote itself, also when the reply to that was lost on the way, and
    a draft of its own that comes after a later one changes nothing. Of one page no more than one draft is kept.
    Raises Refused when this client may not write here, ValueError on what is no set of answers.
    """
    # Before the lock: what cannot be kept is refused without making anybody wait.
    text = encode(answers)
    vault.ensure_keys(enrolment.client.subject)
    with transaction.atomic():
        enrolment = locked(enrolment)
        if not enrolment.may_write(now):
            raise Refused(_("Your programme has ended: what you wrote stays readable, and nothing new can be added here."))
        log = open_log(enrolment, exercise, week, client_token, now)
        written = append(log, text, Begun(based_on, sheet, shown), draft=draft, now=now)
        ask_in_the_morning(log, draft=written.version.draft, now=now)
        return written


def open_log(enrolment: Enrolment, exercise: Exercise, week: Week | None, token: UUID, now: datetime) -> Log:
    """The log of this token that can still be written: not an answered one, nor somebody else's."""
    while known := Log.objects.filter(client_token=token).select_related("enrolment__client").first():
        ours = (known.enrolment_id, known.exercise_id, known.week_id) == (enrolment.pk, exercise.pk, week and week.pk)
        if ours and not known.is_answered(now):
            return known
        # Derived from the old one: the same page sent again finds the same new log.
        token = uuid5(token, "added") if ours else uuid4()
    refuse_closed(enrolment, exercise, week, now)
    return Log.objects.create(enrolment=enrolment, exercise=exercise, week=week, client_token=token, started_at=now)


def refuse_closed(enrolment: Enrolment, exercise: Exercise, week: Week | None, now: datetime) -> None:
    visible = Release.objects.visible(now).of(enrolment)
    if not (visible.filter(week=week) if week else visible).exists():
        raise Refused(_("This week is not open yet."))
    if Exercise.objects.at_any_time().filter(pk=exercise.pk, programme=enrolment.programme_id).exists():
        return
    if week and Assignment.objects.of(enrolment).standing().filter(exercise=exercise).exists():
        return
    if week is None or not WeekExercise.objects.filter(week=week, exercise=exercise).exists():
        raise Refused(
            _("This exercise no longer stands in this week. What you wrote is still on this page: copy it if you want to keep it.")
        )


def ask_in_the_morning(log: Log, *, draft: bool, now: datetime) -> None:
    """A draft of the night is asked about when the night ends; whoever writes on by day, or keeps it, has said enough.
    What the night holds stays asked about."""
    if log.is_held(now):
        return
    asks_at = night.ends(now, log.enrolment.zone, Practice.current()) if draft else None
    if log.asks_at != asks_at:
        log.asks_at = asks_at
        log.save(update_fields=["asks_at"])


def fresh(log: Log) -> Log:
    """The log as it is under the lock. Raises Refused when it was thrown away."""
    found = Log.objects.select_related("enrolment__client", "shared_version").filter(pk=log.pk).first()
    if found is None:
        raise Refused(_("This was thrown away in the meantime, so there is nothing to do."))
    return found


def share(*, log: Log, now: datetime, number: int | None = None) -> Log:
    """Share the newest text with who cares for this client. `number` is the text that the page showed.

    What is shared at night is visible from the hour of the morning that the practice set, and an earlier text of it is
    not to be read until then. The promise is counted from the moment at which it can be read: a coach can keep that one.
    The first promise given stays, also when a later text is shared. Sharing twice lands once.
    Raises Refused: nothing written, answered already, another text since, nobody to share with, no longer active.
    """
    vault.ensure_keys(log.enrolment.client.subject)
    with transaction.atomic():
        enrolment = locked(log.enrolment)
        log = fresh(log)
        version = log.latest
        if log.shared_version_id == version.uuid:
            return asked_no_more(log, now)
        refuse_unshareable(enrolment, log, version, number, now)
        practice = Practice.current()
        share_records.ended(log, now)
        scheduled.hold_back(log, now)
        hide(log)
        seal_for_record(log, version, now)
        log.visible_at = night.visible_from(now, enrolment.zone, practice)
        promise_answer(log, practice, now)
        log.shared_version, log.shared_at, log.share_recorded = version, now, False
        log.asks_at = night.ends(now, enrolment.zone, practice)
        log.save(update_fields=SHARING)
        if log.is_visible(now):
            share_records.arrived(log)
    return log


def asked_no_more(log: Log, now: datetime) -> Log:
    """Said once more in the morning, this is the answer to what the morning asks."""
    if log.asks_at is not None and log.asks_at <= now:
        log.asks_at = None
        log.save(update_fields=["asks_at"])
    return log


def refuse_unshareable(enrolment: Enrolment, log: Log, version: LogVersion, number: int | None, now: datetime) -> None:
    coach = coach_of(enrolment.client, now)
    if enrolment.status != Status.ACTIVE:
        raise Refused(_("Sharing belongs to the programme, which has ended. This is yours, and stays yours."))
    if coach is None or not cares_for(coach, enrolment.client, now):
        raise Refused(_("There is nobody to share with at the moment. It is saved, for you alone."))
    if log.is_answered(now):
        raise Refused(_("There is an answer to this already, so it stays as it was. What you add, write it as something new."))
    if number is not None and number != version.number:
        raise Refused(_("There is a newer text than the one you saw. Nothing was shared: look first, then share."))


def promise_answer(log: Log, practice: Practice, now: datetime) -> None:
    """A promise once given stays, unless it would fall due before the text can be read. Whatever the night holds counts
    for nothing yet: of several first ones each has the promise of a first, and taking one back costs the others nothing."""
    visible_at = log.visible_at or now
    if log.answer_by is not None and not now <= log.answer_by < visible_at:
        return
    forget_promise(log)
    # Of the client and not of this enrolment: who comes back is known here already.
    first = not Log.objects.of_client(log.enrolment.client).exclude(pk=log.pk).visible(now).exists()
    shut = closed_for(coach_of(log.enrolment.client, now))
    log.promised_at = promised_for(visible_at, practice, first=first, shut=shut)


def forget_promise(log: Log) -> None:
    log.promised_at = log.repromised_at = log.missed_at = log.on_top_at = None
    log.repromised_why = ""


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

    Before the morning that it waited for, nobody ever hears of it. Raises Refused once it is answered.
    """
    with transaction.atomic():
        locked(log.enrolment)
        log = fresh(log)
        if log.is_answered(now):
            raise Refused(_("There is an answer to this already, so it can no longer be taken back."))
        end_sharing(log, now)
    return log


def end_sharing(log: Log, now: datetime) -> None:
    share_records.ended(log, now)
    scheduled.hold_back(log, now)
    # A draft that covers it no longer does; what the coach wrote in it stays.
    log.reviews.through.objects.filter(log=log).delete()
    hide(log)
    log.shared_version = log.shared_at = log.visible_at = log.asks_at = None
    log.share_recorded = False
    forget_promise(log)
    log.save(update_fields=SHARING)


def keep(*, log: Log, now: datetime) -> Log:
    """Keep for oneself what was written or shared late, and be asked no more. What the night holds is taken back without a
    trace; a draft is a text from now on. Twice is once. Raises Refused when it can be read by somebody else already.
    """
    with transaction.atomic():
        locked(log.enrolment)
        log = fresh(log)
        if log.is_visible(now):
            raise Refused(_("This has arrived in the meantime. Until there is an answer you can still take it back."))
        end_sharing(log, now)
        log.versions.filter(pk=log.latest.pk, draft=True).update(draft=False)
    return log


def discard(*, log: Log, now: datetime, number: int | None = None) -> None:
    """Throw away a log that is nobody else's, with every text in it. `number` is the text that the page showed; twice is once.

    What the night still holds is thrown away too, and nobody hears of it. Raises Refused when it can be read by who cares
    for this client, when it is answered, when another text came since.
    """
    with transaction.atomic():
        locked(log.enrolment)
        found = Log.objects.select_related("enrolment__client").filter(pk=log.pk).first()
        if found is None:
            return
        if found.is_answered(now):
            raise Refused(_("There is an answer to this already, so it stays with it."))
        if found.is_visible(now):
            raise Refused(_("This is shared. Take it back first; after that you can throw it away."))
        if number is not None and number != found.latest.number:
            raise Refused(_("There is a newer text than the one you saw. Nothing was thrown away: look first."))
        end_sharing(found, now)
        found.delete()
