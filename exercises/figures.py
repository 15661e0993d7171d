"""The figures of what a client keeps private, for who cares for them: behind one switch of the client, off until it is put on.

What is opened here is let go of at once: only heights from 0 to 10 and the three presences leave this module, never a word.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts import consent, reading
from accounts.access import cares_for
from accounts.consent import Purpose
from accounts.models import Practice, User
from accounts.reading import Cares
from accounts.vault import SealedText
from exercises import night, state
from exercises.answers import Answers, decode
from exercises.models import Log, LogVersion
from exercises.wording import told_band
from programme.models import Enrolment, Week

PURPOSE: Final = "figures"
HEIGHT: Final = "spanning"
NEAR: Final = "aanwezig"


def allowed(client: User) -> bool:
    """Never the words: tension, presence and what else was tapped. One query."""
    return consent.given(client, Purpose.FIGURES)


@dataclass(frozen=True, slots=True)
class PrivateText:
    """A kept text of the client's own, opened for its figures alone."""

    version: LogVersion
    practice: Practice
    allows: Callable[[User], bool] = allowed

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        """Who cares for the client while the switch is on: of what was kept, once the night in which it was is over."""
        enrolment = self.version.log.enrolment
        over = night.visible_from(self.version.written_at, enrolment.zone, self.practice) <= now
        # A draft is nobody's yet, whatever the switch says.
        return over and not self.version.draft and self.allows(enrolment.client) and cares(actor, enrolment.client, now)

    def sealed_for(self, actor: User) -> SealedText:
        return self.version.sealed_for(self.version.log.enrolment.client)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one entry says in figures, as lines, on a day of the client's own."""

    day: date
    lines: list[str]


def private(member: User, enrolment: Enrolment, week: Week, now: datetime) -> list[Figures]:
    """Of what this client kept in a week and does not share, in the order in which it came; nothing while the switch is off.

    One record of access, of its own purpose. Raises vault.NotReadable for who does not care for the client.
    """
    if not allowed(enrolment.client):
        return []
    practice, allows = Practice.current(), cache(allowed)
    rows = [PrivateText(version, practice, allows) for version in kept(enrolment, week, now)]
    ready = [row for row in rows if night.visible_from(row.version.written_at, enrolment.zone, practice) <= now]
    texts, zone = reading.read(member, ready, PURPOSE, now), ZoneInfo(enrolment.zone)
    days = [row.version.log.started_at.astimezone(zone).date() for row in ready]
    found = [Figures(day, lines(decode(text))) for day, text in zip(days, texts, strict=True) if text is not None]
    return [each for each in found if each.lines]


def kept(enrolment: Enrolment, week: Week, now: datetime) -> list[LogVersion]:
    """The newest kept text of each log that nobody else sees. Two queries."""
    logs = Log.objects.of(enrolment).in_week(week).exclude(pk__in=Log.objects.visible(now)).exclude(asks_at__isnull=False)
    newest: dict[object, LogVersion] = {}
    for version in LogVersion.objects.filter(log__in=logs, draft=False).select_related("log").order_by("log__started_at", "number"):
        version.log.enrolment = enrolment
        # In the order of their numbers, so the last one stays.
        newest[version.log_id] = version
    return list(newest.values())


def lines(answers: Answers) -> list[str]:
    """Nothing but what is known beforehand: a height is a number, a presence one of three."""
    told = figures(answers)
    found = state.band(told)
    heights = [_("Tension: %(from_to)s") % {"from_to": told[HEIGHT]}] if HEIGHT in told else []
    nearness = [_("Present: %(from_to)s") % {"from_to": dict(state.PRESENCES)[str(told[NEAR])]}] if NEAR in told else []
    return [*heights, *nearness, *(told_band(found).lines if found else [])]


def figures(answers: Answers) -> Answers:
    """Those answers that are figures; everything else is left out."""
    known = [name for name, _label in state.PRESENCES]
    heights = {name for name in (HEIGHT, state.BEFORE_TENSION, state.AFTER_TENSION) if state.tension(answers, name) is not None}
    near = {name for name in (NEAR, state.BEFORE_PRESENCE, state.AFTER_PRESENCE) if answers.get(name) in known}
    return {name: value for name, value in answers.items() if name in heights | near}
