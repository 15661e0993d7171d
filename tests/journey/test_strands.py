"""The one picture: flat at whole weeks, without a kink, ever wider, and the same for everybody."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey import strands
from journey.strands import LINES, SLICE, WIDTH, Leg, lying, offset, standing
from programme.calendar import WEEKS

sides = st.sampled_from([-1, 1])
lines = st.integers(0, LINES - 1)
weeks = st.integers(0, WEEKS)
EVERY_LINE = [(side, line) for side in (-1, 1) for line in range(LINES)]
NUMBER = re.compile(r"-?\d+\.\d")


def bent(here: float, there: float, part: float) -> float:
    """Where the cubic that is drawn stands, at a part of its length (both of its handles lie level with its ends)."""
    low, high = 0.0, 1.0
    for _ in range(60):
        s = (low + high) / 2
        along = 3 * (1 - s) ** 2 * s * strands.HANDLE + 3 * (1 - s) * s**2 * (1 - strands.HANDLE) + s**3
        low, high = (s, high) if along < part else (low, s)
    return here * ((1 - low) ** 3 + 3 * (1 - low) ** 2 * low) + there * (3 * (1 - low) * low**2 + low**3)


@given(weeks, sides, lines)
def test_it_is_flat_at_whole_weeks(week, side, line) -> None:
    for step in (-1e-4, 1e-4):
        assert abs(offset(week + step, side, line) - offset(week, side, line)) < 1e-5


@given(st.integers(0, WEEKS - 1), st.floats(0, 1), sides, lines)
def test_one_cubic_a_week_draws_the_cosine(week, part, side, line) -> None:
    here, there = offset(week, side, line), offset(week + 1, side, line)
    assert abs(bent(here, there, part) - offset(week + part, side, line)) <= 0.001 * abs(there - here) + 1e-9


def test_the_room_between_the_inner_lines_only_ever_widens() -> None:
    widths = [offset(step / 24, 1, 0) - offset(step / 24, -1, 0) for step in range(24 * WEEKS + 1)]
    assert all(after > before for before, after in pairwise(widths))
    assert widths[-1] > 6 * widths[0]


def test_the_swing_calms_from_week_to_week() -> None:
    swings = [abs(offset(week, 1, 0) + offset(week, -1, 0)) for week in range(WEEKS + 1)]
    assert all(after < before for before, after in pairwise(swings))


@given(st.floats(0, WEEKS), sides)
def test_lines_of_one_side_never_cross_and_stay_inside(t, side) -> None:
    across = [side * offset(t, side, line) for line in range(LINES)]
    assert across == sorted(across)
    assert abs(across[-1]) < WIDTH


@pytest.mark.parametrize("week", range(WEEKS))
def test_slices_join_where_the_one_before_ended(week) -> None:
    first, second = (NUMBER.findall(standing(Leg(n, n + 1)).paths) for n in (week, week + 1))
    ends = [first[n * 8 + 6] for n in range(2 * LINES)]
    assert ends == [second[n * 8] for n in range(2 * LINES)]


def test_a_pause_goes_straight_on() -> None:
    made = standing(Leg(4, 4))
    for (side, line), path in zip(EVERY_LINE, re.findall(r' d="([^"]+)"', made.paths), strict=True):
        assert path == f"M{offset(4, side, line):.1f} 0.0L{offset(4, side, line):.1f} {SLICE:.1f}"


def test_a_slice_has_every_line_once_with_its_name() -> None:
    made = standing(Leg(0, 1, drawn=False)).paths
    for side in "ta":
        for line in range(LINES):
            assert made.count(f'class="{side} k{line}"') == 1
    assert 'class="strands__ahead"' in made
    assert "style=" not in made


def test_on_its_side_what_is_ahead_begins_where_the_drawn_ends() -> None:
    made = lying((Leg(0, 1, 70), Leg(1, 1, 30), Leg(1, 2, 50, drawn=False)))
    assert made.view == f"0 {-WIDTH} 150 {2 * WIDTH}"
    assert made.paths.count("<g ") == 2
    assert 'class="strands__ahead" transform="translate(100 0)"' in made.paths
    assert 'class="strands__drawn"><path' in made.paths


def test_nothing_drawn_yet_is_all_dots() -> None:
    made = lying((Leg(0, 1, 70, drawn=False),))
    assert "strands__drawn" not in made.paths
    assert "translate" not in made.paths


@given(st.lists(st.floats(1, 100), min_size=1, max_size=20))
def test_on_its_side_each_part_takes_its_own_length(lengths) -> None:
    made = lying(tuple(Leg(0, 0, length) for length in lengths))
    assert made.view.split()[2] == f"{sum(lengths):g}"


def test_twelve_slices_stay_small() -> None:
    assert sum(len(standing(Leg(week, week + 1)).paths) for week in range(WEEKS)) < 25_000
