"""The receipt of who stopped or withdrew: what was said and when, at once, to the address that was given.

Not in the outbox, which knows people of the portal only: who withdraws may not be logged in, and may be nobody here.
"""

import logging
import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import Practice
from billing.models import Withdrawal
from notices.mails import help_line, sender
from notices.sending import Line

log = logging.getLogger(__name__)

BATCH: Final = 20
# A sign within a word with which an address of a page or a mail is made.
JOINT: Final = re.compile(r"(?<=\w)[./@:](?=\w)")
AGAIN: Final = timedelta(minutes=5)


def send_due(now: datetime) -> int:
    """Send what is due; how many left."""
    line = Line()
    try:
        return sum(send_one(each, line, now) for each in Withdrawal.objects.receipt_due(now).order_by("asked_at")[:BATCH])
    finally:
        line.close()


def send_now(withdrawal: Withdrawal, now: datetime) -> None:
    """From the page itself, so that it goes at once; what fails goes with the next sweep."""
    line = Line()
    try:
        send_one(withdrawal, line, now)
    finally:
        line.close()


def send_one(withdrawal: Withdrawal, line: Line, now: datetime) -> bool:
    """Claimed by moving `receipt_due_at`, so that two processes do not both send; raises nothing of the carrier's."""
    if not Withdrawal.objects.receipt_due(now).filter(pk=withdrawal.pk).update(receipt_due_at=now + AGAIN):
        return False
    try:
        line.send(compose(withdrawal))
    except Exception as error:  # noqa: BLE001 - tried again in five minutes, for a day
        log.warning("receipt %s did not leave: %s", withdrawal.pk, type(error).__name__)
        return False
    Withdrawal.objects.filter(pk=withdrawal.pk).update(receipt_sent_at=now)
    return True


def unlinked(text: str) -> str:
    """In one line, and so that no mail program makes a link of it: whoever typed it may be a stranger to whom it is mailed. It reads
    the same."""
    return JOINT.sub("\\g<0>\N{WORD JOINER}", " ".join(text.split()))


def compose(withdrawal: Withdrawal) -> EmailMultiAlternatives:
    """No amount, no title: what was said, on which day and at what time."""
    practice = Practice.current()
    with translation.override(withdrawal.language), timezone.override(ZoneInfo(practice.zone)):
        facts = {
            "said": withdrawal,
            "name": unlinked(withdrawal.name),
            "contract": unlinked(withdrawal.contract),
            "how": withdrawal.kind,
            "practice": practice,
            "help": help_line(practice, withdrawal.language),
        }
        subject = " ".join(render_to_string("billing/receipt/subject.txt", facts).split())
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("billing/receipt/body.txt", facts).strip() + "\n",
            from_email=sender(practice),
            to=[withdrawal.email],
            reply_to=[practice.office_email] if practice.office_email else None,
            headers={"Message-ID": f"<receipt-{withdrawal.uuid}@portal>", "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("billing/receipt/body.html", facts | {"subject": subject}), "text/html")
    vars(message).update(track_opens=False, track_clicks=False)
    return message
