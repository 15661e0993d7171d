"""The sound of a week that is open, in parts as a phone asks for it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.visit import Visit
from journey.ranges import ranged
from programme.access import own_enrolment, own_week
from programme.models import AudioClip


@require_safe
def week_sound(request: Visit, number: int, sound: UUID) -> HttpResponse:
    """Behind the same rule as the week itself. 404 for a week that is not open, and for what it does not play."""
    now = timezone.now()
    week = own_week(own_enrolment(request.user, now), number, now).week
    clip = get_object_or_404(AudioClip.objects.in_week(week), uuid=sound)
    return ranged(bytes(clip.content), clip.kind, request.headers.get("Range", ""))
