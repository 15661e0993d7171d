"""Three sweeps at once, killed at random: everything opens once and is told once. SQLite would hide these races."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connections, transaction
from django.db.models import Count

from accounts.refusal import Refused
from notices.models import Notice
from programme import enrolment as deeds
from programme import release
from programme.cover import set_cover
from programme.models import Enrolment, Release
from tests import people
from tests.crowd import crowd
from tests.people import MONDAY, NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

PEOPLE = 600
SWEEP = """
import sys, django
from datetime import datetime
django.setup()
from programme import release
release.BATCH = 7
release.open_due(datetime.fromisoformat(sys.argv[1]), catch_up=True)
"""


def sweep(now: str) -> "subprocess.Popen[bytes]":
    """A sweep in a process of its own, on the database of this test."""
    addresses = {"DATABASE_URL": on_test_database("DATABASE_URL", "default"), "KEYRING_URL": on_test_database("KEYRING_URL", "keyring")}
    return subprocess.Popen([sys.executable, "-c", SWEEP, now], env=os.environ | addresses)


def on_test_database(variable: str, alias: str) -> str:
    return urlunsplit(urlsplit(os.environ[variable])._replace(path="/" + str(connections[alias].settings_dict["NAME"])))


@contextmanager
def three_sweeps(now: str) -> Iterator["list[subprocess.Popen[bytes]]"]:
    sweeps = [sweep(now) for _ in range(3)]
    try:
        yield sweeps
    finally:
        for one in sweeps:
            one.kill()
            one.wait()


def test_three_sweeps_under_kill_9_open_once_and_tell_once() -> None:
    crowd(people.programme(), PEOPLE, MONDAY - timedelta(days=14), NOW)
    dice, kills, ends = random.Random(7), 0, time.monotonic() + 120
    with three_sweeps(NOW.isoformat()) as sweeps:
        while Release.objects.due(NOW).exists() and time.monotonic() < ends:
            time.sleep(dice.uniform(0.05, 0.3))
            at = dice.randrange(3)
            if kills < 25 and Release.objects.exclude(opened_at=None).exists():
                sweeps[at].send_signal(signal.SIGKILL)
                kills += 1
            if sweeps[at].poll() is not None:
                sweeps[at] = sweep(NOW.isoformat())

    assert not Release.objects.due(NOW).exists()
    assert Release.objects.exclude(opened_at=None).count() == 3 * PEOPLE
    assert kills > 0
    told = Notice.objects.filter(kind="week-open").values("recipient").annotate(times=Count("pk"))
    assert {row["times"] for row in told} == {1}
    assert len(told) == PEOPLE
    assert all(about.endswith(":3") for about in Notice.objects.values_list("about", flat=True))


def test_a_sweep_waits_for_nobody_whose_enrolment_is_held_by_a_deed() -> None:
    busy = people.enrolled(people.client(), people.coach(), starts_on=MONDAY)
    free = people.enrolled(people.client(), people.coach(), starts_on=MONDAY)
    with transaction.atomic():
        release.locked(busy)
        other = sweep(NOW.isoformat())
        assert other.wait(timeout=30) == 0
        assert not busy.releases.exclude(opened_at=None).exists()
        assert free.releases.exclude(opened_at=None).count() == 1

    release.open_due(NOW, catch_up=True)
    assert busy.releases.exclude(opened_at=None).count() == 1


def in_threads(times: int, deed: Callable[[], object]) -> list[BaseException | None]:
    """Run a deed `times` at once, each on a connection of its own; what each raised."""

    def once(_: int) -> BaseException | None:
        try:
            deed()
        except BaseException as raised:  # noqa: BLE001
            return raised
        else:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


def test_twenty_invitations_at_once_make_one_enrolment() -> None:
    client, coach, programme = people.client(), people.coach(), people.programme()
    raised = in_threads(20, lambda: deeds.enrol(client=client, programme=programme, coach=coach, starts_on=MONDAY, by=coach, now=NOW))

    assert Enrolment.objects.count() == 1
    assert Notice.objects.count() == 1
    assert [type(one) for one in raised].count(Refused) == 19


def test_twenty_pauses_at_once_make_one() -> None:
    enrolment = people.enrolled(people.client(), people.coach(), starts_on=MONDAY)
    start = MONDAY + timedelta(days=7)
    raised = in_threads(
        20, lambda: deeds.pause(enrolment=enrolment, starts_on=start, ends_on=start + timedelta(days=7), by=enrolment.client, now=NOW)
    )

    assert enrolment.pauses.count() == 1
    assert [type(one) for one in raised].count(Refused) == 19


def test_twenty_acceptances_at_once_start_once() -> None:
    enrolment = deeds.enrol(client=people.client(), programme=people.programme(), coach=people.coach(), starts_on=MONDAY, by=None, now=NOW)
    set_cover(enrolment=enrolment, source="test", through_week=12, now=NOW)
    assert in_threads(20, lambda: deeds.accept(enrolment=enrolment, now=NOW)) == [None] * 20
    assert enrolment.releases.count() == 12
    assert enrolment.changes.filter(kind="started").count() == 1


def test_a_pause_against_a_sweep_loses_nothing_that_was_seen() -> None:
    crowd(people.programme(), 40, MONDAY, NOW, label="race")
    coach = people.coach()
    everyone = list(Enrolment.objects.order_by("pk"))
    with three_sweeps(NOW.isoformat()):
        for one in everyone:
            deeds.pause(enrolment=one, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=7), by=coach, now=NOW)

    assert Release.objects.filter(week__number=1, opened_at=None).count() == 0
    assert Notice.objects.filter(kind="week-open").count() == 40
