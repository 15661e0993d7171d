"""Sending a mail again, when somebody of the office asks for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusal import Refused
from notices import desk, outbox
from notices.kinds import KINDS
from notices.models import Channel, Notice
from notices.switches import is_muted


def resend(*, notice: Notice, by: User, now: datetime) -> None:
    """Put a mail in the outbox once more, with a Message-ID of its own; quiet hours hold, caps do not.

    Raises Refused for anybody but the office, for what is no mail or holds a code, and for what would not be sent.
    """
    require_office(by)
    with transaction.atomic():
        notice = Notice.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=notice.pk)
        require_sendable(notice, now)
        Notice.objects.filter(pk=notice.pk).update(
            due_at=now, sent_at=None, dropped_at=None, dropped_why="", tries=0, resends=F("resends") + 1, resent_by=by
        )
        desk.failure_is_mended(notice, now)
        outbox.nudge()


def require_office(by: User) -> None:
    if not (by.is_office and by.is_active):
        raise Refused(_("Only the office sends a mail again."))


def require_sendable(notice: Notice, now: datetime) -> None:
    kind = KINDS.get(notice.kind)
    if kind is None or notice.channel != Channel.MAIL:
        raise Refused(_("This is no mail that can be sent again."))
    if notice.row is not None:
        raise Refused(_("A code is never sent again: ask for a new one on the sign-in page."))
    if notice.leased_until and notice.leased_until > now:
        raise Refused(_("This mail is on its way at this moment."))
    if not notice.recipient.is_active or (notice.expires_at and notice.expires_at <= now) or not kind.wanted(notice):
        raise Refused(_("What this mail says no longer holds, so it is not sent."))
    if is_muted(notice):
        raise Refused(_("This person switched these mails off."))
