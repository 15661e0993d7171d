"""A folder is read whole or refused whole, with the file, the line and the reason."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.broken import Broken
from studio.curriculum import read_folder

REAL = Path(__file__).resolve().parents[2] / "curriculum" / "nl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REAL, tmp_path / "nl"))


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace `old`, which must stand there; the line on which the first one stood."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refusal(folder: Path) -> Broken:
    with pytest.raises(Broken) as caught:
        read_folder(folder)
    return caught.value


def test_the_real_curriculum_is_read_whole() -> None:
    made = read_folder(REAL)
    assert (made.id, made.language) == ("transformatietraject", "nl")
    assert [week.number for week in made.weeks] == list(range(1, 13))
    assert [theme.weeks for theme in made.themes] == [[1, 2], [3, 4], [5, 6], [7, 8], [9, 10], [11, 12]]
    assert all([piece.core and piece.kind == "reading" for piece in week.pieces].count(True) == 1 for week in made.weeks)
    assert len(made.exercises) == len(list((REAL / "exercises").glob("*.md")))


def test_an_audience_and_a_place_are_read() -> None:
    second = read_folder(REAL).weeks[1]
    assert {piece.audience for piece in second.pieces} == {"everyone", "couple", "solo"}
    assert [placed.place for placed in second.placed].count("core") == 1


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(folder: Path) -> None:
    for path in folder.rglob("*.md"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_folder(folder) == read_folder(REAL)


TEXT = "## Voeten, zitvlak, stem {practice #w02-oefening core minutes=4}\n"
BROKEN = [
    ("week-02.md", "number: 2", "number: [2", "the head cannot be read"),
    ("week-02.md", "number: 2", "number: 2\nnumber: 2", "twice"),
    ("week-02.md", "number: 2", "number: &a 2\nb: *a", "anchors"),
    ("week-02.md", "number: 2", "number: 13", "whole number from 1 to 12"),
    ("week-02.md", "number: 2", "number: true", "whole number"),
    ("week-02.md", "number: 2", "number: 3", "belong together"),
    ("week-02.md", "theme: begrip", "theme: rust", "in the theme “begrip”"),
    ("week-02.md", "title: De dans", "title: no", "line of text"),
    ("week-02.md", "title: De dans", "title: <b>De dans</b>", "without <"),
    ("week-02.md", "title: De dans", "titel: De dans", "not known here"),
    ("week-02.md", "title: De dans", "title: " + "x" * 121, "longer than 120"),
    ("week-02.md", "{id: w02-a, place: core}", "{id: w02-a, place: kern}", "one of core, more, daily, closing"),
    ("week-02.md", "{id: w02-a, place: core}", "{id: w99-a, place: core}", "there is no exercises/w99-a.md"),
    ("week-02.md", "{practice #w02-oefening", "{practise #w02-oefening", "a section's heading is"),
    ("week-02.md", "{practice #w02-oefening", "{practice #w02-bang", "stands in this week twice"),
    ("week-02.md", "#w02-oefening core minutes=4", "#w02-oefening core minutes=99", "minutes=1 to 60"),
    ("week-02.md", TEXT, TEXT + "<script>alert(1)</script>\n\n", "HTML"),
    ("week-02.md", TEXT, TEXT + "Een <b>woord</b>.\n\n", "HTML"),
    ("week-02.md", TEXT, TEXT + "Een [link](javascript:alert(1)).\n\n", "a link goes to"),
    ("week-02.md", TEXT, TEXT + "Een [link](//evil.example).\n\n", "a link goes to"),
    ("week-02.md", TEXT, TEXT + "Een [link][x].\n\n[x]: https://example.nl\n\n", "write a link as"),
    ("week-02.md", TEXT, TEXT + "![beeld](https://example.nl/a.png)\n\n", "images"),
    ("week-02.md", TEXT, TEXT + "    vier spaties\n\n", "four spaces"),
    ("week-02.md", TEXT, TEXT + "> citaat\n\n", "quotation"),
    ("week-02.md", TEXT, TEXT + "# Te groot\n\n", "only ### headings"),
    ("week-02.md", TEXT, TEXT + "- een\n  - twee\n\n", "a list inside a list"),
    ("week-02.md", TEXT, TEXT + "3. drie\n\n", "begins with 1"),
    ("week-02.md", TEXT, TEXT + "- een\n\n  nog een\n\n", "one paragraph"),
    ("week-02.md", TEXT, TEXT + "| a | b |\n|---|---|\n| c | d |\n\n", "tables"),
    ("week-02.md", TEXT, TEXT + "een\ttab\n\n", "control character"),
    ("exercises/w02-a.md", "kind: moment", "kind: kleur", "one of short, long"),
    ("exercises/w02-a.md", "{id: borst,", "{id: keel,", "same id"),
    ("exercises/w02-a.md", "{id: borst,", "{id: none,", "added by the portal"),
    ("exercises/w02-a.md", "{id: borst,", "{id: De Borst,", "is no id"),
    ("exercises/w02-a.md", "- id: aanleiding", "- id: wanneer", "two questions"),
    ("exercises/w02-a.md", "minutes: 8", "minutes: acht", "whole number"),
    ("programme.md", "weeks: [1, 2]", "weeks: [1, 3]", "six themes share"),
    ("programme.md", "language: nl", "language: de", "one of nl, en"),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), BROKEN)
def test_a_broken_file_is_refused_with_its_name_a_line_near_the_fault_and_the_reason(
    folder: Path, name: str, old: str, new: str, reason: str
) -> None:
    line = change(folder, name, old, new)
    refused = refusal(folder)
    assert refused.file == name
    assert reason in refused.reason
    assert refused.line
    # What two points have in common is said where their list begins.
    assert abs(refused.line - line) <= (12 if "same id" in reason or "two questions" in reason else 5)
    assert str(refused).startswith(f"{name}:{refused.line}: ")


def test_the_line_of_a_fault_deep_in_a_text_is_exact(folder: Path) -> None:
    line = change(folder, "week-01.md", "### In beweging", "Een <i>woord</i>.\n\n### In beweging")
    assert refusal(folder).line == line


def test_a_text_of_two_hundred_thousand_characters_is_refused_with_its_line(folder: Path) -> None:
    line = change(folder, "week-02.md", TEXT, TEXT + "woord " * 35_000 + "\n\n")
    refused = refusal(folder)
    assert (refused.file, refused.line) == ("week-02.md", line + 1)
    assert "20,000 characters" in refused.reason


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def put(name: str, data: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return spoil


FOLDERS = [
    (remove("week-07.md"), "week-07.md", "this one is missing"),
    (remove("exercises/w07-a.md"), "week-07.md", "there is no exercises/w07-a.md"),
    (remove("programme.md"), "nl", "no programme.md"),
    (put("plaatje.png", b"\x89PNG"), "plaatje.png", "does not belong"),
    (put("week-03.md", b"no head\n"), "week-03.md", "begins with a head"),
    (put("week-03.md", b"---\n- 1\n---\n"), "week-03.md", "names and values"),
    (put("week-03.md", "---\nid: wéék\n---\n".encode("latin-1")), "week-03.md", "UTF-8"),
    (put("week-03.md", b"x" * 2_000_000), "week-03.md", "larger than"),
]


@pytest.mark.parametrize(("spoil", "name", "reason"), FOLDERS)
def test_a_folder_that_is_not_whole_is_refused(folder: Path, spoil: Callable[[Path], None], name: str, reason: str) -> None:
    spoil(folder)
    refused = refusal(folder)
    assert Path(refused.file).name == name
    assert reason in refused.reason


def test_an_exercise_that_no_week_uses_is_refused(folder: Path) -> None:
    shutil.copy(folder / "exercises/w02-a.md", folder / "exercises/w02-x.md")
    change(folder, "exercises/w02-x.md", "id: w02-a", "id: w02-x")
    assert refusal(folder).file == "exercises/w02-x.md"


def test_a_week_has_exactly_one_core_exercise_and_one_core_reading(folder: Path) -> None:
    change(folder, "week-02.md", "{id: w02-b, place: more}", "{id: w02-b, place: core}")
    assert "exactly one core exercise" in refusal(folder).reason
    change(folder, "week-02.md", "{id: w02-b, place: core}", "{id: w02-b, place: more}")
    change(folder, "week-02.md", "{reading #w02-lezen-kern core", "{reading #w02-lezen-kern")
    assert "exactly one core reading" in refusal(folder).reason


def test_the_kinds_of_exercises_are_read() -> None:
    kinds = {exercise.id: exercise.kind for exercise in read_folder(REAL).exercises}
    assert {name for name, kind in kinds.items() if kind == "daily"} == {f"w{number:02}-daily" for number in range(1, 13)}
    assert [name for name, kind in kinds.items() if kind in {"trigger", "free", "planned"}] == ["plan", "vrij", "w04-a"]
    assert kinds["w01-a"] == "plain"


@pytest.mark.parametrize("name", ["before-tension", "after-now", "before-x"])
def test_an_id_that_the_portal_asks_itself_is_refused_with_its_line(folder: Path, name: str) -> None:
    line = change(folder, "exercises/w01-a.md", "- id: beschermt", f"- id: {name}")
    refused = refusal(folder)
    assert (refused.file, refused.line) == ("exercises/w01-a.md", line)
    assert "before- or after-" in refused.reason


def test_there_is_one_trigger_log(folder: Path) -> None:
    change(folder, "exercises/w01-a.md", "minutes: 8", "minutes: 8\nkind: trigger")
    assert "another exercise of the kind “trigger”" in refusal(folder).reason


@pytest.mark.parametrize("kind", ["weekly", "Trigger", "", "[trigger]"])
def test_a_kind_that_is_not_known_is_refused(folder: Path, kind: str) -> None:
    change(folder, "exercises/w01-a.md", "minutes: 8", f"minutes: 8\nkind: {kind}")
    assert refusal(folder).file == "exercises/w01-a.md"
