"""The office sees no word that a client wrote, nor one that was written back: not on a page, in a list, in a search or in a dump."""

import io
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client
from wagtail.snippets.models import get_snippet_models

from accounts import address, situation
from accounts.models import User
from accounts.refusal import Refused
from cockpit import being_away
from conversations import appointments, messages, notes
from exercises import logs, reviews
from notices.models import Notice
from programme import contact
from programme import enrolment as whole
from programme.handover import hand_over
from programme.models import AudioClip, Enrolment, Pause
from programme.release import open_due
from studio.office.deeds import DEEDS
from studio.permissions import Roles
from tests import people
from tests.journeys.planted import Search
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
SAID = ["dakgootmerel", "regenpijpkraai", "zolderraamuil", "waslijnmus", "schoorsteenkauw"]
WRITTEN = ["kelderlichtvogel", "zwaluwenzoëmer", "brievenbusvlinder", *SAID]
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def client_of_all() -> Iterator[Enrolment]:
    """Somebody who did all that a client can: a draft, something shared, something answered, a pause, a question, a situation."""
    with time_machine.travel(NOW, tick=False):
        coach = people.coach()
        enrolment = people.enrolled(people.client("Noor Visser"), coach)
        week = enrolment.programme.weeks.get(number=1)
        for word, draft in ((WRITTEN[0], False), (WRITTEN[1], True)):
            answers = {"verhaal": f"Er was een {word}.", "kort": word}
            exercise = week.exercises.get(source_id="w01-daily" if draft else "w01-a")
            written = logs.write(
                enrolment=enrolment, exercise=exercise, week=week, answers=answers, based_on=0, draft=draft, client_token=uuid4(), now=NOW
            )
            if not draft:
                logs.share(log=written.log, now=NOW)
                made = reviews.save_draft(
                    enrolment=enrolment, week=week, author=coach, logs=[written.log], text=WRITTEN[2], based_on=0, now=NOW, token=uuid4()
                )
                reviews.publish(review=made.review, now=NOW)
        situation.change(user=enrolment.client, life=situation.Life.APART, now=NOW)
        days = {"starts_on": MONDAY + timedelta(days=14), "ends_on": MONDAY + timedelta(days=21)}
        whole.pause(enrolment=enrolment, **days, by=enrolment.client, now=NOW, reason=Pause.Reason.ILLNESS)
        contact.ask(enrolment=enrolment, now=NOW)
        talked_about(enrolment, coach)
        User.objects.filter(pk=enrolment.client_id).update(last_login=NOW)
        open_due(LATER, catch_up=True)
        yield enrolment


def talked_about(enrolment: Enrolment, coach: User) -> None:
    """A message each way, a note of each kind, and a talk that was called off because its coach is ill."""
    for author, word in ((enrolment.client, SAID[0]), (coach, SAID[1])):
        messages.send(enrolment=enrolment, author=author, text=f"Over een {word}.", token=uuid4(), now=NOW)
    for kind, word in (("aid", SAID[2]), ("file", SAID[3])):
        notes.write(enrolment=enrolment, author=coach, kind=kind, text=f"Een {word}.", token=uuid4(), now=NOW)
    talk = {"enrolment": enrolment, "member": coach, "starts_at": NOW + timedelta(hours=2), "minutes": 45}
    appointments.plan(**talk, where=f"Kamer {SAID[4]}", token=uuid4(), now=NOW)
    messages.send(enrolment=enrolment, author=enrolment.client, text=f"Nog een {SAID[0]}.", token=uuid4(), now=NOW)
    being_away.fall_ill(member=coach, starts_on=MONDAY, back_on=MONDAY + timedelta(days=4), now=NOW)


def who_never_reads() -> dict[str, Client]:
    everybody = {
        "office": people.office(),
        "coach and office": people.coach("Bas Baas", is_office=True),
        "superuser": people.person("Sam Systeem", is_superuser=True, is_office=True),
    }
    return {name: signed_in(user, NOW) for name, user in everybody.items()}


def pages_of(enrolment: Enrolment) -> list[str]:
    person = f"/kantoor/mensen/{enrolment.uuid}/"
    week, exercise = enrolment.programme.weeks.get(number=1), enrolment.programme.exercises.get(source_id="w01-a")
    editor = [f"/beheer/programma/weken/{what}/{week.pk}/" for what in ("edit", "history", "usage")]
    editor += [f"/beheer/programma/oefeningen/{what}/{exercise.pk}/" for what in ("edit", "history", "usage")]
    office = [
        "",
        "meer/",
        "geld/",
        "papieren/",
        "omzet/",
        "stoppen/",
        "geschiedenis/?soort=praktijk",
        "mensen/",
        "mensen/?groep=iedereen",
        "post/",
        "praktijk/",
        "medewerkers/",
        "cijfers/",
        "geschiedenis/",
        "mensen/meenemen/",
    ]
    return [*(f"/kantoor/{at}" for at in office), person, *(f"{person}{deed}/" for deed in DEEDS), *editor]


def test_no_page_list_search_or_export_of_the_office_shows_a_word(client_of_all: Enrolment) -> None:
    search = Search([*WRITTEN, "ziek"])
    for name, browser in who_never_reads().items():
        for address_ in pages_of(client_of_all):
            response = browser.get(address_)
            assert response.status_code in {200, 302, 403, 404}, (name, address_)
            search.look(f"{name}: {address_}", response.content)
        for word in WRITTEN:
            found = browser.post("/kantoor/mensen/", {"zoek": word, "groep": "iedereen"})
            assert found.context["page"].paginator.count == 0
        for shape in ("csv", "xlsx"):
            search.look(f"{name}: {shape}", browser.post("/kantoor/mensen/meenemen/", {"vorm": shape, "groep": "iedereen"}).content)
    assert not search.found
    assert len(search.places) > 60


def test_what_a_client_wrote_is_somebody_elses_for_the_office_on_every_other_page(client_of_all: Enrolment) -> None:
    log = client_of_all.logs.first()
    for browser in who_never_reads().values():
        for at in (f"/logboek/{log.pk}/", f"/praktijk/{client_of_all.uuid}/week/1/", "/week/1/", f"/logboek/{log.pk}/delen/"):
            assert browser.get(at).status_code in {404, 405}, at


def test_a_dump_of_every_model_has_no_word(client_of_all: Enrolment) -> None:
    dump, search = io.StringIO(), Search(WRITTEN)
    for alias in ("default", "keyring"):
        call_command("dumpdata", database=alias, stdout=dump)
    search.look("dumpdata", dump.getvalue().encode())
    assert "exercises.logversion" in dump.getvalue()
    assert not search.found


def test_no_model_that_holds_a_text_of_a_client_is_registered_or_permitted() -> None:
    # What a coach speaks for a week is nobody's private text, and stands in bytes too.
    stored = [model for model in apps.get_models() if any(isinstance(field, models.BinaryField) for field in model._meta.get_fields())]
    sealed = [model for model in stored if model is not AudioClip]
    assert len(sealed) >= 4
    assert not set(sealed) & set(get_snippet_models())
    for who in (people.office(), people.coach(), people.coach("Bas Baas", is_office=True)):
        for model in sealed:
            for verb in ("view", "add", "change", "delete"):
                permission = f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
                assert permission not in Roles().get_user_permissions(who), permission


def test_the_office_cannot_come_to_read_by_an_address_or_by_handing_over(client_of_all: Enrolment) -> None:
    """T43: neither another mailbox for a used account, nor a client handed to somebody who is no coach."""
    els = people.office()
    with pytest.raises(Refused):
        address.correct(user=client_of_all.client, new_email="kantoor@example.nl", by=els, now=NOW)
    with pytest.raises(Refused):
        hand_over(enrolment=client_of_all, to=els, by=els, now=NOW)
    browser = signed_in(els, NOW)
    browser.post(f"/kantoor/medewerkers/{els.pk}/", {"is_coach": "on", "is_office": "on"})
    els.refresh_from_db()
    assert not els.is_coach


def test_handing_over_is_told_to_the_client_and_ends_the_former_coach_in_mid_session(client_of_all: Enrolment) -> None:
    former = client_of_all.client.carers.get().member
    browser = signed_in(former, NOW)
    page = f"/praktijk/{client_of_all.uuid}/week/1/"
    assert browser.get(page).status_code == 200
    hand_over(enrolment=client_of_all, to=people.coach("Ilse Oud"), by=people.office(), now=NOW)
    assert browser.get(page).status_code == 404
    assert Notice.objects.filter(recipient=client_of_all.client, kind="handed-over").exists()
    assert not Notice.objects.on_desk().of(former).filter(kind=contact.KIND).exists()
