"""What the tests of this room stand on: a client in week 1 with a coach, and an exercise to write in."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Relation, User
from exercises import logs
from exercises.logs import Written, write
from exercises.models import Log
from programme.models import Enrolment, Exercise, Week
from tests import people
from tests.people import NOW


@dataclass
class Desk:
    """One client, her coach, her enrolment, week 1 and its core exercise."""

    client: User
    coach: User
    enrolment: Enrolment
    week: Week
    exercise: Exercise

    def write(self, answers: dict[str, Any], **changes: Any) -> Written:
        deed: dict[str, Any] = {
            "enrolment": self.enrolment,
            "exercise": self.exercise,
            "week": self.week,
            "answers": answers,
            "based_on": 0,
            "draft": False,
            "client_token": people.token(),
            "now": NOW,
        }
        return write(**deed | changes)

    def share(self, text: str = "lees maar") -> Log:
        return logs.share(log=self.write({"kort": text}).log, now=NOW)

    def join(self, name: str) -> "Desk":
        """Another client whom the same coach guides."""
        other = make_desk(name)
        Relation.objects.filter(client=other.client).update(member=self.coach)
        return other


def make_desk(name: str = "Noor Visser") -> Desk:
    coach = people.coach()
    client = people.client(name)
    enrolment = people.enrolled(client, coach)
    week = enrolment.programme.weeks.get(number=1)
    return Desk(client, coach, enrolment, week, week.exercises.get(source_id="w01-a"))
