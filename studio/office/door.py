"""Who comes in at the office's pages: the office. For anybody else there is nothing here."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from accounts.visit import Visit
from programme.models import Enrolment
from studio.office import roll


def enrolment_at(request: Visit, uuid: UUID, now: datetime) -> Enrolment:
    """An enrolment with its facts, for somebody of the office. Raises Http404."""
    found = roll.person(uuid, now) if request.user.is_office else None
    if found is None:
        raise Http404
    return found
