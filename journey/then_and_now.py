"""The first trigger log beside the latest, in somebody's own words, with one factual sentence about the two.

The sentence says what was answered to two questions, once for then and once for now. It compares nothing: no order of the
answers, no *better*, *sooner* or *more*.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from exercises import trigger
from exercises.answers import NOTHING, UNKNOWN, Answers
from exercises.models import Log, LogQuerySet
from exercises.wording import Answered, worded
from journey import entries
from journey.entries import Entry
from journey.sorts import Sort
from journey.spans import Span
from programme.models import Enrolment

# From this week on there is a then to lay beside now, and in these weeks Today says so.
FROM_WEEK: Final = 6
SAID_ON_TODAY: Final = {6, 12}


@dataclass(frozen=True, slots=True)
class Side:
    """One trigger log, opened. `answers` is None where the text cannot be opened."""

    log: Log
    answers: list[Answered] | None


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """`now` is None while there is one trigger log, both are while there is none."""

    then: Side | None
    now: Side | None
    sentence: str


def is_there(weeks: Sequence[Span]) -> bool:
    return any(week.number >= FROM_WEEK for week in weeks)


def look(enrolment: Enrolment, now: datetime) -> ThenAndNow:
    """The first and the latest own trigger log that are no draft. Three queries, or six where there are two."""
    logs = Log.objects.filter(exercise__kind=Sort.TRIGGER, versions__draft=False).distinct()
    first = one(enrolment, logs.order_by("started_at", "pk"), now)
    # Two texts are opened, however many there are.
    latest = one(enrolment, logs.order_by("-started_at", "-pk"), now) if first else None
    if first is None or latest is None or latest.log == first.log:
        return ThenAndNow(side(first), None, "")
    return ThenAndNow(side(first), side(latest), sentence(first.answers or {}, latest.answers or {}))


def one(enrolment: Enrolment, logs: LogQuerySet, now: datetime) -> Entry | None:
    return next(entries.opened(enrolment, logs, now, most=1), None)


def side(entry: Entry | None) -> Side | None:
    if entry is None:
        return None
    return Side(entry.log, None if entry.answers is None else worded(entry.fields, entry.answers, figures=True))


def sentence(then: Answers, now: Answers) -> str:
    """“Then: no choice, back after more days. Now: …”; empty where neither answered either question."""
    before, after = told(then), told(now)
    if not before and not after:
        return ""
    return _("Then: %(then)s. Now: %(now)s.") % {"then": before or unsaid(), "now": after or unsaid()}


def told(answers: Answers) -> str:
    room, back = answers.get(trigger.ROOM), answers.get(trigger.BACK)
    return ", ".join(filter(None, (rooms().get(str(room), ""), backs().get(str(back), ""))))


def unsaid() -> str:
    return _("you wrote nothing down about this")


def rooms() -> dict[str, str]:
    return {
        "nee": _("no choice"),
        "heel-even": _("a choice for a moment"),
        "ja": _("a choice"),
        UNKNOWN: _("whether there was a choice you did not know"),
        NOTHING: _("about a choice you filled in “nothing”"),
    }


def backs() -> dict[str, str]:
    return {
        "contact-bleef": _("contact stayed"),
        "minuten": _("back after a few minutes"),
        "uur": _("back after about an hour"),
        "zelfde-dag": _("back later that day"),
        "volgende-dag": _("back a day later"),
        "meer-dagen": _("back after more days"),
        "nog-niet": _("no contact yet"),
        "kies-geen-contact": _("you chose no contact"),
        UNKNOWN: _("how long it took you did not know"),
        NOTHING: _("about coming back you filled in “nothing”"),
    }
