"""Whatever deeds follow each other: nothing is seen early, nothing hides again, and what is derived stays derived."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.refusal import Refused
from notices.models import Notice
from programme import enrolment as deeds
from programme import release
from programme.cover import set_cover
from programme.models import Enrolment, Release
from tests import people
from tests.people import MONDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

numbers = st.integers(1, 12)
offsets = st.integers(-3, 30)

actions = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 40 * 24)),
    st.tuples(st.just("wait"), st.integers(1, 40 * 24)),
    st.tuples(st.just("sweep")),
    st.tuples(st.just("pause"), offsets, st.integers(1, 30)),
    st.tuples(st.just("resume")),
    st.tuples(st.just("hold"), numbers),
    st.tuples(st.just("let go"), numbers),
    st.tuples(st.just("cover"), st.sampled_from("ab"), st.integers(0, 12)),
    st.tuples(st.just("move"), numbers, offsets),
    st.tuples(st.just("early"), numbers),
    st.tuples(st.just("restart"), st.integers(-60, 60)),
    st.tuples(st.just("clock"), st.sampled_from(["Europe/Lisbon", "Pacific/Apia", "Australia/Lord_Howe"]), st.integers(0, 23)),
    st.tuples(st.just("stop")),
)


@dataclass
class Story:
    """One enrolment, its coach, and the moment it is."""

    enrolment: Enrolment
    coach: User
    now: datetime = NOW

    def tell(self, action: tuple[object, ...]) -> None:
        name, *arguments = action
        try:
            with transaction.atomic():
                getattr(self, str(name).replace(" ", "_"))(*arguments)
        except Refused:
            pass

    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def sweep(self) -> None:
        release.open_due(self.now, catch_up=True)

    def pause(self, offset: int, days: int) -> None:
        start = self.enrolment.local_day(self.now) + timedelta(days=offset)
        deeds.pause(enrolment=self.enrolment, starts_on=start, ends_on=start + timedelta(days=days), by=self.coach, now=self.now)

    def resume(self) -> None:
        for pause in self.enrolment.pauses.all():
            deeds.resume(enrolment=self.enrolment, pause=pause, by=self.coach, now=self.now)

    def hold(self, number: int) -> None:
        release.hold(enrolment=self.enrolment, number=number, by=self.coach, now=self.now)

    def let_go(self, number: int) -> None:
        release.let_go(enrolment=self.enrolment, number=number, by=self.coach, now=self.now)

    def cover(self, source: str, through: int) -> None:
        set_cover(enrolment=self.enrolment, source=source, through_week=through, now=self.now)

    def move(self, number: int, offset: int) -> None:
        day = self.enrolment.local_day(self.now) + timedelta(days=offset)
        release.move_week(enrolment=self.enrolment, number=number, to=day, by=self.coach, now=self.now)

    def early(self, number: int) -> None:
        release.open_early(enrolment=self.enrolment, number=number, by=self.coach, now=self.now)

    def restart(self, offset: int) -> None:
        day = self.enrolment.local_day(self.now) + timedelta(days=offset)
        deeds.restart(enrolment=self.enrolment, starts_on=day, by=self.coach, now=self.now)

    def clock(self, zone: str, hour: int) -> None:
        deeds.change_clock(enrolment=self.enrolment, zone=zone, hour=hour, by=self.coach, now=self.now)

    def stop(self) -> None:
        deeds.stop(enrolment=self.enrolment, by=self.coach, now=self.now)

    def seen(self) -> set[int]:
        return set(Release.objects.visible(self.now).of(self.enrolment).values_list("week__number", flat=True))


def check_derivations(story: Story) -> None:
    enrolment = Enrolment.objects.get(pk=story.enrolment.pk)
    planned = release.plan(enrolment)
    for row in enrolment.releases.select_related("week"):
        assert row.blocked_by == release.block_of(row, enrolment.covered_through)
        if row.opened_at is None and not row.moved_by_hand:
            assert row.opens_at == planned[row.week.number - 1]
        if row.opened_at is not None:
            assert row.opened_at <= story.now


def check_nothing_came_early(story: Story, appeared: set[int]) -> None:
    for row in story.enrolment.releases.filter(week__number__in=appeared):
        assert row.opens_at <= story.now
        assert not row.blocked_by


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(actions, min_size=3, max_size=14))
def test_never_early_never_hidden_again_and_always_as_derived(story_of: None, steps: list[tuple[object, ...]]) -> None:
    point = transaction.savepoint()
    try:
        coach = people.coach()
        story = Story(people.enrolled(people.client(), coach, starts_on=MONDAY + timedelta(days=7)), coach)
        before = story.seen()
        for step in steps:
            story.tell(step)
            story.enrolment.refresh_from_db()
            now_seen = story.seen()
            assert before <= now_seen, f"{step} hid {before - now_seen}"
            check_nothing_came_early(story, now_seen - before)
            check_derivations(story)
            before = now_seen
        keys = list(Notice.objects.filter(kind="week-open", recipient=story.enrolment.client).values_list("key", flat=True))
        assert len(keys) == len(set(keys)) <= 12
    finally:
        transaction.savepoint_rollback(point)


@pytest.fixture
def story_of(db: None) -> None:
    """The programme stands once for all the stories; each story is rolled back."""
    people.programme()
