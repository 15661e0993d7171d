"""What the office sees of the mails: to whom, which kind, whether it left. Never a code, and a mail holds nothing that anyone wrote."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from notices.desk import MAIL_FAILED, REASONS
from notices.kinds import KINDS, Kind
from notices.models import Channel, Notice, NoticeQuerySet

A_PAGE = 50
STATES: dict[str, tuple[str | Promise, Q]] = {
    "alles": (gettext_lazy("all"), Q()),
    "wacht": (gettext_lazy("waiting to leave"), Q(sent_at=None, dropped_at=None)),
    "weg": (gettext_lazy("left"), Q(sent_at__isnull=False)),
    "niet": (gettext_lazy("not sent"), Q(dropped_at__isnull=False)),
}


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


def mails(state: str, kind: str) -> NoticeQuerySet:
    """Mails of the kinds that we know, newest first; of one state and of one kind where those are known."""
    kinds = [kind] if kind in KINDS else list(KINDS)
    condition = STATES.get(state, STATES["alles"])[1]
    found = Notice.objects.filter(condition, channel=Channel.MAIL, kind__in=kinds).select_related("recipient")
    return found.order_by("-created_at", "-pk")


def kinds() -> list[tuple[str, str]]:
    """The kinds that are mailed, each with its subject, in the order of the subjects."""
    mailed = [kind for kind in KINDS.values() if mail_exists(kind)]
    return sorted(((kind.name, subject(kind)) for kind in mailed), key=lambda pair: pair[1].casefold())


def mail_exists(kind: Kind) -> bool:
    """Some kinds only lie on a desk."""
    try:
        get_template(f"{kind.template}/subject.txt")
    except TemplateDoesNotExist:
        return False
    return True


def subject(kind: Kind) -> str:
    return " ".join(render_to_string(f"{kind.template}/subject.txt").split())


def shown(notice: Notice, task: int | None = None) -> Sent:
    kind = KINDS.get(notice.kind)
    return Sent(
        pk=notice.pk,
        name=notice.recipient.name,
        subject=subject(kind) if kind else notice.kind,
        due_at=notice.due_at,
        sent_at=notice.sent_at,
        why=_(REASONS.get(notice.dropped_why, notice.dropped_why)) if notice.dropped_at else "",
        # A row with a seal held a code, and codes are asked for anew.
        again=notice.row is None and (notice.sent_at or notice.dropped_at) is not None,
        task=task,
    )
