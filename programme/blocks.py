"""The blocks from which a week and an exercise are written in the back office."""

from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "h3"]
AUDIENCES = [("everyone", _("everyone")), ("couple", _("who is in a relationship")), ("solo", _("who is not in a relationship"))]
PLACES = [("core", _("core of the week")), ("more", _("more, optional")), ("daily", _("every day")), ("closing", _("closing question"))]


class PieceBlock(blocks.StructBlock):
    """A piece of a week: something to read, to practise, or to know."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    minutes = blocks.IntegerBlock(label=_("minutes"), required=False, min_value=1, max_value=60)
    core = blocks.BooleanBlock(label=_("belongs to the core of twenty minutes"), required=False)
    audience = blocks.ChoiceBlock(label=_("for"), choices=AUDIENCES, default="everyone")
    text = blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES)


class ClipBlock(blocks.ChooserBlock):
    """A sound out of those that were brought in. A plain list, where Wagtail's own chooser would need a window for three lines."""

    widget = forms.Select()

    @cached_property
    def target_model(self) -> type[Model]:
        """Asked for when it is needed: the models themselves are made of these blocks."""
        return apps.get_model("programme", "AudioClip")

    @cached_property
    def field(self) -> "forms.ModelChoiceField[Any]":
        return forms.ModelChoiceField(
            self.model_class.objects.to_choose(), widget=self.widget, required=self._required, help_text=self._help_text
        )

    def value_from_form(self, value: Any) -> Any:
        """The sound; None where none was chosen, and for what no list offers."""
        try:
            return super().value_from_form(value or None)
        except ValueError:
            return None

    def get_form_state(self, value: Any) -> Any:
        """As a plain field gives it to the editor: the row's number."""
        return blocks.FieldBlock.get_form_state(self, value)


class HeardBlock(PieceBlock):
    clip = ClipBlock(label=_("sound"), required=False)


class PracticeBlock(HeardBlock):
    """Its subheadings are its doors, its numbered points the steps; `(30 s)` at the end of one says how long it takes.
    `(lichte spanning)` at the end of a door's name: it is offered only to who is not high now."""

    breath = blocks.BooleanBlock(label=_("offer a circle that follows one’s own breath"), required=False)


class WeekBodyBlock(blocks.StreamBlock):
    reading = HeardBlock(label=_("something to read"))
    practice = PracticeBlock(label=_("something to practise"))
    notice = PieceBlock(label=_("something to know first"))


class PlacedExerciseBlock(blocks.StructBlock):
    exercise = SnippetChooserBlock("programme.Exercise", label=_("exercise"))
    place = blocks.ChoiceBlock(label=_("place"), choices=PLACES, default="more")


class WeekExercisesBlock(blocks.StreamBlock):
    exercise = PlacedExerciseBlock(label=_("exercise"))


class FieldBlock(blocks.StructBlock):
    """One question. Its block id is the field's id for ever: answers are keyed on it."""

    question = blocks.CharBlock(label=_("question"), max_length=300)
    help = blocks.CharBlock(label=_("line under the question"), required=False, max_length=300)


class ScaleBlock(FieldBlock):
    low = blocks.CharBlock(label=_("what 0 means"), max_length=60)
    high = blocks.CharBlock(label=_("what 10 means"), max_length=60)


class ChoiceFieldBlock(FieldBlock):
    options = blocks.ListBlock(blocks.CharBlock(max_length=160), label=_("choices"), min_num=1)


class FieldsBlock(blocks.StreamBlock):
    short = FieldBlock(label=_("one line"))
    long = FieldBlock(label=_("many lines"))
    scale = ScaleBlock(label=_("scale from 0 to 10"))
    one = ChoiceFieldBlock(label=_("one choice"))
    several = ChoiceFieldBlock(label=_("several choices"))
    moment = FieldBlock(label=_("day and hour"))
    body = FieldBlock(label=_("places in the body"))
    movements = FieldBlock(label=_("one movement, or two in order"))
