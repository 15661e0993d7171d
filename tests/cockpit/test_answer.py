"""Answering a week: words under single logs, a draft that saves itself, sending for the morning, and saying it aloud."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Relation
from accounts.sound import CAP
from accounts.writer import mark
from exercises import logs, on_top, reviews, voices
from exercises.answer_back import answer_back
from exercises.models import Log, Review, Voice
from tests import people
from tests.accounts.sounds import MARKER, a_wav, an_mp3
from tests.people import NOW
from tests.signed_in import body, signed_in

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 23, 22, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as stopped:
        yield stopped


def share(desk) -> Log:
    return logs.share(log=desk.write({"verhaal": "De reiger stond er weer"}).log, now=NOW)


def address(desk, more: str = "") -> str:
    return f"/praktijk/{desk.enrolment.uuid}/week/1/{more}"


def filled(html: str, **changes: str) -> dict[str, object]:
    """What a browser would send from this page."""
    found: dict[str, object] = dict(re.findall(r'name="(token|based_on)" value="([^"]*)"', html))
    found["covers"] = re.findall(r'name="covers" value="([^"]*)" checked', html)
    return found | dict.fromkeys(re.findall(r'name="(reply-[^"]+)"', html), "") | changes


def opened(desk) -> tuple[Client, dict[str, object]]:
    browser = signed_in(desk.coach, NOW)
    return browser, filled(body(browser.get(address(desk))))


def reply_of(page: dict[str, object]) -> str:
    return next(name for name in page if name.startswith("reply-"))


def test_a_reply_under_one_log_is_kept_shown_again_and_sent_with_the_answer(desk) -> None:
    log = share(desk)
    browser, page = opened(desk)
    html = body(
        browser.post(address(desk), page | {"text": "Dag.", reply_of(page): "Bij <dit>.", "covers": [], "deed": "save"}, follow=True)
    )
    assert "Bij <dit>.</textarea>" in html
    assert '<details class="more reply" open>' in html
    browser.post(address(desk), filled(html, text="Dag.", deed="publish") | {reply_of(page): "Bij <dit>."})
    assert list(Review.objects.get().logs.all()) == [log], "what has words under it is answered"
    noor = signed_in(desk.client, NOW)
    response = noor.get(f"/logboek/{log.uuid}/")
    assert "Bij &lt;dit&gt;." in response.content.decode()
    assert "Marit schreef je" in body(response)


def test_a_page_that_saves_itself_is_answered_in_json_and_never_sends(desk) -> None:
    share(desk)
    browser, page = opened(desk)
    said = browser.post(address(desk), page | {"text": "Dag.", "deed": "save"}, headers={"Accept": "application/json"})
    assert said.json() == {"said": "Concept bewaard om 09:00. Alleen jij ziet het.", "fields": {"token": page["token"], "based_on": 1}}
    browser.post(address(desk), page | {"text": "Dag.", "based_on": "1", "deed": "publish"}, headers={"Accept": "application/json"})
    assert Review.objects.get().published_at is None
    stale = browser.post(address(desk), page | {"text": "Ouder.", "deed": "save"}, headers={"Accept": "application/json"})
    assert (stale.status_code, stale.json()["said"]) == (409, "Er is een nieuwer concept van dit antwoord")
    odd = browser.post(address(desk), page | {"text": "x" * 100_001, "deed": "save"}, headers={"Accept": "application/json"})
    assert (odd.status_code, "100.001 tekens" in odd.json()["said"]) == (422, True)
    html = body(browser.get(address(desk)))
    assert 'data-autosave="save"' in html
    assert html.index("data-autosave-line") < html.index("</form>"), "inside the form that it saves"
    assert f'name="owner" value="{mark(desk.coach)}"' in html


def test_what_one_coach_typed_is_not_saved_as_another_who_cares_for_the_client_too(desk) -> None:
    share(desk)
    joke = people.coach("Joke Prins")
    Relation.objects.create(client=desk.client, member=joke, role="cover", starts_at=NOW)
    _browser, page = opened(desk)
    page |= {"text": "Van Marit.", "owner": mark(desk.coach), "deed": "save"}
    hers = signed_in(joke, NOW)
    assert hers.post(address(desk), page, headers={"Accept": "application/json"}).status_code == 403
    shown = hers.post(address(desk), page)
    assert shown.status_code == 403
    assert "Van Marit.</textarea>" in body(shown)
    assert not Review.objects.exists()


@pytest.mark.parametrize("text", ["nul\x00", "x" * 100_001])
def test_an_odd_reply_comes_back_with_everything_that_was_typed(desk, text) -> None:
    share(desk)
    browser, page = opened(desk)
    response = browser.post(address(desk), page | {"text": "Dit bleef.", reply_of(page): text, "deed": "save"})
    assert response.status_code == 422
    assert "Dit bleef." in body(response)
    assert not Review.objects.exists()


def test_in_the_evening_the_first_button_waits_for_the_letters(desk, clock) -> None:
    share(desk)
    clock.move_to(EVENING)
    browser = signed_in(desk.coach, EVENING)
    html = body(browser.get(address(desk)))
    assert re.search(r'<button type="submit" class="button" name="deed" value="letters">\s*Verstuur, komt aan dinsdag 08:30', html)
    response = browser.post(address(desk), filled(html, text="Dag.", deed="letters"), follow=True)
    assert "Je antwoord komt aan op dinsdag 24 november, 08:30. Tot dan kun je het terughalen." in body(response)
    assert Review.objects.get().published_at == MORNING


def test_what_is_under_way_is_shown_can_be_taken_back_and_written_on(desk, clock) -> None:
    share(desk)
    clock.move_to(EVENING)
    browser = signed_in(desk.coach, EVENING)
    browser.post(address(desk), filled(body(browser.get(address(desk))), text="Dag.", deed="letters"))
    html = body(browser.get(address(desk)))
    assert "Terughalen" in html
    assert "<textarea" not in html
    assert "Dag." not in body(signed_in(desk.client, EVENING).get("/vandaag/"))
    html = body(browser.post(address(desk, "terug/"), follow=True))
    assert "Teruggehaald. Het is weer een concept." in html
    assert "Dag.</textarea>" in html
    clock.move_to(NOW)
    assert signed_in(people.coach("Joke Prins"), NOW).post(address(desk, "terug/")).status_code == 404


def test_the_four_prompts_are_folded_beside_the_text_and_never_in_it(desk) -> None:
    share(desk)
    html = body(signed_in(desk.coach, NOW).get(address(desk)))
    for prompt in ("Wat lukte er al?", "Wat is de volgende stap?", "Waarop kan Noor bij zichzelf rekenen?", "als je naast Noor zat?"):
        assert prompt in html
    assert re.search(r"<textarea[^>]*>\s*</textarea>", html)
    assert "Geen machine leest wat iemand hier schrijft of zegt." in html


def test_what_was_put_on_top_is_first_on_the_desk_and_marked(desk) -> None:
    log = share(desk)
    on_top.put_on_top(log=log, now=NOW)
    browser = signed_in(desk.coach, NOW)
    assert "Bovenaan gelegd." in body(browser.get("/praktijk/"))
    assert "Bovenaan gelegd." in body(browser.get(address(desk)))


def test_what_the_client_answered_back_stands_on_the_page_of_the_week(desk) -> None:
    review = reviews.save_draft(
        enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[share(desk)], text="Dag.", based_on=0, now=NOW
    ).review
    answer_back(review=reviews.publish(review=review, now=NOW), text="Dank je wel.", now=NOW)
    html = body(signed_in(desk.coach, NOW).get(address(desk)))
    assert "Noor schreef terug" in html
    assert "Dank je wel." in html


def upload(content: bytes, name: str = "opname") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("a recording must not touch a disk")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", refuse)


@pytest.mark.usefixtures("no_disk")
class TestVoice:
    def test_a_recording_is_kept_with_the_draft_and_played_in_parts(self, desk) -> None:
        share(desk)
        browser = signed_in(desk.coach, NOW)
        response = browser.post(address(desk, "stem/"), {"recording": upload(an_mp3(150)), "transcript": "Wat ik zei."}, follow=True)
        assert "Je opname van 2:30 is bewaard bij je concept." in body(response)
        assert "Wat ik zei." in body(response)
        review = Review.objects.get()
        part = browser.get(f"/praktijk/antwoord/{review.pk}/stem/", headers={"Range": "bytes=0-99"})
        assert (part.status_code, part["Content-Type"], len(part.content)) == (206, "audio/mpeg", 100)
        assert "no-store" in part["Cache-Control"]
        assert part["X-Content-Type-Options"] == "nosniff"

    def test_the_client_plays_it_once_the_answer_is_there_and_a_stranger_never(self, desk) -> None:
        log = share(desk)
        review = reviews.save_draft(
            enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="", based_on=0, now=NOW
        ).review
        voices.record(enrolment=desk.enrolment, week=desk.week, author=desk.coach, content=a_wav(3), transcript="Zo.", now=NOW)
        noor, at = signed_in(desk.client, NOW), f"/antwoord/{review.pk}/stem/"
        assert noor.get(at).status_code == 404
        reviews.publish(review=review, now=NOW)
        assert noor.get(at).content == a_wav(3)
        for who in (people.client("Ruben Smit"), people.coach("Joke Prins"), desk.coach, people.office()):
            assert signed_in(who, NOW).get(at, headers={"Range": "bytes=0-9"}).status_code == 404
        assert signed_in(people.coach("Ans Dijk"), NOW).get(f"/praktijk/antwoord/{review.pk}/stem/").status_code == 404
        html = body(noor.get(f"/logboek/{log.uuid}/"))
        assert f'<audio controls preload="metadata" src="{at}">' in html
        assert "Gesproken, 0:03" in html
        assert "Zo." in html

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"<html>",
            b"<svg onload=alert(1)>",
            b"GIF89a/*" + bytes(50),
            a_wav(0),
            a_wav(200),
            b"ID3" + bytes(100),
            b"RIFF" + bytes(CAP),
        ],
        ids=["nothing", "page", "drawing", "polyglot", "silent", "long", "tag", "large"],
    )
    def test_what_is_no_recording_is_refused_in_a_sentence_and_the_words_stay(self, desk, content) -> None:
        share(desk)
        response = signed_in(desk.coach, NOW).post(address(desk, "stem/"), {"recording": upload(content), "transcript": "Mijn woorden."})
        assert response.status_code == 422
        assert "Mijn woorden." in body(response)
        assert not Voice.objects.exists()

    @pytest.mark.parametrize("name", ["..\\..\\x.mp3", "CON", "x" * 255, "\u202e3pm.exe", "a/b.mp3", "x\x00.mp3"])
    def test_the_name_of_a_file_is_of_no_account(self, desk, name) -> None:
        share(desk)
        signed_in(desk.coach, NOW).post(address(desk, "stem/"), {"recording": upload(an_mp3(2, MARKER), name), "transcript": ""})
        voice = Voice.objects.select_related("review__enrolment__client").get()
        assert MARKER not in (voices.sound_of(voice, desk.coach, NOW) or b"")

    def test_far_more_than_fits_is_not_even_read(self, desk) -> None:
        share(desk)
        browser = signed_in(desk.coach, NOW)
        assert browser.post(address(desk, "stem/"), {"recording": upload(bytes(CAP + 600_000))}).status_code == 413

    def test_it_needs_its_token_although_it_is_asked_later(self, desk) -> None:
        share(desk)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = signed_in(desk.coach, NOW).cookies
        assert strict.post(address(desk, "stem/"), {"recording": upload(a_wav())}).status_code == 403

    def test_the_microphone_and_the_memory_of_the_page_are_allowed_here_only(self, desk) -> None:
        share(desk)
        browser = signed_in(desk.coach, NOW)
        here, there = browser.get(address(desk, "stem/")), browser.get(address(desk))
        assert "microphone=(self)" in here["Permissions-Policy"]
        assert "media-src 'self' blob:" in here["Content-Security-Policy"]
        assert "microphone=()" in there["Permissions-Policy"]
        assert "blob:" not in there["Content-Security-Policy"]

    def test_going_to_speak_keeps_the_text_first(self, desk) -> None:
        share(desk)
        browser, page = opened(desk)
        response = browser.post(address(desk), page | {"text": "Halverwege", "deed": "voice"})
        assert response["Location"] == address(desk, "stem/")
        assert "Halverwege</textarea>" in body(browser.get(address(desk)))

    def test_taking_it_out_and_writing_it_down_need_no_new_recording(self, desk) -> None:
        share(desk)
        browser = signed_in(desk.coach, NOW)
        browser.post(address(desk, "stem/"), {"recording": upload(a_wav(2))})
        assert "De woorden zijn bewaard" in body(browser.post(address(desk, "stem/"), {"transcript": "Later."}, follow=True))
        assert "De opname is weg." in body(browser.post(address(desk, "stem/"), {"transcript": "", "deed": "remove"}, follow=True))
        assert not Voice.objects.exists()


def test_nothing_is_written_below_the_folder_of_temporary_files() -> None:
    assert settings.FILE_UPLOAD_TEMP_DIR is None, "what this portal takes in is held in memory"
