"""Who plays in the demo, and where each of them is in the programme. The names stand in people.yaml."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import yaml

from programme.calendar import WEEK_NUMBERS

HERE: Final = Path(__file__).resolve().parent
PRACTICE: Final = "Praktijk Tussenruimte"
# Nobody's: no such street, register, bank or VAT id exists.
LEGAL: Final = {
    "street": "Voorbeeldstraat 1",
    "postcode": "1234 AB",
    "city": "Voorbeeldstad",
    "kvk_number": "00000000",
    "vat_id": "NL000000000B00",
    "iban": "NL13TEST0123456789",
    "office_email": "kantoor@praktijk.example",
}
COACH: Final = ("Marit Veenstra", "marit@praktijk.example")
OFFICE: Final = ("Els Bakker", "els@praktijk.example")
NOOR: Final = ("Noor Visser", "noor@example.nl")
CLIENTS: Final = 40
AMSTERDAM: Final = "Europe/Amsterdam"


class Part(StrEnum):
    """Where somebody is. The number beside it says: of an active client the week, of an invited one the days ago."""

    ACTIVE = "active"
    INVITED = "invited"
    PENDING = "pending"  # said yes, and nothing covers the start yet
    COMING = "coming"  # starts next week
    PAUSED = "paused"
    HELD = "held"
    UNCOVERED = "uncovered"
    COMPLETED = "completed"  # so many weeks ago
    WITHDRAWN = "withdrawn"  # after so many weeks


PARTS: Final = [
    (Part.ACTIVE, 3),
    *((Part.ACTIVE, week) for week in WEEK_NUMBERS),
    *((Part.ACTIVE, week) for week in (1, 2, 3, 4, 4, 6, 8, 10, 12)),
    *((Part.INVITED, days) for days in (2, 6, 16)),
    *((Part.PENDING, weeks) for weeks in (1, 2)),
    (Part.COMING, 1),
    *((Part.PAUSED, week) for week in (3, 5, 9)),
    *((Part.HELD, week) for week in (4, 7)),
    *((Part.UNCOVERED, week) for week in (6, 10)),
    *((Part.COMPLETED, weeks) for weeks in (1, 15, 48)),
    *((Part.WITHDRAWN, weeks) for weeks in (2, 6)),
]
# Some live elsewhere: their weeks open by their own clock.
ELSEWHERE: Final = {14: "Europe/Lisbon", 17: "America/Curacao"}
# Whose answer did not come on the day that was promised.
WAITS_TOO_LONG: Final = 19
# Who writes nothing at the moment.
QUIET: Final = {5, 16}


@dataclass(frozen=True, slots=True)
class Character:
    number: int
    name: str
    email: str
    part: Part
    count: int
    zone: str


def characters() -> list[Character]:
    """Forty, Noor first. Of the invented names a second Noor is left out."""
    people = yaml.safe_load((HERE / "people.yaml").read_text(encoding="utf-8"))
    others = [(f"{person['first']} {person['last']}", person["email"]) for person in people if person["first"] != "Noor"]
    cast = [NOOR, *others][:CLIENTS]
    return [
        Character(number, name, email, part, count, ELSEWHERE.get(number, AMSTERDAM))
        for number, ((name, email), (part, count)) in enumerate(zip(cast, PARTS, strict=True))
    ]


def monday_of(now: datetime) -> date:
    """The latest Monday on which a week opened in Amsterdam."""
    local = now.astimezone(ZoneInfo(AMSTERDAM))
    monday = local.date() - timedelta(days=local.weekday())
    return monday if local >= at(monday, 7, 1) else monday - timedelta(days=7)


def starts_on(who: Character, monday: date) -> date:
    """The first day of somebody's programme, so that today they are where their part says."""
    weeks = {
        Part.ACTIVE: 1 - who.count,
        Part.HELD: 1 - who.count,
        Part.UNCOVERED: 1 - who.count,
        Part.PAUSED: -who.count,
        Part.COMPLETED: -who.count - 12,
        Part.WITHDRAWN: -who.count - 3,
        Part.COMING: 1,
        Part.INVITED: 2,
        Part.PENDING: 2,
    }
    return monday + timedelta(weeks=weeks[who.part])


def at(day: date, hour: int, minute: int = 0, zone: str = AMSTERDAM) -> datetime:
    """A moment on the wall clock of a zone."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone))
