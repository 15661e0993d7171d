"""What a person types: kept as typed, or refused in a sentence that loses nothing."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TEXT_CAP: Final = 100_000


class BadText(ValueError):
    """A text that cannot be kept. Its message is a sentence for the person who typed it."""


def tidy(text: str) -> str:
    """The text with its line ends as `\\n`; everything else stays as typed (direction, joiners, combining marks).

    Raises BadText over 100,000 characters, and on the two characters that a database cannot hold.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # PostgreSQL holds none in a text, and SQLite does: refused in both.
    if "\x00" in text:
        raise BadText(
            _("There is a character in this text that cannot be saved (code 0). Your text is still here: take it out and save again.")
        )
    # It cannot be written as UTF-8, so it could not even be sealed.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise BadText(
            _("There is half a character in this text, which cannot be saved. Your text is still here: take it out and save again.")
        )
    if len(text) > TEXT_CAP:
        sentence = _("This text has %(length)s characters and %(cap)s fit here. Your text is still here: make it shorter, or divide it.")
        raise BadText(sentence % {"length": grouped(len(text)), "cap": grouped(TEXT_CAP)})
    return text


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


class WrittenField(forms.CharField):
    """A text, kept as typed. Spaces alone are no answer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "strip": False, **options})

    def to_python(self, value: Any) -> str:
        try:
            text = tidy(super().to_python(value) or "")
        except BadText as refusal:
            raise ValidationError(str(refusal)) from None
        return text if text.strip() else ""
