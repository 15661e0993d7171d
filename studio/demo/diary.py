"""Who writes often: the logs of two invented clients over the weeks, so that their pictures and their search have something
to show. The words stand in diary.yaml."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import yaml

from exercises import logs
from exercises.answers import Answers
from programme.models import Enrolment, Exercise, Release, Week, WeekExercise
from studio.demo.cast import HERE, at

# Daily logs: days after the week opened, tension, presence, and the movement of week 1.
DAILIES: Final = [(0, 6, "beetje", "naar-voren"), (1, 4, "hier", "naar-achteren"), (3, 2, "weg", "bevriezen"), (5, 5, "hier", "naar-voren")]
# The last week whose daily log asks for the movement.
MOVEMENT_UNTIL: Final = 2
WRITERS: Final = {0, 8}


def keep(number: int, enrolment: Enrolment, release: Release, end: datetime) -> None:
    """Write what one who writes wrote in this week before `end`. Nothing of it is shared."""
    if number not in WRITERS:
        return
    opened = release.opened_at or release.opens_at
    day = opened.astimezone(ZoneInfo(enrolment.zone)).date()
    for days_on, source, answers in [*days(release.week.number), *moments(release.week.number)]:
        then = at(day + timedelta(days=days_on), 20, 10 + days_on, enrolment.zone)
        week, exercise = place(enrolment, source)
        if opened < then < end and week and exercise:
            logs.write(
                enrolment=enrolment,
                exercise=exercise,
                week=week,
                answers=answers,
                based_on=0,
                draft=False,
                client_token=uuid4(),
                now=then,
            )


def place(enrolment: Enrolment, source: str) -> tuple[Week | None, Exercise | None]:
    """The exercise with this id of the curriculum and the week it stands in."""
    found = WeekExercise.objects.filter(week__programme=enrolment.programme, exercise__source_id=source)
    standing = found.select_related("week", "exercise").first()
    return (standing.week, standing.exercise) if standing else (None, None)


@cache
def triggers() -> dict[int, list[Answers]]:
    """By week: what the trigger logs of it answer."""
    found: dict[int, list[Answers]] = yaml.safe_load((HERE / "diary.yaml").read_text(encoding="utf-8"))
    return found


def moments(week: int) -> Iterator[tuple[int, str, Answers]]:
    for days_on, told in enumerate(triggers().get(week, []), 1):
        yield days_on, "w04-a", told


def days(week: int) -> Iterator[tuple[int, str, Answers]]:
    """The daily log of the week, tapped on some of its days, a little else each week."""
    for days_on, tension, presence, movement in DAILIES:
        told: Answers = {"spanning": max(0, tension - (week * days_on) % 3), "aanwezig": presence}
        yield days_on, f"w{week:02}-daily", told | ({"beweging": movement} if week <= MOVEMENT_UNTIL else {})
