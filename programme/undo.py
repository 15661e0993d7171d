"""Putting a deed back, for as long as that can be: each kind of change names the deed that reverses it.

What was opened never locks again, so opening early has no way back, nor has a change of a week that opened since.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusal import Refused
from programme import enrolment as deeds
from programme import release as releases
from programme.models import RUNNING, Change, Enrolment, Pause, Release
from programme.reasons import Reason

# What is still to be said is by whom and when: `deed(by=..., now=...)`.
Deed = Callable[..., object]


def undoable(enrolment: Enrolment, changes: Iterable[Change], now: datetime) -> dict[int, Deed]:
    """Those of `changes` (the newest first, all of this enrolment) that can be put back now, by id, with the deed that does it.

    Only the newest of what touched the same thing, and nothing that clients did themselves. Two queries.
    """
    seen: set[tuple[object, ...]] = set()
    found: dict[int, Deed] = {}
    unopened = {release.week.number: release for release in unseen(enrolment, now)}
    pauses = list(enrolment.pauses.all())
    for change in changes:
        thing = touched(change)
        deed = reversal(enrolment, change, unopened, pauses, now) if change.by_id not in {None, enrolment.client_id} else None
        if deed and thing not in seen:
            found[change.pk] = deed
        # Also where it cannot be put back: what is older must not be undone from under it.
        seen.add(thing)
    return found


def unseen(enrolment: Enrolment, now: datetime) -> Iterable[Release]:
    """The weeks that are not open to the client: a deed would stamp what is due first."""
    return enrolment.releases.exclude(pk__in=Release.objects.visible(now).of(enrolment).values("pk")).select_related("week")


def touched(change: Change) -> tuple[object, ...]:
    """What a change is about: two changes of the same thing cannot both be put back."""
    facts = {**change.before, **change.after}
    if change.kind in {"held", "let go"}:
        return "hold", facts.get("number")
    if change.kind in {"moved", "opened early"}:
        return "day", facts.get("number")
    return (change.kind,) if change.kind in {"restarted", "clock changed"} else (change.kind, change.pk)


def reversal(enrolment: Enrolment, change: Change, unopened: dict[int, Release], pauses: list[Pause], now: datetime) -> Deed | None:
    """The deed that puts `change` back; None when there is none, or no longer."""
    if enrolment.status not in RUNNING:
        return None
    if change.kind in OF_A_WEEK:
        release = unopened.get({**change.before, **change.after}.get("number", 0))
        return OF_A_WEEK[change.kind](enrolment, change, release) if release else None
    if change.kind in OF_A_PAUSE:
        return OF_A_PAUSE[change.kind](enrolment, change, pauses, enrolment.local_day(now))
    return OF_THE_WHOLE[change.kind](enrolment, change) if change.kind in OF_THE_WHOLE else None


def of_a_hold(enrolment: Enrolment, change: Change, release: Release) -> Deed | None:
    return partial(releases.let_go, enrolment=enrolment, number=release.week.number, reason=Reason.UNDONE) if release.held_at else None


def of_letting_go(enrolment: Enrolment, change: Change, release: Release) -> Deed | None:
    return None if release.held_at else partial(releases.hold, enrolment=enrolment, number=release.week.number, reason=Reason.UNDONE)


def of_a_move(enrolment: Enrolment, change: Change, release: Release) -> Deed | None:
    if release.opens_at != datetime.fromisoformat(change.after["opens_at"]):
        return None
    before, by_hand = datetime.fromisoformat(change.before["opens_at"]), bool(change.before.get("by_hand"))
    number = release.week.number
    return partial(releases.put_back, enrolment=enrolment, number=number, opens_at=before, by_hand=by_hand, reason=Reason.UNDONE)


def of_a_pause(enrolment: Enrolment, change: Change, pauses: list[Pause], today: date) -> Deed | None:
    """Until it has begun: after that, somebody comes back from it instead."""
    days = date.fromisoformat(change.after["starts_on"]), date.fromisoformat(change.after["ends_on"])
    made = next((pause for pause in pauses if (pause.starts_on, pause.ends_on) == days and pause.starts_on >= today), None)
    return partial(deeds.resume, enrolment=enrolment, pause=made, reason=Reason.UNDONE) if made else None


def of_coming_back(enrolment: Enrolment, change: Change, pauses: list[Pause], today: date) -> Deed | None:
    """The rest of the pause, while there is any and no other pause lies in it."""
    starts_on, ends_on = max(today, date.fromisoformat(change.before["starts_on"])), date.fromisoformat(change.before["ends_on"])
    taken = any(pause.starts_on < ends_on and pause.ends_on > starts_on for pause in pauses)
    return None if taken or starts_on >= ends_on else partial(deeds.pause, enrolment=enrolment, starts_on=starts_on, ends_on=ends_on)


def of_another_start(enrolment: Enrolment, change: Change) -> Deed | None:
    before, after = (date.fromisoformat(side["starts_on"]) for side in (change.before, change.after))
    return partial(deeds.restart, enrolment=enrolment, starts_on=before, reason=Reason.UNDONE) if enrolment.starts_on == after else None


def of_another_clock(enrolment: Enrolment, change: Change) -> Deed | None:
    if change.after != {"zone": enrolment.zone, "hour": enrolment.hour}:
        return None
    return partial(deeds.change_clock, enrolment=enrolment, reason=Reason.UNDONE, **change.before)


OF_A_WEEK: Final = {"held": of_a_hold, "let go": of_letting_go, "moved": of_a_move}
OF_A_PAUSE: Final = {"paused": of_a_pause, "resumed": of_coming_back}
OF_THE_WHOLE: Final = {"restarted": of_another_start, "clock changed": of_another_clock}


@transaction.atomic
def undo(*, enrolment: Enrolment, change: Change, by: User, now: datetime) -> None:
    """Put `change` back by the deed that reverses it, which leaves a change of its own. Raises Refused when it no longer can."""
    fresh = releases.settled(enrolment, now)
    deed = undoable(fresh, fresh.changes.all(), now).get(change.pk)
    if deed is None:
        raise Refused(_("This can no longer be put back: something happened since, or a week opened that stays open."))
    deed(by=by, now=now)
