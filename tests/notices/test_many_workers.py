"""Several workers at once, each with connections of its own, on PostgreSQL."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections

from notices import delivery, outbox
from notices.delivery import deliver_batch, deliver_one
from notices.models import Attempt, Notice
from tests import people
from tests.people import NOW

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
WORKERS = 6


def all_at_once(work) -> None:
    def alone(number: int) -> None:
        try:
            work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(alone, range(WORKERS)))


def sweep(number: int) -> None:
    while deliver_batch(NOW):
        pass


def test_each_notice_leaves_once(monkeypatch) -> None:
    monkeypatch.setattr(delivery, "BATCH", 3)
    for number in range(10):
        who = people.client(f"P{number}")
        for key in range(6):
            outbox.post(recipient=who, kind="answer-arrived", key=str(key), now=NOW)
    all_at_once(sweep)
    left = Counter(message.extra_headers["Message-ID"] for message in mail.outbox)
    assert set(left.values()) == {1}
    assert len(left) == 60 == Attempt.objects.filter(error="").count()


def test_two_workers_do_not_both_find_room_under_one_cap(monkeypatch) -> None:
    monkeypatch.setattr(delivery, "BATCH", 1)
    them = [people.client(f"P{number}") for number in range(10)]
    for who in them:
        for kind in ("week-open", "day-3", "day-6"):
            outbox.post(recipient=who, kind=kind, key="1", now=NOW)
    all_at_once(sweep)
    assert Counter(message.to[0] for message in mail.outbox) == Counter(who.email for who in them)


def test_the_web_process_and_the_workers_send_a_code_once() -> None:
    until = NOW + timedelta(minutes=15)
    codes = [
        outbox.post_sealed(recipient=people.client(f"P{number}"), kind="login-code", key="1", text="CDFG-3467", now=NOW, expires_at=until)
        for number in range(WORKERS)
    ]
    all_at_once(lambda number: deliver_one(codes[number].pk, NOW) if number % 2 else sweep(number))
    assert len(mail.outbox) == len(codes)
    assert not Notice.objects.filter(sealed__isnull=False).exists()
