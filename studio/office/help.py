"""Helping somebody on the phone: did the mail arrive, was a code asked for, which browser. By the day, and never a word of theirs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.devices import named
from accounts.models import Practice, User
from notices import post
from notices.models import Channel, Notice
from programme.models import Enrolment, Status

LATEST: Final = 8
# Within the hour the minute helps to find the mail; later it would only say when somebody was at their mailbox.
ON_THE_PHONE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Help:
    """`code` says when a code was asked for, and whether it left; `browsers` where they are logged in; `words` what to say."""

    mails: list[post.Sent]
    code: str
    seen: date | None
    browsers: list[str]
    words: str


def help_for(enrolment: Enrolment, now: datetime) -> Help:
    client = enrolment.client
    # Codes have a line of their own: a person who cannot get in asks for many.
    mails = Notice.objects.of(client).filter(channel=Channel.MAIL).exclude(kind="login-code").select_related("recipient")
    return Help(
        mails=[post.shown(notice) for notice in mails.order_by("-created_at", "-pk")[:LATEST]],
        code=latest_code(client, now),
        seen=timezone.localdate(client.last_login) if client.last_login else None,
        browsers=[named(row.user_agent) for row in sessions.open_of(client, now)],
        words=words_for(enrolment, now),
    )


def latest_code(client: User, now: datetime) -> str:
    """Within the hour by the minute, because somebody is on the phone; before that only the day."""
    notice = Notice.objects.of(client).filter(kind="login-code").order_by("-created_at").first()
    if notice is None:
        return _("never")
    left = left_or_not(notice)
    if now - notice.created_at < ON_THE_PHONE:
        return _("%(minutes)s minutes ago: %(left)s") % {"minutes": int((now - notice.created_at).total_seconds() // 60), "left": left}
    return _("on %(day)s: %(left)s") % {"day": timezone.localdate(notice.created_at).strftime("%d-%m-%Y"), "left": left}


def left_or_not(notice: Notice) -> str:
    if notice.sent_at:
        return _("the mail left")
    return _("the mail did not leave") if notice.dropped_at else _("the mail is about to leave")


def words_for(enrolment: Enrolment, now: datetime) -> str:
    """Ready words for the phone. About the way in only: what somebody writes here is nobody’s business on the phone."""
    if enrolment.status == Status.INVITED and enrolment.invitation_ends_at and enrolment.invitation_ends_at <= now:
        return _("“Your invitation has ended; that is no trouble. I send a new one now, to %(email)s. Is that address right?”") % about(
            enrolment
        )
    if enrolment.client.last_login is None:
        return _(
            "“Look for a mail from ‘%(sender)s’, also among unwanted mail. Open the portal, type %(email)s, and you get a code of eight "
            "signs by mail. The code is good for fifteen minutes; the page may stay open while you look for it.”"
        ) % about(enrolment)
    return _(
        "“Open the portal and type %(email)s. A code of eight signs comes by mail, perhaps among unwanted mail. No code? Wait a minute and "
        "ask for a new one; only the newest counts. I cannot see the code, nor what you write.”"
    ) % about(enrolment)


def about(enrolment: Enrolment) -> dict[str, str]:
    return {"email": enrolment.client.email, "sender": Practice.current().mail_sender}
