"""What a reader brings to a week: the place they kept, and the situation that decides which text is theirs."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Subquery

from accounts.models import Situation
from accounts.situation import Life, opened
from programme import bookmark
from programme.models import Enrolment, Week


@dataclass(frozen=True, slots=True)
class Reader:
    """`read` is the id of the piece read last, or empty; `situation` is what they said, still sealed."""

    read: str
    situation: Situation | None

    def life(self, now: datetime) -> Life:
        """Opens what they said: one query."""
        return opened(self.situation, now) if self.situation else Life.UNSAID


def reader(enrolment: Enrolment, week: Week) -> Reader:
    """One query. `enrolment.client` is the reader."""
    asked = Enrolment.objects.filter(pk=enrolment.pk)
    place = Subquery(bookmark.of_week(week).values("piece")[:1])
    # Sealed as it is: it is opened only where the text of the week depends on it.
    read, uuid, sealed = asked.values_list(place, "client__situation__uuid", "client__situation__sealed").get()
    said = Situation(person=enrolment.client, uuid=uuid, sealed=sealed) if uuid else None
    return Reader(read or "", said)
