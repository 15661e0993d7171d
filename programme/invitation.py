"""Inviting once more: a new fourteen days, and the mail again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusal import Refused
from notices import outbox
from notices.models import Notice
from notices.resend import resend
from programme.enrolment import INVITATION_DAYS
from programme.models import Enrolment, Status
from programme.release import locked, note

# Two presses of a button, or a page that is loaded again, send one mail.
JUST_NOW = timedelta(minutes=10)


@transaction.atomic
def renew(*, enrolment: Enrolment, by: User, now: datetime) -> None:
    """Mail the way in again: the invitation with fourteen new days, or, to who was brought over while on their way and never
    logged in, word that the portal is there. Raises Refused when there is nothing to invite for, or the mail just left."""
    fresh = locked(enrolment)
    kind = kind_for(fresh, now)
    mail = Notice.objects.of(fresh.client).filter(kind=kind, key=str(fresh.uuid)).first()
    if mail and mail.dropped_at is None and (mail.sent_at is None or mail.sent_at > now - JUST_NOW):
        raise Refused(_("This mail has just left, or is about to. Look at it in ten minutes."))
    send(fresh, kind, mail, by=by, now=now)


@transaction.atomic
def mail_to_new_address(*, enrolment: Enrolment, by: User, now: datetime) -> None:
    """After an address was corrected: what went to the old one goes to the new one at once."""
    fresh = locked(enrolment)
    if fresh.status == Status.INVITED or fresh.client.last_login is None:
        kind = kind_for(fresh, now)
        send(fresh, kind, Notice.objects.of(fresh.client).filter(kind=kind, key=str(fresh.uuid)).first(), by=by, now=now)


def kind_for(enrolment: Enrolment, now: datetime) -> str:
    """Which mail leads in. Raises Refused when this person needs none."""
    if enrolment.status == Status.INVITED:
        if enrolment.starts_on < enrolment.local_day(now):
            raise Refused(_("The first day has passed. Move it first, then invite again."))
        return "invitation"
    if enrolment.status == Status.ACTIVE and enrolment.client.last_login is None:
        return "portal-ready"
    raise Refused(_("This person has been in already, or has ended: there is nothing to invite for."))


def send(enrolment: Enrolment, kind: str, mail: Notice | None, *, by: User, now: datetime) -> None:
    if enrolment.status == Status.INVITED:
        until = now + timedelta(days=INVITATION_DAYS)
        Enrolment.objects.filter(pk=enrolment.pk).update(invited_at=now, invitation_ends_at=until)
    if mail is None:
        outbox.post(recipient=enrolment.client, kind=kind, key=str(enrolment.uuid), about=str(enrolment.pk), now=now)
    else:
        resend(notice=mail, by=by, now=now)
    note(enrolment, "invited again", by=by, now=now)
