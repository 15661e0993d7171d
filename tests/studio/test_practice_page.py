"""The settings of the practice."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import OfficeDeed, Practice
from studio.office.practice import PracticeForm, settings
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/kantoor/praktijk/"


@pytest.fixture
def office() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield signed_in(people.office(), NOW)


def filled(**other: str) -> dict[str, str]:
    """The form as the page shows it, with some fields changed."""
    form = PracticeForm(instance=Practice.current())
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None or value is False else str(value) for name, value in shown.items()} | other


def test_every_setting_stands_on_the_page_once(office: Client) -> None:
    shown = [field.name for _title, _about, fields in PracticeForm(instance=Practice()).groups() for field in fields]
    assert sorted(shown) == sorted(settings())
    page = office.get(PAGE).content.decode()
    assert all(f'name="{name}"' in page for name in shown)


def test_saving_what_is_shown_changes_nothing(office: Client) -> None:
    assert office.post(PAGE, filled()).status_code == 302
    saved, fresh = Practice.objects.get(), Practice(pk=1)
    assert all(getattr(saved, name) == getattr(fresh, name) for name in settings())
    assert not OfficeDeed.objects.exists()


def test_a_setting_is_saved_and_who_did_it_is_written_down(office: Client) -> None:
    office.post(PAGE, filled(name="Praktijk Oever", answer_weekday="3", registrations="AGB: 12345678\nBIG: 1\n"))
    saved = Practice.objects.get()
    assert (saved.name, saved.answer_weekday, saved.registrations) == ("Praktijk Oever", 3, {"AGB": "12345678", "BIG": "1"})
    deed = OfficeDeed.objects.get()
    assert (deed.before["answer_weekday"], deed.after["answer_weekday"]) == ("2", "3")
    page = office.get("/kantoor/geschiedenis/?soort=praktijk").content.decode()
    assert "antwoorddag" in page
    assert "Els Bakker" in page


def test_the_help_card_is_written_in_lines(office: Client) -> None:
    office.post(PAGE, filled(help_numbers="!112 | Nu niet veilig. | Not safe now.\n | Je huisarts. | Your GP."))
    assert Practice.objects.get().help_numbers == [
        {"number": "112", "nl": "Nu niet veilig.", "en": "Not safe now.", "acute": True},
        {"number": "", "nl": "Je huisarts.", "en": "Your GP.", "acute": False},
    ]


WRONG = {
    "name": ["", "x" * 121, "a\x00"],
    "office_email": ["geen adres", "a@b.nl, c@d.nl"],
    "zone": ["", "Europa/Amsterdam"],
    "start_weekday": ["", "7", "-1", "x"],
    "start_notice_days": ["-1", "61", "x", "", str(2**40)],
    "opening_hour": ["24", "-1", "7.5"],
    "quiet_from": ["25:00", "laat", "07:30"],
    "second_answer_weekday": ["4", "9"],
    "cutoff_weekday": ["2"],
    "first_answer_working_days": ["0", "11"],
    "pause_weeks_in_all": ["53"],
    "night_visible_at": ["06:00"],
    "kvk_number": ["123456789"],
    "registrations": ["AGB 1", ":", "AGB:"],
    "help_numbers": ["", "112", "112 | a | b", "!112 | a", "\n".join(["!1 | a | b"] * 13), "!" + "1" * 21 + " | a | b"],
}


def test_a_value_that_cannot_be_right_is_refused_in_a_sentence_and_nothing_is_saved(office: Client) -> None:
    for name, values in WRONG.items():
        for value in values:
            extra = {"cutoff_hour": "18"} if name == "cutoff_weekday" else {}
            answer = office.post(PAGE, filled(**{name: value}, **extra))
            assert (answer.status_code, "field__error" in answer.content.decode()) == (422, True), (name, value)
    assert not Practice.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed", "kept"), [("iban", "nl91 abna 0417 1643 00", "NL91ABNA0417164300"), ("vat_id", "nl001234567b01", "NL001234567B01")]
)
def test_a_number_is_kept_without_the_spaces_people_write(office: Client, name: str, typed: str, kept: str) -> None:
    office.post(PAGE, filled(**{name: typed}))
    assert getattr(Practice.objects.get(), name) == kept


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("iban", "NL91ABNA0417164301", "controlecijfers passen niet"),
        ("iban", "=1+1", "controlecijfers passen niet"),
        ("kvk_number", "1234567", "acht cijfers"),
        ("vat_id", "NL001234567B1", "kan niet kloppen"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_in_a_sentence(office: Client, name: str, typed: str, said: str) -> None:
    answer = office.post(PAGE, filled(**{name: typed}))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Practice.objects.filter(**{name: typed}).exists()
