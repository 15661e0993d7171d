"""What somebody answered, as plain values and as the one text that is sealed. Pure.

Answers are keyed on the field's own id. A value is a text (short, long, moment, the id of one choice), a whole number
(scale, 0 to 10) or a list of option ids. NOTHING and UNKNOWN are answers like any other: they always count.
"""

import json
from typing import Final

Value = str | int | list[str]
Answers = dict[str, Value]

NOTHING: Final = "none"
UNKNOWN: Final = "unknown"


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
    # To Python a truth is a number too.
    return isinstance(value, (str, int)) and not isinstance(value, bool)
