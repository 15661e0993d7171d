"""A client some weeks on, and what she writes with the ids that the pictures count."""

from datetime import datetime, timedelta
from typing import Any

from exercises.logs import Written
from programme.models import Exercise, WeekExercise
from programme.release import open_due
from tests import people
from tests.exercises.desks import Desk
from tests.people import NOW


def one(name: str, *options: str) -> dict[str, Any]:
    items = [{"type": "item", "id": option, "value": option.capitalize()} for option in options]
    return {"type": "one", "id": name, "value": {"question": f"{name}?", "help": "", "options": items}}


MOVES = ("naar-voren", "naar-achteren", "bevriezen", "blijven")
FIELDS = [
    {"type": "scale", "id": "spanning", "value": {"question": "Hoe hoog?", "help": "", "low": "rustig", "high": "heel hoog"}},
    one("eerste-beweging", *MOVES),
    one("tweede-beweging", *MOVES),
    one("ruimte", "nee", "heel-even", "ja"),
    one("terug", "contact-bleef", "minuten", "uur", "zelfde-dag", "volgende-dag", "meer-dagen", "nog-niet", "kies-geen-contact"),
    one("aanwezig", "weg", "beetje", "hier"),
    {"type": "long", "id": "verhaal", "value": {"question": "Wil je er iets over vertellen?", "help": ""}},
]


def in_week(desk: Desk, number: int) -> datetime:
    """Open the weeks up to `number`; the evening of its first day."""
    then = NOW + timedelta(weeks=number - 1, hours=11)
    open_due(then, desk.enrolment, catch_up=True)
    return then


def trigger_log(desk: Desk) -> Exercise:
    """The trigger log of week 4, which may be written in from then on."""
    week = desk.enrolment.programme.weeks.get(number=4)
    made = Exercise.objects.get(programme=desk.enrolment.programme, source_id="w04-a")
    if made.title != "Triggerlog":
        made.title, made.fields, made.kind = "Triggerlog", FIELDS, Exercise.Kind.TRIGGER
        made.save()
        made.freeze()
        WeekExercise.objects.get_or_create(week=week, exercise=made, defaults={"place": "core", "position": 0})
    return made


def triggered(desk: Desk, now: datetime, **answers: Any) -> Written:
    """A trigger log, with ids written with underscores."""
    week = desk.enrolment.programme.weeks.get(number=4)
    told = {name.replace("_", "-"): value for name, value in answers.items()}
    return desk.write(told, exercise=trigger_log(desk), week=week, now=now, client_token=people.token())
