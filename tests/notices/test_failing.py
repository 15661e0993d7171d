"""What goes wrong with one mail is kept, tried again with patience, told to the office, and stops nobody."""

import smtplib
from typing import Never

import pytest
from django.core import mail

from accounts.models import Practice
from notices import delivery, outbox
from notices.delivery import deliver_batch, deliver_one
from notices.models import Notice
from tests import people
from tests.notices.posting import DAY, HOUR, MINUTE, post, post_code, refusing
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


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


def test_the_log_names_neither_address_nor_error_text(monkeypatch, caplog) -> None:
    who = people.client()
    post(who)
    refusing(monkeypatch, smtplib.SMTPRecipientsRefused({who.email: (550, b"5.1.1 unknown " + who.email.encode())}))
    deliver_batch(NOW)
    assert "SMTPRecipientsRefused 550" in caplog.text
    assert who.email not in caplog.text
