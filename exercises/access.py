"""One helper fetches and authorises. Someone else's is a 404, as is what never was."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from exercises.models import Log, Review
from programme.models import Enrolment, Week


def own_log(user: User, uuid: UUID, now: datetime) -> Log:
    """A log of this client, while they may read. Raises Http404."""
    rows = Log.objects.select_related("enrolment__client", "exercise", "week", "shared_version")
    log = get_object_or_404(rows, uuid=uuid, enrolment__client=user)
    # The person is at hand: no page fetches them again.
    log.enrolment.client = user
    if not log.enrolment.may_read(now):
        raise Http404
    return log


def shared_logs(member: User, enrolment: Enrolment, week: Week, now: datetime) -> list[Log]:
    """What a client shares of a week with who cares for them now, in the order in which it came, each with `answered`; nothing
    for anybody else."""
    answered = Review.objects.published().filter(logs=OuterRef("pk"))
    rows = Log.objects.readable_by_coach(member, now).of(enrolment).in_week(week).annotate(answered=Exists(answered))
    found = list(rows.select_related("exercise", "shared_version__exercise_version").order_by("visible_at", "pk"))
    for log in found:
        log.enrolment = enrolment
        if log.shared_version:
            log.shared_version.log = log
    return found
