"""Making the mail of a notice: text and HTML in the reader's language, a neutral sender, and nothing that anyone wrote."""

import re
from datetime import date, datetime
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import Practice
from accounts.vault import open_texts
from notices.kinds import KINDS, Kind
from notices.models import Notice
from notices.switches import unsubscribe_url

BLANK_LINES = re.compile(r"\n{3,}")
# A row would let a template walk to what somebody wrote: `log.enrolment.client` is one dot away.
PLAIN = (str, int, date, type(None))


class Unopened(Exception):
    """The sealed text of a notice could not be opened; which row is in the log."""


def compose(notice: Notice, now: datetime) -> EmailMultiAlternatives:
    """The mail of a notice. Raises KeyError on an unknown kind and Unopened; passes on what the kind's own functions raise."""
    kind, reader = KINDS[notice.kind], notice.recipient
    code = opened(notice, now)
    with translation.override(reader.language), timezone.override(ZoneInfo(reader.zone)):
        practice = Practice.current()
        facts = facts_of(notice, kind, practice) | {"code": code}
        # A template ends with a new line, and a header must not hold one.
        subject = " ".join(render_to_string(f"{kind.template}/subject.txt", facts).split())
        message = EmailMultiAlternatives(
            subject=subject,
            body=BLANK_LINES.sub("\n\n", render_to_string(f"{kind.template}/body.txt", facts)).strip() + "\n",
            from_email=sender(practice),
            to=[kind.address(notice)],
            headers=headers(notice, kind),
            reply_to=[practice.office_email] if kind.from_office and practice.office_email else None,
        )
        message.attach_alternative(render_to_string(f"{kind.template}/body.html", facts | {"subject": subject}), "text/html")
    for name, content, media_type in kind.attachments(notice):
        message.attach(name, content, media_type)
    # A mail service rewrites links and adds pixels unless told not to; other backends do not look at these.
    vars(message).update(track_opens=False, track_clicks=False)
    return message


def opened(notice: Notice, now: datetime) -> str:
    """What was sealed in the notice; empty when nothing was."""
    if notice.sealed is None:
        return ""
    (text,) = open_texts(notice.recipient, [notice], "mail to oneself", now)
    if text is None:
        raise Unopened
    return text


def facts_of(notice: Notice, kind: Kind, practice: Practice) -> dict[str, object]:
    """All that a template may know: plain values, so that no template can walk to a text. Raises TypeError on others."""
    valid = notice.expires_at and notice.expires_at - notice.created_at
    details = {name: absolute(value) for name, value in kind.details(notice).items()}
    wrong = [name for name, value in details.items() if not isinstance(value, PLAIN)]
    if wrong:
        raise TypeError(f"{kind.name}: a mail takes plain values, not {', '.join(wrong)}")
    return {
        "kind": kind.name,
        "name": notice.recipient.first_name,
        "practice_name": practice.name,
        "sender_name": practice.mail_sender,
        "help": help_line(practice, notice.recipient.language),
        "minutes": int(valid.total_seconds() // 60) if valid else None,
        "site_url": settings.SITE_URL,
        "mute_url": unsubscribe_url(notice) if kind.label else "",
        **details,
    }


def absolute(value: object) -> object:
    """An address on this site, given as a path, in full: links are made from SITE_URL and never from a request."""
    return settings.SITE_URL + value if isinstance(value, str) and value.startswith("/") else value


def help_line(practice: Practice, language: str) -> list[dict[str, str]]:
    """The first two numbers of the practice's help card, each with what it is for."""
    numbers = [entry for entry in practice.help_numbers if entry.get("number")]
    return [{"number": entry["number"], "text": entry.get(language, entry.get("nl", ""))} for entry in numbers[:2]]


def sender(practice: Practice) -> str:
    return formataddr((practice.mail_sender, parseaddr(settings.MAIL_FROM)[1]))


def headers(notice: Notice, kind: Kind) -> dict[str, str]:
    """One Message-ID for a notice however often it leaves, so that a double is recognised; a deliberate resend has its own."""
    host = urlsplit(settings.SITE_URL).hostname
    made = {"Message-ID": f"<notice-{notice.pk}.{notice.resends}@{host}>", "Auto-Submitted": "auto-generated"}
    if kind.label:
        made |= {"List-Unsubscribe": f"<{unsubscribe_url(notice)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return made
