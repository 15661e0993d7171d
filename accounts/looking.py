"""Looking at the portal as a client sees it: no text is opened, and it is written down all the same."""

from datetime import datetime
from uuid import UUID

from accounts.models import AccessRecord, User


def as_client(*, actor: User, client: User, row: UUID, now: datetime) -> None:
    """Record that `actor` looked as `client`, at the enrolment `row`."""
    AccessRecord.objects.create(
        actor=actor.subject, subject=client.subject, action=AccessRecord.Action.VIEW_AS, purpose="view as", rows=[str(row)], at=now
    )
