"""Who wrote nothing for two weeks, while their weeks go on: one thing on the coach's desk, and no mail to anybody."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.access import carers_of
from exercises.models import LogVersion
from exercises.reminders import BATCH
from notices.models import Channel, Notice
from programme.models import Enrolment, Pause, Release

KIND: Final = "quiet"
TWO_WEEKS: Final = timedelta(days=14)


def tell_of_quiet(now: datetime) -> int:
    """Once for each silence; returns how many people are quiet. A day in a pause of the last two weeks begins it anew."""
    rows = list(quiet(now))
    for start in range(0, len(rows), BATCH):
        post(rows[start : start + BATCH], now)
    return len(rows)


def quiet(now: datetime) -> QuerySet[Enrolment]:
    """Active enrolments with an open week in which nothing was written for two weeks, each with `since` (UTC)."""
    versions = LogVersion.objects.filter(log__enrolment=OuterRef("pk")).order_by().values("log__enrolment")
    wrote = Subquery(versions.annotate(at=Max("written_at")).values("at"))
    opened = Release.objects.filter(enrolment=OuterRef("pk"), opened_at__lte=now - TWO_WEEKS)
    # By the day in UTC: half a day more or less does not matter in two weeks.
    rested = Pause.objects.filter(enrolment=OuterRef("pk"), starts_on__lte=now.date(), ends_on__gt=(now - TWO_WEEKS).date())
    running = Enrolment.objects.active().filter(Exists(opened), ~Exists(rested), activated_at__lte=now - TWO_WEEKS)
    return running.annotate(since=Coalesce(wrote, F("activated_at"))).filter(since__lte=now - TWO_WEEKS).order_by("pk")


def post(rows: Iterable[Enrolment], now: datetime) -> None:
    # Gone through twice.
    rows = list(rows)
    carers = carers_of({row.client_id for row in rows}, now)
    Notice.objects.bulk_create(
        (
            Notice(
                recipient_id=carers[row.client_id],
                kind=KIND,
                key=f"{row.pk}:{row.since:%Y-%m-%d}",  # type: ignore[attr-defined]
                about=str(row.pk),
                channel=Channel.DESK,
                created_at=now,
                due_at=now,
            )
            for row in rows
            if row.client_id in carers
        ),
        ignore_conflicts=True,
    )
