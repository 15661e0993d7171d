"""The form of an exercise, made from the version that was shown. It never loses what was typed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms

from accounts.posted import as_number, as_uuid
from exercises import fields, state, trigger
from exercises.answers import Answers
from exercises.models import Log
from exercises.versions import Sheet
from programme.models import Exercise, ExerciseVersion


class ExerciseForm(forms.Form):
    """`token` names the log that this page writes, `based_on` the text it began from, `version` the questions it shows,
    `sheet` the page itself.

    Those are no fields: a forged or broken one starts afresh, and never stands between a person and their text.
    """

    # Every question may stay empty, and a browser must not hold a text back.
    use_required_attribute = False

    def __init__(
        self,
        version: ExerciseVersion,
        data: Mapping[str, Any] | None,
        answers: Answers | None,
        token: UUID | None,
        based_on: int,
        *,
        asks_state: bool = False,
    ) -> None:
        kept = {key: fields.initial(value) for key, value in (answers or {}).items()}
        super().__init__(data, initial=kept, prefix="answer", label_suffix="")
        self.version = version
        self.token = (as_uuid(data.get("client_token")) if data is not None else token) or uuid4()
        self.based_on = as_number(data.get("based_on")) if data is not None else based_on
        self.sheet = Sheet(as_uuid(data.get("page")) or uuid4(), as_number(data.get("turn"))) if data is not None else Sheet(uuid4())
        asked = state.questions() if asks_state else {}
        before = [asked[name] for name in state.BEFORE if name in asked]
        after = [asked[name] for name in state.AFTER if name in asked]
        for question in [*before, *version.fields, *after]:
            self.fields[question["id"]] = make_field(question)

    @property
    def before(self) -> list[forms.BoundField]:
        """How somebody is at the start; none where it is not asked."""
        return [self[name] for name in state.BEFORE if name in self.fields]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions of the exercise itself."""
        return [self[question["id"]] for question in self.version.fields]

    @property
    def taps(self) -> list[forms.BoundField]:
        """The questions that make a trigger log complete, in their order."""
        return [self[name] for name in trigger.TAPS if name in self.fields]

    @property
    def told(self) -> list[forms.BoundField]:
        """What can be added to a trigger log, now or tomorrow."""
        return [field for field in self.asked if field.name not in trigger.TAPS]

    @property
    def tells(self) -> bool:
        """Whether something of that is there already, or has to be mended."""
        names = {field.name for field in [*self.told, *self.before, *self.after]}
        return bool(names & ({*self.initial} | {*self.errors}))

    @property
    def after(self) -> list[forms.BoundField]:
        return [self[name] for name in state.AFTER if name in self.fields]

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
    asks_state: bool = False,
) -> ExerciseForm:
    """An empty form, one with kept `answers` (of the log `token`, at version number `based_on`), or one bound to `data`.

    With `asks_state` it also asks how somebody is before and after.
    """
    return ExerciseForm(version, data, answers, token, based_on, asks_state=asks_state)


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
