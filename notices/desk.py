"""What delivery itself tells the office: a mail that could not be brought."""

from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.models import User
from notices.kinds import Kind, register
from notices.models import Channel, Notice

MAIL_FAILED = "mail-failed"


def register_all() -> None:
    register(Kind(MAIL_FAILED, capped=False))


def tell_office(*, kind: str, key: str, about: str, now: datetime) -> None:
    """Put one thing on the desk of everybody of the office, once for each key."""
    office = User.objects.office()
    Notice.objects.bulk_create(
        (Notice(recipient=member, kind=kind, key=key, about=about, channel=Channel.DESK, created_at=now, due_at=now) for member in office),
        ignore_conflicts=True,
    )


def tell_of_failure(notice: Notice, now: datetime) -> None:
    """A mail was given up: `about` is its id. Codes are asked for again and again, so those are told of once a day."""
    key = f"{notice.recipient_id}:{notice.kind}:{now:%Y-%m-%d}" if notice.row else f"{notice.pk}:{notice.resends}"
    tell_office(kind=MAIL_FAILED, key=key, about=str(notice.pk), now=now)


def failure_is_mended(notice: Notice, now: datetime) -> None:
    """Take it off every desk: somebody sends the mail again."""
    Notice.objects.on_desk().filter(kind=MAIL_FAILED, about=str(notice.pk)).update(sent_at=now)


# What the reasons of `Notice.dropped_why` are called on a desk.
REASONS = {
    "expired": gettext_noop("expired"),
    "failed": gettext_noop("the mail could not be sent for a day"),
    "gone": gettext_noop("this person no longer has access"),
    "muted": gettext_noop("switched off by the person"),
    "refused": gettext_noop("the address was refused"),
    "unknown": gettext_noop("of a kind that no longer exists"),
    "unwanted": gettext_noop("no longer applied when it could be sent"),
}
