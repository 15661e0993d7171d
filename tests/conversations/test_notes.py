"""Two kinds of notes: aids that go by themselves, and a file that stays and that the client may ask to see."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.refusal import Refused
from conversations import notes
from conversations.models import Note
from notices.models import Notice
from tests import people
from tests.conversations.pages import PLANTED, token_in
from tests.people import NOW
from tests.signed_in import body, signed_in

pytestmark = pytest.mark.django_db


def write(desk, kind="file", text=PLANTED, author=None, now=NOW) -> Note:
    return notes.write(enrolment=desk.enrolment, author=author or desk.coach, kind=kind, text=text, token=uuid4(), now=now)


def address(desk) -> str:
    return f"/praktijk/{desk.enrolment.uuid}/aantekeningen/"


def test_an_aid_goes_after_ninety_days_and_the_file_stays(desk) -> None:
    write(desk, "aid")
    filed = write(desk, "file")

    assert notes.sweep(NOW + timedelta(days=90) - timedelta(seconds=1)) == 0
    assert notes.sweep(NOW + timedelta(days=90)) == 1
    assert list(Note.objects.all()) == [filed]


def test_an_aid_is_read_by_who_wrote_it_and_the_file_by_who_cares(desk) -> None:
    cover = people.coach("Ilse Invaller")
    people.cares_for(cover, desk.client)
    write(desk, "aid", "Alleen voor mij.")
    write(desk, "file", PLANTED)
    page = body(signed_in(cover, NOW).get(address(desk)))

    assert PLANTED in page
    assert "Alleen voor mij." not in page
    assert "Alleen voor mij." in body(signed_in(desk.coach, NOW).get(address(desk)))


def test_the_client_reads_the_file_once_it_is_opened_and_nothing_written_after(desk) -> None:
    write(desk, "file", PLANTED)
    write(desk, "aid", "Alleen voor mij.")
    client, coach = signed_in(desk.client, NOW), signed_in(desk.coach, NOW)
    assert PLANTED not in body(client.get("/account/dossier/"))
    client.post("/account/dossier/")
    assert Notice.objects.filter(kind="asks-file", recipient=desk.coach).count() == 1
    coach.post(f"{address(desk)}tonen/")
    write(desk, "file", "Van later.", now=NOW + timedelta(minutes=1))
    page = body(client.get("/account/dossier/"))

    assert PLANTED in page
    assert "Alleen voor mij." not in page
    assert "Van later." not in page
    assert Notice.objects.filter(kind="file-open", recipient=desk.client).count() == 1


def test_an_aid_can_be_thrown_away_by_who_wrote_it_and_the_file_by_nobody(desk) -> None:
    aid, filed = write(desk, "aid"), write(desk, "file")
    coach = signed_in(desk.coach, NOW)
    for note in (aid, filed):
        coach.post(f"/praktijk/aantekening/{note.pk}/weg/")

    assert list(Note.objects.all()) == [filed]
    with pytest.raises(Refused):
        notes.throw_away(note=filed, by=desk.coach, now=NOW)


def test_strangers_and_the_office_find_nothing(desk) -> None:
    note = write(desk)
    for who in (people.coach("Bea Vreemd"), people.office(), people.client("Vreemde Klant")):
        browser = signed_in(who, NOW)
        assert browser.get(address(desk)).status_code == 404
        assert browser.post(f"/praktijk/aantekening/{note.pk}/weg/").status_code == 404
    with pytest.raises(Refused):
        write(desk, author=people.coach("Ilse Anders"))


def test_written_twice_it_lands_once_and_what_is_refused_stays_in_the_box(desk) -> None:
    coach = signed_in(desk.coach, NOW)
    sent = {"token": token_in(body(coach.get(address(desk)))), "kind": "aid", "text": PLANTED}
    coach.post(address(desk), sent)
    coach.post(address(desk), sent)
    assert Note.objects.count() == 1
    refused = coach.post(address(desk), {"token": "x", "kind": "anders", "text": PLANTED})

    assert refused.status_code == 422
    assert PLANTED in body(refused)
    assert coach.post(address(desk), {"token": "x", "kind": "aid", "text": " "}).status_code == 422
    assert Note.objects.count() == 1


def test_the_database_shows_an_aid_to_nobody(desk) -> None:
    write(desk, "aid")

    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.update(shown_at=NOW)


def test_notes_stand_sealed_in_the_database(desk) -> None:
    assert PLANTED.encode() not in bytes(Note.objects.get(pk=write(desk).pk).sealed)
