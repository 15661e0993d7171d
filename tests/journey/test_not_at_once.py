"""Wherever somebody writes it says that this is not read at once, with the way to help beside it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.journey.pages import read
from tests.journey.test_exercise import PAGE, sent

SAYS = "Dit wordt niet meteen gelezen."
INCLUDED = "journey/_not_at_once.html"
# What makes a template a page of a client on which words are typed, or given back to be sent again.
WRITES = ("<textarea", "exercises/questions.html", "forms/kept.html")
# Parts that stand on such a page and are none themselves.
PARTS = {"forms/kept.html"}


def pages_to_write_on() -> list[str]:
    root = Path(settings.BASE_DIR) / "templates"
    found = [path for part in ("journey", "errors", "forms") for path in (root / part).rglob("*.html")]
    writes = [path for path in found if any(sign in path.read_text() for sign in WRITES)]
    return sorted({str(path.relative_to(root)) for path in writes} - PARTS)


def test_the_pages_that_are_known_are_found() -> None:
    assert {"journey/exercise.html", "journey/kept.html", "journey/now.html", "errors/csrf.html"} <= set(pages_to_write_on())


@pytest.mark.parametrize("name", pages_to_write_on())
def test_every_template_with_room_for_words_says_so(name) -> None:
    assert INCLUDED in (Path(settings.BASE_DIR) / "templates" / name).read_text()


def test_the_pages_say_it_as_they_are_shown(noor, desk) -> None:
    log = desk.write({"kort": "iets"}).log
    token = {"client_token": str(log.client_token)}
    old = Client(enforce_csrf_checks=True)
    shown = {
        "the exercise": noor.get(PAGE),
        "what was refused": noor.post(PAGE, sent("\x00")),
        "two places": noor.post(PAGE, sent("anders", **token)),
        "the log": noor.get(reverse("log", args=[log.uuid])),
        "logged out": Client().post(PAGE, sent("een tekst van meer dan zestig tekens, die hier weer in een vak komt te staan")),
        "an old token": old.post(PAGE, sent("een zin"), headers={"sec-fetch-site": "same-origin"}),
        "right now": Client().get("/nu-even/"),
    }
    for name, page in shown.items():
        assert SAYS in read(page), name
        assert reverse("help") in page.content.decode(), name
