"""The fixed words of "Nu even": three questions to tap, and ninety seconds of landing by three doors. Pure.

Look, name, feet, cold water; never breath first, eyes open, nothing to hold or to count. Which landing fits is decided in the
browser by `static/css/components/rightnow.css`, so that what somebody taps never leaves their screen.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Question:
    """One tap. `choices` are (id, label); their ids are what the style sheet looks at."""

    name: str
    words: Words
    choices: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Door:
    """One way in. `steps` are (what, seconds); together about ninety."""

    name: str
    title: Words
    steps: tuple[tuple[Words, int], ...]


@dataclass(frozen=True, slots=True)
class Landing:
    name: str
    title: Words
    lead: Words
    doors: tuple[Door, ...]


UNKNOWN: Final = _("I don’t know")

QUESTIONS: Final = (
    Question(
        "height",
        _("How high is it?"),
        (("low", _("Low or flat")), ("felt", _("I notice it")), ("high", _("High")), ("very", _("Very high")), ("height-unknown", UNKNOWN)),
    ),
    Question(
        "presence",
        _("How present are you?"),
        (("away", _("Away")), ("little", _("A little")), ("here", _("Here")), ("presence-unknown", UNKNOWN)),
    ),
    Question(
        "movement",
        _("Which movement wants to happen?"),
        (
            ("forward", _("Forward")),
            ("back", pgettext_lazy("a movement that wants to happen", "Back")),
            ("freeze", _("Freeze")),
            ("two", _("Two in a row")),
            ("stay", _("Stay")),
            ("movement-unknown", UNKNOWN),
        ),
    ),
)

# One sentence beside the landing. No movement is better than another.
MOVEMENTS: Final = (
    (
        "forward",
        _("Forward often wants closeness or certainty. That wish may be there. A message can also be sent after these ninety seconds."),
    ),
    (
        "back",
        _(
            "Back often wants rest or room. That wish may be there. If you leave for a while, it sometimes helps to say when you are back. "
            "Are you afraid of the other? Then you need not say anything."
        ),
    ),
    ("freeze", _("Freezing is often waiting until it is safe. Nothing has to come loose. Looking is enough, or moving one finger.")),
    ("two", _("Two in a row happens to many people. You need not choose between them. Begin with looking.")),
    ("stay", _("Staying is possible. So is leaving. It need not be for long, and you need not say anything.")),
)

AROUND: Final = _("Around you")
BODY: Final = _("In your body")
MOVING: Final = _("Moving")
WRISTS: Final = _("Let cold water run over your wrists, or hold something cool.")

MIDDLE: Final = Landing(
    "middle",
    _("Landing, ninety seconds"),
    _("Choose one door. Your eyes stay open and you breathe as you do."),
    (
        Door(
            "around",
            AROUND,
            (
                (_("Look around. What stands still?"), 20),
                (_("Name five things that you see, aloud or to yourself."), 30),
                (_("Put your feet down. Look how they stand."), 20),
                (WRISTS, 20),
            ),
        ),
        Door(
            "body",
            BODY,
            (
                (_("Look around once."), 10),
                (_("Press your feet lightly into the floor, and let go."), 30),
                (_("Lay your hands on each other or on a table. Notice where they touch."), 30),
                (WRISTS, 20),
            ),
        ),
        Door(
            "moving",
            MOVING,
            (
                (_("Stand up if you can, or sit in another way."), 15),
                (_("Walk slowly to a window or a door. Name what you see on the way."), 35),
                (_("Look at the farthest point that you can see."), 20),
                (_("Get a glass of cold water. Drinking it is fine, holding it too."), 20),
            ),
        ),
    ),
)
HIGH: Final = Landing(
    "high",
    _("Slower and heavier, ninety seconds"),
    _("When it is high, less often helps. Choose one door; you breathe as you do."),
    (
        Door(
            "around",
            AROUND,
            (
                (_("Look at something large that stands still: a wall, a cupboard, a tree."), 20),
                (_("Name five large things that you see. There is no hurry."), 30),
                (_("Put your feet side by side, as heavy as is pleasant."), 20),
                (WRISTS, 20),
            ),
        ),
        Door(
            "body",
            BODY,
            (
                (_("Name one thing that you see."), 10),
                (_("Press your feet slowly into the floor, and let go."), 30),
                (_("Push your hands against a wall or each other, as lightly as you like, and let go."), 30),
                (WRISTS, 20),
            ),
        ),
        Door(
            "moving",
            MOVING,
            (
                (_("Walk slowly to another place, foot by foot."), 30),
                (_("On the way, name what stands still."), 20),
                (_("Lean on a wall or a doorpost, and come back."), 20),
                (WRISTS, 20),
            ),
        ),
    ),
)
LOW: Final = Landing(
    "low",
    _("A little bit more, ninety seconds"),
    _("When it is low or far away, a little more often helps: light, colour, a voice. Choose one door."),
    (
        Door(
            "around",
            AROUND,
            (
                (_("Look for five colours and name them, aloud if you can."), 30),
                (_("Put a lamp on, or open a curtain."), 20),
                (_("Put your feet down, and rock on your heels for a moment."), 20),
                (_("Hold something cold, or splash some water on your hands."), 20),
            ),
        ),
        Door(
            "body",
            BODY,
            (
                (_("Rub your hands together and look at them."), 20),
                (_("Say aloud where you are and what day it is."), 20),
                (_("Tap the floor with one foot, then with the other."), 30),
                (_("Hold something cold, or splash some water on your hands."), 20),
            ),
        ),
        Door(
            "moving",
            MOVING,
            (
                (_("Stand up if you can, or stretch out your arms."), 20),
                (_("Walk to another room, a little faster than usual."), 30),
                (_("Say aloud three things that you see there."), 20),
                (_("Get something cold or warm to drink."), 20),
            ),
        ),
    ),
)

LANDINGS: Final = (MIDDLE, HIGH, LOW)
