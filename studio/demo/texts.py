"""What the invented clients answer, and what their coach answers them. The words stand in logs.yaml and answers.yaml."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any, Final

import yaml

from exercises import state
from exercises.answers import NOTHING, UNKNOWN, Answers, Value
from exercises.body import PLACES
from exercises.movements import MOVEMENTS
from programme.models import ExerciseVersion
from studio.demo.cast import HERE


@cache
def logs() -> dict[str, list[str]]:
    """By exercise: texts for the field that it is about."""
    found: dict[str, list[str]] = yaml.safe_load((HERE / "logs.yaml").read_text(encoding="utf-8"))
    return found


@cache
def replies() -> list[str]:
    found: list[str] = yaml.safe_load((HERE / "answers.yaml").read_text(encoding="utf-8"))
    return found


def answers_to(version: ExerciseVersion, source_id: str, dice: Random, now: datetime) -> Answers:
    """Believable answers: the choices drawn, one text in the field that the exercise is about, here and there nothing."""
    told = field_told(version.fields)
    made: Answers = {}
    for field in version.fields:
        if field["kind"] in DRAWN and dice.random() < 0.9:
            made[field["id"]] = DRAWN[field["kind"]](field, dice, now)
    if not source_id.endswith(("-daily", "-closing")):
        made |= before_and_after(dice)
    texts = logs().get(source_id)
    if told and texts:
        made[told] = dice.choice(texts)
    return made


def before_and_after(dice: Random) -> Answers:
    """What about half of the people tap around an exercise: it goes up, down and nowhere."""
    if dice.random() < 0.5:
        return {}
    before = dice.choice([2, 3, 4, 5, 6, 7])
    after = min(10, max(0, before + dice.choice([-2, -1, 0, 0, 1, 2])))
    presences = [name for name, _label in state.PRESENCES]
    made: Answers = {state.BEFORE_TENSION: before, state.BEFORE_PRESENCE: dice.choice([*presences, UNKNOWN])}
    return made | {state.AFTER_TENSION: after, state.AFTER_PRESENCE: dice.choice([*presences, UNKNOWN])}


def field_told(fields: list[dict[str, Any]]) -> str:
    """The id of the first field of many lines, else of the first of one line; empty when there is none."""
    for kind in ("long", "short"):
        for field in fields:
            if field["kind"] == kind:
                return str(field["id"])
    return ""


def one(field: dict[str, Any], dice: Random, now: datetime) -> Value:
    choices = [str(option["id"]) for option in field["options"]]
    return dice.choice([*choices, *choices, UNKNOWN])


def several(field: dict[str, Any], dice: Random, now: datetime) -> Value:
    choices = [str(option["id"]) for option in field["options"]]
    drawn = set(dice.sample(choices, k=min(len(choices), dice.randint(0, 3))))
    return [choice for choice in choices if choice in drawn] or [NOTHING]


def body(field: dict[str, Any], dice: Random, now: datetime) -> Value:
    drawn = set(dice.sample(PLACES, k=dice.randint(0, 3)))
    return [place.id for place in PLACES if place in drawn] or [NOTHING]


def movements(field: dict[str, Any], dice: Random, now: datetime) -> Value:
    return [name for name, _label in dice.sample(MOVEMENTS, k=dice.randint(1, 2))]


def scale(field: dict[str, Any], dice: Random, now: datetime) -> Value:
    return dice.choice([2, 3, 3, 4, 4, 5, 5, 6, 7])


def moment(field: dict[str, Any], dice: Random, now: datetime) -> Value:
    """Somewhere in the two days before, to the quarter of an hour, as the clock showed it."""
    then = now - timedelta(minutes=15 * dice.randint(2, 190))
    return then.replace(minute=then.minute // 15 * 15, second=0, microsecond=0, tzinfo=None).isoformat(timespec="minutes")


DRAWN: Final[dict[str, Callable[[dict[str, Any], Random, datetime], Value]]] = {
    "one": one,
    "several": several,
    "body": body,
    "movements": movements,
    "scale": scale,
    "moment": moment,
}
