"""What waits in the outbox leaves once, when it may, and every try is kept."""

import smtplib
from datetime import datetime, timedelta
from typing import Never

import pytest
from django.core import mail
from django.db import connection

from accounts.models import AccessRecord, Practice
from notices import delivery, outbox
from notices.delivery import deliver_batch, deliver_one
from notices.models import Attempt, Muted, Notice
from tests import people
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def post(who, kind: str = "answer-arrived", key: str = "1", now: datetime = NOW, **fields) -> Notice:
    outbox.post(recipient=who, kind=kind, key=key, now=now, **fields)
    return Notice.objects.get(recipient=who, kind=kind, key=key)


def post_code(who, code: str = "CDFG-3467", now: datetime = NOW) -> Notice:
    return outbox.post_sealed(recipient=who, kind="login-code", key="1", text=code, now=now, expires_at=now + 15 * MINUTE)


def refusing(monkeypatch: pytest.MonkeyPatch, error: Exception, only: str = "") -> None:
    """The carrier raises `error`, for mail to `only` or to everybody."""
    send = delivery.Line.send

    def try_to(line, message) -> None:
        if not only or only in message.to:
            raise error
        send(line, message)

    monkeypatch.setattr(delivery.Line, "send", try_to)


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


def test_one_bad_address_stops_nobody(monkeypatch) -> None:
    bad, good = people.client("Sam"), people.client("Noor")
    first, second = post(bad), post(good)
    refusing(monkeypatch, smtplib.SMTPServerDisconnected("gone"), only=bad.email)
    deliver_batch(NOW)
    assert [m.to for m in mail.outbox] == [[good.email]]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.sent_at, first.due_at, first.tries) == (None, NOW + MINUTE, 1)
    assert second.sent_at == NOW


def test_one_broken_notice_stops_nobody(monkeypatch, kinds) -> None:
    def broken(notice) -> Never:
        raise ZeroDivisionError("a word of somebody")

    broke = delivery.KINDS["week-open"].__class__("week-open", wanted=broken)
    monkeypatch.setitem(delivery.KINDS, "week-open", broke)
    bad, good = post(people.client("Sam"), "week-open"), post(people.client())
    deliver_batch(NOW)
    assert [attempt.error for attempt in bad.attempts.all()] == ["ZeroDivisionError"]
    good.refresh_from_db()
    assert good.sent_at == NOW


def test_tries_come_further_and_further_apart_and_end_on_the_desk_of_the_office(monkeypatch) -> None:
    office, gone = people.office(), people.office("Oud", is_active=False)
    notice = post(people.client())
    refusing(monkeypatch, TimeoutError("10.0.0.1 does not answer"))
    now, waits = NOW, []
    Practice.objects.create(quiet_from="00:00", quiet_until="00:00")
    while not notice.dropped_at:
        deliver_batch(now)
        notice.refresh_from_db()
        waits.append(notice.due_at - now)
        now = max(now, notice.due_at)
    assert waits[:6] == [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, HOUR, HOUR]
    assert DAY <= now - NOW < 26 * HOUR
    assert (notice.dropped_why, notice.attempts.count()) == ("failed", notice.tries)
    assert {attempt.error for attempt in notice.attempts.all()} == {"TimeoutError"}
    told = Notice.objects.on_desk().get()
    assert (told.recipient, told.kind, told.about) == (office, "mail-failed", str(notice.pk))
    assert not Notice.objects.of(gone).exists()


@pytest.mark.parametrize(
    ("error", "ends"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.nl": (550, b"5.1.1 no such user")}), "refused"),
        (smtplib.SMTPDataError(554, b"no"), "refused"),
        (smtplib.SMTPRecipientsRefused({"a@b.nl": (450, b"greylisted")}), ""),
        (smtplib.SMTPRecipientsRefused({"a@b.nl": (550, b"5.7.1 relaying denied")}), ""),
        (smtplib.SMTPSenderRefused(550, b"not you", "portaal@praktijk.example"), ""),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), ""),
    ],
)
def test_only_a_refusal_of_this_address_for_good_ends_the_tries(monkeypatch, error, ends) -> None:
    people.office()
    notice = post(people.client())
    refusing(monkeypatch, error)
    deliver_batch(NOW)
    notice.refresh_from_db()
    assert notice.dropped_why == ends
    assert Notice.objects.on_desk().exists() is bool(ends)
    assert notice.attempts.get().error.split()[0] == type(error).__name__


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


def test_a_code_that_cannot_leave_is_wiped_when_it_expires(monkeypatch) -> None:
    notice = post_code(people.client())
    refusing(monkeypatch, TimeoutError())
    for minutes in (0, 1, 6, 15):
        deliver_batch(NOW + minutes * MINUTE)
    notice.refresh_from_db()
    assert (notice.dropped_why, notice.sealed, notice.attempts.count()) == ("expired", None, 3)


def test_a_code_whose_address_is_refused_is_told_once_a_day(monkeypatch) -> None:
    people.office()
    who = people.client()
    refusing(monkeypatch, smtplib.SMTPRecipientsRefused({"a@b.nl": (550, b"no")}))
    for minutes in (0, 1):
        notice = outbox.post_sealed(recipient=who, kind="login-code", key=str(minutes), text="X", now=NOW, expires_at=NOW + 15 * MINUTE)
        assert not deliver_one(notice.pk, NOW)
    assert Notice.objects.on_desk().count() == 1


def test_a_code_that_cannot_be_opened_is_not_sent() -> None:
    notice = post_code(people.client())
    Notice.objects.update(sealed=bytes(notice.sealed)[:-1] + bytes([bytes(notice.sealed)[-1] ^ 1]))
    deliver_batch(NOW)
    assert mail.outbox == []
    assert notice.attempts.get().error == "Unopened"


def test_what_the_programme_writes_with_plain_sql_is_delivered() -> None:
    who, now = people.client(), connection.ops.adapt_datetimefield_value(NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_notice (recipient_id, kind, key, about, channel, created_at, due_at) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [who.pk, "week-open", "1", "1:4", "mail", now, now],
        )
    deliver_batch(NOW)
    assert len(mail.outbox) == 1


def test_the_log_names_neither_address_nor_error_text(monkeypatch, caplog) -> None:
    who = people.client()
    post(who)
    refusing(monkeypatch, smtplib.SMTPRecipientsRefused({who.email: (550, b"5.1.1 unknown " + who.email.encode())}))
    deliver_batch(NOW)
    assert "SMTPRecipientsRefused 550" in caplog.text
    assert who.email not in caplog.text
