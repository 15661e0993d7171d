"""Fetching and authorising in one step. What is somebody else's is not there."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.access import cares_for
from accounts.models import User
from accounts.refusal import Refused
from programme.models import Enrolment, Release


def own_enrolment(user: User, now: datetime) -> Enrolment:
    """The client's running enrolment, or the latest ended one. Raises Http404 when there is none."""
    enrolment = Enrolment.objects.of(user).select_related("programme").current_first().first()
    if enrolment is None:
        raise Http404
    # The person is at hand, so no page has to fetch them again.
    enrolment.client = user
    return enrolment


def own_week(enrolment: Enrolment, number: int, now: datetime) -> Release:
    """The release of week `number`, if it may be seen now. Raises Http404."""
    if not enrolment.may_read(now):
        raise Http404
    visible = Release.objects.visible(now).of(enrolment).select_related("week__theme")
    release = get_object_or_404(visible, week__number=number)
    release.enrolment = enrolment
    return release


def cared_for_enrolment(member: User, uuid: UUID, now: datetime) -> Enrolment:
    """An enrolment of a client with whom `member`, a coach, has an active relation. Raises Http404."""
    if not member.is_coach:
        raise Http404
    cared_for = Enrolment.objects.cared_for_by(member, now).select_related("client", "programme")
    return get_object_or_404(cared_for, uuid=uuid)


def refuse_stranger(member: User, enrolment: Enrolment, now: datetime) -> None:
    """For deeds, behind their lock: a page may be open for longer than a relation lasts. Raises Refused."""
    if not cares_for(member, enrolment.client, now):
        raise Refused(_("You are no longer this client’s coach, so nothing was saved or sent."))
