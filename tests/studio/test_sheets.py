"""Lists that leave and lists that come in."""

import csv
import io
import zipfile
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from accounts.access import coach_of
from accounts.models import OfficeDeed, User
from accounts.refusal import Refused
from keyring.models import ClientKey
from notices.models import Notice
from paper.sheets import as_csv, as_xlsx, harmless
from programme import enrolment as whole
from programme.models import Enrolment, Release, Status
from studio.office.incoming import read
from tests import people
from tests.journey import pages
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

LIST, TAKE, BRING = "/kantoor/mensen/", "/kantoor/mensen/meenemen/", "/kantoor/mensen/overzetten/"
BITING = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x")', ";=1", "＝1", "\n=1", "%0A=1", "|calc"]


@pytest.mark.parametrize("text", BITING)
def test_no_program_reads_a_formula_in_a_cell(text: str) -> None:
    assert harmless(text).startswith("'")
    [line] = list(csv.reader(io.StringIO(as_csv(["x"], [[text]]).decode("utf-8-sig")), delimiter=";"))[1:]
    assert line[0].startswith("'")
    cell = load_workbook(io.BytesIO(as_xlsx(["x"], [[text]]))).worksheets[0]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_whatever_the_text_a_cell_is_text(text: str) -> None:
    cell = load_workbook(io.BytesIO(as_xlsx(["x"], [[text]]))).worksheets[0]["A2"]
    assert cell.data_type != "f"
    assert harmless(text)[:1] not in set("=+-@\t\r\n＝")


def test_numbers_and_days_stay_what_they_are() -> None:
    row = load_workbook(io.BytesIO(as_xlsx(["a", "b"], [[-3, date(2027, 1, 4)]]))).worksheets[0]
    assert (row["A2"].value, row["B2"].value.date()) == (-3, date(2027, 1, 4))
    assert b'"-3";"2027-01-04"' in as_csv(["a", "b"], [[-3, date(2027, 1, 4)]])


HEAD = "naam;e-mail;week;begeleider\n"


def test_a_list_is_read_whatever_its_separator_encoding_and_order() -> None:
    for content in (
        HEAD.encode() + "Zoë Bos;zoe@example.nl;3;Marit\n".encode(),
        "\ufeffE-mail:,Naam,Zit nu in week,Coach\nzoe@example.nl,Zoë Bos,3,Marit\n".encode(),
        "week\tnaam\te-mailadres\tbegeleider\r\n3\tZoë Bos\tzoe@example.nl\tMarit\r\n".encode("cp1252"),
    ):
        [row] = read("lijst.csv", content)
        assert (row.number, row.text("name"), row.text("email"), row.text("week")) == (2, "Zoë Bos", "zoe@example.nl", "3")


def test_a_workbook_is_read_and_its_numbers_are_whole() -> None:
    book = Workbook()
    for line in (["Naam", "E-mail", "Week"], ["Zoë Bos", "zoe@example.nl", 3.0], [None, None, None], ["Ties", "t@example.nl", "=1+2"]):
        book.active.append(line)
    made = io.BytesIO()
    book.save(made)
    rows = read("lijst.xlsx", made.getvalue())
    assert [(row.number, row.text("name"), row.text("week")) for row in rows] == [(2, "Zoë Bos", "3"), (4, "Ties", "")]


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 10, b"PK\x03\x04", b"naam;week\nx;1", HEAD.encode(), b"\xff\xfe\x00n", bomb(), b"x" * 1_000_001,
     HEAD.encode() + b"a;b;1;c\n" * 501, b'naam;e-mail;week\n"' + b"a" * 200_000],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused, match=r"\."):
        read("lijst", content)


@pytest.fixture
def office() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield signed_in(people.office(), NOW)


def upload(text: str, **fields: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("lijst.csv", text.encode()), **fields}


@pytest.mark.django_db
@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_the_office_takes_a_list_along_and_that_is_written_down(office: Client, coach: User, shape: str) -> None:
    whole.enrol(client=people.client("=Noor Visser"), programme=people.programme(), coach=coach, starts_on=MONDAY, by=None, now=NOW)
    assert "lijst" in office.get(TAKE).content.decode()
    answer = office.post(TAKE, {"vorm": shape, "groep": "uitgenodigd"})
    assert f'filename="lijst.{shape}"' in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    if shape == "csv":
        assert '"\'=Noor Visser"' in answer.content.decode("utf-8-sig")
        assert '"Marit Veenstra"' in answer.content.decode("utf-8-sig")
    assert OfficeDeed.objects.get().after == {"group": "uitgenodigd", "rows": 1}


@pytest.mark.django_db
def test_taking_along_asks_once_more_who_is_there(coach: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        browser = signed_in(people.office(), NOW)
        people.office("Sam")
        clock.shift(16 * 60)
        for answer in (browser.get(TAKE), browser.post(TAKE, {"vorm": "csv"})):
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/account/")
    assert not OfficeDeed.objects.exists()


@pytest.mark.django_db
def test_twenty_five_people_come_over_at_their_own_week_and_hear_nothing(office: Client, coach: User) -> None:
    rows = "".join(f"Mens {number};mens{number}@example.nl;{number % 12 + 1};Marit\n" for number in range(25))
    look = office.post(BRING, upload(HEAD + rows))
    assert "Er is nog niets gebeurd" in look.content.decode()
    assert not Enrolment.objects.exists()
    assert ClientKey.objects.count() == 4  # of the coach and of the office: looking makes no keys
    done = office.post(BRING, {"lijst": look.context["list"]})
    assert "25 mensen zijn over" in done.content.decode()
    assert Enrolment.objects.filter(status=Status.ACTIVE).count() == 25
    for enrolment in Enrolment.objects.select_related("client"):
        number = int(enrolment.client.email.removeprefix("mens").partition("@")[0])
        assert Release.objects.of(enrolment).exclude(opened_at=None).count() == number % 12 + 1
        assert coach_of(enrolment.client, NOW) == coach
    assert not Notice.objects.exists()
    assert OfficeDeed.objects.get().after == {"rows": 25}
    again = office.post(BRING, {"lijst": look.context["list"]})
    assert (again.status_code, Enrolment.objects.count()) == (422, 25)


@pytest.mark.django_db
def test_each_line_says_what_is_wrong_with_it_and_nobody_comes(office: Client, coach: User) -> None:
    known = people.enrolled(people.client("Noor Visser"), coach)
    lines = [
        ";leeg@example.nl;3;Marit",
        "Ties Mol;geen adres;3;Marit",
        "Ties Mol;ties@example.nl;13;Marit",
        "Ties Mol;ties2@example.nl;drie;Wie",
        "Pim Bos;twee@example.nl;3;Marit",
        "Saar Vos;TWEE@example.nl;3;Marit",
        f"Noor Visser;{known.client.email};3;Marit",
        f"Marit;{coach.email};3;Marit",
        "Goed Mens;goed@example.nl;3;Marit",
    ]
    answer = office.post(BRING, upload(HEAD + "\n".join(lines)))
    page = pages.read(answer)
    assert answer.status_code == 422
    for words in ("Regel 2", "De naam is leeg", "Regel 3", "Regel 4 (Ties Mol): De week is een getal van 1 tot en met 12", "Regel 5",
                  "meer dan één keer",
                  "volgt dit traject al", "Wie hier werkt", "8 regels"):  # fmt: skip
        assert words in page
    assert "Regel 10" not in page
    assert Enrolment.objects.count() == 1
    assert not User.objects.filter(email="goed@example.nl").exists()


@pytest.mark.django_db
def test_one_that_cannot_come_keeps_everybody_back(office: Client, coach: User) -> None:
    look = office.post(BRING, upload(f"{HEAD}Een;een@example.nl;3;Marit\nTwee;twee@example.nl;3;Marit\n"))
    late = whole.enrol(client=people.client("T"), programme=people.programme(), coach=coach, starts_on=MONDAY, by=None, now=NOW)
    User.objects.filter(pk=late.client_id).update(email="twee@example.nl")
    answer = office.post(BRING, {"lijst": look.context["list"]})
    assert answer.status_code == 422
    assert not User.objects.filter(email="een@example.nl").exists()


@pytest.mark.django_db
def test_a_list_that_was_changed_on_its_way_or_is_old_is_not_believed(office: Client, coach: User) -> None:
    look = office.post(BRING, upload(f"{HEAD}Een;een@example.nl;3;Marit\n"))
    for sent in ("", "x", look.context["list"][:-2], "é"):
        assert office.post(BRING, {"lijst": sent}).status_code == 422
    with time_machine.travel(NOW.timestamp() + 1801, tick=False):
        assert "te lang geleden" in office.post(BRING, {"lijst": look.context["list"]}).content.decode()
    assert not Enrolment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", [people.client, people.coach])
def test_nobody_else_takes_or_brings(coach: User, who: Any) -> None:
    browser = signed_in(who("Sam"), NOW)
    for address in (TAKE, BRING):
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"vorm": "csv", "lijst": "x"}).status_code == 404
