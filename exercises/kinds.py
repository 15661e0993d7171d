"""The notices of this room. `about` is the enrolment's id, `:`, and the week's number, as in `programme.kinds`."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exercises.models import Log, Practised, Review
from notices.kinds import Kind, register
from notices.models import Notice
from programme.kinds import enrolment_of, number_of
from programme.models import Release, Status


def still_untouched(notice: Notice) -> bool:
    """Nothing was written in that week since, it is still the latest open one, and the client is no longer or not in a
    pause. Delivery hands no clock over, so the pause is asked of the clock here."""
    enrolment = enrolment_of(notice)
    if enrolment is None or enrolment.status != Status.ACTIVE:
        return False
    later = Release.objects.of(enrolment).filter(week__number__gt=number_of(notice), opened_at__isnull=False)
    paused = enrolment.pause_on(enrolment.local_day(timezone.now())) is not None
    return not paused and not later.exists() and not touched(notice)


def touched(notice: Notice) -> bool:
    """A draft, a log or a practice that was done exists in that week."""
    enrolment = enrolment_of(notice)
    if enrolment is None:
        return False
    of_week = {"enrolment": enrolment, "week__number": number_of(notice)}
    return Log.objects.filter(**of_week).exists() or Practised.objects.filter(**of_week).exists()


def never_touched(notice: Notice) -> bool:
    """What stays on the coach's desk, also when the next week has opened."""
    enrolment = enrolment_of(notice)
    return enrolment is not None and enrolment.status == Status.ACTIVE and not touched(notice)


def still_published(notice: Notice) -> bool:
    return Review.objects.published().filter(uuid=notice.key).exists()


def week(notice: Notice) -> dict[str, object]:
    number = number_of(notice)
    return {"number": number, "url": settings.SITE_URL + reverse("week", args=[number])}


def answer(notice: Notice) -> dict[str, object]:
    review = Review.objects.filter(uuid=notice.key).select_related("author").first()
    return {"number": number_of(notice), "url": settings.SITE_URL + reverse("today"), "coach": review.author.first_name if review else ""}


def register_all() -> None:
    register(Kind("day-3", wanted=still_untouched, details=week, label=_("a reminder on the third day of a week")))
    # Not capped: with the mail of the opening and of day 3 the week is full, and this one, by the practice's own plan, still goes.
    register(
        Kind("day-6", wanted=still_untouched, details=week, label=_("a reminder on the sixth day of a week"), capped=False, on_sunday=True)
    )
    register(Kind("untouched", wanted=never_touched, details=week))
    register(Kind("answer-arrived", wanted=still_published, details=answer, label=_("an answer has arrived"), capped=False))
