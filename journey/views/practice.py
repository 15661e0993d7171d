"""A practice with the player: its doors, the steps of one, and saying that it was done."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.refusal import Refused
from exercises import practised
from journey.doings import core_of, doings
from journey.views.page import Visit, page
from programme.access import own_enrolment, own_week
from programme.models import Week
from programme.reading import Door, Piece, pieces


@require_safe
def practice(request: Visit, number: int, piece: str) -> HttpResponse:
    """The doors; with `?deur=N` the steps of one. Looking keeps nothing."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    week = own_week(enrolment, number, now).week
    found = practice_of(week, piece)
    context = {
        "week": week,
        "piece": found,
        "door": chosen(found, request.GET.get("deur", "")),
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
    except Refused:
        return redirect("week", number=number)
    return redirect("today")


def practice_of(week: Week, piece: str) -> Piece:
    """The practice of this week with this id. Raises Http404."""
    for found in pieces(week):
        if found.id == piece and found.kind == "practice" and found.doors:
            return found
    raise Http404


def chosen(piece: Piece, asked: str) -> Door | None:
    """The door with this number, counted from 1; None where there is no such door."""
    known = {str(number): door for number, door in enumerate(piece.doors, start=1)}
    return known.get(asked)
