"""The people and the programme that tests are about. Plain functions; every test says what it needs."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from accounts.models import Relation, User
from accounts.vault import ensure_keys
from programme import enrolment as deeds
from programme.cover import set_cover
from programme.models import Enrolment, Exercise, Programme, Status, Theme, Week

# A Monday, in winter time, at nine in the morning in Amsterdam.
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)

DOORS = "<h3>Om je heen</h3><ol><li>Kijk rond. (30 s)</li></ol><h3>In je lijf</h3><ol><li>Voel je voeten. (60 s)</li></ol>"

FIELDS = [
    {
        "type": "several",
        "id": "bewegingen",
        "value": {
            "question": "Welke bewegingen herken je?",
            "help": "",
            "options": [
                {"type": "item", "id": "naar-voren", "value": "Naar voren"},
                {"type": "item", "id": "naar-achteren", "value": "Naar achteren"},
            ],
        },
    },
    {
        "type": "one",
        "id": "wie",
        "value": {"question": "Bij wie?", "help": "", "options": [{"type": "item", "id": "thuis", "value": "Thuis"}]},
    },
    {"type": "scale", "id": "spanning", "value": {"question": "Hoe hoog?", "help": "", "low": "rustig", "high": "heel hoog"}},
    {"type": "moment", "id": "wanneer", "value": {"question": "Wanneer?", "help": ""}},
    {"type": "short", "id": "kort", "value": {"question": "In één zin?", "help": "Mag leeg."}},
    {"type": "long", "id": "verhaal", "value": {"question": "Wat gebeurde er?", "help": ""}},
]

MOVES = [{"type": "item", "id": each, "value": each.capitalize()} for each in ("naar-voren", "naar-achteren", "bevriezen", "blijven")]
TRIGGER = [
    {"type": "moment", "id": "wanneer", "value": {"question": "Wanneer was het?", "help": ""}},
    {
        "type": "several",
        "id": "lijf",
        "value": {"question": "Wat deed je lijf?", "help": "", "options": [{"type": "item", "id": "warm", "value": "Warm"}]},
    },
    {"type": "one", "id": "eerste-beweging", "value": {"question": "Welke beweging eerst?", "help": "", "options": MOVES}},
    {"type": "one", "id": "tweede-beweging", "value": {"question": "En daarna?", "help": "", "options": MOVES}},
    {
        "type": "one",
        "id": "ruimte",
        "value": {"question": "Kon je kiezen?", "help": "", "options": [{"type": "item", "id": "heel-even", "value": "Heel even"}]},
    },
    {
        "type": "one",
        "id": "terug",
        "value": {"question": "Hoelang tot er contact was?", "help": "", "options": [{"type": "item", "id": "uur", "value": "Een uur"}]},
    },
    {"type": "long", "id": "verhaal", "value": {"question": "Wil je iets vertellen?", "help": ""}},
]
PLANNED = [
    {"type": "short", "id": "wat", "value": {"question": "Wat ga je doen?", "help": ""}},
    {"type": "moment", "id": "moment", "value": {"question": "Wanneer?", "help": ""}},
    {"type": "scale", "id": "verwacht", "value": {"question": "Wat verwacht je?", "help": "", "low": "niets", "high": "veel"}},
    {"type": "scale", "id": "ervaren", "value": {"question": "Hoe was het?", "help": "", "low": "niets", "high": "veel"}},
]
# In no week, by their id.
ANY_DAY = {"triggerlog": Exercise.Kind.TRIGGER, "vrij": Exercise.Kind.FREE, "plan": Exercise.Kind.PLANNED}


def client(name: str = "Noor Visser", **fields: object) -> User:
    return person(name, **fields)


def coach(name: str = "Marit Veenstra", **fields: object) -> User:
    return person(name, is_coach=True, **fields)


def office(name: str = "Els Bakker", **fields: object) -> User:
    return person(name, is_office=True, **fields)


def person(name: str, **fields: object) -> User:
    email = f"{name.split(maxsplit=1)[0].lower()}-{uuid4().hex[:6]}@example.nl"
    user = User.objects.create_user(email, name=name, **fields)
    ensure_keys(user.subject)
    return user


def cares_for(member: User, of: User, since: datetime = NOW - timedelta(days=200)) -> Relation:
    return Relation.objects.create(client=of, member=member, starts_at=since)


def programme(language: str = "nl", slug: str = "transformatietraject") -> Programme:
    """Twelve live weeks in six themes; each has a core reading, a practice `wNN-oefening`, a core exercise `wNN-a` and a
    daily one `wNN-daily`."""
    known = Programme.objects.filter(slug=slug, language=language).first()
    if known:
        return known
    made = Programme.objects.create(slug=slug, language=language, title="Traject")
    for number in range(1, 13):
        week(made, number)
    for source_id, kind in ANY_DAY.items():
        exercise(made, source_id, kind)
    return made


def week(of: Programme, number: int, live: bool = True) -> Week:
    theme, _ = Theme.objects.get_or_create(
        programme=of, slug=f"thema-{(number + 1) // 2}", defaults={"number": (number + 1) // 2, "title": f"Thema {(number + 1) // 2}"}
    )
    body = [
        {
            "type": "reading",
            "id": f"w{number:02}-lezen",
            "value": {"title": f"Lezen bij {number}", "minutes": 2, "core": True, "audience": "everyone", "text": "<p>Een stuk tekst.</p>"},
        },
        {
            "type": "practice",
            "id": f"w{number:02}-oefening",
            "value": {"title": f"Doen bij {number}", "minutes": 2, "core": True, "audience": "everyone", "text": DOORS},
        },
    ]
    made = Week.objects.create(
        programme=of, theme=theme, number=number, source_id=f"week-{number:02}", title=f"Geheime titel {number}", promise="Dit.", live=live
    )
    made.body = body
    made.placed = [
        {"type": "exercise", "id": place, "value": {"exercise": exercise(of, f"w{number:02}-{letter}").pk, "place": place}}
        for letter, place in (("a", "core"), ("daily", "daily"))
    ]
    made.save()
    made.place_exercises()
    return made


def exercise(of: Programme, source_id: str, kind: str = "") -> Exercise:
    kind = kind or (Exercise.Kind.DAILY if source_id.endswith("-daily") else Exercise.Kind.PLAIN)
    made = Exercise.objects.create(
        programme=of, source_id=source_id, title=f"Oefening {source_id}", minutes=8, intro="<p>Alles mag leeg.</p>", kind=kind
    )
    made.fields = {Exercise.Kind.TRIGGER: TRIGGER, Exercise.Kind.PLANNED: PLANNED}.get(Exercise.Kind(kind), FIELDS)
    made.save()
    made.freeze()
    return made


def enrolled(
    who: User,
    by: User,
    starts_on: date = MONDAY,
    now: datetime = NOW,
    through_week: int = 12,
    zone: str = "Europe/Amsterdam",
) -> Enrolment:
    """An active enrolment, covered through `through_week`; `who` is cared for by `by`."""
    who.zone = zone
    who.save(update_fields=["zone"])
    made = deeds.enrol(client=who, programme=programme(), coach=by, starts_on=starts_on, by=by, now=now)
    set_cover(enrolment=made, source="test", through_week=through_week, now=now)
    deeds.accept(enrolment=made, now=now)
    made.refresh_from_db()
    if made.status == Status.PENDING:
        deeds.activate(enrolment=made, by=by, now=now)
        made.refresh_from_db()
    return made


def token() -> UUID:
    return uuid4()
