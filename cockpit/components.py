"""What the page of all components shows: the real parts of the portal with invented content, and no row of the database."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.utils.translation import gettext as _

from cockpit.desk import WaitingWeek
from cockpit.morning import Row, of_week
from cockpit.twelve import picture
from exercises.fields import KINDS, help_text
from exercises.state import Band
from exercises.wording import Answered, told_band
from journey.doings import Doing
from journey.path import Slice
from journey.strands import Leg, Picture, lying, standing
from journey.weeks import Stand, Station
from programme.calendar import WEEKS
from programme.models import Exercise, Pause, Theme, Week

# The colours in the order of static/css/tokens.css, each with a swatch in static/css/specimen.css.
COLOURS = [
    *("paper", "sheet", "recess", "rule", "edge", "ink", "ink-soft", "towards", "away", "towards-wash", "away-wash"),
    *("alarm", "alarm-wash", "fill-towards", "fill-away", "on-fill", "focus", "shade"),
]
SIZES = ["figure", "h1", "h2", "h3", "lead", "text", "note"]
# Before and after an exercise.
BAND = Band(before=6, after=7, presence_before="beetje", presence_after="hier", high=False)
# Behind somebody, here, and ahead.
NOW = 3


@dataclass(frozen=True, slots=True)
class Strip:
    """The twelve weeks on one line, as the page of dates has them."""

    picture: Picture
    ends: datetime


def questions() -> dict[str, dict[str, Any]]:
    """One question for each kind that an exercise can ask."""
    options = [{"id": "hand", "label": _("A hand on the table")}, {"id": "window", "label": _("The window open")}]
    ends = {"low": _("quiet"), "high": _("very tense")}
    asked = {
        "short": _("In one line"),
        "long": _("With all the room you like"),
        "scale": _("How high is it, from 0 to 10?"),
        "one": _("Which one helped?"),
        "several": _("Which of these were there?"),
        "moment": _("When was it?"),
        "body": _("Where do you notice it?"),
        "movements": _("Which movement came?"),
    }
    return {kind: {"question": asked[kind], "kind": kind, "options": options} | (ends if kind == "scale" else {}) for kind in KINDS}


class Specimen(forms.Form):
    """Every kind of field: those of the exercises, and those of the account."""

    use_required_attribute = False

    def __init__(self, prefix: str, data: dict[str, str] | None = None) -> None:
        super().__init__(data, prefix=prefix, label_suffix="")
        for kind, question in questions().items():
            self.fields[kind] = KINDS[kind](question)
            self.fields[kind].label, self.fields[kind].help_text = question["question"], help_text(question)
        self.fields["day"] = forms.DateField(
            label=_("A day"), required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Any day will do.")
        )
        cities = [("a", "Amsterdam"), ("l", "Lissabon")]
        self.fields["city"] = forms.ChoiceField(label=_("A choice from a list"), required=False, choices=cities)
        self.fields["agreed"] = forms.BooleanField(label=_("I have read this"), required=False)
        code = forms.TextInput(attrs={"class": "input input--code", "autocomplete": "off"})
        self.fields["code"] = forms.CharField(label=_("A code"), required=False, widget=code)


def wrong() -> Specimen:
    """The same form as it comes back, with something to mend in each field."""
    form = Specimen("wrong", {"wrong-short": _("This is still here."), "wrong-moment": "23-11-2026 22:30"})
    for name in form.fields:
        form.add_error(name, _("This says what is wrong, and what to do."))
    return form


def said() -> list[Message]:
    return [
        Message(constants.SUCCESS, _("Kept at 22:31, for you alone.")),
        Message(constants.ERROR, _("Nothing was sent. Your text is still here; try it once more.")),
    ]


def slices(now: datetime) -> list[Slice]:
    """A week behind somebody, one where they are, a pause, one that opens, and one that is held."""
    theme = Theme(title=_("Seeing what happens"))
    here = station(NOW, theme, Stand.OPEN, now)
    pause = Pause(starts_on=(now + timedelta(days=5)).date(), ends_on=(now + timedelta(days=12)).date())
    ahead, held = station(NOW + 1, theme, Stand.AHEAD, now + timedelta(days=12)), station(NOW + 2, theme, Stand.HELD, now)
    return [
        Slice(
            standing(Leg(NOW - 2, NOW - 1)), station=station(NOW - 1, theme, Stand.OPEN, now - timedelta(days=7)), theme=theme, done=True
        ),
        Slice(standing(Leg(NOW - 1, NOW)), station=here, now=True),
        Slice(standing(Leg(NOW, NOW, drawn=False)), pause=pause),
        Slice(standing(Leg(NOW, NOW + 1, drawn=False)), station=ahead, explained=True),
        Slice(standing(Leg(NOW + 1, NOW + 2, drawn=False)), station=held, explained=True),
    ]


def station(number: int, theme: Theme, stand: Stand, at: datetime) -> Station:
    return Station(Week(number=number, title=_("A title of some words"), theme=theme), stand, at)


def strip(now: datetime) -> Strip:
    legs = tuple(Leg(week, week + 1, drawn=week < NOW) for week in range(WEEKS))
    return Strip(lying(legs), now + timedelta(weeks=WEEKS - NOW))


def waiting(now: datetime) -> list[Row]:
    """An answer for today that is begun, and one for later."""
    nobody, drawn = UUID(int=0), picture("oonaaaaaaaaa")
    first = WaitingWeek(1, nobody, "Noor Voorbeeld", 3, now + timedelta(hours=2), 2, drafted=True)
    other = WaitingWeek(2, nobody, "Daan Voorbeeld", 7, now + timedelta(days=2), 1, drafted=False)
    return [replace(of_week(week, []), now_in=3, picture=drawn) for week in (first, other)]


def answers() -> list[Answered]:
    asked = questions()
    words = Answered(asked["long"]["question"], _("This is what somebody wrote: in the serif, in their own lines."), [])
    return [words, Answered(asked["one"]["question"], "", [asked["one"]["options"][0]["label"]]), told_band(BAND)]


def doings() -> list[Doing]:
    """Done, begun, and still untouched."""
    states = ((True, False), (False, True), (False, False))
    exercise = Exercise(title=_("An exercise"), source_id="w03-a", minutes=5)
    return [Doing(exercise, "core", done, begun) for done, begun in states]


def everything(now: datetime) -> dict[str, Any]:
    """What the template shows. `now` is aware."""
    return {
        "colours": COLOURS,
        "sizes": SIZES,
        "specimen": Specimen("empty"),
        "wrong": wrong(),
        "said": said(),
        "slices": slices(now),
        "strip": strip(now),
        "waiting": waiting(now),
        "answers": answers(),
        "doings": doings(),
        "week": Week(number=NOW, title=_("A title of some words"), promise=_("What this week is about, in one sentence.")),
        "today": {"core": {"done": False, "begun": False}},
        "moment": now,
    }
