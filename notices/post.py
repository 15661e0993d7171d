"""What the office sees of the mails: to whom, which kind, whether it left. Never a code, and a mail holds nothing that anyone wrote."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import User
from notices.desk import MAIL_FAILED, REASONS
from notices.kinds import KINDS
from notices.models import Channel, Notice

LATEST = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """One mail. `task` is what to take off the desk, for one that was given up; `why` is why it did not leave."""

    pk: int
    name: str
    subject: str
    due_at: datetime
    sent_at: datetime | None
    why: str
    again: bool
    task: int | None = None


def given_up(member: User) -> list[Sent]:
    """What waits on this person's desk because it could not be brought, the oldest first."""
    tasks = list(Notice.objects.on_desk().of(member).filter(kind=MAIL_FAILED).order_by("due_at", "pk"))
    mails = Notice.objects.select_related("recipient").in_bulk([int(task.about) for task in tasks])
    return [shown(mails[int(task.about)], task.pk) for task in tasks if int(task.about) in mails]


def lately() -> list[Sent]:
    """The latest fifty mails of the kinds that we know, newest first."""
    mails = Notice.objects.filter(channel=Channel.MAIL, kind__in=list(KINDS)).select_related("recipient")
    return [shown(notice) for notice in mails.order_by("-created_at", "-pk")[:LATEST]]


def shown(notice: Notice, task: int | None = None) -> Sent:
    kind = KINDS.get(notice.kind)
    return Sent(
        pk=notice.pk,
        name=notice.recipient.name,
        subject=" ".join(render_to_string(f"{kind.template}/subject.txt").split()) if kind else notice.kind,
        due_at=notice.due_at,
        sent_at=notice.sent_at,
        why=_(REASONS.get(notice.dropped_why, notice.dropped_why)) if notice.dropped_at else "",
        again=notice.row is None and (notice.sent_at or notice.dropped_at) is not None,
        task=task,
    )
