"""The sweep beside plain SQL that stamps and tells the same, and a sweep that finds nothing to do."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from statistics import median

from django.db import connection, transaction

from programme import release
from programme.models import Enrolment, Release
from tests.bench import crowd
from tests.bench.cpu import spent
from tests.bench.databases import part
from tests.bench.figures import Figure, beside, tell

ROUNDS = 3
IDLE_SWEEPS = 200
SWEPT = ("programme_release", "programme_enrolment", "notices_notice")
INDEX = "release_to_open"

STAMP = """
    UPDATE programme_release AS release SET opened_at = %(now)s, announced_at = %(now)s
    FROM programme_week AS week, programme_enrolment AS enrolment
    WHERE week.id = release.week_id AND enrolment.id = release.enrolment_id AND week.live AND enrolment.status = 'active'
      AND release.opened_at IS NULL AND release.blocked_by = '' AND release.opens_at <= %(now)s
"""
TELL = """
    INSERT INTO notices_notice (recipient_id, kind, key, about, channel, created_at, due_at)
    SELECT enrolment.client_id, 'week-open', release.enrolment_id || ':' || MAX(week.number),
           release.enrolment_id || ':' || MAX(week.number), 'mail', %(now)s, %(now)s
    FROM programme_release AS release
    JOIN programme_enrolment AS enrolment ON enrolment.id = release.enrolment_id
    JOIN programme_week AS week ON week.id = release.week_id
    WHERE release.announced_at = %(now)s
    GROUP BY release.enrolment_id, enrolment.client_id
    ON CONFLICT DO NOTHING
"""
UNDO = (
    "UPDATE programme_release SET opened_at = NULL, announced_at = NULL WHERE opened_at = %(now)s",
    "DELETE FROM notices_notice WHERE kind = 'week-open' AND created_at = %(now)s",
)


def main() -> None:
    tenth, tenth_grew = busy(crowd.A_TENTH_IS_DUE)
    sweep(crowd.A_TENTH_IS_DUE)
    everybody, everybody_grew = busy(crowd.EVERYBODY_IS_DUE)
    sweep(crowd.EVERYBODY_IS_DUE)
    tell(tenth, everybody, memory(tenth_grew, everybody_grew))
    crowd.vacuum(*SWEPT)
    tell(idle())


def busy(now: datetime) -> tuple[Figure, float]:
    """The sweep and plain SQL in turn, all undone in between; and by how many MB a process of its own grew in a sweep."""
    rows = Release.objects.due(now).count()
    grew = float(subprocess.run([sys.executable, *part("memory", now.isoformat())], check=True, stdout=subprocess.PIPE, text=True).stdout)
    undo(now)
    taken = [(afresh(sweep, now), afresh(plain, now)) for _ in range(ROUNDS)]
    ratio = median(ours / theirs for ours, theirs in taken)
    ours, theirs = (median(each) for each in zip(*taken, strict=True))
    return beside(f"open_due, {rows:,} weeks due, beside UPDATE + INSERT", ours, theirs, ratio, "s", 1.5), grew


def afresh(deed: Callable[[datetime], None], now: datetime) -> float:
    """Seconds."""
    took = milliseconds(deed, now) / 1000
    undo(now)
    return took


def sweep(now: datetime) -> None:
    release.open_due(now, catch_up=True)


def plain(now: datetime) -> None:
    with transaction.atomic():
        crowd.run(STAMP, {"now": now})
        crowd.run(TELL, {"now": now})


def undo(now: datetime) -> None:
    for statement in UNDO:
        crowd.run(statement, {"now": now})
    crowd.vacuum(*SWEPT)


def memory(tenth: float, everybody: float) -> Figure:
    """Flat: ten times the work takes no more memory, give or take what an allocator keeps."""
    aim = "flat: within 8 MB"
    more = everybody - tenth
    return Figure("memory that a sweep adds, with 10 times as much due", f"{everybody:.1f} MB", f"{tenth:.1f} MB", "", aim, more <= 8)


def idle() -> Figure:
    """Nothing is due, and everybody has a week that is past its moment and blocked. The floor is one trip to the database."""
    now = crowd.EVERYBODY_IS_DUE
    nothing_due(now)
    before = spent()
    taken = [(milliseconds(nothing_due, now), milliseconds(one_trip, now)) for _ in range(IDLE_SWEEPS)]
    cpu = 1000 * (sum(spent()) - sum(before)) / IDLE_SWEEPS
    took, trip = (median(each) for each in zip(*taken, strict=True))
    blocked = Release.objects.unopened().filter(opens_at__lte=now).exclude(blocked_by="").count()
    what = f"a sweep with nothing due, {Enrolment.objects.count():,} enrolments, {blocked:,} blocked weeks; by {reads(now)}"
    return Figure(what, f"{took:.2f} ms ({cpu:.2f} ms of it CPU)", f"{trip:.2f} ms", "", "under 2 ms", took < 2)


def nothing_due(now: datetime) -> None:
    if release.open_due(now):
        raise AssertionError("Something was due.")


def one_trip(_: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def milliseconds(deed: Callable[[datetime], None], now: datetime) -> float:
    began = time.perf_counter()
    deed(now)
    return 1000 * (time.perf_counter() - began)


def reads(now: datetime) -> str:
    """How PostgreSQL finds what is due."""
    plan = Release.objects.due(now).order_by("opens_at", "enrolment_id").values("enrolment_id")[: release.BATCH].explain()
    return "its partial index" if INDEX in plan and "Seq Scan on programme_release" not in plan else "READING THE WHOLE TABLE"
