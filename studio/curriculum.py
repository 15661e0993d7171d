"""The curriculum's files, read whole or refused whole. Pure: a folder in, plain data out. The format is in docs/curriculum.md."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from programme.calendar import WEEK_NUMBERS, WEEKS
from studio.broken import Broken
from studio.head import IDENTIFIER, Entry, read_head
from studio.markdown import to_html
from studio.shapes import Curriculum, ExerciseText, Option, PieceText, Placed, Question, ThemeText, WeekText

THEMES: Final = 6
# Far beyond any week: it keeps a file that is none from being taken in whole.
LARGEST_FILE: Final = 1_000_000  # bytes
LONGEST_TEXT: Final = 20_000  # characters of one piece
KINDS: Final = ("short", "long", "scale", "one", "several", "moment", "body", "movements")
EXERCISE_KINDS: Final = ("plain", "trigger", "daily", "free", "planned")
OF_NO_WEEK: Final = ("free", "planned")
# What is asked before and after an exercise stands in the same answers under these.
RESERVED: Final = ("before-", "after-")
PLACES: Final = ("core", "more", "daily", "closing")
# "None of these" and "I do not know" stand under every choice, and are told apart from the others by these.
ADDED_BY_THE_PORTAL: Final = ("none", "unknown")
SECTION: Final = re.compile(
    r"## (?P<title>.+?) \{(?P<kind>reading|practice|notice) #(?P<id>[a-z0-9-]+)(?P<marks>(?: [a-z]+(?:=\w+)?)*)\}\s*"
)
MARKS: Final = re.compile(r"core|breath|minutes=(?P<minutes>[1-9]|[1-5][0-9]|60)|for=(?P<audience>solo|couple)")


def read_folder(folder: Path) -> Curriculum:
    """Raises Broken with file, line and reason at the first thing that is not as docs/curriculum.md says."""
    if not (folder / "programme.md").is_file():
        raise Broken(str(folder), 0, "there is no programme.md in this folder")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")}
    for name in sorted(names):
        if not re.fullmatch(r"programme\.md|week-\d\d\.md|exercises/[^/]+\.md", name):
            raise Broken(name, 0, "this file does not belong in a curriculum")
    programme = read_programme(contents(folder, "programme.md"))
    exercises = [read_exercise(name, contents(folder, name)) for name in sorted(names) if name.startswith("exercises/")]
    known = {exercise.id for exercise in exercises}
    weeks = [read_week(name, contents(folder, name), programme.themes, known) for name in sorted(names) if name.startswith("week-")]
    check_complete(weeks, {exercise.id for exercise in exercises if exercise.kind not in OF_NO_WEEK})
    check_kinds(exercises)
    return replace(programme, weeks=weeks, exercises=exercises)


def contents(folder: Path, name: str) -> str:
    data = (folder / name).read_bytes()
    if len(data) > LARGEST_FILE:
        raise Broken(name, 0, f"this file is larger than {LARGEST_FILE:,} bytes")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Broken(name, data[: error.start].count(b"\n") + 1, "this is no UTF-8") from None
    for number, line in enumerate(text.split("\n"), 1):
        # Not by `isprintable` alone: a narrow space and a soft hyphen are typography.
        if not line.isprintable() and any(character < " " for character in line):
            raise Broken(name, number, "there is a tab or a control character in this line")
    return text


def read_programme(text: str) -> Curriculum:
    """The programme and its themes, without weeks and exercises yet."""
    head, rest, line = read_head("programme.md", text)
    head.only("id", "language", "title", "themes")
    themes = [read_theme(entry, number) for number, entry in enumerate(head.entries("themes"), 1)]
    if [week for theme in themes for week in theme.weeks] != list(WEEK_NUMBERS) or len(themes) != THEMES:
        raise head.broken("themes", "six themes share the weeks 1 to 12 in order, each week in one theme")
    if len({theme.id for theme in themes}) != len(themes):
        raise head.broken("themes", "two themes have the same id")
    return Curriculum(
        id=head.identifier(),
        language=head.one_of("language", ("nl", "en")),
        title=head.text("title", 120),
        intro=body_of("programme.md", rest, line),
        themes=themes,
        weeks=[],
        exercises=[],
    )


def read_theme(entry: Entry, number: int) -> ThemeText:
    entry.only("id", "weeks", "title")
    return ThemeText(id=entry.identifier(), number=number, title=entry.text("title", 120), weeks=entry.numbers("weeks"))


def read_week(file: str, text: str, themes: list[ThemeText], known: set[str]) -> WeekText:
    head, rest, line = read_head(file, text)
    head.only("id", "number", "theme", "title", "promise", "exercises")
    number = head.number("number", 1, WEEKS)
    if file != f"week-{number:02}.md" or head.identifier() != file.removesuffix(".md"):
        raise head.broken("id", f"id, number and file name belong together: week-{number:02}")
    pieces = read_pieces(file, rest, line)
    theme = next(theme.id for theme in themes if number in theme.weeks)
    if head.identifier("theme") != theme:
        raise head.broken("theme", f"programme.md places this week in the theme “{theme}”")
    placed = [read_placed(entry, known) for entry in head.entries("exercises")]
    if [one.place for one in placed].count("core") != 1:
        raise head.broken("exercises", "a week has exactly one core exercise")
    if len({one.exercise for one in placed}) != len(placed):
        raise head.broken("exercises", "an exercise stands in a week once")
    return WeekText(
        id=head.identifier(),
        number=number,
        theme=theme,
        title=head.text("title", 120),
        promise=head.text("promise", 300),
        placed=placed,
        pieces=pieces,
    )


def read_placed(entry: Entry, known: set[str]) -> Placed:
    entry.only("id", "place")
    made = Placed(exercise=entry.identifier(), place=entry.one_of("place", PLACES))
    if made.exercise not in known:
        raise entry.broken("id", f"there is no exercises/{made.exercise}.md")
    return made


def read_pieces(file: str, text: str, first_line: int) -> list[PieceText]:
    """The sections of a week: each begins with a `## ` line and runs to the next."""
    pieces: list[PieceText] = []
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("## ")]
    if any(line.strip() for line in lines[: starts[0] if starts else None]):
        raise Broken(file, first_line, "the text of a week begins with a section: ## Title {reading #its-id}")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        pieces.append(read_piece(file, lines[start], "\n".join(lines[start + 1 : end]), first_line + start))
        if pieces[-1].id in {piece.id for piece in pieces[:-1]}:
            raise Broken(file, first_line + start, f"#{pieces[-1].id} stands in this week twice")
    for kind, least in (("reading", 1), ("practice", 0)):
        if not least <= len([piece for piece in pieces if piece.core and piece.kind == kind]) <= 1:
            raise Broken(file, first_line, f"a week has {'exactly' if least else 'at most'} one core {kind}")
    return pieces


def read_piece(file: str, heading: str, text: str, line: int) -> PieceText:
    found = SECTION.fullmatch(heading)
    if not found:
        raise Broken(file, line, "a section's heading is ## Title {reading|practice|notice #id core breath minutes=N for=solo|couple}")
    marks = [MARKS.fullmatch(mark) for mark in found["marks"].split()]
    if not all(marks):
        raise Broken(file, line, "after the id come core, breath, minutes=1 to 60, for=solo or for=couple")
    if "breath" in found["marks"].split() and found["kind"] != "practice":
        raise Broken(file, line, "only a practice has a circle for the breath")
    if not IDENTIFIER.fullmatch(found["id"]) or len(found["id"]) > 60 or len(found["title"]) > 120 or "<" in found["title"]:
        raise Broken(file, line, "an id is 60 characters at most, a title 120, without <")
    minutes = [mark["minutes"] for mark in marks if mark and mark["minutes"]]
    audience = [mark["audience"] for mark in marks if mark and mark["audience"]]
    return PieceText(
        id=found["id"],
        kind=found["kind"],
        title=found["title"],
        minutes=int(minutes[0]) if minutes else None,
        core="core" in found["marks"].split(),
        audience=audience[0] if audience else "everyone",
        breath="breath" in found["marks"].split(),
        text=body_of(file, text, line + 1),
    )


def read_exercise(file: str, text: str) -> ExerciseText:
    head, rest, line = read_head(file, text)
    head.only("id", "title", "minutes", "kind", "fields")
    if file != f"exercises/{head.identifier()}.md":
        raise head.broken("id", "the id of an exercise is the name of its file")
    fields = [read_question(entry) for entry in head.entries("fields")]
    if len({field.id for field in fields}) != len(fields):
        raise head.broken("fields", "two questions have the same id")
    return ExerciseText(
        id=head.identifier(),
        title=head.text("title", 120),
        minutes=head.number("minutes", 1, 60),
        intro=body_of(file, rest, line),
        fields=fields,
        kind=head.one_of("kind", EXERCISE_KINDS) if "kind" in head.values else "plain",
    )


def read_question(entry: Entry) -> Question:
    kind = entry.one_of("kind", KINDS)
    own = {"scale": ["low", "high"], "one": ["options"], "several": ["options"]}.get(kind, [])
    entry.only("id", "kind", "question", "help", *own)
    options = [read_option(option) for option in entry.entries("options")] if "options" in own else []
    if len({option.id for option in options}) != len(options):
        raise entry.broken("options", "two choices of one question have the same id")
    if entry.identifier().startswith(RESERVED):
        raise entry.broken("id", "an id does not begin with before- or after-: the portal asks those itself")
    return Question(
        id=entry.identifier(),
        kind=kind,
        question=entry.text("question", 300),
        help=entry.text("help", 300, may_miss=True),
        low=entry.text("low", 60) if kind == "scale" else "",
        high=entry.text("high", 60) if kind == "scale" else "",
        options=options,
    )


def read_option(entry: Entry) -> Option:
    entry.only("id", "label")
    made = Option(id=entry.identifier(), label=entry.text("label", 160))
    if made.id in ADDED_BY_THE_PORTAL:
        raise entry.broken("id", f"“{made.id}” is added by the portal")
    return made


def body_of(file: str, text: str, first_line: int) -> str:
    """The HTML of one text, which is not empty and not endless."""
    if not text.strip():
        raise Broken(file, first_line, "there is no text here")
    if len(text) > LONGEST_TEXT:
        raise Broken(file, first_line, f"a text is {LONGEST_TEXT:,} characters at most; make it several pieces")
    return to_html(text, first_line, lambda line, reason: Broken(file, line, reason))


def check_kinds(exercises: list[ExerciseText]) -> None:
    """What may be written on any day is one exercise of its kind, so that everybody finds the same one."""
    for kind in ("trigger", *OF_NO_WEEK):
        for double in [exercise.id for exercise in exercises if exercise.kind == kind][1:]:
            raise Broken(f"exercises/{double}.md", 1, f"there is another exercise of the kind “{kind}”")


def check_complete(weeks: list[WeekText], known: set[str]) -> None:
    """Twelve weeks, and each exercise that belongs in one stands in one of them."""
    for number in WEEK_NUMBERS:
        if number not in {week.number for week in weeks}:
            raise Broken(f"week-{number:02}.md", 0, "there are twelve weeks; this one is missing")
    for unused in sorted(known - {placed.exercise for week in weeks for placed in week.placed}):
        raise Broken(f"exercises/{unused}.md", 1, "no week uses this exercise")
