"""Mail to who works here: the way in for somebody new, and word of a role that was given or taken."""

from datetime import datetime

from accounts.models import User
from notices import outbox


def welcome(*, member: User, now: datetime) -> None:
    outbox.post(recipient=member, kind="staff-welcome", key=f"{now.isoformat()}", about=str(member.pk), now=now)


def tell_of_roles(*, member: User, by: User, now: datetime) -> None:
    """Everybody who works here, except who did it; also the member."""
    for other in User.objects.staff().filter(is_active=True).exclude(pk=by.pk):
        outbox.post(recipient=other, kind="role-given", key=f"{member.pk}:{now.isoformat()}", about=str(member.pk), now=now)
