"""One opened page that saves again and again: its own drafts make place for each other, whatever happens to the replies."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import reading
from exercises.answers import decode
from exercises.models import LogVersion
from exercises.versions import Sheet, Written
from tests import people
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


class Page:
    """An opened page, as its script sends it: `based_on` is the last number that it heard."""

    def __init__(self, desk, token, based_on: int = 0) -> None:
        self.desk, self.token, self.based_on, self.name, self.turn = desk, token, based_on, people.token(), 0

    def send(self, text: str, *, turn: int | None = None, draft: bool = True, hears: bool = True) -> Written:
        self.turn = turn or self.turn + 1
        written = self.desk.write(
            {"kort": text}, client_token=self.token, based_on=self.based_on, draft=draft, sheet=Sheet(self.name, self.turn)
        )
        if hears:
            self.based_on = written.version.number
        return written


def kept(desk) -> list[str]:
    versions = list(LogVersion.objects.order_by("number").select_related("log__enrolment__client"))
    return [str(decode(text or "{}").get("kort", "")) for text in reading.read(desk.client, versions, "test", NOW)]


def test_a_hundred_autosaves_are_one_draft(desk) -> None:
    page = Page(desk, people.token())
    for n in range(1, 101):
        assert page.send("a" * n).other is None
    assert kept(desk) == ["a" * 100]


def test_a_reply_that_was_lost_on_the_way_makes_no_second_place(desk) -> None:
    page = Page(desk, people.token())
    page.send("een", hears=False)
    assert page.send("een twee", hears=False).other is None
    assert page.send("een twee drie").other is None
    assert kept(desk) == ["een twee drie"]


def test_what_was_under_way_too_long_does_not_undo_what_came_after_it(desk) -> None:
    page = Page(desk, people.token())
    page.send("een", hears=False)
    page.send("een twee drie", turn=3, hears=False)
    late = page.send("een twee", turn=2)
    assert late.other is None
    assert kept(desk) == ["een twee drie"]


def test_what_somebody_keeps_is_never_held_for_late(desk) -> None:
    page = Page(desk, people.token())
    page.send("een", turn=5)
    page.send("twee", turn=1, draft=False)
    assert kept(desk)[-1] == "twee"


def test_keeping_ends_the_draft_and_what_is_typed_after_it_is_a_new_one(desk) -> None:
    page = Page(desk, people.token())
    page.send("een")
    page.send("een twee", draft=False, hears=False)
    assert page.send("een twee drie").other is None
    assert kept(desk) == ["een twee", "een twee drie"]
    assert list(LogVersion.objects.order_by("number").values_list("draft", flat=True)) == [False, True]


def test_two_pages_that_write_in_turn_keep_one_text_each(desk) -> None:
    token = people.token()
    laptop = Page(desk, token)
    laptop.send("begin")
    telephone = Page(desk, token, laptop.based_on)
    for n in range(5):
        laptop.send(f"laptop {n}"), telephone.send(f"telefoon {n}")
    assert kept(desk)[-2:] == ["laptop 4", "telefoon 4"]
    assert len(kept(desk)) <= 3


def test_without_a_script_a_page_has_one_turn_and_stale_is_stale(desk) -> None:
    token, sheet = people.token(), Sheet(people.token(), 0)
    desk.write({"kort": "een"}, client_token=token, sheet=sheet)
    assert desk.write({"kort": "twee"}, client_token=token, sheet=sheet).other is not None
    assert kept(desk) == ["een", "twee"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_whatever_order_two_pages_write_in_each_ones_last_text_is_there(desk, deeds) -> None:
    LogVersion.objects.all().delete()
    token, last = people.token(), {}
    pages = [Page(desk, token), Page(desk, token)]
    for n, (which, draft, hears) in enumerate(deeds):
        pages[which].send(text := f"{which} {n}", draft=draft, hears=hears)
        last[which] = text
    assert set(last.values()) <= set(kept(desk))
    assert sum(LogVersion.objects.values_list("draft", flat=True)) <= 2
