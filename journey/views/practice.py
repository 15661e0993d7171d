"""A practice with the player: its doors, the steps of one, and saying that it was done."""

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.refusal import Refused
from accounts.visit import Visit
from exercises import practised, state
from journey.doings import core_of, doings
from journey.views.page import page
from programme.access import own_enrolment, own_week
from programme.models import Week
from programme.reading import Door, Piece, pieces

# What the one tap before such a practice sends: not the number, so that none stands in an address.
TOUCH: Final = "heen-en-weer"
LAND: Final = "landen"


@require_safe
def practice(request: Visit, number: int, piece: str) -> HttpResponse:
    """The doors; with `?deur=N` the steps of one. Looking keeps nothing.

    A practice that touches light tension asks first how high somebody is; `?weg=` says what that tap means for its doors.
    """
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    week = own_week(enrolment, number, now).week
    found, way = practice_of(week, piece), request.GET.get("weg", "")
    doors = offered(found, way)
    context = {
        "week": week,
        "piece": found,
        "doors": doors,
        "door": chosen(doors, request.GET.get("deur", "")),
        "way": way if found.asks_tension and way in {TOUCH, LAND} else "",
        "heights": taps() if found.asks_tension else [],
        # The sound of a practice that touches tension goes where that goes.
        "clip": None if found.asks_tension and way != TOUCH else found.clip,
        "core": core_of(doings(enrolment, week)),
        "may_write": enrolment.may_write(now),
    }
    return page(request, enrolment, "journey/practice.html", context)


@require_POST
def practice_done(request: Visit, number: int, piece: str) -> HttpResponse:
    """Kept as done: which week and practice, and nothing of how it was."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    week = own_week(enrolment, number, now).week
    found = practice_of(week, piece)
    try:
        practised.keep(enrolment=enrolment, week=week, piece=found.id, now=now)
    # Nothing was kept, and nothing is lost: the week is the place to be.
    except Refused:
        return redirect("week", number=number)
    return redirect("today")


def practice_of(week: Week, piece: str) -> Piece:
    """The practice of this week with this id. Raises Http404."""
    for found in pieces(week):
        if found.id == piece and found.kind == "practice" and found.doors:
            return found
    raise Http404


def offered(piece: Piece, way: str) -> list[tuple[int, Door]]:
    """The doors with their numbers, counted from 1; those that touch tension only to who said that theirs is low enough."""
    return [(number, door) for number, door in enumerate(piece.doors, start=1) if way == TOUCH or not door.light]


def taps() -> list[tuple[int | None, str]]:
    """How high somebody can be, from 0 to 10 or not known, each with the way that is offered then."""
    return [(height, TOUCH if state.may_pendulate(height) else LAND) for height in (*range(11), None)]


def chosen(doors: list[tuple[int, Door]], asked: str) -> Door | None:
    """The door with this number; None where there is no such door."""
    known = {str(number): door for number, door in doors}
    return known.get(asked)
