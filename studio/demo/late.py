"""Of the demo: what Noor wrote late last night and nobody has seen, what she lets her coach know, and a brake that was used."""

from datetime import datetime, timedelta
from uuid import uuid4

from accounts import consent
from accounts.consent import Purpose
from exercises import logs
from exercises.models import Log
from programme import brake
from programme.models import Enrolment, Release, Status, WeekExercise
from studio.demo.cast import NOOR, at
from studio.demo.texts import logs as texts

PRESSED_STOP = 4


def tell(now: datetime) -> None:
    noor = Enrolment.objects.select_related("client").get(client__email=NOOR[1])
    for purpose in Purpose:
        consent.give(user=noor.client, purpose=purpose, now=noor.activated_at or now)
    write_late(noor, at((now - timedelta(days=1)).date(), 22, 40))
    someone = (
        Enrolment.objects.filter(status=Status.ACTIVE, pauses=None)
        .exclude(pk=noor.pk)
        .select_related("client")
        .order_by("pk")[PRESSED_STOP]
    )
    consent.give(user=someone.client, purpose=Purpose.BRAKE, now=someone.activated_at or now)
    brake.tell(enrolment=someone, now=now - timedelta(hours=3))


def write_late(noor: Enrolment, then: datetime) -> None:
    """A draft in what the latest week has besides its core; nothing where that week was not open yet."""
    release = Release.objects.visible(then).of(noor).select_related("week").order_by("-week__number").first()
    if release is None:
        return
    place = WeekExercise.objects.filter(week=release.week, place="more").select_related("exercise").order_by("position").first()
    if place is None or Log.objects.of(noor).filter(week=release.week, exercise=place.exercise).exists():
        return
    version = place.exercise.versions.order_by("-number")[0]
    told = next((field["id"] for field in version.fields if field["kind"] in {"long", "short"}), None)
    words = texts().get(place.exercise.source_id)
    if told and words:
        logs.write(
            enrolment=noor, exercise=place.exercise, week=release.week, answers={told: words[0]}, based_on=0, draft=True,
            client_token=uuid4(), now=then,
        )  # fmt: skip
