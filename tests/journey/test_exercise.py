"""An exercise: keeping, sharing, going on later; and that nothing somebody typed is lost."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from exercises import logs, reviews
from exercises.models import Log, LogVersion
from journey import logbook
from notices.models import Notice
from programme import release
from programme.models import Enrolment, Status
from tests.journey.pages import counted, hidden, read
from tests.people import NOW
from tests.signed_in import signed_in

PAGE = "/week/1/oefening/w01-a/"


def sent(text: str = "Mijn zin.", deed: str = "keep", **fields: str) -> dict[str, str]:
    return {"client_token": str(uuid4()), "based_on": "0", "version": "1", "answer-verhaal": text, "deed": deed} | fields


def kept(desk) -> list[str]:
    """The answers to the long question, version by version, the oldest first."""
    versions = LogVersion.objects.filter(log__enrolment=desk.enrolment).select_related("log__enrolment__client", "exercise_version")
    return [
        str((logbook.opened(desk.client, version, NOW) or {}).get("verhaal", "")) for version in versions.order_by("written_at", "number")
    ]


def test_a_fresh_form_asks_the_questions_of_the_exercise(noor) -> None:
    page = noor.get(PAGE)
    said = read(page)
    for words in ("Oefening w01-a", "Alles mag leeg.", "Wat gebeurde er?", "Weet ik niet", "Bewaren voor mezelf", "Delen met Marit"):
        assert words in said
    assert hidden(page, "based_on") == "0"
    assert not Log.objects.exists()


def test_where_one_writes_it_says_that_it_is_not_read_at_once(noor, desk) -> None:
    log = desk.write({"kort": "iets"}).log
    for address in (PAGE, reverse("log", args=[log.uuid])):
        page = noor.get(address)
        assert "Dit wordt niet meteen gelezen." in read(page)
        assert reverse("help") in page.content.decode()


def test_the_brake_is_in_reach_and_costs_no_typed_word(noor) -> None:
    for page in (noor.get(PAGE), noor.post(PAGE, sent(text="\x00"))):
        links = re.findall(rf'<a [^>]*href="{reverse("brake")}[?]oefening"[^>]*>', page.content.decode())
        assert links
        assert all('target="_blank" rel="noopener"' in link for link in links)
        assert "Dit is nu te veel" in read(page)


def test_keeping_stores_it_for_the_client_alone(noor, desk) -> None:
    answer = noor.post(PAGE, sent())
    log = Log.objects.get()
    assert answer["Location"] == reverse("log", args=[log.uuid])
    assert log.shared_at is None
    assert kept(desk) == ["Mijn zin."]
    said = read(noor.get(answer["Location"]))
    assert "Bewaard om 09:00, alleen voor jou." in said
    assert "Mijn zin." in said


def test_sharing_says_with_whom_and_until_when(noor) -> None:
    answer = noor.post(PAGE, sent(deed="share"), follow=True)
    assert Log.objects.get().shared_at == NOW
    assert "Gedeeld met Marit. Je hebt uiterlijk woensdag 25 november, 18:00 antwoord." in read(answer)


def test_a_draft_waits_in_the_form(noor) -> None:
    noor.post(PAGE, sent("Half werk", deed="later"))
    page = noor.get(PAGE)
    assert "Half werk" in page.content.decode()
    assert hidden(page, "based_on") == "1"
    token = hidden(page, "client_token")
    noor.post(PAGE, sent("Heel werk", client_token=token, based_on="1"))
    assert Log.objects.count() == 1
    assert "Heel werk" not in noor.get(PAGE).content.decode()


def test_a_double_click_lands_once(noor, desk) -> None:
    fields = sent(deed="share")
    first, second = noor.post(PAGE, fields), noor.post(PAGE, fields)
    assert first["Location"] == second["Location"]
    assert Log.objects.count() == 1
    assert kept(desk) == ["Mijn zin."]
    assert Notice.objects.filter(kind="answer-arrived").count() == 0


def test_a_stale_page_keeps_both_texts_and_shares_neither(noor, desk) -> None:
    token = str(uuid4())
    noor.post(PAGE, sent("Op de laptop", client_token=token))
    answer = noor.post(PAGE, sent("Op de telefoon", "share", client_token=token))
    assert answer.status_code == 409
    said = read(answer)
    assert "Je schreef dit op twee plekken" in said
    assert "Op de laptop" in said
    assert "Op de telefoon" in said
    assert kept(desk) == ["Op de laptop", "Op de telefoon"]
    assert not Log.objects.shared().exists()


def test_either_of_two_texts_can_be_gone_on_with(noor, desk) -> None:
    token = str(uuid4())
    noor.post(PAGE, sent("Op de laptop", client_token=token))
    noor.post(PAGE, sent("Op de telefoon", client_token=token))
    log = Log.objects.get()
    page = noor.get(PAGE, {"log": log.uuid, "text": "1"})
    assert "Op de laptop" in page.content.decode()
    answer = noor.post(PAGE, sent("Samen", client_token=hidden(page, "client_token"), based_on=hidden(page, "based_on")))
    assert answer.status_code == 302
    assert kept(desk)[-1] == "Samen"


def test_a_session_that_ended_in_mid_sentence_costs_no_word(desk) -> None:
    text = "Een lange zin die iemand net schreef, om half elf 's avonds, en die niet weg mag zijn. <b>&"
    browser = Client()
    fields = sent(text, deed="share")
    answer = browser.post(PAGE, fields)
    assert answer.status_code == 403
    assert not Log.objects.exists()
    assert "Je tekst is er nog" in read(answer)
    assert text in read(answer).replace("’", "'")
    for name in ("client_token", "based_on", "version", "deed"):
        assert hidden(answer, name) == fields[name]
    assert not browser.session.keys()
    assert answer["Cache-Control"] == "no-store, private"


def test_a_visitor_who_only_looks_is_asked_to_log_in(client, db) -> None:
    assert client.get(PAGE)["Location"].startswith("/account/login/?next=/week/1/oefening/w01-a/")


def test_text_that_came_with_an_old_token_of_the_form_is_given_back(desk) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(desk.client)
    text = "Geschreven voor het opnieuw inloggen, en nog steeds hier, woord voor woord."
    answer = browser.post(PAGE, sent(text), headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 403
    assert text in read(answer)
    again = sent(text, csrfmiddlewaretoken=hidden(answer, "csrfmiddlewaretoken"))
    assert browser.post(PAGE, again).status_code == 302
    assert kept(desk) == [text]


def test_text_sent_without_any_cookie_is_given_back_too(desk) -> None:
    text = "Na een nacht slapen was ook de cookie weg, maar de tekst in dit formulier niet."
    answer = Client(enforce_csrf_checks=True).post(PAGE, sent(text), headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 403
    assert text in read(answer)
    assert "Inloggen in een nieuw tabblad" in read(answer)


def test_text_from_another_site_is_never_shown_back(desk) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(desk.client)
    text = "Iets wat een andere site in iemands formulier wil leggen, langer dan zestig tekens."
    for headers in ({}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        answer = browser.post(PAGE, sent(text), headers=headers)
        assert answer.status_code == 403
        assert text not in read(answer)


def test_what_is_too_long_comes_back_with_a_reason(noor) -> None:
    text = "a" * 100_001
    answer = noor.post(PAGE, sent(text))
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert "Dit is nog niet bewaard" in read(answer)
    assert not Log.objects.exists()


def test_as_long_as_it_may_be_is_kept(noor, desk) -> None:
    assert noor.post(PAGE, sent("é" * 100_000)).status_code == 302
    assert kept(desk) == ["é" * 100_000]


def test_nothing_filled_in_stores_nothing(noor) -> None:
    answer = noor.post(PAGE, sent("   "))
    assert answer.status_code == 422
    assert "Er is nog niets ingevuld. Eén woord is genoeg." in read(answer)
    assert not Log.objects.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7|add:7 }} {% debug %}", "'; DROP TABLE x; --", "\u202eomgekeerd"])
def test_what_looks_like_code_is_words(noor, text) -> None:
    page = noor.post(PAGE, sent(text), follow=True)
    assert text in read(page)
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(
    "forged", [{"client_token": "x"}, {"based_on": "-1"}, {"version": "999"}, {"client_token": "", "based_on": "", "version": ""}]
)
def test_forged_hidden_fields_never_stand_between_somebody_and_their_text(noor, desk, forged) -> None:
    assert noor.post(PAGE, sent(**forged)).status_code == 302
    assert kept(desk) == ["Mijn zin."]


def test_a_strangers_log_is_not_there(sam, desk) -> None:
    log = desk.write({"verhaal": "van Noor"}).log
    assert sam.get(PAGE, {"log": log.uuid}).status_code == 404


def test_a_strangers_token_starts_a_log_of_ones_own(sam, desk, stranger) -> None:
    log = desk.write({"verhaal": "van Noor"}).log
    sam.post(PAGE, sent("van Sam", client_token=str(log.client_token)))
    assert kept(desk) == ["van Noor"]
    assert Log.objects.of_client(stranger).count() == 1


@pytest.mark.parametrize("asked", ["", "x", "0", "../../", "9" * 40])
def test_a_log_that_cannot_be_is_not_there(noor, asked) -> None:
    assert noor.get(PAGE, {"log": asked}).status_code == 404


@pytest.mark.parametrize("address", ["/week/2/oefening/w02-a/", "/week/1/oefening/w02-a/", "/week/1/oefening/onbekend/"])
def test_what_is_not_open_can_be_neither_read_nor_written(noor, address) -> None:
    assert noor.get(address).status_code == 404
    assert noor.post(address, sent()).status_code == 404
    assert not Log.objects.exists()


def test_who_works_here_writes_nothing(desk) -> None:
    for browser in (signed_in(desk.coach, NOW), signed_in(desk.coach, NOW, second_factor=False)):
        assert browser.post(PAGE, sent()).status_code == 404
    assert not Log.objects.exists()


def end(desk, status: str, days_ago: int) -> None:
    release.open_due(NOW)
    Enrolment.objects.filter(pk=desk.enrolment.pk).update(status=status, ended_at=NOW - timedelta(days=days_ago))


def test_after_completion_one_writes_for_oneself(noor, desk) -> None:
    end(desk, Status.COMPLETED, 1)
    assert "Delen met" not in read(noor.get(PAGE))
    noor.post(PAGE, sent(deed="share"))
    assert kept(desk) == ["Mijn zin."]
    assert not Log.objects.shared().exists()


@pytest.mark.parametrize(("status", "days_ago"), [(Status.WITHDRAWN, 0), (Status.COMPLETED, 91)])
def test_who_may_no_longer_write_still_gets_their_text_back(noor, desk, status, days_ago) -> None:
    end(desk, status, days_ago)
    assert "Bewaren voor mezelf" not in read(noor.get(PAGE))
    answer = noor.post(PAGE, sent("Toch nog iets"))
    assert answer.status_code == 409
    assert "Toch nog iets" in answer.content.decode()
    assert not Log.objects.exists()


def test_an_answered_log_gets_a_new_one_beside_it(noor, desk) -> None:
    log = logs.share(log=desk.write({"verhaal": "eerst"}).log, now=NOW)
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag", based_on=0, now=NOW)
    reviews.publish(review=draft.review, now=NOW)
    page = noor.get(PAGE, {"log": log.uuid})
    noor.post(PAGE, sent("erbij", client_token=hidden(page, "client_token"), based_on=hidden(page, "based_on")))
    assert sorted(kept(desk)) == ["eerst", "erbij"]
    assert Log.objects.count() == 2


def test_the_form_asks_the_same_with_one_log_and_with_three(noor, desk) -> None:
    noor.get(PAGE)
    for _ in range(3):
        desk.write({"kort": "eerder"})
        with counted(11):
            assert noor.get(PAGE).status_code == 200
