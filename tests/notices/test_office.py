"""The office's page about mails."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from accounts.models import User
from notices import delivery, outbox
from notices.delivery import deliver_batch
from notices.models import Channel, Notice
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def refused(monkeypatch) -> Notice:
    """An invitation whose address was refused; it lies on the desk of the office."""
    people.office("Els Bakker")
    who = people.client()
    outbox.post(recipient=who, kind="invitation", key="1", now=NOW)
    with monkeypatch.context() as patched:
        patched.setattr(delivery, "is_permanent", lambda error: True)
        patched.setattr(delivery.Line, "send", lambda line, message: 1 / 0)
        deliver_batch(NOW)
    return Notice.objects.get(recipient=who)


def office_of(notice: Notice) -> User:
    return Notice.objects.on_desk().get(about=str(notice.pk)).recipient


def test_the_office_sees_what_did_not_arrive_and_sends_it_again(refused) -> None:
    browser = signed_in(office_of(refused), LATER)
    with time_machine.travel(LATER, tick=False):
        page = browser.get("/kantoor/post/").content.decode()
        assert "Niet aangekomen" in page
        assert "niet verstuurd: het adres werd geweigerd" in page
        assert browser.post(f"/kantoor/post/{refused.pk}/opnieuw/").status_code == 302
        assert "Niet aangekomen" not in browser.get("/kantoor/post/").content.decode()
    deliver_batch(LATER)
    assert [message.to for message in mail.outbox] == [[refused.recipient.email]]


def test_the_office_takes_it_off_the_desk(refused) -> None:
    browser = signed_in(office_of(refused), LATER)
    task = Notice.objects.on_desk().get()
    browser.post(f"/kantoor/post/{task.pk}/klaar/")
    assert not Notice.objects.on_desk().exists()


def test_a_refusal_is_said_in_a_sentence(refused, wanted) -> None:
    browser = signed_in(office_of(refused), LATER)
    wanted.add("invitation")
    said = browser.post(f"/kantoor/post/{refused.pk}/opnieuw/", follow=True).content.decode()
    assert "Wat deze mail zegt, klopt niet meer." in said


@pytest.mark.parametrize("who", [people.client, people.coach])
def test_nobody_else_finds_it(refused, who) -> None:
    browser = signed_in(who("Sam"), LATER)
    task = Notice.objects.on_desk().get()
    assert browser.get("/kantoor/post/").status_code == 404
    assert browser.post(f"/kantoor/post/{refused.pk}/opnieuw/").status_code == 404
    assert browser.post(f"/kantoor/post/{task.pk}/klaar/").status_code == 404
    assert Notice.objects.on_desk().exists()


def test_another_ones_desk_and_another_kind_are_not_here(refused) -> None:
    browser = signed_in(people.office("Sam"), LATER)
    own = Notice.objects.create(recipient=people.coach(), kind="untouched", key="1", created_at=NOW, due_at=NOW, channel=Channel.DESK)
    for task in Notice.objects.on_desk():
        assert browser.post(f"/kantoor/post/{task.pk}/klaar/").status_code == 404
    assert browser.post(f"/kantoor/post/{own.pk}/opnieuw/").status_code == 404


def test_a_code_is_listed_and_neither_shown_nor_sent_again(refused) -> None:
    outbox.post_sealed(recipient=people.client(), kind="login-code", key="1", text="CDFG-3467", now=NOW, expires_at=LATER)
    deliver_batch(NOW)
    page = signed_in(office_of(refused), LATER).get("/kantoor/post/").content.decode()
    assert "Je code om in te loggen" in page
    assert "CDFG-3467" not in page
    assert page.count("/opnieuw/") == 2  # the invitation, on the desk and in the list


@pytest.mark.parametrize("mails", [1, 3])
def test_the_list_costs_the_same_for_one_mail_and_three(refused, mails, django_assert_max_num_queries) -> None:
    for number in range(mails):
        outbox.post(recipient=people.client(), kind="week-open", key=str(number), now=NOW)
    browser = signed_in(office_of(refused), LATER)
    with django_assert_max_num_queries(10):
        browser.get("/kantoor/post/")


def test_mails_are_shown_by_state_and_by_kind(refused) -> None:
    outbox.post(recipient=people.client("Ties Mol"), kind="week-open", key="1", now=NOW)
    browser = signed_in(office_of(refused), LATER)
    shown = {
        query: [mail.name for mail in browser.get(f"/kantoor/post/?{query}").context["lately"]]
        for query in ("stand=wacht", "stand=niet", "stand=weg", "soort=week-open", "soort=invitation&stand=wacht", "stand=x&soort=%00")
    }
    assert shown == {
        "stand=wacht": ["Ties Mol"],
        "stand=niet": ["Noor Visser"],
        "stand=weg": [],
        "soort=week-open": ["Ties Mol"],
        "soort=invitation&stand=wacht": [],
        "stand=x&soort=%00": ["Ties Mol", "Noor Visser"],
    }
