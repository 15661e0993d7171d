"""How a text comes to stand in a log: after the one before it, in its place, or beside it. Under the lock of `exercises.logs`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from accounts import reading, vault
from exercises.models import Log, LogVersion
from programme.models import ExerciseVersion


@dataclass(frozen=True, slots=True)
class Written:
    """What `write` did. `other` is the text that got in between, when this one was begun from an older: both are kept."""

    log: Log
    version: LogVersion
    other: LogVersion | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The opened page that writes: `page` names it, `turn` counts what it sent. Without a script the turn stays 0."""

    page: UUID | None = None
    turn: int = 0

    def follows(self, version: LogVersion) -> bool:
        """This page wrote that text earlier, whether or not it ever heard of it."""
        return self.page is not None and self.page == version.page and self.turn > version.turn

    def is_behind(self, version: LogVersion) -> bool:
        """This page has sent more since: what comes now was under way for too long."""
        return self.page is not None and self.page == version.page and self.turn < version.turn


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a text began: the version that its page showed, the page, and the questions on it."""

    based_on: int
    sheet: Sheet
    shown: ExerciseVersion | None

    def follows(self, newest: LogVersion | None) -> bool:
        return newest is None or newest.number == self.based_on or self.sheet.follows(newest)


NO_SHEET = Sheet()


def append(log: Log, text: str, begun: Begun, *, draft: bool, now: datetime) -> Written:
    newest = log.versions.select_related("log__enrolment__client").first()
    # Two sendings of one page can arrive in the other order.
    if newest and draft and begun.sheet.is_behind(newest):
        return Written(log, newest)
    again = same_text(log, newest, text, begun, now)
    if again:
        return Written(log, saved(again, begun.sheet, draft=draft))
    version = add_version(log, newest, text, begun, draft=draft, now=now)
    follows = begun.follows(newest)
    # A draft is replaced; a kept text stays, with the new one after it.
    if newest and newest.draft and follows:
        newest.delete()
    if begun.sheet.page:
        log.versions.filter(page=begun.sheet.page, draft=True, number__lt=version.number).delete()
    return Written(log, version, None if follows else newest)


def same_text(log: Log, newest: LogVersion | None, text: str, begun: Begun, now: datetime) -> LogVersion | None:
    """The version that already holds this text: the newest, or one that was begun from the same place (a replay)."""
    kept = log.versions.select_related("log__enrolment__client")
    rows = [row for row in kept if row == newest or row.based_on == begun.based_on]
    texts = reading.read(log.enrolment.client, rows, "write", now)
    return next((row for row, kept in zip(rows, texts, strict=True) if kept == text), None)


def saved(version: LogVersion, sheet: Sheet, *, draft: bool) -> LogVersion:
    """No draft any more when it is kept; and what this page sends next follows it."""
    turn = sheet.turn if sheet.follows(version) else version.turn
    if (version.draft and not draft) or turn != version.turn:
        version.draft, version.turn = version.draft and draft, turn
        version.save(update_fields=["draft", "turn"])
    return version


def add_version(log: Log, newest: LogVersion | None, text: str, begun: Begun, *, draft: bool, now: datetime) -> LogVersion:
    uuid = uuid4()
    sealed = vault.seal_text(
        text, place="exercises_logversion.sealed", subject=log.enrolment.client.subject, row=uuid, kind=vault.KeyKind.OWN
    )
    shown = begun.shown
    if shown is None or shown.exercise_id != log.exercise_id:
        shown = newest.exercise_version if newest else ExerciseVersion.objects.filter(exercise=log.exercise_id).latest("number")
    return LogVersion.objects.create(
        uuid=uuid,
        log=log,
        number=newest.number + 1 if newest else 1,
        based_on=begun.based_on,
        draft=draft,
        page=begun.sheet.page,
        turn=begun.sheet.turn,
        exercise_version=shown,
        sealed=sealed,
        written_at=now,
    )
