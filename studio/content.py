"""What a text says, as plain data: the same shape from the curriculum's files and from the rows of the back office."""

from functools import cache
from typing import Any

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from programme.blocks import TEXT_FEATURES
from programme.markup import bare
from programme.models import Exercise, Programme, Theme, Week
from studio.shapes import Curriculum, ExerciseText, Question, ThemeText, WeekText

Content = dict[str, Any]


# Made of every feature of the editor, which is slow, and asked for each text of a curriculum.
@cache
def editor() -> ContentstateConverter:
    return ContentstateConverter(TEXT_FEATURES)


def as_stored(html: str) -> str:
    """A text as the back office's editor would store it: opening and saving it changes nothing."""
    return bare(editor().to_database_format(editor().from_database_format(html)))


def programme_of_file(text: Curriculum) -> Content:
    return {"title": text.title, "intro": as_stored(text.intro)}


def programme_of_row(row: Programme) -> Content:
    return {"title": row.title, "intro": bare(row.intro)}


def theme_of_file(text: ThemeText) -> Content:
    return {"number": text.number, "title": text.title}


def theme_of_row(row: Theme) -> Content:
    return {"number": row.number, "title": row.title}


def exercise_of_file(text: ExerciseText) -> Content:
    fields = [field_of_file(field) for field in text.fields]
    return {"title": text.title, "minutes": text.minutes, "intro": as_stored(text.intro), "fields": fields}


def field_of_file(field: Question) -> Content:
    """As `Exercise.canonical_fields` gives it."""
    made: Content = {"id": field.id, "kind": field.kind, "question": field.question, "help": field.help}
    if field.kind == "scale":
        made |= {"low": field.low, "high": field.high}
    if field.options:
        made["options"] = [{"id": option.id, "label": option.label} for option in field.options]
    return made


def exercise_of_row(row: Exercise) -> Content:
    return {"title": row.title, "minutes": row.minutes, "intro": bare(row.intro), "fields": row.canonical_fields()}


def week_of_file(text: WeekText) -> Content:
    return {
        "theme": text.theme,
        "title": text.title,
        "promise": text.promise,
        "placed": [{"exercise": placed.exercise, "place": placed.place} for placed in text.placed],
        "body": [
            {
                "id": piece.id,
                "kind": piece.kind,
                "title": piece.title,
                "minutes": piece.minutes,
                "core": piece.core,
                "audience": piece.audience,
                "breath": piece.breath,
                "text": as_stored(piece.text),
            }
            for piece in text.pieces
        ],
    }


def week_of_row(row: Week) -> Content:
    placed = [block.value for block in row.placed if block.value["exercise"]]
    return {
        "theme": row.theme.slug,
        "title": row.title,
        "promise": row.promise,
        "placed": [{"exercise": value["exercise"].source_id, "place": value["place"]} for value in placed],
        "body": [
            {
                "id": block.id,
                "kind": block.block_type,
                "title": block.value["title"],
                "minutes": block.value["minutes"],
                "core": bool(block.value["core"]),
                "audience": block.value["audience"],
                "breath": bool(block.value.get("breath")),
                "text": bare(block.value["text"].source),
            }
            for block in row.body
        ],
    }


def fields_for_editor(content: Content) -> list[Content]:
    """The questions of an exercise as blocks. A question's id is its block's id: answers are keyed on it."""
    blocks = []
    for field in content["fields"]:
        value = {key: field[key] for key in field.keys() - {"id", "kind", "options"}}
        if "options" in field:
            value["options"] = [{"type": "item", "id": option["id"], "value": option["label"]} for option in field["options"]]
        blocks.append({"type": field["kind"], "id": field["id"], "value": value})
    return blocks


def pieces_for_editor(content: Content, clips: dict[str, int]) -> list[Content]:
    """The pieces of a week as blocks, with the sound that was chosen for them (`clips_of`): the files know of none."""
    blocks = []
    for piece in content["body"]:
        value = {key: piece[key] for key in piece.keys() - {"id", "kind"}}
        blocks.append({"type": piece["kind"], "id": piece["id"], "value": value | {"clip": clips.get(piece["id"])}})
    return blocks


def clips_of(row: Week) -> dict[str, int]:
    """The keys of the sounds that stand in this version of a week, by the id of their piece."""
    return {block.id: block.value["clip"].pk for block in row.body if block.value.get("clip")}


def placed_for_editor(content: Content, exercises: dict[str, Exercise]) -> list[Content]:
    return [
        {"type": "exercise", "id": placed["exercise"], "value": {"exercise": exercises[placed["exercise"]].pk, "place": placed["place"]}}
        for placed in content["placed"]
    ]
