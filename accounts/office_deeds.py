"""What the office did that is about no enrolment: who came to work here, which setting changed, which list left. Append only."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import OfficeDeed, User


def remember(
    *,
    kind: str,
    by: User | None,
    now: datetime,
    about: User | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write it down in the transaction of the deed. Values are plain settings, roles and numbers."""
    OfficeDeed.objects.create(kind=kind, by=by, about=about, before=before or {}, after=after or {}, at=now)
