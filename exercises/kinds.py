"""The notices of this room. `about` is the enrolment's id, `:`, and the week's number, as in `programme.kinds`."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import coach_of
from accounts.posted import as_uuid
from exercises import away, digest, keeping, quiet, reminders, scheduled
from exercises.models import Letter, Log, Practised, Review, Why
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


def review_of(notice: Notice) -> Review | None:
    """Of `answer-arrived`, whose key is the answer's id, `:`, and the second at which it arrives."""
    uuid = as_uuid(notice.key.partition(":")[0])
    return Review.objects.filter(uuid=uuid).select_related("author").first() if uuid else None


def still_published(notice: Notice) -> bool:
    """It was not taken back since, nor sent for another moment."""
    review = review_of(notice)
    return bool(review and review.published_at and notice.key.endswith(f":{int(review.published_at.timestamp())}"))


def week(notice: Notice) -> dict[str, object]:
    number = number_of(notice)
    return {"number": number, "url": settings.SITE_URL + reverse("week", args=[number])}


def answer(notice: Notice) -> dict[str, object]:
    review = review_of(notice)
    return {"number": number_of(notice), "url": settings.SITE_URL + reverse("today"), "coach": review.author.first_name if review else ""}


def letter_is_there(notice: Notice) -> bool:
    """It has arrived, was not thrown away, and can be read: delivery hands no clock over, so this one is asked."""
    now = timezone.now()
    letter = Letter.objects.filter(uuid=notice.key).select_related("enrolment").first()
    return letter is not None and letter.has_arrived(now) and letter.enrolment.may_read(now)


def letter(notice: Notice) -> dict[str, object]:
    return {"url": settings.SITE_URL + reverse("letter")}


def waits_for_answer(notice: Notice) -> bool:
    """Something shared in that week is in no finished answer."""
    enrolment = enrolment_of(notice)
    return enrolment is not None and Log.objects.of(enrolment).unanswered().filter(week__number=number_of(notice)).exists()


def still_under_way(notice: Notice) -> bool:
    """What was shared in that week, and what the answer to it was promised for anew, still holds: nothing arrived yet."""
    return bool(waiting(notice, Why.MISSED))


def still_ill(notice: Notice) -> bool:
    return bool(waiting(notice, Why.ILL))


def waiting(notice: Notice, why: Why) -> list[Log]:
    """What waits for an answer with a new day, the first day first. Delivery hands no clock over, so it is asked here."""
    now = timezone.now()
    rows = Log.objects.filter(enrolment=int(notice.about.partition(":")[0]), repromised_why=why).awaiting(now)
    return list(rows.select_related("enrolment__client").order_by("repromised_at"))


def new_day(notice: Notice, why: Why) -> dict[str, object]:
    """Who answers, and by when."""
    logs = waiting(notice, why)
    coach = coach_of(notice.recipient, timezone.now())
    return {
        "coach": coach.first_name if coach else "",
        "until": logs[0].answer_by if logs else None,
        "url": settings.SITE_URL + reverse("today"),
    }


def later(notice: Notice) -> dict[str, object]:
    return new_day(notice, Why.MISSED)


def ill(notice: Notice) -> dict[str, object]:
    return new_day(notice, Why.ILL)


def something_to_say(notice: Notice) -> bool:
    return not digest.numbers(notice.recipient, timezone.now()).nothing


def numbers(notice: Notice) -> dict[str, object]:
    return digest.details(notice.recipient, timezone.now()) | {"url": settings.SITE_URL + "/praktijk/"}


def register_all() -> None:
    register(Kind("day-3", wanted=still_untouched, details=week, label=_("a reminder on the third day of a week")))
    # Not capped: with the mail of the opening and of day 3 the week is full, and this one, by the practice's own plan, still goes.
    register(
        Kind("day-6", wanted=still_untouched, details=week, label=_("a reminder on the sixth day of a week"), capped=False, on_sunday=True)
    )
    register(Kind(reminders.UNTOUCHED, wanted=never_touched, details=week, of_client=True))
    register(Kind(quiet.KIND))
    register(Kind("answer-arrived", wanted=still_published, details=answer, label=_("an answer has arrived"), capped=False))
    register(Kind("letter-arrived", wanted=letter_is_there, details=letter, label=_("a letter from yourself has arrived"), capped=False))
    register(Kind(scheduled.KIND, wanted=waits_for_answer, details=week))
    register(Kind(keeping.NEAR, wanted=waits_for_answer, details=week))
    register(Kind(keeping.MISSED, wanted=waits_for_answer, details=week))
    register(Kind(keeping.LATER, wanted=still_under_way, details=later, capped=False))
    register(Kind(away.ILL, wanted=still_ill, details=ill, capped=False))
    register(
        Kind(digest.KIND, wanted=something_to_say, details=numbers, label=_("the numbers of an answer day"), capped=False, to_coach=True)
    )
