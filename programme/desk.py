"""What the coach must hear about the programme before a client notices it."""

from datetime import datetime, timedelta

from accounts.access import coach_of
from notices import outbox
from notices.models import Channel
from programme.models import Release, Status

DAYS_AHEAD = 3


def warn_of_weeks_not_live(now: datetime) -> None:
    """Put each week that opens within three days, or is due, and is not published, on its coach's desk: once ahead and
    once on the day."""
    soon = Release.objects.unopened().filter(
        week__live=False, enrolment__status=Status.ACTIVE, opens_at__lte=now + timedelta(days=DAYS_AHEAD)
    )
    for release in soon.select_related("enrolment__client").iterator():
        coach = coach_of(release.enrolment.client, now)
        if coach:
            when = "due" if release.opens_at <= now else "ahead"
            outbox.post(
                recipient=coach, kind="week-not-live", key=f"{release.pk}:{when}", about=str(release.pk), now=now, channel=Channel.DESK
            )
