"""A promised answer as its client sees it: the day, the new day and why, or that it is not there and nobody but us is to blame."""

from dataclasses import dataclass
from datetime import datetime

from accounts.absence import closed_for
from accounts.access import coach_of
from accounts.models import Practice
from exercises.models import Log, Why
from exercises.promise import made_good_by
from programme.models import Enrolment


@dataclass(frozen=True, slots=True)
class Promised:
    """`at` is the moment as it stands now, `why` the reason of a new one (empty without), `missed_at` a moment that passed; all in
    UTC. `now` is aware, in the zone of who reads."""

    at: datetime
    why: str
    missed_at: datetime | None
    now: datetime

    @property
    def late(self) -> bool:
        """A promised moment has passed without an answer."""
        return self.at <= self.now or self.why == Why.MISSED

    @property
    def passed(self) -> datetime:
        """Of a late one: the moment that passed."""
        return self.at if self.at <= self.now or self.missed_at is None else self.missed_at

    @property
    def passed_today(self) -> bool:
        return self.passed.astimezone(self.now.tzinfo).date() == self.now.date()

    @property
    def moved(self) -> bool:
        """It has a new day, ahead, because who answers is not there."""
        return self.at > self.now and self.why in {Why.ILL, Why.AWAY}


def of_log(log: Log, now: datetime) -> Promised | None:
    """What is promised for one log. `now` is aware, in the zone of who reads."""
    return Promised(log.answer_by, log.repromised_why, log.missed_at, now) if log.answer_by else None


def new_day(promised: Promised | None, enrolment: Enrolment) -> datetime | None:
    """The day (UTC) on which a late answer comes at the latest; None when it is not late, and when a second day went by too.

    What has only just passed has no new day written down yet: it gets the one that `exercises.keeping` will give it.
    """
    if promised is None or not promised.late:
        return None
    if promised.at > promised.now:
        return promised.at
    if promised.why == Why.MISSED:
        return None
    new = made_good_by(promised.at, Practice.current(), shut=closed_for(coach_of(enrolment.client, promised.now)))
    # A worker that stood still for days would make us promise a day that has gone by.
    return new if new > promised.now else None
