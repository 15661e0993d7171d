"""The runner of the tests lets no part pass that did not run."""

from pathlib import Path

import pytest

from tests import run, services

PART = run.PARTS[0]


def report(folder: Path, tests: int, skipped: int = 0) -> Path:
    file = folder / "report.xml"
    file.write_text(f'<testsuites><testsuite tests="{tests}" skipped="{skipped}"/></testsuites>')
    return file


def test_a_part_in_which_everything_passed_has_no_fault(tmp_path: Path) -> None:
    assert run.outcome(PART, 0, report(tmp_path, 3), 1.0) == run.Outcome("sqlite", "3 tests, 0 skipped, 1 s")


def test_a_part_that_ran_nothing_is_a_fault(tmp_path: Path) -> None:
    assert run.outcome(PART, 5, report(tmp_path, 0), 1.0).fault == "nothing ran"
    assert run.outcome(PART, 0, tmp_path / "none", 1.0).fault == "nothing ran"


def test_a_part_that_failed_is_a_fault(tmp_path: Path) -> None:
    assert run.outcome(PART, 1, report(tmp_path, 3), 1.0).fault == "failed"


@pytest.mark.parametrize(("strict", "fault"), [("1", "something was skipped"), ("0", "")])
def test_a_skipped_test_is_a_fault_where_nothing_may_skip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strict: str, fault: str) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("REQUIRE_SERVICES", strict)
    assert run.outcome(PART, 0, report(tmp_path, 3, skipped=1), 1.0).fault == fault


def test_what_cannot_be_brought_up_is_said_loudly_and_is_a_failure_where_it_is_required(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)
    services.missing("REDIS")
    assert capsys.readouterr().err.startswith("!!! REDIS IS NOT HERE")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit):
        services.missing("REDIS")


def test_an_address_that_was_named_must_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_REDIS_URL", "redis://127.0.0.1:1/0")
    with pytest.raises(SystemExit, match="nothing usable answers"):
        services.found("TEST_REDIS_URL", services.USUAL_REDIS, services.redis_answers)


def test_every_test_belongs_to_a_part() -> None:
    marks = {word for part in run.PARTS for word in part.marked.replace("(", "").replace(")", "").split()} - {"not", "and", "or"}
    assert marks == {"engine", "postgres", "concurrency", "browser", "stripe_live"}
    assert {part.name for part in run.PARTS if part.postgres} == {"postgres", "concurrency", "browser-postgres"}


def test_a_part_that_nobody_knows_is_refused() -> None:
    with pytest.raises(SystemExit, match="There is no part mysql"):
        run.chosen(["mysql"])
