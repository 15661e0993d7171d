"""The logbook of one client: its first page with 10 and with 1,000 entries, what sealing an entry costs, and a workbook of 300."""

import time
from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import vault
from accounts.models import User
from exercises.answers import encode
from exercises.models import Log, LogVersion
from journey import workbook, workbook_files
from journey.spans import spans
from programme.access import own_enrolment
from programme.models import Enrolment, ExerciseVersion, WeekExercise
from tests.bench.figures import Figure, tell
from tests.bench.pages import cost, visit
from tests.bench.visitor import entered, visitor

STORY = "Ik had het bericht al getypt. Even lag de telefoon op tafel, en toen heb ik het toch gestuurd. " * 21
TIMES = 20
A_MINUTE = timedelta(minutes=1)
PLACE = "exercises_logversion.sealed"


def main() -> None:
    who, browser = visitor(), entered()
    few = asked(browser, who, 10)
    workbook_seconds = made(who, 300)
    many = asked(browser, who, 1_000)
    spent = cost(browser, "/logboek/", TIMES)
    sealed, opened = sealing(who)
    tell(
        Figure("logbook, first page: queries with 10 and 1,000 entries", f"{few} and {many}", aim="the same", met=few == many),
        Figure("logbook, first page of 1,000 entries: CPU", f"{spent['own'] + spent['database']:.1f} ms"),
        Figure("sealing an entry of 2 kB", f"{sealed:.1f} microseconds"),
        Figure("opening an entry of 2 kB", f"{opened:.1f} microseconds"),
        Figure("a workbook of 300 entries as PDF", f"{workbook_seconds:.2f} s", aim="at most 2 s", met=workbook_seconds <= 2),
    )


def asked(browser: object, who: User, entries: int) -> int:
    """Queries of the first page with so many entries."""
    fill(who, entries)
    visit(browser, "/logboek/")  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as captured:
        visit(browser, "/logboek/")  # type: ignore[arg-type]
    return len(captured)


def fill(who: User, entries: int) -> None:
    """Up to so many entries of 2 kB, sealed as they are when they are written."""
    enrolment = Enrolment.objects.of(who).get()
    place = asked_to_write(enrolment)
    shown, now = place.exercise.versions.latest("number"), timezone.now()
    logs = [
        Log(
            enrolment=enrolment, exercise=place.exercise, week_id=place.week_id, client_token=uuid4(), started_at=now - timedelta(minutes=n)
        )
        for n in range(entries - Log.objects.of(enrolment).count())
    ]
    Log.objects.bulk_create(logs)
    LogVersion.objects.bulk_create(version(log, shown, who) for log in logs)


def asked_to_write(enrolment: Enrolment) -> WeekExercise:
    """The first exercise of the programme that asks for a long text: words under a question nobody asked are not printed."""
    places = WeekExercise.objects.filter(week__programme=enrolment.programme).select_related("exercise").order_by("week__number", "pk")
    return next(place for place in places if long_field(place.exercise.versions.latest("number")))


def long_field(shown: ExerciseVersion) -> str | None:
    return next((field["id"] for field in shown.fields if field["kind"] == "long"), None)


def version(log: Log, shown: ExerciseVersion, who: User) -> LogVersion:
    row = uuid4()
    sealed = vault.seal_text(encode({str(long_field(shown)): STORY}), place=PLACE, subject=who.subject, row=row, kind=vault.KeyKind.OWN)
    return LogVersion(uuid=row, log=log, number=1, exercise_version=shown, sealed=sealed, written_at=log.started_at)


def made(who: User, entries: int) -> float:
    """Seconds for a workbook of so many entries, opening included."""
    fill(who, entries)
    now = timezone.now()
    enrolment = own_enrolment(who, now)
    everything = frozenset(Log.objects.of(enrolment).values_list("exercise__kind", flat=True))
    began = time.perf_counter()
    choice = workbook.Choice(None, None, everything, private=True, answers=True, pictures=True)
    workbook_files.pdf(workbook.gather(enrolment, choice, spans(enrolment, now), now), now)
    return time.perf_counter() - began


def sealing(who: User) -> tuple[float, float]:
    """Microseconds of CPU to seal one entry with the key at hand, and to open one: the key is fetched once a batch."""
    rows = [uuid4() for _ in range(2_000)]
    key = vault.keys.fetch(who.subject, vault.KeyKind.OWN)
    text = encode({"verhaal": STORY}).encode()
    began = time.process_time()
    sealed = [vault.seal(key, text, vault.associated(place=PLACE, subject=who.subject, row=row)) for row in rows]
    middle = time.process_time()
    for row, each in zip(rows, sealed, strict=True):
        vault.unseal(key, each, vault.associated(place=PLACE, subject=who.subject, row=row))
    return tuple(1e6 * seconds / len(rows) for seconds in (middle - began, time.process_time() - middle))  # type: ignore[return-value]
