"""A week: its core first, only when it may be seen, with what was done in it."""

from datetime import timedelta

import pytest

from programme import enrolment as deeds
from programme import release
from programme.cover import set_cover
from programme.models import Release, Week
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


def test_more_is_folded_and_says_for_whom_it_is(noor, desk) -> None:
    with_pieces(
        desk.week, {"title": "Kern", "core": True}, {"title": "Samen", "audience": "couple"}, {"title": "Alleen", "audience": "solo"}
    )
    page = noor.get(WEEK_1)
    assert page.content.decode().count('<details class="more">') == 2
    said = read(page)
    assert said.index("Kern") < said.index("Samen") < said.index("Voor wie nu een relatie heeft.")
    assert said.index("Alleen") < said.index("Voor wie nu geen relatie heeft.")


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


def test_the_list_of_weeks_gives_each_its_day(noor) -> None:
    said = read(noor.get("/weken/"))
    assert "Week 1. Geheime titel 1 Open sinds maandag 23 november" in said
    assert "Week 2. Geheime titel 2 Opent maandag 30 november om 07:00" in said
    assert "Week 12. Geheime titel 12 Opent maandag 8 februari om 07:00" in said
    assert [said.index(f"Thema {n} ") for n in range(1, 7)] == sorted(said.index(f"Thema {n} ") for n in range(1, 7))


def test_only_open_weeks_are_links(noor) -> None:
    page = noor.get("/weken/").content.decode()
    assert 'href="/week/1/"' in page
    assert 'href="/week/2/"' not in page


def test_a_week_waits_in_kind_words(noor, desk, clock) -> None:
    set_cover(enrolment=desk.enrolment, source="test", through_week=2, now=NOW)
    release.hold(enrolment=desk.enrolment, number=2, by=desk.coach, now=NOW)
    clock.move_to(NOW + timedelta(days=20))
    said = read(noor.get("/weken/"))
    assert "Marit heeft week 2 even vastgehouden" in said
    assert "Week 3 staat klaar voor maandag 7 december en opent zodra het met de praktijk geregeld is." in said


def test_a_week_whose_text_is_not_ready_asks_nothing_of_its_reader(noor, desk, clock) -> None:
    Week.objects.filter(number=2).update(live=False)
    clock.move_to(NOW + timedelta(days=8))
    assert "Week 2 is bijna klaar. Je hoeft niets te doen; hij opent vanzelf." in read(noor.get("/weken/"))


def test_the_list_asks_the_same_with_one_week_open_and_with_three(noor, clock) -> None:
    for days in (0, 14):
        clock.move_to(NOW + timedelta(days=days))
        noor.get("/weken/")
        with counted(6):
            assert noor.get("/weken/").status_code == 200


def test_before_anything_runs_the_list_leads_to_today(db) -> None:
    who = people.client()
    deeds.enrol(client=who, programme=people.programme(), coach=people.coach(), starts_on=MONDAY, by=None, now=NOW)
    for address in ("/weken/", "/logboek/", "/data/"):
        assert signed_in(who, NOW).get(address)["Location"] == "/vandaag/"
