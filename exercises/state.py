"""How somebody is before and after an exercise: two taps each, and one line of what is there now. Pure.

They stand in the same sealed answers as the exercise itself, under ids that no question of a curriculum may have. Nothing here
judges: a fall may be numbness and a rise may be noticing, so no number is good. From a height on, landing is offered.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exercises.answers import NOTHING, UNKNOWN, Answers, Value

BEFORE_TENSION: Final = "before-tension"  # 0 to 10, or none, or unknown
BEFORE_PRESENCE: Final = "before-presence"  # weg, beetje, hier, none or unknown
AFTER_TENSION: Final = "after-tension"
AFTER_PRESENCE: Final = "after-presence"
AFTER_NOW: Final = "after-now"  # one line
BEFORE: Final = (BEFORE_TENSION, BEFORE_PRESENCE)
AFTER: Final = (AFTER_TENSION, AFTER_PRESENCE, AFTER_NOW)

# From here on landing is offered before anything else. Nothing is ever blocked.
LAND_FIRST: Final = 8
# From here on, or after a rise of so much, landing, the help card and a choice of what now.
LAND_AFTER: Final = 9
A_RISE: Final = 3
# "Heen en weer" touches tension on purpose: above this it is not offered.
PENDULUM_AT_MOST: Final = 6

PRESENCES: Final[tuple[tuple[str, Promise], ...]] = (("weg", _("Away")), ("beetje", _("A little")), ("hier", _("Here")))
ENDS: Final = {"low": _("no tension"), "high": _("as much as can be")}


def questions() -> dict[str, dict[str, Any]]:
    """The questions by id, each as a field of an exercise (`ExerciseVersion.fields`), in the language of the page."""
    presences = [{"id": name, "label": str(label)} for name, label in PRESENCES]
    ends = {name: str(label) for name, label in ENDS.items()}
    asked: list[dict[str, Any]] = [
        {"id": BEFORE_TENSION, "kind": "scale", "question": str(_("How much tension is there now?")), **ends},
        {"id": BEFORE_PRESENCE, "kind": "one", "question": str(_("How present are you?")), "options": presences},
        {"id": AFTER_TENSION, "kind": "scale", "question": str(_("And how much tension is there now?")), **ends},
        {"id": AFTER_PRESENCE, "kind": "one", "question": str(_("And how present are you now?")), "options": presences},
        {"id": AFTER_NOW, "kind": "short", "question": str(_("What is there now?")), "help": str(_("One word is enough."))},
    ]
    return {question["id"]: question for question in asked}


def tension(answers: Answers, name: str) -> int | None:
    """The number under this id; None when there is none, also for *nothing* and *I don't know*."""
    value = answers.get(name)
    return value if isinstance(value, int) and 0 <= value <= 10 else None


def begins_high(answers: Answers) -> bool:
    """Whether landing is offered first."""
    before = tension(answers, BEFORE_TENSION)
    return before is not None and before >= LAND_FIRST


def ends_high(answers: Answers) -> bool:
    """Whether landing, the help card and a choice of what now are offered after it."""
    before, after = tension(answers, BEFORE_TENSION), tension(answers, AFTER_TENSION)
    if after is None:
        return False
    return after >= LAND_AFTER or (before is not None and after - before >= A_RISE)


def may_pendulate(tension: int | None) -> bool:
    """Whether "Heen en weer" may be offered. Unknown counts as may: the practice itself asks again."""
    return tension is None or tension <= PENDULUM_AT_MOST


@dataclass(frozen=True, slots=True)
class Band:
    """What was tapped before and after. A tension is 0 to 10, `none`, `unknown` or, not tapped, empty."""

    before: Value
    after: Value
    presence_before: str
    presence_after: str
    high: bool

    @property
    def low_end(self) -> int | None:
        """The smaller of the two numbers; None where there is no number."""
        return min(self.numbers, default=None)

    @property
    def high_end(self) -> int | None:
        return max(self.numbers, default=None)

    @property
    def numbers(self) -> list[int]:
        return [value for value in (self.before, self.after) if isinstance(value, int)]

    @property
    def said(self) -> list[Value]:
        """The tensions that were tapped, before and then after."""
        return [value for value in (self.before, self.after) if value != ""]

    @property
    def presences(self) -> list[str]:
        return [value for value in (self.presence_before, self.presence_after) if value]


def band(answers: Answers) -> Band | None:
    """None where nothing of it was tapped."""
    made = Band(
        before=number_or_token(answers.get(BEFORE_TENSION)),
        after=number_or_token(answers.get(AFTER_TENSION)),
        presence_before=text_of(answers.get(BEFORE_PRESENCE)),
        presence_after=text_of(answers.get(AFTER_PRESENCE)),
        high=ends_high(answers),
    )
    return made if made.said or made.presences else None


def number_or_token(value: Value | None) -> Value:
    token = isinstance(value, str) and value in {NOTHING, UNKNOWN}
    # Whatever else stands there was forged, and is not shown.
    return value if value is not None and (token or (isinstance(value, int) and 0 <= value <= 10)) else ""


def text_of(value: Value | None) -> str:
    return value if isinstance(value, str) else ""
