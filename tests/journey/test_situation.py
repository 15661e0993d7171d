"""The relationship situation: said by oneself, sealed, read by nobody else; and letting the coach know that something is up."""

import pytest
from django.db import connection

from accounts import situation, vault
from accounts.models import AccessRecord, Situation
from accounts.situation import Life, situation_of
from notices.models import Notice
from programme import enrolment as deeds
from tests import people
from tests.journey.pages import read
from tests.people import NOW
from tests.signed_in import signed_in

PAGE = "/account/situatie/"
NEXT = "/account/situatie/nu/"
TELL = "/account/situatie/laat-weten/"


def test_nothing_is_said_until_somebody_says_it(noor, desk) -> None:
    assert situation_of(desk.client, NOW) == Life.UNSAID
    noor.get(PAGE)
    noor.get(NEXT)
    assert not Situation.objects.exists(), "looking writes nothing"


def test_it_can_be_said_and_changed_at_any_time(noor, stranger, desk) -> None:
    for life in (Life.TOGETHER, Life.APART, Life.UNSAID):
        assert noor.post(PAGE, {"life": life.value})["Location"] == NEXT
        assert situation_of(desk.client, NOW) == life
    assert Situation.objects.count() == 1
    assert situation_of(stranger, NOW) == Life.UNSAID


def test_saying_the_same_again_changes_nothing(noor, desk) -> None:
    noor.post(PAGE, {"life": "n"})
    before = Situation.objects.values().get()
    assert noor.post(PAGE, {"life": "n"})["Location"] == "/account/"
    assert Situation.objects.values().get() == before


@pytest.mark.parametrize("wrong", ["", "x", "together", "t" * 999])
def test_what_is_no_answer_is_refused_and_said_so(noor, wrong) -> None:
    answer = noor.post(PAGE, {"life": wrong})
    assert answer.status_code == 200
    assert "Dit is nog niet bewaard" in read(answer)
    assert not Situation.objects.exists()


def test_it_is_sealed_and_each_answer_is_equally_long(noor) -> None:
    lengths = set()
    for life in Life:
        noor.post(PAGE, {"life": life.value})
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM accounts_situation")
            [row] = cursor.fetchall()
        assert life.value not in row, "it stands there for all to read"
        lengths.add(len(Situation.objects.get().sealed) if Situation.objects.exists() else 0)
    assert len(lengths) == 1


def test_nobody_else_can_open_it(noor, desk, stranger) -> None:
    noor.post(PAGE, {"life": "a"})
    row = Situation.objects.select_related("person").get()
    for other in (desk.coach, stranger, people.office()):
        with pytest.raises(vault.NotReadable):
            vault.open_texts(other, [row], "curious", NOW)
    assert AccessRecord.objects.filter(action="denied").count() == 3


def test_what_cannot_be_opened_counts_as_not_said(noor, desk) -> None:
    noor.post(PAGE, {"life": "a"})
    Situation.objects.update(sealed=b"\x01 nothing that was ever sealed")
    assert situation_of(desk.client, NOW) == Life.UNSAID
    assert noor.get(PAGE).status_code == 200


def test_after_a_breakup_the_page_is_kind_and_asks_nothing(noor) -> None:
    noor.post(PAGE, {"life": "a"})
    said = read(noor.get(NEXT))
    assert "Wat naar. Je hoeft nu niets. Alles blijft van jou." in said
    assert "Even pauzeren" in said
    assert "Doorgaan zonder relatie-oefeningen" in said
    assert "Marit laten weten dat er iets speelt" in said


def test_the_coach_is_told_only_when_asked_to_and_not_of_what(noor, desk) -> None:
    noor.post(PAGE, {"life": "a"})
    assert not Notice.objects.on_desk().exists()
    for _ in range(2):
        assert noor.post(TELL)["Location"] == NEXT
    [notice] = Notice.objects.on_desk()
    assert (notice.recipient, notice.kind, notice.about) == (desk.coach, "asks-contact", str(desk.enrolment.pk))
    said = read(signed_in(desk.coach, NOW).get("/praktijk/"))
    assert "Wil van je horen Noor Visser Wil graag van je horen. Waarover, is niet opgeschreven." in said
    assert "week 0" not in said


def test_another_coach_does_not_hear_of_it(noor, desk) -> None:
    other = people.coach("Ilse Oud")
    noor.post(TELL)
    Notice.objects.update(recipient=other)
    assert "Noor" not in read(signed_in(other, NOW).get("/praktijk/"))


def test_when_the_programme_has_ended_nobody_is_told(noor, desk) -> None:
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)
    noor.post(TELL)
    assert not Notice.objects.filter(kind="asks-contact").exists()
    assert "Er is hier nu niemand om het aan te laten weten." in read(noor.get(NEXT))


@pytest.mark.parametrize("page", [PAGE, NEXT, "/account/gelezen/"])
def test_whoever_works_here_has_no_such_page(desk, page) -> None:
    assert signed_in(desk.coach, NOW).get(page).status_code == 404


def test_its_change_is_one_deed_for_one_person(desk, stranger) -> None:
    assert situation.change(user=desk.client, life=Life.COMPLICATED, now=NOW)
    assert situation.change(user=stranger, life=Life.NONE, now=NOW)
    assert not situation.change(user=stranger, life=Life.NONE, now=NOW)
    assert situation_of(desk.client, NOW) == Life.COMPLICATED
