"""The workbook: one's own texts alone, by range and by choice, in three forms, under a name that tells nothing."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.http import HttpResponse
from pypdf import PdfReader

from accounts.models import AccessRecord
from exercises import answer_back, logs, reviews
from exercises.models import LogVersion
from journey import workbook
from tests.exercises.test_planted import in_columns
from tests.journey.pages import counted, read
from tests.journey.weeks import in_week, triggered
from tests.people import NOW
from tests.signed_in import signed_in

AT = "/logboek/werkboek/"
MINE = "De reiger stond vannacht weer in de vijver."
EVERY = ["trigger", "daily", "free", "planned", "plain"]


def taken(browser, **fields: object) -> HttpResponse:
    return browser.post(AT, {"file": "txt", "kinds": EVERY, "private": "on", "answers": "on", "pictures": "on"} | fields)


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def answered(desk, log, text: str = "Dag Noor,\n\nik las het rustig.") -> None:
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text=text, based_on=0, now=NOW)
    reviews.publish(review=draft.review, now=NOW)


@pytest.mark.parametrize(("form", "kind"), [("pdf", "application/pdf"), ("txt", "text/plain; charset=utf-8"), ("json", "application/json")])
def test_each_form_leaves_as_a_file_that_nobody_keeps(noor, desk, form, kind) -> None:
    desk.write({"verhaal": MINE, "spanning": 7})
    made = taken(noor, file=form)
    assert made.status_code == 200
    assert made.headers["Content-Type"] == kind
    assert made.headers["Content-Disposition"] == f'attachment; filename="werkboek.{form}"'
    assert "no-store" in made.headers["Cache-Control"]
    said = words(made.content) if form == "pdf" else made.content.decode()
    assert MINE in said
    assert "Hoe hoog?" in said


def test_the_pdf_is_tagged_in_our_faces_and_says_nobodys_name(noor, desk) -> None:
    answered(desk, logs.share(log=desk.write({"verhaal": MINE + "\n\n*Niet* #vet\nregel"}).log, now=NOW))
    made = taken(noor, file="pdf").content
    reader = PdfReader(BytesIO(made))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "nl"
    assert "*Niet* #vet" in words(made)
    assert "ik las het rustig." in words(made)
    for name in ("Noor Visser", "Traject", "Geheime titel"):
        assert name not in words(made) + str(reader.metadata)


def test_json_gives_back_what_was_answered(noor, desk) -> None:
    answered(desk, logs.share(log=desk.write({"verhaal": MINE, "spanning": 7, "bewegingen": ["none"]}).log, now=NOW))
    [entry] = json.loads(taken(noor, file="json").content)["entries"]
    assert entry["answers"] == {"verhaal": MINE, "spanning": 7, "bewegingen": ["none"]}
    assert entry["begun_at"] == "2026-11-23T09:00:00+01:00"
    assert entry["replies"] == [{"by": "Marit", "at": "2026-11-23T09:00:00+01:00", "words": "Dag Noor,\n\nik las het rustig."}]


def test_replies_stand_under_their_entry_and_what_was_answered_back_goes_along(noor, desk) -> None:
    first, second = (logs.share(log=desk.write({"verhaal": text}).log, now=NOW) for text in ("Het eerste.", "Het tweede."))
    draft = reviews.save_draft(
        enrolment=desk.enrolment,
        week=desk.week,
        author=desk.coach,
        logs=[first, second],
        text="Over allebei.",
        based_on=0,
        now=NOW,
        replies={first.pk: "Bij dit ene."},
    )
    answer_back.answer_back(review=reviews.publish(review=draft.review, now=NOW), text="Dank je, de reiger ook.", now=NOW)
    found = json.loads(taken(noor, file="json").content)["entries"]
    by_words = {entry["answers"]["verhaal"]: [reply["words"] for reply in entry["replies"]] for entry in found}
    assert sorted(by_words["Het eerste."] + by_words["Het tweede."]) == ["Bij dit ene.", "Dank je, de reiger ook.", "Over allebei."]
    assert "Bij dit ene." in by_words["Het eerste."]


def test_nothing_of_another_ever_goes_along(noor, sam, desk, stranger) -> None:
    answered(desk, logs.share(log=desk.write({"verhaal": MINE}).log, now=NOW))
    for form in ("pdf", "txt", "json"):
        page = taken(sam, file=form, enrolment=str(desk.enrolment.pk), client=str(desk.client.pk))
        assert page.status_code == 422
        assert "reiger" not in page.content.decode()
    assert signed_in(desk.coach, NOW).post(AT, {"file": "txt"}).status_code == 404


def test_an_export_asks_once_more_who_is_there(desk) -> None:
    desk.write({"verhaal": MINE})
    browser = signed_in(desk.client, NOW)
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        for page in (browser.get(AT), taken(browser)):
            assert page.status_code == 302
            assert page.headers["Location"].startswith("/account/reauthenticate/")
    assert not AccessRecord.objects.exists()


def test_an_export_is_recorded_with_ids_and_nothing_else(noor, desk) -> None:
    written = desk.write({"verhaal": MINE})
    noor.get(AT)
    assert not AccessRecord.objects.exists()
    taken(noor, file="pdf")
    [kept] = AccessRecord.objects.all()
    assert (kept.actor, kept.subject, kept.action, kept.purpose) == (desk.client.subject, desk.client.subject, "export", "workbook")
    assert kept.rows == [str(written.version.pk)]
    assert b"reiger" not in in_columns()


def test_what_is_private_and_what_was_answered_can_stay_behind(noor, desk) -> None:
    shared = desk.write({"verhaal": "Dit deelde ik."})
    answered(desk, logs.share(log=shared.log, now=NOW))
    desk.write({"verhaal": MINE})
    desk.write({"verhaal": "Een concept."}, draft=True)
    everything, less = (taken(noor, **fields).content.decode() for fields in ({}, {"private": "", "answers": ""}))
    for said in ("Dit deelde ik.", MINE, "Een concept.", "ik las het rustig."):
        assert said in everything
        assert (said in less) == (said == "Dit deelde ik.")


def test_without_what_is_private_a_later_text_stays_behind_too(noor, desk) -> None:
    first = desk.write({"verhaal": "Dit deelde ik."})
    logs.share(log=first.log, now=NOW)
    desk.write({"verhaal": MINE}, client_token=first.log.client_token, based_on=1)
    assert MINE in taken(noor).content.decode()
    less = taken(noor, private="").content.decode()
    assert "Dit deelde ik." in less
    assert MINE not in less


def test_a_range_of_weeks_or_days_and_a_choice_of_kinds(desk) -> None:
    now = in_week(desk, 5)
    desk.write({"verhaal": "Eerste week."})
    triggered(desk, in_week(desk, 4), verhaal="Vierde week.")
    triggered(desk, now, verhaal="Vijfde week.")
    with time_machine.travel(now, tick=False):
        browser = signed_in(desk.client, now)
        for fields, found in (
            ({"first_week": "4"}, ["Vierde", "Vijfde"]),
            ({"last_week": "4"}, ["Eerste", "Vierde"]),
            ({"first_week": "4", "last_week": "4"}, ["Vierde"]),
            ({"last_day": "2026-11-23"}, ["Eerste"]),
            ({"first_day": "2026-12-14", "last_day": "2026-12-14"}, ["Vierde"]),
            ({"kinds": ["trigger"]}, ["Vierde", "Vijfde"]),
            ({"kinds": ["plain"]}, ["Eerste"]),
        ):
            said = taken(browser, **fields).content.decode()
            assert [name for name in ("Eerste", "Vierde", "Vijfde") if f"{name} week." in said] == found, fields


def test_the_pictures_are_drawn_of_what_goes_along(desk) -> None:
    for week in (4, 5, 6):
        triggered(desk, in_week(desk, week), ruimte="ja", terug="uur", spanning=week)
    now = in_week(desk, 6)
    with time_machine.travel(now, tick=False):
        browser = signed_in(desk.client, now)
        assert "week 4: 1 van 1, week 5: 1 van 1, week 6: 1 van 1." in taken(browser).content.decode()
        assert "Momenten waarop je kon kiezen" in words(taken(browser, file="pdf").content)
        assert "week 4: 1 van 1" not in taken(browser, first_week="5").content.decode()
        assert "Momenten waarop" not in taken(browser, pictures="").content.decode()


def test_nothing_to_take_along_is_said(noor, desk) -> None:
    page = taken(noor)
    assert page.status_code == 422
    assert "In deze keuze valt niets mee te nemen." in read(page)


def test_too_much_for_one_file_is_said(noor, desk, monkeypatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ENTRIES", 1)
    desk.write({"kort": "een"})
    assert taken(noor).status_code == 200
    desk.write({"kort": "twee"})
    assert "Dit is te veel voor één bestand." in read(taken(noor))


def test_a_text_that_does_not_open_is_said_to_be_safe(noor, desk) -> None:
    desk.write({"verhaal": MINE})
    LogVersion.objects.update(sealed=b"\x01" + bytes(60))
    for form in ("pdf", "txt", "json"):
        made = taken(noor, file=form)
        assert made.status_code == 200
    assert "Deze tekst kan nu niet geopend worden." in taken(noor).content.decode()


ODD = {
    "file": ["", "exe", "../pdf", ["pdf", "txt"], "PDF"],
    "kinds": [[], ["x"], "trigger'; DROP--", ["trigger", "trigger"]],
    "first_week": ["0", "13", "-1", "1e3", "99999999999999999999", "\x00", ["1", "2"]],
    "first_day": ["0001-01-01", "9999-12-31", "2026-02-30", "x", "\x00"],
    "last_day": ["0001-01-01", "9999-12-31", "2026-11-23T10:00"],
    "private": ["maybe", "\x00"],
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_choice_breaks_nothing(noor, desk, name) -> None:
    desk.write({"verhaal": MINE})
    for odd in ODD[name]:
        assert taken(noor, **{name: odd}).status_code in {200, 422}, odd


def test_a_range_that_runs_backwards_is_said(noor, desk) -> None:
    desk.write({"verhaal": MINE})
    page = taken(noor, first_day="2026-11-24", last_day="2026-11-23")
    assert page.status_code == 422
    assert "Het einde ligt hier voor het begin." in read(page)


WORDS = [
    "*vet* _schuin_ $x$ @naam <plek> \\ // -- ~",
    '#import "x"',
    "{{7*7}} <script>",
    "\u202eomgekeerd",
    "a" * 5000,
    "e" + "\u0301" * 50,
    "👩‍👩‍👧 日本",
    "\u2028",
    "\x01",
]


def test_no_text_is_markup_and_none_breaks_the_pdf(noor, desk) -> None:
    for odd in WORDS:
        desk.write({"verhaal": odd, "kort": odd})
    made = taken(noor, file="pdf")
    assert made.status_code == 200
    assert "_schuin_ $x$ @naam <plek>" in words(made.content)


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_however_much_goes_along(noor, desk, count) -> None:
    for _ in range(count):
        answered(desk, logs.share(log=desk.write({"kort": "x"}).log, now=NOW))
    taken(noor)
    with counted(22):
        assert taken(noor).status_code == 200
