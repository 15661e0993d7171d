"""The office sends a mail again; nobody else does, and no code ever."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.refusal import Refused
from notices import delivery, outbox
from notices.delivery import deliver_batch
from notices.models import Channel, Muted, Notice
from notices.resend import resend
from tests import people
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LATER = NOW + timedelta(hours=1)


def sent(kind: str = "invitation", **fields) -> Notice:
    who = people.client()
    outbox.post(recipient=who, kind=kind, key="1", now=NOW, **fields)
    deliver_batch(NOW)
    return Notice.objects.get(recipient=who, kind=kind)


def test_the_office_sends_again_with_an_id_of_its_own() -> None:
    notice, office = sent(), people.office()
    resend(notice=notice, by=office, now=LATER)
    deliver_batch(LATER)
    notice.refresh_from_db()
    assert [m.extra_headers["Message-ID"][:-11] for m in mail.outbox] == [f"<notice-{notice.pk}.{n}" for n in (0, 1)]
    assert (notice.sent_at, notice.resent_by, notice.attempts.count()) == (LATER, office, 2)


def test_what_was_given_up_starts_afresh_and_leaves_the_desk(monkeypatch) -> None:
    office = people.office()
    with monkeypatch.context() as patched:
        patched.setattr(delivery, "is_permanent", lambda error: True)
        patched.setattr(delivery.Line, "send", lambda line, message: 1 / 0)
        notice = sent()
    assert Notice.objects.on_desk().of(office).exists()
    resend(notice=notice, by=office, now=LATER)
    assert not Notice.objects.on_desk().exists()
    deliver_batch(LATER)
    notice.refresh_from_db()
    assert (notice.sent_at, notice.dropped_at, notice.tries) == (LATER, None, 1)


def test_a_second_failure_is_on_the_desk_again(monkeypatch) -> None:
    office = people.office()
    monkeypatch.setattr(delivery, "is_permanent", lambda error: True)
    monkeypatch.setattr(delivery.Line, "send", lambda line, message: 1 / 0)
    notice = sent()
    resend(notice=notice, by=office, now=LATER)
    deliver_batch(LATER)
    assert Notice.objects.on_desk().of(office).count() == 1


def test_caps_do_not_hold_it_back_and_quiet_hours_do() -> None:
    notice, office = sent("week-open"), people.office()
    resend(notice=notice, by=office, now=LATER)
    deliver_batch(LATER)
    assert len(mail.outbox) == 2
    night = NOW.replace(hour=22)
    resend(notice=notice, by=office, now=night)
    deliver_batch(night)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("who", [people.client, people.coach])
def test_nobody_else_may(who) -> None:
    notice = sent()
    with pytest.raises(Refused, match=r"kantoor|office"):
        resend(notice=notice, by=who("Sam"), now=LATER)
    notice.refresh_from_db()
    assert (notice.sent_at, notice.resends) == (NOW, 0)


def test_somebody_who_left_the_office_may_not() -> None:
    with pytest.raises(Refused):
        resend(notice=sent(), by=people.office(is_active=False), now=LATER)


def test_a_code_is_never_sent_again() -> None:
    notice = outbox.post_sealed(
        recipient=people.client(), kind="login-code", key="1", text="CDFG-3467", now=NOW, expires_at=NOW + timedelta(minutes=15)
    )
    with pytest.raises(Refused):
        resend(notice=notice, by=people.office(), now=NOW)


def test_what_would_not_be_sent_is_refused(wanted) -> None:
    office = people.office()
    muted, unwanted = sent("answer-arrived"), sent("day-3")
    Muted.objects.create(recipient=muted.recipient, kind="answer-arrived")
    wanted.add("day-3")
    desk = Notice.objects.create(recipient=office, kind="week-open", key="d", created_at=NOW, due_at=NOW, channel=Channel.DESK)
    for notice in (muted, unwanted, desk):
        with pytest.raises(Refused):
            resend(notice=notice, by=office, now=LATER)
    assert Notice.objects.filter(resends__gt=0).count() == 0


def test_what_is_on_its_way_is_left_alone() -> None:
    who = people.client()
    outbox.post(recipient=who, kind="invitation", key="1", now=NOW)
    (held,) = delivery.claim(Notice.objects.deliverable(NOW), NOW)
    with pytest.raises(Refused):
        resend(notice=held, by=people.office(), now=NOW)
