"""What somebody answered, as plain values and as the one text that is sealed. Pure.

Answers are keyed on the field's own id. A value is a text (short, long, moment, the id of one choice), a whole number
(scale, 0 to 10) or a list of option ids. NOTHING and UNKNOWN are answers like any other: they always count.
"""

import json
from typing import Final

from django.utils.translation import gettext as _

Value = str | int | list[str]
Answers = dict[str, Value]

NOTHING: Final = "none"
UNKNOWN: Final = "unknown"
TEXT_CAP: Final = 100_000


class BadText(ValueError):
    """A text that cannot be kept. Its message is a sentence for the person who typed it."""


def tidy(text: str) -> str:
    """The text with its line ends as `\\n`; everything else stays as typed (direction, joiners, combining marks).

    Raises BadText over 100,000 characters, and on the two characters that a database cannot hold.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise BadText(
            _("There is a character in this text that cannot be saved (code 0). Your text is still here: take it out and save again.")
        )
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


def encode(answers: Answers) -> str:
    """The same answers always give the same text. Raises ValueError on what `decode` would not give back."""
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if decode(text) != answers:
        raise ValueError("answers are texts, whole numbers and lists of texts")
    return text


def decode(text: str) -> Answers:
    """Raises ValueError on anything that is no set of answers."""
    answers = json.loads(text)
    if not isinstance(answers, dict) or not all(is_value(value) for value in answers.values()):
        raise ValueError("not a set of answers")
    return answers


def is_value(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return isinstance(value, (str, int)) and not isinstance(value, bool)
