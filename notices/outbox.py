"""Putting things in the outbox, in the transaction that causes them; and the nudge afterwards."""

from datetime import datetime
from uuid import uuid4

from accounts.models import User
from accounts.vault import KeyKind, seal_text
from notices.kinds import KINDS
from notices.models import Channel, Notice
from notices.nudge import after_commit
from notices.tasks import deliver_due


def post(
    *,
    recipient: User,
    kind: str,
    key: str,
    now: datetime,
    about: str = "",
    due_at: datetime | None = None,
    channel: Channel = Channel.MAIL,
) -> None:
    """Tell `recipient` something, once for each key. Raises KeyError on an unknown kind."""
    # A kind that nobody registered would otherwise be found out by the worker, when nobody looks.
    KINDS[kind]
    notice = Notice(recipient=recipient, kind=kind, key=key, about=about, channel=channel, created_at=now, due_at=due_at or now)
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    if channel == Channel.MAIL:
        nudge()


def post_sealed(*, recipient: User, kind: str, key: str, text: str, now: datetime, expires_at: datetime) -> Notice:
    """A notice with a secret in it: sealed under the person's own key, wiped on sending, worthless after `expires_at`.

    The person's keys must exist (`vault.ensure_keys`). Raises KeyError on an unknown kind.
    """
    KINDS[kind]
    row = uuid4()
    sealed = seal_text(text, place="notices_notice.sealed", subject=recipient.subject, row=row, kind=KeyKind.OWN)
    return Notice.objects.create(
        recipient=recipient, kind=kind, key=key, created_at=now, due_at=now, expires_at=expires_at, row=row, sealed=sealed
    )


def done(*, notice: Notice, now: datetime, outcome: str = "") -> None:
    """Take what was on a desk off it. `outcome` is one of Outcome, or empty where nobody asked."""
    Notice.objects.filter(pk=notice.pk, sent_at=None).update(sent_at=now, outcome=outcome)


def snooze(*, notice: Notice, until: datetime) -> None:
    """Let what is on a desk come back at `until` (UTC)."""
    Notice.objects.on_desk().filter(pk=notice.pk).update(due_at=until)


def nudge() -> None:
    """After commit, wake a worker."""
    after_commit(ask_for_delivery)


def ask_for_delivery() -> None:
    deliver_due.apply_async(retry=False)
