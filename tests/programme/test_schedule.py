"""`manage.py schedule` prints the moments of twelve weeks."""

import json
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command


def schedule(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("schedule", "--start", "2026-10-19", *arguments)
    return capsys.readouterr().out


def test_the_json_is_a_list_of_twelve_utc_moments(capsys: pytest.CaptureFixture[str]) -> None:
    moments = json.loads(schedule(capsys, "--zone", "Europe/Amsterdam", "--hour", "7", "--json"))

    assert moments[0] == "2026-10-19T05:00:00+00:00"
    assert [datetime.fromisoformat(at).utcoffset().total_seconds() for at in moments] == [0] * 12  # type: ignore[union-attr]


def test_pauses_are_given_as_from_until_and_may_be_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    moments = json.loads(schedule(capsys, "--pause", "2026-10-26:2026-11-02", "--pause", "2026-11-09:2026-11-16", "--json"))

    assert moments[1:3] == ["2026-11-02T06:00:00+00:00", "2026-11-16T06:00:00+00:00"]


def test_without_json_it_is_a_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert "week 12" in schedule(capsys)


@pytest.mark.parametrize("wrong", [["--zone", "Nowhere/Land"], ["--hour", "24"], ["--pause", "2026-11-02:2026-10-01"]])
def test_dates_that_make_no_schedule_are_refused_with_a_sentence(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="These dates give no schedule"):
        schedule(capsys, *wrong)
