"""The path: twelve weeks and their pauses in the order they are lived, each beside its slice of the picture."""

import re
from datetime import date, timedelta

import pytest

from programme import enrolment as deeds
from programme import release
from programme.cover import set_cover
from programme.models import Enrolment, Status, Week
from tests import people
from tests.exercises.desks import Desk
from tests.journey.pages import counted, read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

PATH = "/weken/"
KINDS = re.compile(r'<li class="path__week path__week--(\w+)"( aria-current="step")?')


def kinds(page) -> list[str]:
    """What each slice is, in order; a star marks where somebody is now."""
    return [kind + "*" * bool(now) for kind, now in KINDS.findall(page.content.decode())]


def paused(desk: Desk, starts_on: date, weeks: int = 1) -> None:
    until = starts_on + timedelta(weeks=weeks)
    deeds.pause(enrolment=desk.enrolment, starts_on=starts_on, ends_on=until, by=desk.coach, now=NOW)


def test_every_week_has_its_day(noor) -> None:
    said = read(noor.get(PATH))
    assert "23 november tot en met 14 februari 2027" in said
    assert "Week 1. Geheime titel 1 23 november Hier ben je nu." in said
    assert "Week 2. Geheime titel 2 opent maandag 30 november Opent maandag 30 november om 07:00" in said
    assert "Week 12. Geheime titel 12 opent maandag 8 februari" in said


def test_only_the_next_week_is_explained(noor) -> None:
    assert read(noor.get(PATH)).count("Opent maandag") == 1


def test_six_themes_head_two_weeks_each(noor) -> None:
    page = noor.get(PATH).content.decode()
    assert re.findall(r"<h2>(Thema \d)</h2>", page) == [f"Thema {n}" for n in range(1, 7)]
    assert page.count('class="path__slice"') == 14


def test_the_picture_has_a_title_and_says_in_words_what_it_draws(noor) -> None:
    page = noor.get(PATH).content.decode()
    assert page.count('role="img"') == 1
    assert '<title id="picture-title">Het beeld van de twaalf weken</title>' in page
    assert "In een pauze gaan ze rechtdoor." in page


def test_what_is_behind_is_drawn_and_what_is_ahead_is_dotted(noor, clock) -> None:
    clock.move_to(NOW + timedelta(days=14))
    page = noor.get(PATH)
    assert kinds(page) == ["done", "done", "now*", *["ahead"] * 9]
    said = page.content.decode()
    assert said.count("strands__drawn") == 1 + 3
    assert said.count("strands__ahead") == 9 + 1


def test_it_styles_nothing_in_line(noor) -> None:
    assert " style=" not in noor.get(PATH).content.decode()


def test_only_open_weeks_are_links(noor) -> None:
    page = noor.get(PATH).content.decode()
    assert 'href="/week/1/"' in page
    assert 'href="/week/2/"' not in page


def test_a_week_of_which_the_core_was_kept_is_done_and_another_is_just_open(noor, desk, clock) -> None:
    desk.write({"kort": "gedaan"})
    assert "Hier ben je nu. De kern is gedaan." in read(noor.get(PATH))
    clock.move_to(NOW + timedelta(days=14))
    said = read(noor.get(PATH))
    assert "Geheime titel 1 23 november Gedaan" in said
    assert "Geheime titel 2 30 november Open Thema" in said
    assert "Hier ben je nu. Naar week 3" in said


def test_a_draft_is_not_done(noor, desk) -> None:
    desk.write({"kort": "half"}, draft=True)
    assert "De kern is gedaan" not in read(noor.get(PATH))


def test_what_another_wrote_makes_no_week_done(sam, desk) -> None:
    desk.write({"kort": "gedaan"})
    assert "De kern is gedaan" not in read(sam.get(PATH))


def test_a_week_waits_in_kind_words(noor, desk, clock) -> None:
    set_cover(enrolment=desk.enrolment, source="test", through_week=2, now=NOW)
    release.hold(enrolment=desk.enrolment, number=2, by=desk.coach, now=NOW)
    clock.move_to(NOW + timedelta(days=20))
    said = read(noor.get(PATH))
    assert "Week 2. Geheime titel 2 Marit heeft week 2 even vastgehouden, zoals jullie bespraken. Wat open was, blijft open." in said
    assert "Week 3 staat klaar voor maandag 7 december en opent zodra het met de praktijk geregeld is." in said


def test_a_week_whose_text_is_not_ready_asks_nothing_of_its_reader(noor, clock) -> None:
    Week.objects.filter(number=2).update(live=False)
    clock.move_to(NOW + timedelta(days=8))
    assert "Week 2 is bijna klaar. Je hoeft niets te doen; hij opent vanzelf." in read(noor.get(PATH))


def test_a_planned_pause_stands_where_it_falls_and_can_be_changed(noor, desk) -> None:
    paused(desk, MONDAY + timedelta(days=14), weeks=2)
    page = noor.get(PATH)
    assert kinds(page) == ["now*", "ahead", "pause", *["ahead"] * 10]
    assert "Pauze , 7 december tot en met 20 december. Wijzigen" in read(page)
    assert "opent maandag 21 december" in read(page)


def test_in_a_pause_one_is_in_the_pause(noor, desk, clock) -> None:
    paused(desk, MONDAY + timedelta(days=3))
    clock.move_to(NOW + timedelta(days=5))
    page = noor.get(PATH)
    assert kinds(page)[:3] == ["done", "pause*", "ahead"]
    assert "Hier ben je nu. De eerste dag terug is donderdag 3 december." in read(page)
    assert page.content.decode().count("strands__drawn") == 1 + 2


def test_on_the_day_a_pause_ends_one_is_in_the_week_again(noor, desk, clock) -> None:
    paused(desk, MONDAY + timedelta(days=7))
    clock.move_to(NOW + timedelta(days=14))
    page = noor.get(PATH)
    assert kinds(page)[:3] == ["done", "pause", "now*"]
    assert "Wijzigen" not in read(page)


def test_a_pause_from_the_day_a_week_opened_comes_after_that_week(noor, desk) -> None:
    paused(desk, MONDAY)
    assert kinds(noor.get(PATH))[:2] == ["done", "pause*"]


def test_a_pause_before_the_first_week_comes_first(db) -> None:
    who = people.client()
    made = people.enrolled(who, people.coach(), starts_on=date(2026, 12, 7))
    deeds.pause(enrolment=made, starts_on=date(2026, 12, 7), ends_on=date(2026, 12, 14), by=who, now=NOW)
    assert kinds(signed_in(who, NOW).get(PATH))[:2] == ["pause", "ahead"]


@pytest.mark.parametrize(("status", "edge"), [(Status.COMPLETED, 1), (Status.WITHDRAWN, 0)])
def test_after_the_end_nobody_is_anywhere_and_the_lines_go_on_for_who_completed(desk, clock, status, edge) -> None:
    clock.move_to(later := NOW + timedelta(weeks=13))
    release.open_due(NOW + timedelta(weeks=12), desk.enrolment, catch_up=True)
    Enrolment.objects.filter(pk=desk.enrolment.pk).update(status=status, ended_at=NOW + timedelta(weeks=12))
    page = signed_in(desk.client, later).get(PATH)
    assert kinds(page) == ["done"] * 12
    assert page.content.decode().count("strands__drawn") == 13 + edge


@pytest.mark.parametrize("name", ["J", "W" * 79 + " V"])
def test_a_name_of_any_length_is_a_name(db, name) -> None:
    keeper, who = people.coach(name), people.client("Noor Visser")
    made = people.enrolled(who, keeper)
    release.hold(enrolment=made, number=2, by=keeper, now=NOW)
    assert f"{name.split()[0]} heeft week 2 even vastgehouden" in read(signed_in(who, NOW).get(PATH))


def test_the_days_are_those_of_the_enrolments_zone(noor, desk) -> None:
    deeds.change_clock(enrolment=desk.enrolment, zone="Pacific/Auckland", hour=7, by=desk.client, now=NOW)
    assert "Opent maandag 30 november om 07:00" in read(noor.get(PATH))


@pytest.mark.parametrize("days", [0, 14])
def test_it_asks_the_same_with_one_week_open_and_with_three(noor, desk, clock, days) -> None:
    paused(desk, MONDAY + timedelta(days=35))
    clock.move_to(NOW + timedelta(days=days))
    noor.get(PATH)
    with counted(6):
        assert noor.get(PATH).status_code == 200
