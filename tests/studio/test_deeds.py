"""One person's page and what the office does from it, and the same for several at once."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.access import coach_of
from accounts.models import User
from notices import account_mail
from notices.models import Notice
from programme import enrolment as whole
from programme.models import CareKind, Enrolment, Pause, Status
from studio.office.deeds import DEEDS
from tests import people
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TOGETHER = "/kantoor/mensen/samen/"


def invited(coach: User, name: str = "Noor Visser") -> Enrolment:
    return whole.enrol(client=people.client(name), programme=people.programme(), coach=coach, starts_on=MONDAY, by=None, now=NOW)


def at(enrolment: Enrolment, deed: str = "") -> str:
    return f"/kantoor/mensen/{enrolment.uuid}/{deed + '/' if deed else ''}"


def test_a_page_offers_what_fits_and_each_offer_opens(office: Client, coach: User) -> None:
    for enrolment in (invited(coach), people.enrolled(people.client(), coach)):
        page = office.get(at(enrolment)).content.decode()
        for slug, deed in DEEDS.items():
            assert (at(enrolment, slug) in page) == deed.fits(enrolment), slug
            assert office.get(at(enrolment, slug)).status_code == 200
    assert office.get(at(enrolment, "iets-anders")).status_code == 404


def test_the_first_day_moves_and_it_is_written_down_with_the_offices_reason(office: Client, coach: User) -> None:
    enrolment = invited(coach)
    answer = office.post(at(enrolment, "start"), {"starts_on": "2026-12-07", "reason": "office-asked"}, follow=True)
    enrolment.refresh_from_db()
    assert str(enrolment.starts_on) == "2026-12-07"
    page = answer.content.decode()
    assert "Eerste dag verplaatst van 23 november 2026 naar 7 december 2026 (gevraagd door deze persoon)" in page
    assert "Els Bakker" in page
    again = office.post(at(enrolment, "start"), {"starts_on": "2026-12-07", "reason": "office-asked"})
    assert (again.status_code, enrolment.changes.filter(kind="restarted").count()) == (422, 1)


def test_an_address_that_was_never_used_is_corrected_and_invited_at_once(office: Client, coach: User) -> None:
    enrolment = invited(coach)
    office.post(at(enrolment, "adres"), {"email": "Noor.Goed@example.nl"})
    enrolment.client.refresh_from_db()
    assert enrolment.client.email == "noor.goed@example.nl"
    assert Notice.objects.get(kind="invitation").resends == 1
    assert "example" not in str(enrolment.changes.values_list("before", "after"))


def test_an_address_that_was_used_is_never_the_offices_to_change(office: Client, coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach)
    User.objects.filter(pk=enrolment.client_id).update(last_login=NOW)
    before = User.objects.get(pk=enrolment.client_id).email
    assert at(enrolment, "adres") not in office.get(at(enrolment)).content.decode()
    answer = office.post(at(enrolment, "adres"), {"email": "kantoor-leest-mee@example.nl"})
    assert "alleen de eigenaar" in answer.content.decode()
    assert User.objects.get(pk=enrolment.client_id).email == before


def test_somebody_who_waited_for_the_payment_begins_when_it_is_arranged(office: Client, coach: User) -> None:
    enrolment = invited(coach)
    whole.accept(enrolment=enrolment, now=NOW)
    office.post(at(enrolment, "geregeld"), {"through_week": "12"})
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.covered_through) == (Status.ACTIVE, 12)


def test_hand_over_pause_come_back_more_time_care_and_stop(office: Client, coach: User) -> None:
    enrolment, new = people.enrolled(people.client(), coach), people.coach("Ilse Oud")
    office.post(at(enrolment, "begeleider"), {"coach": str(new.pk), "reason": "office-practice"})
    assert coach_of(enrolment.client, NOW) == new
    office.post(at(enrolment, "pauze"), {"starts_on": "2026-12-07", "ends_on": "2026-12-21", "reason": "holiday"})
    assert str(enrolment.pauses.get().ends_on) == "2026-12-21"
    office.post(at(enrolment, "hervatten"))
    assert not enrolment.pauses.exists()
    office.post(at(enrolment, "verlengen"), {"until": "2027-03-01", "reason": "office-talked"})
    office.post(at(enrolment, "stoppen"), {"reason": "office-asked", "shown": "0"})
    enrolment.refresh_from_db()
    assert (str(enrolment.open_until), enrolment.status) == ("2027-03-01", Status.WITHDRAWN)
    fresh = invited(coach, "Ties Mol")
    office.post(at(fresh, "soort"), {"care_kind": "care", "reason": "office-mistake"})
    fresh.refresh_from_db()
    assert fresh.care_kind == CareKind.CARE


def test_the_office_is_not_told_the_reasons_of_clients_and_coaches(office: Client, coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach)
    until = MONDAY + timedelta(days=7)
    whole.pause(enrolment=enrolment, starts_on=MONDAY, ends_on=until, by=enrolment.client, now=NOW, reason=Pause.Reason.ILLNESS)
    page = office.get(at(enrolment)).content.decode()
    assert "Een pauze vanaf 23 november 2026" in page
    assert "ziek" not in page
    assert "ziek" not in office.get(at(enrolment, "pauze")).content.decode()


def test_bad_input_is_refused_and_changes_nothing(office: Client, coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach)
    days = ["", "31-02-2027", "9999-12-31", "0001-01-01", "nooit", "\x00"]
    wrong: list[tuple[str, dict[str, str]]] = [("start", {"starts_on": day, "reason": "office-asked"}) for day in days]
    wrong += [("verlengen", {"until": day, "reason": "office-asked"}) for day in days]
    wrong += [("pauze", {"starts_on": day, "ends_on": "2026-12-07", "reason": "other"}) for day in days]
    wrong += [("pauze", {"starts_on": "2026-12-07", "ends_on": "2026-12-07", "reason": "other"})]
    wrong += [("pauze", {"starts_on": "2026-12-01", "ends_on": "2026-12-07", "reason": "illness"})]
    wrong += [("geregeld", {"through_week": week}) for week in ("", "13", "-1", "x", str(2**63))]
    wrong += [("begeleider", {"coach": pk, "reason": "office-asked"}) for pk in ("", "0", "x", str(2**64), str(enrolment.client_id))]
    wrong += [("stoppen", {"reason": reason}) for reason in ("", "ze was verdrietig")]
    wrong += [("adres", {"email": email}) for email in ("", "a@b", "x" * 260 + "@b.nl", "a@b.nl\nBcc: c@d.nl")]
    before = Enrolment.objects.values().get(pk=enrolment.pk), enrolment.changes.count()
    for deed, data in wrong:
        assert office.post(at(enrolment, deed), data).status_code == 422, (deed, data)
    assert (Enrolment.objects.values().get(pk=enrolment.pk), enrolment.changes.count()) == before


@pytest.mark.parametrize("who", [people.client, people.coach])
def test_for_others_there_is_nothing_here(coach: User, who: Any) -> None:
    enrolment = people.enrolled(people.client(), coach)
    browser = signed_in(who("Sam"), NOW)
    assert browser.get(at(enrolment)).status_code == 404
    for deed in DEEDS:
        assert browser.post(at(enrolment, deed), {"reason": "office-asked"}).status_code == 404
    assert browser.post(TOGETHER, {"deed": "opnieuw", "wie": str(enrolment.uuid)}).status_code == 404
    enrolment.refresh_from_db()
    assert enrolment.status == Status.ACTIVE


def test_a_mail_is_sent_again_from_the_page_of_its_own_person_only(office: Client, coach: User) -> None:
    enrolment, other = invited(coach), invited(coach, "Ties Mol")
    mail = Notice.objects.get(recipient=enrolment.client)
    Notice.objects.update(sent_at=NOW)
    assert office.post(f"{at(other)}mail/{mail.pk}/opnieuw/").status_code == 404
    assert office.post(f"{at(enrolment)}mail/{mail.pk}/opnieuw/").status_code == 302
    mail.refresh_from_db()
    assert (mail.resends, mail.sent_at) == (1, None)


def test_helping_on_the_phone_says_by_the_day_what_happened_and_shows_no_code(office: Client, coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach)
    browser = signed_in(enrolment.client, NOW)
    agent = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    key = browser.session.session_key
    UserSession.objects.update_or_create(session_key=key, defaults={"user": enrolment.client, "ip": "192.0.2.7", "user_agent": agent})
    account_mail.send_code(user=enrolment.client, code="CDFG-3467", now=NOW - timedelta(minutes=4))
    page = office.get(at(enrolment)).content.decode()
    for words in ("23 november 2026", "Firefox op Windows", "Ik kan de code niet zien", "4 minuten geleden"):
        assert words in page
    for secret in ("192.0.2.7", "CDFG"):
        assert secret not in page


def test_several_are_looked_at_before_anything_happens_and_then_done(office: Client, coach: User) -> None:
    first, second = people.enrolled(people.client("Noor Visser"), coach), invited(coach, "Ties Mol")
    chosen = {"wie": [str(first.uuid), str(second.uuid)]}
    fields = {"starts_on": "2026-12-07", "ends_on": "2026-12-21", "reason": "holiday"}
    assert "Eerste dag van de pauze" in office.post(TOGETHER, {"deed": "pauze", **chosen}).content.decode()
    look = office.post(TOGETHER, {"deed": "pauze", "stap": "bekijken", **chosen, **fields}).content.decode()
    assert "Er is nog niets gebeurd" in look
    assert "Alleen een traject dat loopt" in look  # Ties has not begun
    assert not Pause.objects.exists()
    done = office.post(TOGETHER, {"deed": "pauze", "stap": "doen", **chosen, **fields}).content.decode()
    assert "Gedaan voor één persoon" in done
    assert [pause.enrolment for pause in Pause.objects.all()] == [first]
    assert first.changes.filter(kind="paused", by__is_office=True).count() == 1


def test_what_the_look_shows_is_what_happens(office: Client, coach: User) -> None:
    people_here = [people.enrolled(people.client(f"Mens {number}"), coach) for number in range(3)]
    data = {"deed": "start", "wie": [str(one.uuid) for one in people_here], "starts_on": "2026-11-30", "reason": "office-practice"}
    look = office.post(TOGETHER, data | {"stap": "bekijken"}).content.decode()
    assert look.count("eerste dag van 23 november naar maandag 30 november 2026") == 3
    assert {str(one.starts_on) for one in Enrolment.objects.all()} == {"2026-11-23"}
    office.post(TOGETHER, data | {"stap": "doen"})
    assert {str(one.starts_on) for one in Enrolment.objects.all()} == {"2026-11-30"}


def test_everybody_of_a_choice_is_invited_again_and_a_page_loaded_twice_mails_once(office: Client, coach: User) -> None:
    for number in range(3):
        invited(coach, f"Mens {number}")
    Notice.objects.update(sent_at=NOW - timedelta(days=6))
    everybody = {"deed": "opnieuw", "allen": "1", "groep": "uitgenodigd"}
    look = office.post(TOGETHER, everybody).content.decode()
    assert "Er is nog niets gebeurd" in look
    assert not Notice.objects.filter(resends=1).exists()
    chosen = {"deed": "opnieuw", "wie": [str(one.uuid) for one in Enrolment.objects.all()], "stap": "doen"}
    for _twice in range(2):
        office.post(TOGETHER, chosen)
    assert set(Notice.objects.values_list("resends", flat=True)) == {1}


def test_odd_choices_do_nothing(office: Client, coach: User) -> None:
    enrolment = invited(coach)
    assert office.post(TOGETHER, {"deed": "stoppen", "wie": str(enrolment.uuid)}).status_code == 404
    assert office.post(TOGETHER, {"deed": "opnieuw", "wie": ["x", "\x00", "1" * 40]}).status_code == 302
    assert office.get(TOGETHER).status_code == 405
