"""The page of all components: for who works here, complete, and in colours that can be read."""

import re
from itertools import pairwise

import pytest

from cockpit.components import COLOURS, SIZES
from exercises.fields import KINDS
from tests import people
from tests.browser import ROOT
from tests.people import NOW
from tests.signed_in import signed_in

TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text()
PALETTE = re.compile(r"--([a-z-]+): +light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
ROOMS, WASHES = ("paper", "sheet", "recess"), ("towards-wash", "away-wash", "alarm-wash")
# Text on what it stands on needs 4.5 to 1, the edge of a control and the ring of the focus 3 to 1.
TEXT = [(ink, on) for ink in ("ink", "ink-soft", "towards", "away", "alarm") for on in ROOMS]
TEXT += [("ink", wash) for wash in WASHES] + [("towards", "towards-wash"), ("away", "away-wash"), ("alarm", "alarm-wash")]
TEXT += [("on-fill", "fill-towards"), ("on-fill", "fill-away"), ("paper", "ink")]
MARKS = [(mark, on) for mark in ("edge", "focus") for on in ROOMS]


def luminance(colour: str) -> float:
    """Of `#rrggbb`, from 0 (black) to 1 (white), as WCAG 2 has it."""
    parts = [int(colour[at:to], 16) / 255 for at, to in pairwise((1, 3, 5, 7))]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_that_meet_can_be_told_apart(theme: str) -> None:
    colours = {name: dark if theme == "dark" else light for name, light, dark in PALETTE.findall(TOKENS)}
    needed = [(pair, 4.5) for pair in TEXT] + [(pair, 3.0) for pair in MARKS]
    weak = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair, least in needed}
    assert {pair: weak[pair] for pair, least in needed if weak[pair] < least} == {}


def test_every_colour_and_size_of_the_tokens_is_on_the_page() -> None:
    swatches = (ROOT / "static" / "css" / "specimen.css").read_text()
    assert set(re.findall(r"--([a-z-]+): +light-dark\(", TOKENS)) == set(COLOURS)
    assert set(re.findall(r"--size-([a-z0-9]+):", TOKENS)) == set(SIZES)
    assert all(f".swatch--{name} {{ background: var(--{name}); }}" in swatches for name in COLOURS)
    assert all(f".size--{name} {{ font-size: var(--size-{name}); }}" in swatches for name in SIZES)


@pytest.mark.django_db
@pytest.mark.parametrize("roles", [{"is_coach": True}, {"is_office": True}])
def test_who_works_here_sees_every_kind_of_field_also_with_something_to_mend(roles: dict[str, bool]) -> None:
    page = signed_in(people.person("Wil Werker", **roles), NOW).get("/praktijk/onderdelen/").content.decode()
    fields = {*KINDS, "day", "city", "agreed", "code"}
    assert fields <= set(re.findall(r'name="empty-([a-z]+)(?:_\d)?"', page))
    assert fields <= set(re.findall(r'id="id_wrong-([a-z]+)_error"', page))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert 'style="' not in page


@pytest.mark.django_db
def test_for_a_client_there_is_no_such_page() -> None:
    assert signed_in(people.client(), NOW).get("/praktijk/onderdelen/").status_code == 404
