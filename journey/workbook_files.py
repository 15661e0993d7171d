"""A workbook as a file: a PDF to read and print, plain text, or JSON for another program. Pure, given the language and the
zone that are active."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exercises.wording import Answered
from journey.charts import on_paper
from journey.pictures import Picture
from journey.workbook import Piece, Reply, Workbook
from paper.typeset import typeset

TEMPLATE: Final = Path(__file__).parent / "paper" / "workbook.typ"


def pdf(made: Workbook, now: datetime) -> bytes:
    return typeset(TEMPLATE, facts(made, now), made_at=now)


def facts(made: Workbook, now: datetime) -> dict[str, Any]:
    return {
        "lang": (get_language() or "nl").partition("-")[0],
        "words": {"title": _("Workbook"), "span": span(made), "about": about(now), "nothing": "", "table": _("Week")},
        "pictures": [pictured(picture) for picture in made.pictures],
        "weeks": [{"title": week_name(week), "entries": [entry(piece) for piece in pieces]} for week, pieces in made.weeks],
    }


def span(made: Workbook) -> str:
    first, last = made.pieces[0].entry.log.started_at, made.pieces[-1].entry.log.started_at
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def about(now: datetime) -> str:
    return _("Made on %(day)s from what you wrote down yourself.") % {"day": day(now)}


def pictured(picture: Picture) -> dict[str, Any]:
    chart = picture.chart
    return {
        "title": picture.title,
        "about": picture.about,
        "words": picture.words,
        "svg": on_paper(chart.wide) if chart else "",
        "description": chart.description if chart else "",
        "head": chart.table.head if chart else [],
        "rows": chart.table.rows if chart else [],
    }


def entry(piece: Piece) -> dict[str, Any]:
    return {
        "title": piece.entry.version.exercise_version.title,
        "when": moment(piece.entry.log.started_at),
        "standing": standing(piece),
        "answers": [told(answered) for answered in piece.answered or []],
        "empty": _("Nothing is filled in.") if piece.answered is not None else unreadable(),
        "replies": [replied(reply) for reply in piece.replies],
    }


def told(answered: Answered) -> dict[str, str]:
    return {"question": answered.question, "words": answered.words, "lines": " · ".join(answered.lines)}


def replied(reply: Reply) -> dict[str, str]:
    return {"who": reply.by, "when": moment(reply.at), "words": unreadable() if reply.words is None else reply.words}


def standing(piece: Piece) -> str:
    if piece.entry.version.draft:
        return _("draft, for you alone")
    return _("shared") if piece.entry.log.shared_version_id else _("for you alone")


def unreadable() -> str:
    return _("This text cannot be opened at the moment. It is not lost; we are told about it.")


def week_name(week: int) -> str:
    return _("Week %(number)s") % {"number": week} if week else _("Before week 1")


def day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), _("l j F Y, H:i"))


def text(made: Workbook, now: datetime) -> bytes:
    """UTF-8 with a mark in front, which a word processor on Windows needs to read it as such."""
    return ("\n".join(lines(made, now)) + "\n").encode("utf-8-sig")


def lines(made: Workbook, now: datetime) -> Iterator[str]:
    yield from (_("Workbook"), span(made), about(now), "")
    for picture in made.pictures:
        yield from (picture.title, picture.chart.description if picture.chart else picture.words, "")
    for week, pieces in made.weeks:
        yield from (week_name(week), "=" * len(week_name(week)), "")
        for piece in pieces:
            yield from piece_lines(piece)


def piece_lines(piece: Piece) -> Iterator[str]:
    found = entry(piece)
    yield from (found["title"], f"{found['when']}, {found['standing']}", "")
    for answer in found["answers"]:
        yield from (answer["question"], answer["words"] or answer["lines"], "")
    if not found["answers"]:
        yield from (found["empty"], "")
    for reply in found["replies"]:
        yield from (f"{reply['who']}, {reply['when']}:", reply["words"], "")
    yield from ("-" * 20, "")


def as_json(made: Workbook, now: datetime) -> bytes:
    """`answers` by the ids of the questions as they were given, `told` the same in words; moments with their own zone."""
    kept = {"made_at": local(now), "entries": [as_data(piece) for piece in made.pieces]}
    return json.dumps(kept, ensure_ascii=False, indent=1).encode()


def as_data(piece: Piece) -> dict[str, Any]:
    log, version = piece.entry.log, piece.entry.version
    return {
        "title": version.exercise_version.title,
        "kind": log.exercise.kind,
        "week": piece.week,
        "begun_at": local(log.started_at),
        "written_at": local(version.written_at),
        "draft": version.draft,
        "shared": log.shared_version_id is not None,
        "readable": piece.answered is not None,
        "answers": piece.entry.answers or {},
        "told": [told(answered) for answered in piece.answered or []],
        "replies": [{"by": reply.by, "at": local(reply.at), "words": reply.words} for reply in piece.replies],
    }


def local(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
