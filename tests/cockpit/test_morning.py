"""The morning: one list by need and promise, each with its reason; putting off, doing with what was done, and words that help."""

from datetime import datetime, timedelta

import pytest
import time_machine

from conversations import messages
from exercises import logs
from exercises.quiet import tell_of_quiet
from exercises.reminders import remind
from notices.models import Notice
from programme import contact
from programme import enrolment as deeds
from programme.desk import tell_of_returns
from programme.models import Week
from programme.release import open_due
from tests import people
from tests.exercises.desks import Desk
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FAR = NOW + timedelta(days=15)


def share(desk: Desk, now: datetime = NOW) -> None:
    logs.share(log=desk.write({"verhaal": "De reiger"}, now=now).log, now=now)


def page(user, at: datetime = NOW) -> str:
    with time_machine.travel(at, tick=False):
        response = signed_in(user, at).get("/praktijk/")
    assert response.status_code == 200
    return response.content.decode()


def test_what_somebody_asked_comes_before_what_is_promised_and_that_before_what_can_wait(desk) -> None:
    asks, promised, still = desk.join("Aart Vraagt"), desk.join("Bea Belofte"), desk.join("Cor Stil")
    share(promised)
    due = NOW + timedelta(days=2)
    share(desk, due)
    contact.ask(enrolment=asks.enrolment, now=NOW)
    Notice.objects.create(
        recipient=desk.coach, kind="untouched", key="x", about=f"{still.enrolment.pk}:1", channel="desk", created_at=NOW, due_at=NOW
    )
    html = page(desk.coach, due)
    order = [html.index(name) for name in ("Aart Vraagt", "Bea Belofte", desk.client.name, "Cor Stil")]
    assert order == sorted(order)
    assert "De reiger" not in html


def test_each_row_shows_where_its_client_is_and_leads_there(desk) -> None:
    contact.ask(enrolment=desk.enrolment, now=NOW)
    html = page(desk.coach)
    assert "Week 1 van 12" in html
    assert 'class="twelve"' in html
    assert f'href="/praktijk/{desk.enrolment.uuid}/"' in html


def test_a_message_that_waits_lies_there_by_its_promise(desk) -> None:
    messages.send(enrolment=desk.enrolment, author=desk.client, text="Kan het een uur later?", token=people.token(), now=NOW)
    html = page(desk.coach)
    assert "Er wacht één praktisch bericht." in html
    assert f'href="/praktijk/{desk.enrolment.uuid}/berichten/"' in html
    assert "uur later" not in html
    assert desk.client.name not in page(people.coach("Joke Prins"))


def test_who_wrote_nothing_for_two_weeks_lies_there_once_until_they_write(desk) -> None:
    open_due(NOW, catch_up=True)
    with time_machine.travel(FAR - timedelta(days=1, hours=1), tick=False):
        assert tell_of_quiet(FAR - timedelta(days=1, hours=1)) == 0
    tell_of_quiet(FAR)
    tell_of_quiet(FAR + timedelta(hours=1))
    assert Notice.objects.filter(kind="quiet").count() == 1
    assert "Twee weken stil" in page(desk.coach, FAR)
    desk.write({"kort": "toch"}, now=FAR, draft=True)
    assert "Twee weken stil" not in page(desk.coach, FAR + timedelta(hours=1))


def test_two_quiet_weeks_are_said_once_and_not_for_each_week(desk) -> None:
    open_due(NOW, catch_up=True)
    for days in (6, 13):
        at = NOW + timedelta(days=days, hours=8)
        open_due(at, catch_up=True)
        remind(at)
    tell_of_quiet(FAR)
    html = page(desk.coach, FAR)
    assert "Twee weken stil" in html
    assert "is stil</strong>" not in html


def test_a_pause_is_no_silence_and_nor_are_its_first_weeks_after(desk) -> None:
    open_due(NOW, catch_up=True)
    deeds.pause(enrolment=desk.enrolment, starts_on=MONDAY + timedelta(days=2), ends_on=MONDAY + timedelta(days=9), by=desk.coach, now=NOW)
    assert tell_of_quiet(FAR) == 0
    assert tell_of_quiet(NOW + timedelta(days=24)) == 1


def test_a_pause_that_ends_lies_there_with_the_day_back_while_that_is_so(desk) -> None:
    pause = deeds.pause(enrolment=desk.enrolment, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=14), by=desk.coach, now=NOW)
    tell_of_returns(NOW + timedelta(days=11))
    assert not Notice.objects.filter(kind="pause-ends").exists()
    soon = NOW + timedelta(days=12)
    tell_of_returns(soon)
    tell_of_returns(soon + timedelta(hours=1))
    assert Notice.objects.filter(kind="pause-ends").count() == 1
    assert "terug op maandag 7 december" in page(desk.coach, soon)
    deeds.resume(enrolment=desk.enrolment, pause=pause, by=desk.client, now=soon)
    assert "Een pauze eindigt" not in page(desk.coach, soon)


def test_what_is_put_off_is_away_until_that_day_at_seven(desk) -> None:
    contact.ask(enrolment=desk.enrolment, now=NOW)
    notice = Notice.objects.get(kind="asks-contact")
    browser = signed_in(desk.coach, NOW)
    assert browser.get(f"/praktijk/taak/{notice.pk}/later/").status_code == 405
    assert browser.post(f"/praktijk/taak/{notice.pk}/later/", {"day": "2026-11-26"}).status_code == 302
    assert "Wil van je horen" not in page(desk.coach)
    assert "Wil van je horen" not in page(desk.coach, NOW + timedelta(days=2, hours=21, minutes=59))
    assert "Wil van je horen" in page(desk.coach, NOW + timedelta(days=2, hours=22))


def test_a_day_that_cannot_be_is_refused_in_words_and_nothing_moves(desk) -> None:
    contact.ask(enrolment=desk.enrolment, now=NOW)
    notice, browser = Notice.objects.get(kind="asks-contact"), signed_in(desk.coach, NOW)
    for day in ("", "2026-11-23", "2026-02-30", "0001-01-01", "9999-12-31", "morgen", "\x00", "2027-06-01"):
        response = browser.post(f"/praktijk/taak/{notice.pk}/later/", {"day": day}, follow=True)
        assert response.status_code == 200
        assert "Wil van je horen" in response.content.decode(), day
    notice.refresh_from_db()
    assert notice.due_at == NOW


def test_what_was_done_is_kept_as_a_choice_and_never_in_words(desk) -> None:
    contact.ask(enrolment=desk.enrolment, now=NOW)
    notice, browser = Notice.objects.get(kind="asks-contact"), signed_in(desk.coach, NOW)
    browser.post(f"/praktijk/taak/{notice.pk}/klaar/", {"outcome": "Noor huilde aan de telefoon"})
    notice.refresh_from_db()
    assert (notice.sent_at, notice.outcome) == (None, "")
    browser.post(f"/praktijk/taak/{notice.pk}/klaar/", {"outcome": "called"})
    notice.refresh_from_db()
    assert (notice.sent_at, notice.outcome) == (NOW, "called")
    assert "Wil van je horen" not in page(desk.coach)
    assert "gebeld" in signed_in(desk.coach, NOW).get(f"/praktijk/{desk.enrolment.uuid}/").content.decode()


def test_nobody_puts_off_or_does_what_lies_on_the_desk_of_another(desk) -> None:
    contact.ask(enrolment=desk.enrolment, now=NOW)
    notice = Notice.objects.get(kind="asks-contact")
    for other in (people.coach("Joke Prins"), people.office(), desk.client):
        assert signed_in(other, NOW).post(f"/praktijk/taak/{notice.pk}/later/", {"day": "2026-11-26"}).status_code == 404
        assert signed_in(other, NOW).post(f"/praktijk/taak/{notice.pk}/klaar/", {"outcome": "called"}).status_code == 404
    notice.refresh_from_db()
    assert (notice.due_at, notice.sent_at) == (NOW, None)


def test_a_quiet_week_comes_with_words_that_make_the_step_smaller(desk) -> None:
    at = NOW + timedelta(days=6, hours=8)
    open_due(at, catch_up=True)
    remind(at)
    html = page(desk.coach, NOW + timedelta(days=8))
    assert "Tien minuten is genoeg" in html
    assert f"/praktijk/{desk.enrolment.uuid}/berichten/" in html
    for never in ("moet", "gemist", "achterstand", "te laat"):
        assert never not in html.split("<main")[1].split("</main")[0]


def test_the_morning_costs_the_same_for_one_and_for_many(desk, django_assert_max_num_queries, django_assert_num_queries) -> None:
    def busy(one: Desk) -> None:
        share(one)
        contact.ask(enrolment=one.enrolment, now=NOW)
        messages.send(enrolment=one.enrolment, author=one.client, text="Dag", token=people.token(), now=NOW)
        for kind, about in (("untouched", f"{one.enrolment.pk}:2"), ("quiet", str(one.enrolment.pk))):
            Notice.objects.create(recipient=desk.coach, kind=kind, key=about, about=about, channel="desk", created_at=NOW, due_at=NOW)

    busy(desk)
    Week.objects.filter(number=3).update(live=False)
    browser = signed_in(desk.coach, NOW)
    browser.get("/praktijk/")
    with django_assert_max_num_queries(12) as one:
        browser.get("/praktijk/")
    for name in ("Ruben Smit", "Amal Benali", "Wim de Wit"):
        busy(desk.join(name))
    with django_assert_num_queries(len(one)):
        html = browser.get("/praktijk/").content.decode()
    assert "Wim de Wit" in html
