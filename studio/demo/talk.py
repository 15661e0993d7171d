"""What the invented clients and their coach write to each other, plan and note."""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from accounts.models import User
from conversations import appointments, messages, notes
from conversations.models import Note
from programme.calendar import moment
from programme.models import Enrolment
from studio.demo.cast import NOOR

THREAD: Final = [
    (
        "coach",
        16,
        "Welkom, Noor. Hier kun je praktische dingen kwijt: een datum, of iets wat niet werkt. Wat in je gebeurt, hoort in je logboek.",
    ),
    ("client", 9, "Kan ons gesprek van donderdag een uur later? Ik moet dan nog naar de tandarts."),
    ("coach", 8, "Dat kan. Ik heb het verzet, je ziet het bij je afspraken."),
]
OTHER: Final = "Ik ben volgende week op vakantie zonder bereik. Moet ik dan iets doen, of loopt het vanzelf door?"
FILED: Final = (
    "Kennismaking gedaan. Noor wil vooral leren merken wanneer ze naar voren gaat. "
    "Afgesproken: rustig tempo, ze zegt het zelf als het te veel wordt."
)
AID: Final = "Donderdag vragen hoe het met haar zus ging."


def tell(noor: Enrolment, other: Enrolment | None, coach: User, now: datetime) -> None:
    """A thread with Noor that is answered, one with somebody else that waits, a talk on the next Thursday, and two notes."""
    for who, days, text in THREAD:
        author = coach if who == "coach" else noor.client
        messages.send(enrolment=noor, author=author, text=text, token=uuid4(), now=now - timedelta(days=days))
    if other is not None:
        messages.send(enrolment=other, author=other.client, text=OTHER, token=uuid4(), now=now - timedelta(hours=5))
    zone = ZoneInfo(coach.zone)
    day = now.astimezone(zone).date() + timedelta(days=1)
    thursday = day + timedelta(days=(3 - day.weekday()) % 7)
    appointments.plan(
        enrolment=noor,
        member=coach,
        starts_at=moment(thursday, 14, zone),
        minutes=45,
        where="https://bellen.praktijk.example/marit",
        token=uuid4(),
        now=now - timedelta(days=8),
    )
    for kind, days, text in ((Note.Kind.FILE, 20, FILED), (Note.Kind.AID, 3, AID)):
        notes.write(enrolment=noor, author=coach, kind=kind, text=text, token=uuid4(), now=now - timedelta(days=days))


def of_the_cast(coach: User, now: datetime) -> None:
    """Noor, and one more whose programme runs."""
    running = Enrolment.objects.active().cared_for_by(coach, now).select_related("client")
    noor = running.filter(client__email=NOOR[1]).first()
    if noor is not None:
        tell(noor, running.exclude(client=noor.client).order_by("pk").first(), coach, now)
