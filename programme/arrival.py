"""Somebody who is on their way already comes over to the portal, in their own week, and hears nothing of it."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Practice, User
from programme.cover import set_cover
from programme.enrolment import activate, place
from programme.models import CareKind, Enrolment, Programme, Release, Status

WEEK = timedelta(days=7)


def first_day_of(week: int, practice: Practice, today: date) -> date:
    """The first day of whom `week` (1-12) is the week that runs on `today`: weeks begin on the practice's starting weekday."""
    began = today - timedelta(days=(today.weekday() - practice.start_weekday) % 7)
    return began - (week - 1) * WEEK


@transaction.atomic
def arrive(
    *,
    client: User,
    programme: Programme,
    coach: User,
    starts_on: date,
    through_week: int,
    by: User,
    now: datetime,
    care_kind: str = CareKind.COACHING,
) -> Enrolment:
    """Enrol without an invitation, cover through `through_week`, and open silently all that is due: no mail now, and no
    reminder of a week that nobody was told of. The client's keys must exist. Raises Refused as `enrol` does."""
    made = place(client=client, programme=programme, coach=coach, starts_on=starts_on, by=by, now=now, care_kind=care_kind, kind="arrived")
    Enrolment.objects.filter(pk=made.pk).update(status=Status.PENDING, invited_at=None, invitation_ends_at=None)
    set_cover(enrolment=made, source="office", through_week=through_week, now=now, by=by)
    activate(enrolment=made, by=by, now=now)
    Release.objects.of(made).due(now).update(opened_at=now)
    made.refresh_from_db()
    return made
