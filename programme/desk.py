"""What the coach must hear about the programme before a client notices it."""

from datetime import datetime, timedelta

from accounts.access import coach_of
from notices import outbox
from notices.models import Channel
from programme.models import Pause, Release, Status

DAYS_AHEAD = 3
NOT_LIVE = "week-not-live"
PAUSE_ENDS = "pause-ends"
DAYS_BEFORE_RETURN = 2


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
            outbox.post(recipient=coach, kind=NOT_LIVE, key=f"{release.pk}:{when}", about=str(release.pk), now=now, channel=Channel.DESK)


def tell_of_returns(now: datetime) -> None:
    """Put each pause that ends within two days on the desk of who cares for the client, once for each day back."""
    # By the day in UTC: some hours more or less do not matter two days ahead.
    soon = now.date() + timedelta(days=DAYS_BEFORE_RETURN)
    ending = Pause.objects.filter(ends_on__gte=now.date(), ends_on__lte=soon, starts_on__lte=now.date(), enrolment__status=Status.ACTIVE)
    for pause in ending.select_related("enrolment__client").iterator():
        coach = coach_of(pause.enrolment.client, now)
        if coach:
            key = f"{pause.pk}:{pause.ends_on}"
            outbox.post(recipient=coach, kind=PAUSE_ENDS, key=key, about=str(pause.pk), now=now, channel=Channel.DESK)
