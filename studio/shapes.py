"""The shapes of a curriculum as its files tell it: plain data, no tables."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThemeText:
    id: str
    number: int
    title: str
    weeks: list[int]


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One field of an exercise. `low` and `high` are for a scale, `options` for a choice; otherwise empty."""

    id: str
    kind: str
    question: str
    help: str
    low: str
    high: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class ExerciseText:
    id: str
    title: str
    minutes: int
    intro: str
    fields: list[Question]
    kind: str


@dataclass(frozen=True, slots=True)
class PieceText:
    id: str
    kind: str
    title: str
    minutes: int | None
    core: bool
    audience: str
    breath: bool
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    exercise: str
    place: str


@dataclass(frozen=True, slots=True)
class WeekText:
    id: str
    number: int
    theme: str
    title: str
    promise: str
    placed: list[Placed]
    pieces: list[PieceText]


@dataclass(frozen=True, slots=True)
class Curriculum:
    """A programme in one language. Every text is HTML of the small set that `studio.markdown` makes."""

    id: str
    language: str
    title: str
    intro: str
    themes: list[ThemeText]
    weeks: list[WeekText]
    exercises: list[ExerciseText]
