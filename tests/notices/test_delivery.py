"""What waits in the outbox leaves once, when it may, and every try is kept."""

import smtplib
from datetime import timedelta
from typing import Never

import pytest
from django.core import mail
from django.db import connection

from accounts.models import AccessRecord
from notices import delivery
from notices.delivery import deliver_batch, deliver_one
from notices.models import Attempt, Muted, Notice
from tests import people
from tests.notices.posting import DAY, HOUR, MINUTE, post, post_code
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_a_notice_leaves_once() -> None:
    notice = post(people.client())
    assert deliver_batch(NOW) == 1
    assert deliver_batch(NOW) == 0
    assert deliver_batch(NOW + DAY) == 0
    notice.refresh_from_db()
    assert (notice.sent_at, notice.leased_until, notice.tries) == (NOW, None, 1)
    assert [m.to for m in mail.outbox] == [[notice.recipient.email]]
    assert [attempt.error for attempt in notice.attempts.all()] == [""]


def test_nothing_leaves_before_it_is_due() -> None:
    post(people.client(), due_at=NOW + HOUR)
    assert deliver_batch(NOW + HOUR - MINUTE) == 0
    assert deliver_batch(NOW + HOUR) == 1


def test_what_lies_on_a_desk_is_not_mailed() -> None:
    post(people.coach(), channel="desk")
    assert deliver_batch(NOW + DAY) == 0


def test_a_batch_takes_no_more_than_it_can_send_within_its_lease() -> None:
    who = people.client()
    for number in range(delivery.BATCH + 1):
        post(who, key=str(number))
    assert (deliver_batch(NOW), deliver_batch(NOW), deliver_batch(NOW)) == (delivery.BATCH, 1, 0)
    assert len(mail.outbox) == delivery.BATCH + 1


def test_codes_go_before_all_else() -> None:
    post(people.client(), now=NOW - HOUR)
    post_code(people.client("Sam"))
    deliver_batch(NOW)
    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == [
        f"<notice-{notice.pk}.0@localhost>" for notice in Notice.objects.order_by("-kind")
    ]


def test_a_crash_between_sending_and_marking_sends_again_with_the_same_id_after_the_lease(monkeypatch) -> None:
    notice = post(people.client())

    def die(*args) -> Never:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "mark_sent", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_batch(NOW)
    assert deliver_batch(NOW + 4 * MINUTE) == 0
    assert not deliver_one(notice.pk, NOW + 4 * MINUTE)
    assert deliver_batch(NOW + 5 * MINUTE) == 1
    assert len(mail.outbox) == 2
    assert len({m.message()["Message-ID"] for m in mail.outbox}) == 1
    assert [attempt.error for attempt in notice.attempts.order_by("at")] == [Attempt.UNFINISHED, ""]


def test_who_lost_the_lease_does_not_send(monkeypatch) -> None:
    notice = post(people.client())
    slow = delivery.claim(Notice.objects.deliverable(NOW), NOW)
    assert deliver_batch(NOW + 6 * MINUTE) == 1
    assert delivery.deliver(slow, NOW) == 0
    assert len(mail.outbox) == 1
    assert notice.attempts.count() == 1


def test_who_comes_back_after_its_lease_marks_nothing(monkeypatch) -> None:
    notice = post(people.client())
    (late,) = delivery.claim(Notice.objects.deliverable(NOW), NOW)
    attempt = delivery.begin(late, NOW)
    again = NOW + 6 * MINUTE
    (other,) = delivery.claim(Notice.objects.deliverable(again), again)
    delivery.mark_failed(late, attempt, smtplib.SMTPServerDisconnected(), NOW)
    notice.refresh_from_db()
    assert (notice.leased_until, notice.due_at) == (other.leased_until, NOW)


def test_a_slow_carrier_leaves_the_rest_for_later(monkeypatch) -> None:
    for name in ("Noor", "Sam"):
        post(people.client(name))
    ticks = iter([0.0, 1.0, delivery.SECONDS + 1])
    monkeypatch.setattr(delivery, "monotonic", lambda: next(ticks))
    assert deliver_batch(NOW) == 2
    assert len(mail.outbox) == 1
    monkeypatch.undo()
    assert Notice.objects.deliverable(NOW + 5 * MINUTE).count() == 1


def test_what_is_no_longer_wanted_is_dropped_at_sending(wanted) -> None:
    notice = post(people.client())
    wanted.add("answer-arrived")
    deliver_batch(NOW)
    notice.refresh_from_db()
    assert (notice.dropped_at, notice.dropped_why, mail.outbox) == (NOW, "unwanted", [])
    assert not notice.attempts.exists()


def test_who_left_is_told_nothing() -> None:
    who = people.coach()
    notice = post(who)
    type(who).objects.update(is_active=False)
    deliver_batch(NOW)
    notice.refresh_from_db()
    assert (notice.dropped_why, mail.outbox) == ("gone", [])


def test_a_kind_that_nobody_knows_any_more_is_dropped() -> None:
    notice = post(people.client())
    Notice.objects.update(kind="of-old")
    deliver_batch(NOW)
    notice.refresh_from_db()
    assert notice.dropped_why == "unknown"


def test_a_switched_off_kind_is_dropped_and_other_kinds_go() -> None:
    who = people.client()
    Muted.objects.create(recipient=who, kind="answer-arrived")
    muted, other = post(who), post(who, "invitation")
    deliver_batch(NOW)
    muted.refresh_from_db()
    other.refresh_from_db()
    assert (muted.dropped_why, other.sent_at) == ("muted", NOW)


def test_a_kind_without_a_switch_cannot_be_switched_off() -> None:
    who = people.client()
    Muted.objects.create(recipient=who, kind="invitation")
    post(who, "invitation")
    deliver_batch(NOW)
    assert len(mail.outbox) == 1


def test_quiet_hours_of_the_reader_postpone() -> None:
    """Nine in the morning in Amsterdam is three at night in New York."""
    notice = post(people.client(zone="America/New_York"))
    assert deliver_batch(NOW) == 1
    notice.refresh_from_db()
    assert (notice.due_at, notice.tries, notice.leased_until) == (NOW.replace(hour=12, minute=30), 0, None)
    assert deliver_batch(notice.due_at - MINUTE) == 0
    deliver_batch(notice.due_at)
    assert len(mail.outbox) == 1


def test_a_code_ignores_quiet_hours() -> None:
    post_code(people.client(zone="America/New_York"))
    deliver_batch(NOW)
    assert len(mail.outbox) == 1


def test_capped_kinds_go_once_a_day_and_twice_a_week_together() -> None:
    who = people.client()
    for kind, hours in (("week-open", 0), ("day-3", 1), ("day-6", 2)):
        post(who, kind, due_at=NOW + hours * HOUR)
        deliver_batch(NOW + hours * HOUR)
    assert len(mail.outbox) == 1
    for days in range(1, 8):
        deliver_batch(NOW + days * DAY)
    sent = [notice.sent_at - NOW for notice in Notice.objects.order_by("sent_at")]
    assert sent == [timedelta(0), DAY, 7 * DAY]


def test_two_capped_mails_in_one_batch_do_not_both_go() -> None:
    who = people.client()
    post(who, "week-open"), post(who, "day-3")
    assert deliver_batch(NOW) == 2
    assert len(mail.outbox) == 1


def test_an_answer_goes_whatever_the_cap() -> None:
    who = people.client()
    post(who, "week-open"), post(who), post(who, key="2")
    deliver_batch(NOW)
    assert len(mail.outbox) == 3


def test_a_mail_that_another_worker_sends_now_counts_for_the_cap() -> None:
    who = people.client()
    first, second = post(who, "week-open"), post(who, "day-3")
    held = delivery.claim(Notice.objects.deliverable(NOW).filter(pk=first.pk), NOW)
    assert delivery.begin(held[0], NOW)
    assert not deliver_one(second.pk, NOW)
    second.refresh_from_db()
    assert second.due_at > NOW + HOUR


def test_the_code_is_wiped_when_it_left() -> None:
    notice = post_code(people.client())
    assert deliver_one(notice.pk, NOW)
    notice.refresh_from_db()
    assert notice.sealed is None
    assert "CDFG-3467" in mail.outbox[0].body
    assert "CDFG-3467" not in mail.outbox[0].subject
    assert not AccessRecord.objects.exists()


def test_an_expired_code_is_not_sent_but_wiped() -> None:
    notice = post_code(people.client())
    assert not deliver_one(notice.pk, NOW + 15 * MINUTE)
    notice.refresh_from_db()
    assert (notice.dropped_why, notice.sealed, mail.outbox) == ("expired", None, [])


def test_what_the_programme_writes_with_plain_sql_is_delivered() -> None:
    who, now = people.client(), connection.ops.adapt_datetimefield_value(NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_notice (recipient_id, kind, key, about, channel, created_at, due_at) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [who.pk, "week-open", "1", "1:4", "mail", now, now],
        )
    deliver_batch(NOW)
    assert len(mail.outbox) == 1
