"""One invented client's way through the programme: the real deeds, each at its own moment in the past."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

from accounts.models import User
from exercises import logs, reviews
from exercises.models import Log
from programme import enrolment as enrolments
from programme import release as releases
from programme.calendar import WEEK_NUMBERS
from programme.cover import set_cover
from programme.models import Enrolment, Exercise, Pause, Programme, Release, Week, WeekExercise
from studio.demo import diary
from studio.demo.cast import NOOR, QUIET, WAITS_TOO_LONG, Character, Part, at, monday_of, starts_on
from studio.demo.texts import answers_to, replies
from studio.demo.texts import logs as texts

BEAT = timedelta(seconds=12)
A_WEEK = timedelta(days=7)
STARTED = {Part.ACTIVE, Part.HELD, Part.UNCOVERED, Part.PAUSED, Part.COMPLETED, Part.WITHDRAWN, Part.COMING}


class Life:
    """`now` is today; `until` is where this client's past has been told to."""

    def __init__(self, who: Character, client: User, coach: User, programme: Programme, now: datetime) -> None:
        self.who, self.client, self.coach, self.now = who, client, coach, now
        self.is_noor = who.email == NOOR[1]
        self.dice = Random(who.email)  # noqa: S311 - the same people do the same things in every demo
        self.monday = monday_of(now)
        self.first_day = starts_on(who, self.monday)
        self.enrolment = self.enrol(programme)

    def enrol(self, programme: Programme) -> Enrolment:
        invited = at(self.first_day - timedelta(days=12), 10, 20)
        if self.who.part in {Part.INVITED, Part.PENDING}:
            invited = self.now - timedelta(days=self.who.count if self.who.part == Part.INVITED else 5, hours=1)
        User.objects.filter(pk=self.client.pk).update(created_at=invited)
        return enrolments.enrol(
            client=self.client, programme=programme, coach=self.coach, starts_on=self.first_day, by=self.coach, now=min(invited, self.now)
        )

    def tell(self) -> None:
        part = self.who.part
        if part in STARTED:
            through = self.who.count - 1 if part == Part.UNCOVERED else 12
            set_cover(enrolment=self.enrolment, source="office", through_week=through, now=self.enrolment_at(11))
        if part != Part.INVITED:
            enrolments.accept(enrolment=self.enrolment, now=self.enrolment_at(9))
        if part in STARTED:
            self.go_through()
        self.enrolment.refresh_from_db()

    def enrolment_at(self, days_before: int) -> datetime:
        """An evening before the first day, never in the future nor before the invitation."""
        evening = at(self.first_day - timedelta(days=days_before), 20, 15)
        return min(max(evening, (self.enrolment.invited_at or self.now) + timedelta(hours=2)), self.now)

    def go_through(self) -> None:
        part, monday = self.who.part, self.monday
        if part == Part.PAUSED:
            self.live(at(monday - timedelta(days=4), 12))
            by, reason = (self.client, Pause.Reason.HOLIDAY) if self.who.count != 5 else (self.coach, Pause.Reason.ILLNESS)
            then = at(monday - timedelta(days=4), 12, 5)
            back = monday + timedelta(weeks=2)
            enrolments.pause(enrolment=self.enrolment, starts_on=monday, ends_on=back, by=by, now=then, reason=reason)
        elif part == Part.HELD:
            self.live(at(monday - timedelta(days=3), 16))
            then = at(monday - timedelta(days=3), 16, 5)
            releases.hold(enrolment=self.enrolment, number=self.who.count, by=self.coach, now=then, reason="talked")
        elif part == Part.WITHDRAWN:
            end = at(self.first_day + timedelta(weeks=self.who.count), 6)
            self.live(end)
            enrolments.stop(enrolment=self.enrolment, by=self.client, now=end + timedelta(hours=5))
            return
        self.live(self.now)
        if part == Part.COMPLETED:
            last = self.enrolment.releases.get(week__number=12)
            enrolments.complete(enrolment=self.enrolment, now=last.opens_at + A_WEEK + BEAT)

    def live(self, until: datetime) -> None:
        """Every week that falls due is opened by a sweep, and then lived."""
        for number in WEEK_NUMBERS:
            release = self.enrolment.releases.select_related("week").get(week__number=number)
            if release.opened_at is None and not release.blocked_by and release.opens_at <= until:
                opened = min(release.opens_at + BEAT, until)
                releases.open_due(opened, self.enrolment, catch_up=True)
                self.week(release, opened, min(opened + A_WEEK, until))
                diary.keep(self.who.number, self.enrolment, release, min(opened + A_WEEK, until))

    def week(self, release: Release, opened: datetime, end: datetime) -> None:
        current = self.now - opened < A_WEEK
        if self.who.number in QUIET and self.now - opened < 2 * A_WEEK:
            return
        shared = [
            log
            for place in WeekExercise.objects.filter(week=release.week).select_related("exercise")
            if (log := self.do(place, opened, end))
        ]
        if shared and not (current and self.is_noor):
            self.answer(release.week, shared)

    def do(self, place: WeekExercise, opened: datetime, end: datetime) -> Log | None:
        """Do an exercise, or not; the log when it was shared."""
        chances = {"core": (0.9, 0.8), "daily": (0.55, 0.0 if self.is_noor else 0.1), "more": (0.35, 0.5)}
        noor = self.is_noor and place.place == "core"
        does, shares = (1.0, 1.0) if noor else chances.get(place.place, (0.0, 0.0))
        if (self.is_noor and place.place == "more") or place.exercise.source_id not in texts() or self.dice.random() >= does:
            return None
        then = self.noors_moment(opened) if noor else self.some_evening(opened, end)
        draft = not noor and end == self.now and self.dice.random() < 0.25
        log = self.write(place.exercise, place.week, then, draft=draft)
        if draft or self.dice.random() >= shares:
            return None
        return logs.share(log=log, now=min(then + timedelta(minutes=6), self.now))

    def noors_moment(self, opened: datetime) -> datetime:
        """At noon on the first day; in this week so late that its answer is still to come."""
        if self.now - opened < A_WEEK:
            return max(opened + (self.now - opened) / 2, self.now - timedelta(hours=14))
        return opened + timedelta(hours=5)

    def some_evening(self, opened: datetime, end: datetime) -> datetime:
        """When people write: before work, in a break, mostly in the evening; between `opened` and `end` in any case."""
        day = self.local_day(opened) + timedelta(days=self.dice.randint(0, 6))
        then = at(day, self.dice.choice([8, 12, 19, 20, 21, 21, 22]), self.dice.randint(0, 59), self.who.zone)
        return then if opened < then < end else opened + (end - opened) * (0.2 + 0.6 * self.dice.random())

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.who.zone)).date()

    def write(self, exercise: Exercise, week: Week, then: datetime, *, draft: bool) -> Log:
        version = exercise.versions.order_by("-number")[0]
        answers = answers_to(version, exercise.source_id, self.dice, then.astimezone(ZoneInfo(self.who.zone)))
        written = logs.write(
            enrolment=self.enrolment,
            exercise=exercise,
            week=week,
            answers=answers,
            based_on=0,
            draft=draft,
            client_token=uuid4(),
            now=then,
        )
        return written.log

    def answer(self, week: Week, shared: list[Log]) -> None:
        """The coach answers what was shared of a week before the moment she promised, once that has come; what was shared
        after that answer gets one of its own. One answer of hers is too late."""
        promised = min(log.promised_at for log in shared if log.promised_at)
        first = min(log.visible_at for log in shared if log.visible_at)
        then = max(promised - timedelta(minutes=self.dice.randint(30, 400)), first + timedelta(minutes=40))
        late = self.who.number == WAITS_TOO_LONG and self.now - promised < A_WEEK
        if then > self.now or late:
            return
        covered = [log for log in shared if log.visible_at and log.visible_at < then]
        text = replies()[week.number - 2] if self.is_noor else self.dice.choice(replies())
        review = reviews.save_draft(
            enrolment=self.enrolment, week=week, author=self.coach, logs=covered, text=text, based_on=0, now=then
        ).review
        reviews.publish(review=review, now=then + timedelta(minutes=4))
        if rest := [log for log in shared if log not in covered]:
            self.answer(week, rest)
