"""The place that is kept in a week: moved when its reader says so, never by looking."""

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from programme.models import Bookmark, Enrolment, Week
from programme.reading import pieces


def keep(*, enrolment: Enrolment, week: Week, piece: str) -> None:
    """Remember `piece` as the last one read. The latest word counts, also when it is an earlier piece. Idempotent.

    Raises Refused when the week has no such piece (any more).
    """
    if not any(known.id == piece for known in pieces(week)):
        raise Refused(_("This text has changed since you opened it."))
    # One statement, so that two tabs never both insert.
    row = Bookmark(enrolment=enrolment, week=week, piece=piece)
    Bookmark.objects.bulk_create([row], update_conflicts=True, unique_fields=["enrolment", "week"], update_fields=["piece"])


def of_week(week: Week) -> QuerySet[Bookmark]:
    """Of the enrolment of an outer query."""
    return Bookmark.objects.filter(enrolment=OuterRef("pk"), week=week)
