"""What is offered on a page after something was written: to tell more later, and landing where tension is high. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from exercises import state, trigger
from exercises.answers import Answers
from exercises.models import LogVersion
from programme.models import Exercise

# How long after writing landing is offered: later on it is only something that was written.
FRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Aftercare:
    """`land` where tension was high just now; `story` and `back` where a trigger log may still be told."""

    land: bool = False
    story: bool = False
    back: bool = False

    @property
    def tells(self) -> bool:
        return self.story or self.back


def look(version: LogVersion, exercise: Exercise, answers: Answers | None, now: datetime) -> Aftercare:
    """Of the newest text of a log, opened for who wrote it."""
    if answers is None:
        return Aftercare()
    is_trigger = exercise.kind == Exercise.Kind.TRIGGER and not version.draft
    may_tell = trigger.may_tell(answers) if is_trigger else []
    return Aftercare(
        land=now - version.written_at < FRESH and state.ends_high(answers),
        story=trigger.STORY in may_tell,
        back=trigger.BACK in may_tell,
    )
