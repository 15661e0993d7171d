"""Another address: asked, told to both, in force after 72 hours unless either stops it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import address
from accounts.models import AddressChange, User
from accounts.refusal import Refused
from accounts.tasks import apply_address_changes
from notices.address import ask
from notices.kinds import KINDS
from notices.mails import compose
from notices.models import Notice
from tests import people
from tests.accounts.signing import CONFIRM, LOGIN, code_of, log_in, proved
from tests.people import NOW

pytestmark = pytest.mark.django_db
NEW = "nieuw@example.nl"
LATER = NOW + timedelta(hours=72)


def test_both_addresses_are_told_and_neither_mail_names_the_other() -> None:
    noor = people.client()
    change = ask(user=noor, new_email=NEW, now=NOW)
    mails = {notice.kind: compose(notice, NOW) for notice in Notice.objects.of(noor)}
    assert mails["address-change-old"].to == [noor.email]
    assert mails["address-change-new"].to == [NEW]
    for kind, other in (("address-change-old", NEW), ("address-change-new", noor.email)):
        message = mails[kind].message().as_string()
        assert other not in message
        assert f"/account/address/stop/{address.token(change)}/" in mails[kind].body


def test_nothing_changes_for_72_hours_and_then_it_does() -> None:
    noor = people.client()
    old = noor.email
    ask(user=noor, new_email=f"  {NEW.upper()} ", now=NOW)
    assert address.apply_due(LATER - timedelta(seconds=1)) == 0
    noor.refresh_from_db()
    assert noor.email == old
    assert address.apply_due(LATER) == 1
    noor.refresh_from_db()
    assert noor.email == NEW
    assert address.apply_due(LATER) == 0


def test_the_task_does_so_by_itself() -> None:
    noor = people.client()
    ask(user=noor, new_email=NEW, now=NOW)
    with time_machine.travel(LATER):
        apply_address_changes()
    assert User.objects.get(pk=noor.pk).email == NEW


def test_afterwards_only_the_new_address_logs_in_and_old_sessions_are_over() -> None:
    noor, before = people.client(), Client()
    old = noor.email
    log_in(before, noor)
    ask(user=noor, new_email=NEW, now=NOW)
    address.apply_due(LATER)
    assert before.get("/account/").status_code == 302
    codes = Notice.objects.of(noor).filter(kind="login-code").count()
    Client().post(LOGIN, {"email": old})
    assert Notice.objects.of(noor).filter(kind="login-code").count() == codes
    browser = Client()
    browser.post(LOGIN, {"email": NEW})
    browser.post(CONFIRM, {"code": code_of(User.objects.get(pk=noor.pk))})
    assert browser.session["_auth_user_id"] == str(noor.pk)


def test_the_link_shows_a_button_and_only_pressing_it_stops() -> None:
    noor, scanner, inside = people.client(), Client(enforce_csrf_checks=True), Client()
    log_in(inside, noor)
    change = ask(user=noor, new_email=NEW, now=NOW)
    path = f"/account/address/stop/{address.token(change)}/"
    for _ in range(5):
        assert scanner.get(path).status_code == 200
        assert scanner.head(path).status_code == 200
    assert scanner.post(path).status_code == 403
    assert AddressChange.objects.waiting().exists()
    assert Client().post(path).status_code == 200
    assert not AddressChange.objects.waiting().exists()
    assert address.apply_due(LATER) == 0
    assert inside.get("/account/").status_code == 302, "whoever asked for it is out"


@pytest.mark.parametrize("forged", ["x", "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000:abc"])
def test_a_forged_link_is_not_there(client: Client, forged: str) -> None:
    assert client.get(f"/account/address/stop/{forged}/").status_code == 404
    assert client.post(f"/account/address/stop/{forged}/").status_code == 404


def test_a_link_used_too_late_says_so(client: Client) -> None:
    noor = people.client()
    change = ask(user=noor, new_email=NEW, now=NOW)
    address.apply_due(LATER)
    client.post(f"/account/address/stop/{address.token(change)}/")
    change.refresh_from_db()
    assert (change.stopped_at, User.objects.get(pk=noor.pk).email) == (None, NEW)


def test_a_stopped_change_is_told_no_more() -> None:
    noor = people.client()
    change = ask(user=noor, new_email=NEW, now=NOW)
    notice = Notice.objects.get(kind="address-change-new")
    assert KINDS["address-change-new"].wanted(notice)
    assert address.stop(change=change, now=NOW)
    assert not KINDS["address-change-new"].wanted(notice)
    assert not address.stop(change=change, now=NOW)


def test_a_second_wish_takes_the_place_of_the_first() -> None:
    noor = people.client()
    ask(user=noor, new_email="eerst@example.nl", now=NOW)
    ask(user=noor, new_email=NEW, now=NOW + timedelta(hours=1))
    assert [change.new_email for change in AddressChange.objects.waiting()] == [NEW]
    assert address.apply_due(LATER) == 0, "the 72 hours begin anew"
    assert address.apply_due(LATER + timedelta(hours=1)) == 1


def test_an_address_that_somebody_has_by_then_is_not_taken() -> None:
    noor, bram, els = people.client(), people.client("Bram Smit"), people.client("Els Bakker")
    ask(user=noor, new_email=bram.email, now=NOW)
    ask(user=els, new_email=NEW, now=NOW)
    assert address.apply_due(LATER) == 1, "and it stops nobody else's"
    assert User.objects.get(pk=noor.pk).email == noor.email
    assert not AddressChange.objects.waiting().exists()


@pytest.mark.parametrize("wrong", ["", "a@b", "geen adres", "a@b.nl, c@d.nl", "a@b.nl\nBcc: x@y.nl", "a" * 250 + "@b.nl"])
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(Refused):
        address.ask(user=people.client(), new_email=wrong, now=NOW)
    assert not AddressChange.objects.exists()


def test_ones_own_address_is_refused() -> None:
    noor = people.client()
    with pytest.raises(Refused):
        address.ask(user=noor, new_email=noor.email.upper(), now=NOW)


def test_the_page_asks_and_the_account_shows_and_withdraws(client: Client) -> None:
    noor = people.client()
    log_in(client, noor)
    assert client.post("/account/address/", {"email": NEW})["Location"] == "/account/"
    assert NEW in client.get("/account/").content.decode()
    client.post("/account/address/stop/")
    assert not AddressChange.objects.waiting().exists()
    assert NEW not in client.get("/account/").content.decode()


def test_the_page_says_nothing_about_who_else_has_an_address(client: Client) -> None:
    noor, bram = people.client(), people.client("Bram Smit")
    log_in(client, noor)
    assert client.post("/account/address/", {"email": bram.email}).status_code == 302
    assert client.post("/account/address/", {"email": "nobody@example.nl"}).status_code == 302


def test_nobody_withdraws_the_change_of_another(client: Client) -> None:
    noor = people.client()
    ask(user=noor, new_email=NEW, now=NOW)
    client.force_login(people.client("Bram Smit"))
    client.post("/account/address/stop/")
    assert AddressChange.objects.waiting().filter(user=noor).exists()


def test_asking_wants_a_fresh_proof(client: Client) -> None:
    noor = people.client()
    client.force_login(noor)
    proved(client, noor, "code", ago=3600)
    assert client.post("/account/address/", {"email": NEW})["Location"].startswith("/account/reauthenticate/")
    assert not AddressChange.objects.exists()


class TestCorrecting:
    def test_the_office_mends_an_address_that_never_logged_in(self) -> None:
        noor, els = people.client(), people.office()
        address.correct(user=noor, new_email=NEW, by=els, now=NOW)
        assert User.objects.get(pk=noor.pk).email == NEW

    def test_a_used_address_is_its_owners(self, client: Client) -> None:
        noor, els = people.client(), people.office()
        log_in(client, noor)
        with pytest.raises(Refused):
            address.correct(user=noor, new_email=NEW, by=els, now=NOW)
        assert User.objects.get(pk=noor.pk).email == noor.email

    def test_nobody_else_does(self) -> None:
        noor = people.client()
        for by in (noor, people.client("Bram Smit"), people.coach()):
            with pytest.raises(Refused):
                address.correct(user=noor, new_email=NEW, by=by, now=NOW)

    def test_not_to_an_address_that_is_somebody_elses(self) -> None:
        noor, bram = people.client(), people.client("Bram Smit")
        with pytest.raises(Refused):
            address.correct(user=noor, new_email=bram.email, by=people.office(), now=NOW)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["ask", "stop", "apply"]), st.integers(0, 100)), max_size=12))
def test_whatever_happens_an_address_only_changes_to_one_asked_72_hours_before(db, steps: list[tuple[str, int]]) -> None:
    noor, now, asked = people.client(), NOW, {}
    held = noor.email
    for number, (step, hours) in enumerate(steps):
        now += timedelta(hours=hours)
        if step == "ask":
            wish = f"{noor.pk}-{number}@example.nl"
            address.ask(user=noor, new_email=wish, now=now)
            asked = {wish: now}
        elif step == "stop":
            for change in AddressChange.objects.waiting().filter(user=noor):
                address.stop(change=change, now=now)
                asked = {}
        else:
            due = [wish for wish, at in asked.items() if now - at >= timedelta(hours=72)]
            address.apply_due(now)
            held = due[0] if due else held
            asked = {} if due else asked
        assert User.objects.get(pk=noor.pk).email == held
        assert AddressChange.objects.waiting().filter(user=noor).count() == len(asked)
