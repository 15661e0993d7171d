"""The trigger log: which three taps make a complete one, and what may be told later. Pure.

Its ids are those of the curriculum; charts and "then and now" read them too.
"""

from typing import Final

from exercises.answers import Answers

BODY: Final = "lijf"
FIRST: Final = "eerste-beweging"
SECOND: Final = "tweede-beweging"
ROOM: Final = "ruimte"  # nee, heel-even or ja: was there a moment in which one could choose
BACK: Final = "terug"  # how long until there was contact again
STORY: Final = "verhaal"
TAPS: Final = (BODY, FIRST, SECOND, ROOM)


def may_tell(answers: Answers) -> list[str]:
    """What may still be added: the story, and how long it took until there was contact again."""
    return [name for name in (STORY, BACK) if name not in answers]
