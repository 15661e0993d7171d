"""The form of an exercise, made from the version that was shown. It never loses what was typed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms

from exercises import fields
from exercises.answers import Answers
from exercises.models import Log
from programme.models import Exercise, ExerciseVersion


class ExerciseForm(forms.Form):
    """`token` names the log that this page writes, `based_on` the text it began from, `version` the questions it shows.

    Those three are no fields: a forged or broken one starts afresh, and never stands between a person and their text.
    """

    use_required_attribute = False

    def __init__(
        self, version: ExerciseVersion, data: Mapping[str, Any] | None, answers: Answers | None, token: UUID | None, based_on: int
    ) -> None:
        kept = {key: fields.initial(value) for key, value in (answers or {}).items()}
        super().__init__(data, initial=kept, prefix="answer", label_suffix="")
        self.version = version
        self.token = (as_uuid(data.get("client_token")) if data is not None else token) or uuid4()
        self.based_on = as_number(data.get("based_on")) if data is not None else based_on
        for question in version.fields:
            self.fields[question["id"]] = make_field(question)

    def answers(self) -> Answers:
        """What was answered, by field id; empty fields are left out. Only after `is_valid`."""
        return {key: value for key, value in self.cleaned_data.items() if value not in ("", [], None)}


def form_for(
    version: ExerciseVersion,
    data: Mapping[str, Any] | None = None,
    answers: Answers | None = None,
    *,
    token: UUID | None = None,
    based_on: int = 0,
) -> ExerciseForm:
    """An empty form, one with kept `answers` (of the log `token`, at version number `based_on`), or one bound to `data`."""
    return ExerciseForm(version, data, answers, token, based_on)


def shown_version(exercise: Exercise, *, data: Mapping[str, Any] | None = None, log: Log | None = None) -> ExerciseVersion:
    """The questions that this page shows: those that were posted, those that the log answers, or else the latest.

    Raises ExerciseVersion.DoesNotExist for an exercise that was never published.
    """
    versions = ExerciseVersion.objects.filter(exercise=exercise)
    posted = as_number(data.get("version")) if data is not None else 0
    answered = log.versions.first() if log else None
    return (
        versions.filter(number=posted).first()
        or (answered and versions.filter(pk=answered.exercise_version_id).first())
        or versions.latest("number")
    )


def make_field(question: dict[str, Any]) -> forms.Field:
    field = fields.KINDS[question["kind"]](question)
    field.label, field.help_text = question["question"], fields.help_text(question)
    return field


def as_uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


def as_number(value: Any) -> int:
    """A whole number from 0 to a billion; 0 for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
