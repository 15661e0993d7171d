"""My dates: what stands, what changed, and a pause whose new dates are shown before it is made."""

import re
from datetime import date, timedelta

import pytest

from programme import enrolment as deeds
from programme import release
from programme.cover import set_cover
from programme.models import Change, Enrolment, Pause, Release, Status
from tests import people
from tests.journey.pages import counted, hidden, read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

DATES, PAUSE, CLOCK = "/data/", "/data/pauze/", "/data/klok/"
TUESDAY = MONDAY + timedelta(days=1)


def asked(weeks: int = 1, starts_on: date = TUESDAY, **fields: str) -> dict[str, str]:
    return {"starts_on": starts_on.isoformat(), "weeks": str(weeks), "reason": "holiday"} | fields


def paused(desk, by=None, weeks: int = 1, starts_on: date = TUESDAY) -> Pause:
    until = starts_on + timedelta(weeks=weeks)
    return deeds.pause(enrolment=desk.enrolment, starts_on=starts_on, ends_on=until, by=by or desk.client, now=NOW)


def test_the_first_day_and_the_hour_stand_there(noor) -> None:
    said = read(noor.get(DATES))
    assert "Eerste dag maandag 23 november 2026" in said
    assert "07:00, Europe/Amsterdam" in said
    assert "Je kunt nog 2 keer pauzeren, 4 weken in totaal." in said


def test_what_changed_is_told_in_plain_words_with_who_did_it(noor, desk) -> None:
    pause = paused(desk)
    deeds.resume(enrolment=desk.enrolment, pause=pause, by=desk.coach, now=NOW)
    deeds.change_clock(enrolment=desk.enrolment, zone="Europe/Lisbon", hour=9, by=desk.client, now=NOW)
    deeds.restart(enrolment=desk.enrolment, starts_on=date(2026, 11, 16), by=desk.coach, now=NOW)
    release.hold(enrolment=desk.enrolment, number=6, by=desk.coach, now=NOW)
    release.let_go(enrolment=desk.enrolment, number=6, by=desk.coach, now=NOW)
    release.move_week(enrolment=desk.enrolment, number=7, to=date(2027, 2, 1), by=desk.coach, now=NOW)
    release.open_early(enrolment=desk.enrolment, number=4, by=desk.coach, now=NOW)
    set_cover(enrolment=desk.enrolment, source="test", through_week=9, now=NOW)
    said = read(noor.get(DATES))
    for sentence in (
        "Je werd uitgenodigd, met maandag 23 november 2026 als eerste dag. 23",
        "Je zei ja op de uitnodiging. maandag 23 november 2026, door jou",
        "Een pauze vanaf dinsdag 24 november 2026; de eerste dag terug is dinsdag 1 december 2026. maandag 23 november 2026, door jou",
        "De pauze vanaf dinsdag 24 november 2026 ging niet door. maandag 23 november 2026, door Marit",
        "Weken openen om 09:00 (Europe/Lisbon) in plaats van om 07:00 (Europe/Amsterdam).",
        "De eerste dag ging van maandag 23 november 2026 naar maandag 16 november 2026.",
        "Week 6 wordt even vastgehouden.",
        "Week 6 gaat door, op de eigen dag.",
        "Week 7 ging van maandag 28 december, 09:00 naar maandag 1 februari, 09:00.",
        "Week 4 ging eerder open dan gepland.",
        "Het is geregeld tot en met week 9.",
    ):
        assert sentence.removesuffix(" 23") in said
    assert "Er veranderde iets aan je data." not in said


def test_every_kind_of_change_has_a_sentence(noor, desk) -> None:
    deeds.stop(enrolment=desk.enrolment, by=desk.coach, now=NOW)
    Change.objects.create(enrolment=desk.enrolment, kind="completed", at=NOW)
    Change.objects.create(enrolment=desk.enrolment, kind="iets nieuws", at=NOW)
    said = read(noor.get(DATES))
    assert "Het traject stopte." in said
    assert "Je rondde de twaalf weken af." in said
    assert said.count("Er veranderde iets aan je data.") == 1


def test_the_new_dates_are_shown_before_anything_changes(noor, desk) -> None:
    answer = noor.post(PAUSE, asked(weeks=2))
    said = read(answer)
    assert "Pauze vanaf dinsdag 24 november. De eerste dag terug is dinsdag 8 december." in said
    assert "2 ma 30 november ma 14 december, 07:00" in said
    assert "Zo pauzeren" in said
    assert not Pause.objects.exists()
    confirmed = {name: hidden(answer, name) for name in ("starts_on", "weeks", "reason", "confirmed")}
    assert noor.post(PAUSE, confirmed)["Location"] == DATES
    pause = Pause.objects.get()
    assert (pause.starts_on, pause.ends_on, pause.reason) == (TUESDAY, TUESDAY + timedelta(weeks=2), "holiday")
    assert Release.objects.get(enrolment=desk.enrolment, week__number=2).opens_at.date() == date(2026, 12, 14)


def test_the_line_of_weeks_is_drawn_with_the_pause_straight_on(noor, desk) -> None:
    before = noor.get(DATES).content.decode()
    assert f'viewBox="0 -92 {12 * 7} 184"' in before
    assert "L" not in "".join(re.findall(r' d="([^"]+)"', before))
    paused(desk, weeks=2)
    after = noor.get(DATES).content.decode()
    assert f'viewBox="0 -92 {14 * 7} 184"' in after
    assert after.count("L21.0 ") == 0
    assert len(re.findall(r'<path class="[ta] k\d" d="[^"]*L14\.0 ', after)) == 18
    assert "Laatste dag van week 12 28 februari 2027" in read(noor.get(DATES))


def test_a_wished_pause_is_drawn_below_what_is_now_on_the_same_scale(noor) -> None:
    page = noor.post(PAUSE, asked(weeks=2))
    assert page.content.decode().count(f'viewBox="0 -92 {14 * 7} 184"') == 2
    said = read(page)
    assert "Zoals het nu is Laatste dag van week 12: 14 februari 2027" in said
    assert "Met deze pauze Laatste dag van week 12: 28 februari 2027" in said


def test_a_name_of_eighty_characters_stands_beside_its_changes(db) -> None:
    who = people.client("W" * 79 + " V")
    made = people.enrolled(who, people.coach("M" * 79 + " V"))
    release.hold(enrolment=made, number=6, by=made.client.carers.get().member, now=NOW)
    assert "door " + "M" * 79 in read(signed_in(who, NOW).get(DATES))


def test_what_is_shown_is_what_comes(noor, desk) -> None:
    release.move_week(enrolment=desk.enrolment, number=5, to=date(2027, 3, 1), by=desk.coach, now=NOW)
    said = read(noor.post(PAUSE, asked(weeks=1)))
    assert " 5 " not in said[said.index("Wordt") :]
    noor.post(PAUSE, asked(weeks=1, confirmed="yes"))
    for row in Release.objects.filter(enrolment=desk.enrolment, week__number__in=[2, 3, 12]).select_related("week"):
        assert f"{row.opens_at.day} " in said[said.index("Wordt") :]


def test_tomorrow_and_the_mondays_can_be_chosen(noor) -> None:
    page = noor.get(PAUSE).content.decode()
    assert 'value="2026-11-24"' in page
    assert 'value="2026-11-30"' in page
    assert 'value="2026-11-23"' not in page
    assert 'value="2026-11-25"' not in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"weeks": "0"},
        {"weeks": "4"},
        {"weeks": "x"},
        {"starts_on": "2026-11-01"},
        {"starts_on": "morgen"},
        {"reason": "talked"},
        {"starts_on": ""},
    ],
)
def test_beyond_the_limits_nothing_is_made(noor, wrong) -> None:
    answer = noor.post(PAUSE, asked(confirmed="yes") | wrong)
    assert answer.status_code == 422
    assert "Dit is nog niet bewaard" in read(answer)
    assert not Pause.objects.exists()


def test_the_fourth_week_is_the_last_that_one_plans_alone(noor, desk) -> None:
    paused(desk, weeks=3)
    page = read(noor.get(PAUSE))
    assert "1 week" in page
    assert "2 weken" not in page
    paused(desk, weeks=1, starts_on=MONDAY + timedelta(weeks=6))
    assert "Vraag het je begeleider." in read(noor.get(PAUSE))
    noor.post(PAUSE, asked(starts_on=MONDAY + timedelta(weeks=8), confirmed="yes"))
    assert Pause.objects.count() == 2


def test_days_that_overlap_are_refused_in_words(noor, desk) -> None:
    paused(desk, by=desk.coach, weeks=2)
    answer = noor.post(PAUSE, asked())
    assert answer.status_code == 422
    assert "Zo pauzeren" not in read(answer)


def test_a_double_click_pauses_once(noor) -> None:
    for _ in range(2):
        noor.post(PAUSE, asked(confirmed="yes"))
    assert Pause.objects.count() == 1


def test_coming_back_sooner_moves_the_weeks_back(noor, desk, clock) -> None:
    pause = paused(desk, weeks=3)
    clock.move_to(NOW + timedelta(days=8))
    noor.post("/data/hervatten/", {"pause": str(pause.pk)})
    pause.refresh_from_db()
    assert pause.ends_on == MONDAY + timedelta(days=8)
    assert Release.objects.get(enrolment=desk.enrolment, week__number=2).opens_at.date() == date(2026, 12, 7)


def test_a_pause_that_has_not_begun_is_taken_away(noor, desk) -> None:
    pause = paused(desk)
    assert "Toch niet pauzeren" in read(noor.get(DATES))
    noor.post("/data/hervatten/", {"pause": str(pause.pk)})
    assert not Pause.objects.exists()


@pytest.mark.parametrize("sent", ["", "x", "0", "9" * 30, "-1"])
def test_a_pause_that_cannot_be_is_not_there(noor, sent) -> None:
    assert noor.post("/data/hervatten/", {"pause": sent}).status_code == 404


def test_nobody_ends_another_ones_pause(sam, desk) -> None:
    pause = paused(desk)
    assert sam.post("/data/hervatten/", {"pause": str(pause.pk)}).status_code == 404
    assert Pause.objects.exists()


def test_another_hour_and_zone_move_what_is_not_open(noor, desk) -> None:
    assert "Amsterdam" in read(noor.get(CLOCK))
    assert noor.post(CLOCK, {"hour": "9", "zone": "Asia/Kathmandu"})["Location"] == DATES
    assert Release.objects.get(enrolment=desk.enrolment, week__number=2).opens_at.hour == 3
    assert "Week 2. Geheime titel 2 opent maandag 30 november Opent maandag 30 november om 09:00" in read(noor.get("/weken/"))


@pytest.mark.parametrize("wrong", [{"hour": "24"}, {"hour": "-1"}, {"zone": "Mars/Olympus"}, {"zone": ""}])
def test_an_hour_or_zone_that_does_not_exist_changes_nothing(noor, desk, wrong) -> None:
    assert noor.post(CLOCK, {"hour": "9", "zone": "Europe/Lisbon"} | wrong).status_code == 422
    assert Enrolment.objects.get(pk=desk.enrolment.pk).hour == 7


def test_an_ended_programme_shows_its_dates_and_offers_no_pause(noor, desk) -> None:
    Enrolment.objects.filter(pk=desk.enrolment.pk).update(status=Status.COMPLETED, ended_at=NOW)
    assert "Een pauze plannen" not in read(noor.get(DATES))
    assert "Alleen een lopend traject kan pauzeren." in read(noor.get(PAUSE))
    noor.post(PAUSE, asked(confirmed="yes"))
    assert not Pause.objects.exists()


def test_looking_ends_no_pause(noor) -> None:
    assert noor.get("/data/hervatten/").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_much_changed(noor, desk, count) -> None:
    for n in range(count):
        deeds.change_clock(enrolment=desk.enrolment, zone="Europe/Lisbon", hour=n, by=desk.client, now=NOW)
    noor.get(DATES)
    with counted(8):
        assert noor.get(DATES).status_code == 200
