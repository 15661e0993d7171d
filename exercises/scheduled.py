"""An answer that is finished and has not arrived. Until it arrives nothing of it is final: it goes back to being a draft when its
writer takes it back, and when what it answers is taken back or replaced."""

from datetime import datetime

from exercises.models import Log, Review
from notices import outbox
from notices.models import Channel

KIND = "answer-held-back"


def hold_back(log: Log, now: datetime) -> None:
    """What was shared changes: the answer that was under way to it becomes a draft again, and its writer hears of that.

    For deeds that hold the lock of the enrolment.
    """
    review = log.reviews.under_way(now).select_related("author", "week").first()
    if review is None:
        return
    unschedule(review)
    about = f"{review.enrolment_id}:{review.week.number}"
    key = f"{review.uuid}:{int(now.timestamp())}"
    outbox.post(recipient=review.author, kind=KIND, key=key, about=about, now=now, channel=Channel.DESK)


def unschedule(review: Review) -> None:
    review.published_at = None
    review.save(update_fields=["published_at"])
