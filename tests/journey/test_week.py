"""A week: its core first, only when it may be seen, with what was done in it."""

import re
from datetime import timedelta

import pytest

from accounts import situation
from accounts.situation import Life
from programme import enrolment as deeds
from programme import release
from programme.models import Bookmark, Release, Week
from tests import people
from tests.journey.pages import counted, read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

WEEK_1 = "/week/1/"


def test_the_core_comes_first_with_its_reading_and_its_exercise(noor) -> None:
    said = read(noor.get(WEEK_1))
    assert said.index("Een stuk tekst.") < said.index("Oefening w01-a") < said.index("Oefening w01-daily")
    assert "Open sinds maandag 23 november." in said


def with_pieces(week: Week, *pieces: dict) -> None:
    value = {"minutes": 2, "core": False, "audience": "everyone", "text": "<p>Tekst.</p>"}
    week.body = [{"type": "reading", "id": piece["title"], "value": {**value, **piece}} for piece in pieces]
    week.save()


VARIED = [{"title": "Kern", "core": True}, {"title": "Samen", "audience": "couple"}, {"title": "Alleen", "audience": "solo"}]


def test_more_is_folded_and_says_for_whom_it_is(noor, desk) -> None:
    with_pieces(desk.week, *VARIED)
    page = noor.get(WEEK_1)
    assert page.content.decode().count('<details id="stuk-') == 2
    assert " open>" not in page.content.decode()
    said = read(page)
    assert said.index("Kern") < said.index("Samen") < said.index("Voor wie nu een relatie heeft.")
    assert said.index("Alleen") < said.index("Voor wie nu geen relatie heeft.")


@pytest.mark.parametrize(
    ("life", "shown", "left_out"),
    [
        (Life.TOGETHER, ["Samen"], ["Alleen"]),
        (Life.NONE, ["Alleen"], ["Samen"]),
        (Life.APART, ["Alleen"], ["Samen"]),
        (Life.COMPLICATED, ["Samen", "Alleen"], []),
        (Life.UNSAID, ["Samen", "Alleen"], []),
    ],
)
def test_the_text_follows_what_somebody_said_of_their_relationship(noor, sam, desk, life, shown, left_out) -> None:
    with_pieces(desk.week, *VARIED)
    situation.change(user=desk.client, life=life, now=NOW)
    page = noor.get(WEEK_1).content.decode()
    assert all(f">{title}</span>" in page for title in shown)
    assert not any(f">{title}</span>" in page for title in left_out)
    strangers = sam.get(WEEK_1).content.decode()
    assert ">Samen</span>" in strangers
    assert ">Alleen</span>" in strangers


def test_a_week_with_two_texts_asks_at_most_eight_questions(noor, desk) -> None:
    desk.week.last_published_at = NOW
    with_pieces(desk.week, *VARIED)
    situation.change(user=desk.client, life=Life.NONE, now=NOW)
    noor.get(WEEK_1)
    with counted(8):
        assert noor.get(WEEK_1).status_code == 200


THREE = [{"title": "Een", "core": True}, {"title": "Twee"}, {"title": "Drie"}]


def test_the_place_is_kept_and_the_next_piece_stands_open(noor, sam, desk) -> None:
    with_pieces(desk.week, *THREE)
    answer = noor.post(WEEK_1 + "gelezen/", {"piece": "Een"})
    assert answer["Location"] == WEEK_1 + "#verder"
    page = noor.get(WEEK_1)
    assert re.search(r'<details id="verder" open>\s*<summary>\s*<span class="folds__title">Twee</span>', page.content.decode())
    assert "Verder met stuk 2 van 3" in read(page)
    assert "Verder met" not in read(sam.get(WEEK_1)), "another one's place is another one's"


def test_the_latest_word_is_the_place_and_one_row_holds_it(noor, desk) -> None:
    with_pieces(desk.week, *THREE)
    for piece in ("Een", "Twee", "Twee", "Een"):
        noor.post(WEEK_1 + "gelezen/", {"piece": piece})
    assert list(Bookmark.objects.values_list("enrolment", "week", "piece")) == [(desk.enrolment.pk, desk.week.pk, "Een")]


def test_after_the_last_piece_the_page_begins_at_its_beginning(noor, desk) -> None:
    with_pieces(desk.week, *THREE)
    noor.post(WEEK_1 + "gelezen/", {"piece": "Drie"})
    said = read(noor.get(WEEK_1))
    assert "Verder met" not in said
    assert said.count("Dit was het laatste stuk van deze week.") == 1


def test_looking_keeps_no_place(noor) -> None:
    noor.get(WEEK_1)
    noor.head(WEEK_1)
    assert noor.get(WEEK_1 + "gelezen/").status_code == 405
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize("piece", ["", "bestaat-niet", "x" * 5000, "\x00"])
def test_a_piece_that_is_not_there_is_no_place(noor, piece) -> None:
    assert noor.post(WEEK_1 + "gelezen/", {"piece": piece})["Location"] == WEEK_1
    assert not Bookmark.objects.exists()
    assert "Deze tekst is veranderd sinds je hem opende." in read(noor.get(WEEK_1))


def test_no_place_is_kept_in_a_week_that_is_not_open(noor, desk) -> None:
    assert noor.post("/week/2/gelezen/", {"piece": "w02-lezen"}).status_code == 404
    assert signed_in(desk.coach, NOW).post(WEEK_1 + "gelezen/", {"piece": "w01-lezen"}).status_code == 404
    assert not Bookmark.objects.exists()


def test_a_place_in_a_text_that_is_gone_is_forgotten(noor, desk) -> None:
    with_pieces(desk.week, *THREE)
    noor.post(WEEK_1 + "gelezen/", {"piece": "Twee"})
    with_pieces(desk.week, {"title": "Nieuw", "core": True}, {"title": "Drie"})
    assert "Verder met" not in read(noor.get(WEEK_1))


PRACTICE = (
    "<p>Vooraf.</p><h3>Om je heen</h3><ol><li>Kijk. (100 s)</li><li>Luister. (50 s)</li></ol>"
    "<h3>In negentig seconden</h3><ol><li>Kort. (90 s)</li></ol>"
)


def with_practice(week: Week, text: str) -> None:
    value = {"title": "Landen", "minutes": 4, "core": True, "audience": "everyone", "text": text}
    week.body = [{"type": "practice", "id": "p", "value": value}]
    week.save()


def test_a_practice_has_its_doors_and_says_how_long_each_takes(noor, desk) -> None:
    with_practice(desk.week, PRACTICE)
    page = noor.get(WEEK_1)
    assert page.content.decode().count('<details name="doors-1">') == 2
    said = read(page)
    assert "Vooraf. Stap voor stap doen" in said
    assert "Om je heen 2 minuten Kijk. (100 s) Luister. (50 s) In negentig seconden 90 seconden Kort. (90 s)" in said


def test_a_practice_of_one_piece_has_no_doors(noor, desk) -> None:
    with_practice(desk.week, "<p>Zo.</p><h3>Een</h3><p>Twee.</p>")
    page = noor.get(WEEK_1)
    assert "<details name=" not in page.content.decode()
    assert "Zo. Een Twee." in read(page)


def test_what_was_done_and_what_waits_is_marked(noor, desk) -> None:
    assert "gedaan" not in read(noor.get(WEEK_1))
    desk.write({"kort": "half"}, draft=True)
    assert "begonnen, het wacht op je" in read(noor.get(WEEK_1))
    desk.write({"kort": "heel"})
    said = read(noor.get(WEEK_1))
    assert "gedaan" in said
    assert "begonnen" not in said


def test_another_ones_doing_leaves_no_mark(sam, desk) -> None:
    desk.write({"kort": "van Noor"})
    assert "gedaan" not in read(sam.get(WEEK_1))


@pytest.mark.parametrize("number", [2, 12, 13, 0])
def test_a_week_that_is_not_open_is_not_there(noor, number) -> None:
    assert noor.get(f"/week/{number}/").status_code == 404


def test_a_coming_week_of_ones_own_says_when_it_opens_and_nothing_of_what_is_in_it(noor) -> None:
    answer = noor.get("/week/2/")
    assert answer.status_code == 404
    assert "Week 2 gaat maandag 30 november om 07:00 open." in read(answer)
    assert "Geheime titel" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_held_week_says_who_holds_it(noor, desk, clock) -> None:
    release.hold(enrolment=desk.enrolment, number=2, by=desk.coach, now=NOW)
    clock.move_to(NOW + timedelta(days=8))
    assert "Marit heeft week 2 even vastgehouden" in read(noor.get("/week/2/"))


@pytest.mark.parametrize("number", [0, 13])
def test_a_week_that_never_comes_has_the_plain_page(noor, number) -> None:
    assert "Week" not in read(noor.get(f"/week/{number}/"))


def test_strangers_and_the_coach_are_told_of_no_coming_week(db, desk) -> None:
    for who in (people.client("Iris Bos"), desk.coach):
        said = read(signed_in(who, NOW).get("/week/2/"))
        assert "gaat open" not in said
        assert "Deze pagina is er niet" in said


def test_a_week_opens_on_the_second(noor, clock) -> None:
    opens_at = Release.objects.get(enrolment__client__name="Noor Visser", week__number=2).opens_at
    clock.move_to(opens_at - timedelta(seconds=1))
    assert noor.get("/week/2/").status_code == 404
    clock.move_to(opens_at)
    assert noor.get("/week/2/").status_code == 200


def test_a_held_week_is_not_there_on_its_day(noor, desk, clock) -> None:
    release.hold(enrolment=desk.enrolment, number=2, by=desk.coach, now=NOW)
    clock.move_to(NOW + timedelta(days=8))
    assert noor.get("/week/2/").status_code == 404


def test_nobody_without_this_programme_finds_a_week(db, desk) -> None:
    assert signed_in(people.client("Iris Bos"), NOW).get(WEEK_1).status_code == 404
    assert signed_in(desk.coach, NOW).get(WEEK_1).status_code == 404


def test_its_title_never_stands_in_the_browsers_tab(noor) -> None:
    page = noor.get(WEEK_1).content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    assert "Geheime titel" not in title
    assert title.endswith("Portaal")


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_at_most_eight_questions(noor, desk, count, clock) -> None:
    for _ in range(count):
        desk.write({"kort": "iets"})
    noor.get(WEEK_1)
    with counted(8):
        assert noor.get(WEEK_1).status_code == 200


def test_before_anything_runs_the_list_leads_to_today(db) -> None:
    who = people.client()
    deeds.enrol(client=who, programme=people.programme(), coach=people.coach(), starts_on=MONDAY, by=None, now=NOW)
    for address in ("/weken/", "/logboek/", "/data/"):
        assert signed_in(who, NOW).get(address)["Location"] == "/vandaag/"
