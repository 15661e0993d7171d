"""Seeing as this client sees it: on a day, only looking, recorded, and without anything that was not shared."""

import re
from datetime import timedelta

import pytest
import time_machine

from accounts import situation
from accounts.models import AccessRecord, Relation
from accounts.situation import Life
from cockpit.as_client import MAIN, behind
from conversations import appointments, messages
from exercises import logs
from programme import enrolment as deeds
from programme import release as releases
from programme.models import Week
from tests import people
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PLANTED = "De reiger stond vannacht weer in de vijver"
PAGES = ("", "weken/", "week/1/", "week/2/")
TALKS = ("berichten/", "afspraken/")


def at(desk, page: str = "") -> str:
    return f"/praktijk/{desk.enrolment.uuid}/zoals/{page}"


def looked(desk, page: str = "", who=None) -> str:
    response = signed_in(who or desk.coach, NOW).get(at(desk, page))
    assert response.status_code == 200
    return response.content.decode()


def seen(html: str) -> str:
    return html.split('<div class="glass">')[1].split("</main>", maxsplit=1)[0]


def test_the_client_is_greeted_and_not_the_coach_and_a_bar_says_what_this_is(desk) -> None:
    html = looked(desk)
    assert "Goedemorgen, Noor" in html
    assert "Zo ziet Noor het nu." in html
    assert "Geheime titel 1" in seen(looked(desk, "week/1/"))


def test_a_later_day_shows_what_opens_until_then_and_nothing_beyond_it(desk) -> None:
    assert "Geheime titel 2" not in seen(looked(desk, "week/2/"))
    html = looked(desk, "week/2/?dag=2026-11-30")
    assert "Geheime titel 2" in seen(html)
    assert "Zo ziet Noor het op maandag 30 november 2026." in html
    assert "?dag=2026-11-30" in seen(html) + html
    assert "Geheime titel 3" not in seen(looked(desk, "week/3/?dag=2026-12-06"))
    assert not desk.enrolment.releases.filter(week__number=2, opened_at__isnull=False).exists()


def test_what_is_held_not_covered_or_not_published_stays_closed_on_any_day(desk) -> None:
    releases.hold(enrolment=desk.enrolment, number=2, by=desk.coach, now=NOW)
    Week.objects.filter(number=3).update(live=False)
    for number in (2, 3):
        assert f"Geheime titel {number}" not in seen(looked(desk, f"week/{number}/?dag=2027-01-15"))


@pytest.mark.parametrize("page", PAGES)
def test_what_was_not_shared_leaves_no_trace_on_any_page(desk, page) -> None:
    nothing = seen(looked(desk, page))
    desk.write({"verhaal": PLANTED})
    desk.write({"verhaal": PLANTED}, draft=True)
    plan = desk.enrolment.programme.exercises.get(source_id="plan")
    desk.write({"verhaal": PLANTED}, exercise=plan, week=None)
    situation.change(user=desk.client, life=Life.APART, now=NOW)
    assert seen(looked(desk, page)) == nothing


def test_what_was_shared_is_marked_as_done_and_its_words_are_not_here(desk) -> None:
    before = seen(looked(desk, "week/1/"))
    logs.share(log=desk.write({"verhaal": PLANTED}).log, now=NOW)
    after = seen(looked(desk, "week/1/"))
    assert after != before
    assert PLANTED not in after


def test_each_look_is_recorded_and_opens_no_text(desk) -> None:
    logs.share(log=desk.write({"verhaal": PLANTED}).log, now=NOW)
    for page in PAGES:
        looked(desk, page)
    records = AccessRecord.objects.exclude(action="share")
    assert {(each.action, each.actor, each.subject) for each in records} == {("view as", desk.coach.subject, desk.client.subject)}
    assert [each.rows for each in records] == [[str(desk.enrolment.uuid)]] * len(PAGES)


def test_nothing_can_be_sent_from_there(desk) -> None:
    browser = signed_in(desk.coach, NOW)
    for page in PAGES + TALKS:
        for method in ("post", "put", "patch", "delete"):
            assert getattr(browser, method)(at(desk, page)).status_code == 405
        html = seen(browser.get(at(desk, page)).content.decode())
        assert "<form" not in html
        assert "csrfmiddlewaretoken" not in html
        assert "<script" not in html
        assert all("disabled" in button for button in re.findall(r"<button[^>]*>", html))


def test_links_lead_to_the_same_view_or_nowhere(desk) -> None:
    for page in PAGES + TALKS:
        for href in re.findall(r'<a[^>]* href="([^"]*)"', seen(looked(desk, page + "?dag=2026-11-25"))):
            assert href.startswith((f"/praktijk/{desk.enrolment.uuid}/zoals/", "#")), href
            assert href.startswith("#") or "?dag=2026-11-25" in href


def test_nobody_else_looks(desk) -> None:
    for who in (people.coach("Joke Prins"), people.office(), desk.client, people.client("Ander")):
        for page in PAGES + TALKS:
            assert signed_in(who, NOW).get(at(desk, page)).status_code == 404
    assert not AccessRecord.objects.exists()
    Relation.objects.update(ends_at=NOW)
    assert signed_in(desk.coach, NOW).get(at(desk)).status_code == 404


def test_who_has_not_begun_or_has_ended_is_seen_where_they_are(desk) -> None:
    ina = people.client("Ina Invite")
    invited = deeds.enrol(client=ina, programme=people.programme(), coach=desk.coach, starts_on=MONDAY, by=desk.coach, now=NOW)
    browser = signed_in(desk.coach, NOW)
    assert browser.get(f"/praktijk/{invited.uuid}/zoals/").status_code == 200
    assert browser.get(f"/praktijk/{invited.uuid}/zoals/weken/").status_code == 302
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)
    assert "gestopt" in seen(looked(desk))


def test_an_odd_day_or_week_breaks_nothing(desk) -> None:
    for day in ("", "vandaag", "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-22", "%00", "2026-11-23T10:00", "-1"):
        assert "Zo ziet Noor het nu." in looked(desk, f"?dag={day}"), day
    for number in ("0", "13", "99999999999999999999"):
        assert signed_in(desk.coach, NOW).get(at(desk, f"week/{number}/")).status_code == 404


def test_the_glass_takes_away_what_does_something_and_leaves_the_words() -> None:
    html = (
        '<form action="/x/" method="post"><input type="hidden" name="csrf" value="1"><input name="a" value="&quot;"></form>'
        '<a href="/logboek/" data-x="1" onclick="y()">lees &amp; kijk &#39;</a><svg><use href="/i.svg#a"/></svg><script>alert(1)</script>'
        '<button type="submit" formaction="/z/">Ja</button><br><audio src="/a"><source src="/b"></audio>'
    )
    assert behind(html, lambda href: "") == (
        '<div class="glass__form" inert><input name="a" value="&quot;"></div><a>lees &amp; kijk &#39;</a>'
        '<svg><use href="/i.svg#a"/></svg><button type="submit" disabled>Ja</button><br>'
    )


def test_today_is_the_day_it_is_where_the_client_lives(desk) -> None:
    desk.enrolment.zone = "Pacific/Auckland"
    desk.enrolment.save(update_fields=["zone"])
    with time_machine.travel(NOW + timedelta(hours=4), tick=False):
        assert 'value="2026-11-24"' in looked(desk)


def talked_of(desk) -> None:
    messages.send(enrolment=desk.enrolment, author=desk.client, text=PLANTED, token=people.token(), now=NOW)
    messages.send(enrolment=desk.enrolment, author=desk.coach, text="Dat lees ik graag terug.", token=people.token(), now=NOW)
    appointments.plan(
        enrolment=desk.enrolment,
        member=desk.coach,
        starts_at=NOW + timedelta(days=2),
        minutes=45,
        where="Kamer 3",
        token=people.token(),
        now=NOW,
    )


def test_messages_and_appointments_stand_there_as_the_client_has_them(desk) -> None:
    talked_of(desk)
    thread, planned = seen(looked(desk, "berichten/")), seen(looked(desk, "afspraken/"))
    client = signed_in(desk.client, NOW)
    assert PLANTED in thread
    assert "<strong>Jij</strong>" in thread
    assert "<strong>Marit</strong>" in thread
    assert "Kamer 3" in planned
    for html, own in ((thread, client.get("/berichten/")), (planned, client.get("/afspraken/"))):
        words = re.sub(r"<[^>]+>|\s+", " ", html).split()
        theirs = re.sub(r"<[^>]+>|\s+", " ", MAIN.search(own.content.decode())[1]).split()
        assert words == theirs


def test_looking_at_them_is_on_record_as_a_look_and_as_reading(desk) -> None:
    talked_of(desk)
    looked(desk, "berichten/?dag=2027-01-04")
    records = AccessRecord.objects.order_by("pk")
    assert [(each.action, each.purpose, each.actor, each.at) for each in records] == [
        ("read", "messages", desk.coach.subject, NOW),
        ("view as", "view as", desk.coach.subject, NOW),
    ]


def test_on_a_later_day_a_talk_is_behind_them(desk) -> None:
    talked_of(desk)
    html = seen(looked(desk, "afspraken/?dag=2026-11-30"))
    assert "Kamer 3" not in html
    assert "Geweest" in html


def test_before_the_beginning_there_is_no_thread_to_look_at(desk) -> None:
    ina = people.client("Ina Invite")
    invited = deeds.enrol(client=ina, programme=people.programme(), coach=desk.coach, starts_on=MONDAY, by=desk.coach, now=NOW)
    for page in TALKS:
        assert signed_in(desk.coach, NOW).get(f"/praktijk/{invited.uuid}/zoals/{page}").status_code == 302
