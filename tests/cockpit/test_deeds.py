"""What a coach changes in somebody's dates: shown first, done second, recorded with who and why, and put back."""

from datetime import date, timedelta

import pytest

from cockpit.deeds import DEEDS
from notices.models import Notice
from programme import enrolment as enrolments
from programme import release as releases
from programme.models import Change, Enrolment, Pause, Release
from tests import people
from tests.exercises.desks import Desk
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NEXT = (MONDAY + timedelta(days=7)).isoformat()
BACK = (MONDAY + timedelta(days=21)).isoformat()
ASKED = {
    "vervroegen": {"number": "3", "reason": "asked"},
    "vasthouden": {"number": "3", "reason": "talked"},
    "loslaten": {"number": "6", "reason": "talked"},
    "verzetten": {"number": "3", "to": BACK, "reason": "pace"},
    "pauze": {"starts_on": NEXT, "ends_on": BACK, "reason": "holiday"},
    "hervatten": {"pause": "?", "reason": "asked"},
    "start": {"starts_on": NEXT, "reason": "mistake"},
}


@pytest.fixture
def ready(desk) -> Desk:
    """Week 6 is held, a pause lies far ahead: each deed has something to do."""
    releases.open_due(NOW, catch_up=True)
    releases.hold(enrolment=desk.enrolment, number=6, by=desk.coach, now=NOW)
    far = MONDAY + timedelta(days=70)
    enrolments.pause(enrolment=desk.enrolment, starts_on=far, ends_on=far + timedelta(days=7), by=desk.coach, now=NOW)
    return desk


def at(desk, slug: str = "") -> str:
    return f"/praktijk/{desk.enrolment.uuid}/data/" + (f"{slug}/" if slug else "")


def asked(slug: str) -> dict[str, str]:
    return {name: value if value != "?" else str(Pause.objects.get().pk) for name, value in ASKED[slug].items()}


def everything(enrolment: Enrolment) -> list[object]:
    enrolment.refresh_from_db()
    return [
        *Release.objects.of(enrolment).order_by("pk").values_list(),
        *enrolment.pauses.values_list(),
        *enrolment.changes.values_list(),
        *Notice.objects.order_by("pk").values_list(),
        enrolment.starts_on,
    ]


def test_the_new_dates_are_shown_first_and_nothing_has_changed(ready) -> None:
    before, browser = everything(ready.enrolment), signed_in(ready.coach, NOW)
    for slug in DEEDS:
        assert browser.get(at(ready, slug)).status_code == 200
        html = browser.post(at(ready, slug), asked(slug)).content.decode()
        assert "Er is nog niets veranderd" in html, slug
        assert 'name="confirmed" value="yes"' in html
        assert everything(ready.enrolment) == before, slug


@pytest.mark.parametrize("slug", DEEDS)
def test_what_is_confirmed_is_what_was_shown_with_who_and_why_and_can_be_put_back(ready, slug) -> None:
    def dates() -> list[object]:
        return list(Release.objects.of(ready.enrolment).order_by("pk").values_list("opens_at", "blocked_by"))

    before, browser, sent = dates(), signed_in(ready.coach, NOW), asked(slug)
    shown = {turn.number: turn.after for turn in browser.post(at(ready, slug), sent).context["foreseen"].turns}
    assert browser.post(at(ready, slug), sent | {"confirmed": "yes"}).status_code == 302
    change = Change.objects.all()[0]
    assert (change.by, change.reason) == (ready.coach, sent["reason"])
    page = browser.get(at(ready))
    done = {each.week.number: each for each in page.context["head"].way if each.week.number in shown}
    assert {number: (each.stand, each.at) for number, each in done.items()} == {n: (each.stand, each.at) for n, each in shown.items()}
    back = f"{at(ready)}{change.pk}/terug/"
    assert (back in page.content.decode()) == DEEDS[slug].undone
    if DEEDS[slug].undone:
        assert browser.post(back).status_code == 200
        assert Change.objects.first() == change
        assert browser.post(back, {"confirmed": "yes"}).status_code == 302
        assert dates() == before
        assert back not in browser.get(at(ready)).content.decode()


def test_opening_early_says_beforehand_that_it_stays_open_and_offers_no_way_back(ready) -> None:
    browser = signed_in(ready.coach, NOW)
    assert "niet terug te draaien" in browser.post(at(ready, "vervroegen"), asked("vervroegen")).content.decode()
    browser.post(at(ready, "vervroegen"), asked("vervroegen") | {"confirmed": "yes"})
    change = Change.objects.first()
    assert f"/data/{change.pk}/terug/" not in browser.get(at(ready)).content.decode()
    browser.post(f"{at(ready)}{change.pk}/terug/", {"confirmed": "yes"})
    assert ready.enrolment.releases.get(week__number=3).opened_at == NOW


def test_nobody_else_changes_a_date(ready) -> None:
    before, change = everything(ready.enrolment), Change.objects.all()[0]
    for who in (people.coach("Joke Prins"), people.office(), ready.client, people.client("Ander")):
        browser = signed_in(who, NOW)
        for slug in DEEDS:
            assert browser.post(at(ready, slug), asked(slug) | {"confirmed": "yes"}).status_code == 404
        assert browser.post(f"{at(ready)}{change.pk}/terug/", {"confirmed": "yes"}).status_code == 404
    assert everything(ready.enrolment) == before


def test_a_change_of_somebody_else_is_not_put_back_from_here(ready) -> None:
    other = people.enrolled(people.client("Ander"), ready.coach)
    releases.hold(enrolment=other, number=4, by=ready.coach, now=NOW)
    change = other.changes.first()
    assert signed_in(ready.coach, NOW).post(f"{at(ready)}{change.pk}/terug/", {"confirmed": "yes"}).status_code == 404


ODD = [
    ("vervroegen", {"number": "1"}),
    ("vervroegen", {"number": "6"}),
    ("vasthouden", {"number": "13"}),
    ("vasthouden", {"number": "9" * 40}),
    ("vasthouden", {"reason": "undone"}),
    ("vasthouden", {"reason": "Omdat hij het vroeg"}),
    ("loslaten", {"number": "3"}),
    ("verzetten", {"to": "2026-02-30"}),
    ("verzetten", {"to": "0001-01-01"}),
    ("verzetten", {"to": "9999-12-31"}),
    ("verzetten", {"to": (MONDAY - timedelta(days=1)).isoformat()}),
    ("pauze", {"ends_on": NEXT}),
    ("pauze", {"ends_on": "9999-12-31"}),
    ("pauze", {"starts_on": "\x00"}),
    ("hervatten", {"pause": "999"}),
    ("start", {"starts_on": "1000-01-01"}),
    ("start", {"starts_on": ""}),
]


def test_what_cannot_be_is_refused_in_words_and_changes_nothing(ready) -> None:
    before, browser = everything(ready.enrolment), signed_in(ready.coach, NOW)
    for slug, odd in ODD:
        response = browser.post(at(ready, slug), asked(slug) | odd | {"confirmed": "yes"})
        assert response.status_code == 422, (slug, odd)
        assert "Dit is nog niet bewaard" in response.content.decode()
    assert everything(ready.enrolment) == before


def test_a_first_day_can_still_change_before_the_programme_begins_and_nothing_else_can(desk) -> None:
    ina = people.client("Ina Invite")
    enrolment = enrolments.enrol(client=ina, programme=people.programme(), coach=desk.coach, starts_on=MONDAY, by=desk.coach, now=NOW)
    browser, where = signed_in(desk.coach, NOW), f"/praktijk/{enrolment.uuid}/data/"
    assert browser.get(where).status_code == 200
    assert browser.post(f"{where}start/", ASKED["start"] | {"confirmed": "yes"}).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.starts_on == date.fromisoformat(NEXT)
    assert "loopt niet" in browser.post(f"{where}pauze/", ASKED["pauze"]).content.decode()


def test_the_history_says_who_and_why(ready) -> None:
    signed_in(ready.coach, NOW).post(at(ready, "vasthouden"), ASKED["vasthouden"] | {"confirmed": "yes"})
    joke = people.coach("Joke Prins")
    people.cares_for(joke, ready.client)
    assert f"Door {ready.coach.name}: samen besproken" in signed_in(joke, NOW).get(at(ready)).content.decode()
