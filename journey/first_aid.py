"""The first-aid card that a client made in week 3, and where three taps can be kept. For their own eyes, on "Nu even"."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from accounts import reading
from accounts.models import User
from exercises.models import LogVersion
from exercises.wording import Answered, opened
from journey import anyday
from programme.access import own_enrolment
from programme.models import Enrolment, Release

CARD = "w03-c"


@dataclass(frozen=True, slots=True)
class Own:
    """What only this person finds on the page: their card, and where they write; each empty when there is none."""

    card: list[Answered]
    writing: str


def own(user: User, now: datetime) -> Own:
    """Never raises: whoever has no card, or one that cannot be opened, gets the page as everybody has it."""
    try:
        enrolment = own_enrolment(user, now)
    except Http404:
        return Own([], "")
    return Own(card(enrolment, now), writing(enrolment, now))


def card(enrolment: Enrolment, now: datetime) -> list[Answered]:
    """The newest card that was kept; a draft is no card yet."""
    if not enrolment.may_read(now):
        return []
    # Of the person and not of this programme: a card of before still helps.
    kept = LogVersion.objects.filter(log__enrolment__client=enrolment.client, log__exercise__source_id=CARD, draft=False)
    version = kept.to_open().newest_first().first()
    if version is None:
        return []
    [text] = reading.read(enrolment.client, [version], "own card", now)
    return opened(version.exercise_version.fields, text) or []


def writing(enrolment: Enrolment, now: datetime) -> str:
    """Where the trigger log is written; empty while nothing may be written."""
    if not enrolment.may_write(now) or not Release.objects.visible(now).of(enrolment).exists():
        return ""
    return anyday.trigger_address(enrolment)
