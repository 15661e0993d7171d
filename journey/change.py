"""What changed over the weeks, counted from somebody's own entries. Pure: answers go in, numbers come out.

Counted are four things that the same ids ask for in every exercise: `ruimte` (was there a moment in which one could
choose), `terug` (how long until there was contact again), the movements, and tension with presence beside it, from the logs
and from before and after an exercise.
*Nothing* and *I don't know* are answers: they are counted too, and weigh nowhere. Nothing here calls a number better.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exercises import state, trigger
from exercises.answers import NOTHING, UNKNOWN, Answers, Value
from exercises.movements import MOVEMENTS
from programme.calendar import WEEK_NUMBERS

ROOM: Final = ("nee", "heel-even", "ja")
CHOSE: Final = ("heel-even", "ja")
BACK: Final = ("contact-bleef", "minuten", "uur", "zelfde-dag", "volgende-dag", "meer-dagen", "nog-niet", "kies-geen-contact")
MOVES: Final = tuple(name for name, _label in MOVEMENTS)
PRESENCE: Final = tuple(name for name, _label in state.PRESENCES)
ALWAYS: Final = (UNKNOWN, NOTHING)
MOVED: Final = (trigger.FIRST, trigger.SECOND, "beweging")
HEIGHTS: Final = ("spanning", state.BEFORE_TENSION, state.AFTER_TENSION)
NEARNESS: Final = ("aanwezig", state.BEFORE_PRESENCE, state.AFTER_PRESENCE)
# A picture of less than this says more than anybody knows.
ENOUGH_TIMES, ENOUGH_WEEKS = 3, 2


@dataclass(frozen=True, slots=True)
class Told:
    """What one entry says. `week` is the week that was open when it was written, 1 to 12."""

    week: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each of `keys` was answered, by week; of `ALWAYS` too. A week without an answer is not there."""

    keys: tuple[str, ...]
    weeks: Mapping[int, Counter[str]]

    @property
    def total(self) -> Counter[str]:
        return sum(self.weeks.values(), Counter())

    @property
    def drawable(self) -> bool:
        """Enough of it to draw: three answers in two weeks, apart from those that say *I don't know*."""
        weeks = [week for week, counted in self.weeks.items() if any(counted[key] for key in self.keys)]
        return len(weeks) >= ENOUGH_WEEKS and sum(self.total[key] for key in self.keys) >= ENOUGH_TIMES

    def share(self, week: int, of: Sequence[str]) -> tuple[int, int] | None:
        """How many answers of a week are among `of`, and of how many; None where none of the keys was answered."""
        counted = self.weeks.get(week, Counter())
        known = sum(counted[key] for key in self.keys)
        return (sum(counted[key] for key in of), known) if known else None


@dataclass(frozen=True, slots=True)
class Tension:
    """The lowest and the highest tension (0 to 10) of one week, and how often it was written down."""

    low: int
    high: int
    times: int


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that is drawn."""

    room: Tally
    back: Tally
    moves: Tally
    presence: Tally
    tension: Mapping[int, Tension]

    @property
    def tension_drawable(self) -> bool:
        return len(self.tension) >= ENOUGH_WEEKS and sum(week.times for week in self.tension.values()) >= ENOUGH_TIMES


def counted(told: Iterable[Told]) -> Change:
    """The order of the entries makes no difference, and what cannot be read as an answer counts for nothing."""
    entries = [each for each in told if each.week in WEEK_NUMBERS]
    return Change(
        room=tally(entries, (trigger.ROOM,), ROOM),
        back=tally(entries, (trigger.BACK,), BACK),
        moves=tally(entries, MOVED, MOVES),
        presence=tally(entries, NEARNESS, PRESENCE),
        tension=tensions(entries),
    )


def tally(entries: Iterable[Told], ids: Sequence[str], keys: tuple[str, ...]) -> Tally:
    weeks: dict[int, Counter[str]] = {}
    for entry in entries:
        for value in values(entry.answers, ids):
            if value in keys or value in ALWAYS:
                weeks.setdefault(entry.week, Counter())[value] += 1
    return Tally(keys, weeks)


def values(answers: Answers, ids: Sequence[str]) -> list[str]:
    """The answers to these questions as ids of options, one or several each."""
    found: list[str] = []
    for field in ids:
        value: Value | None = answers.get(field)
        found += value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return found


def tensions(entries: Iterable[Told]) -> dict[int, Tension]:
    weeks: dict[int, list[int]] = {}
    for entry in entries:
        heights = [height for name in HEIGHTS if (height := state.tension(entry.answers, name)) is not None]
        if heights:
            weeks.setdefault(entry.week, []).extend(heights)
    return {week: Tension(min(found), max(found), len(found)) for week, found in weeks.items()}
