"""An answer that waits for the letters: nobody reads it before, it can be taken back until then, and what it answers as well."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import reading
from accounts.models import Practice
from accounts.refusal import Refused
from accounts.vault import NotReadable
from accounts.working_days import is_working_day
from exercises import letters, logs, reviews
from exercises.models import Log, Review
from notices.kinds import KINDS
from notices.models import Notice
from tests import people
from tests.people import NOW

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TOMORROW = datetime(2026, 11, 24, 8, 30, tzinfo=AMSTERDAM)
SECOND = timedelta(seconds=1)


def amsterdam(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)


def draft(desk, log: Log, text: str = "Dag.", based_on: int = 0, now: datetime = NOW) -> Review:
    deed = {"enrolment": desk.enrolment, "week": desk.week, "author": desk.coach, "logs": [log], "text": text, "based_on": based_on}
    return reviews.save_draft(**deed, now=now).review


def under_way(desk) -> tuple[Log, Review]:
    log = desk.share()
    return log, reviews.publish(review=draft(desk, log), now=NOW, at=TOMORROW)


@pytest.mark.django_db
class TestUnderWay:
    def test_the_client_reads_it_from_its_moment_on(self, desk) -> None:
        _log, review = under_way(desk)
        assert list(Review.objects.arrived(TOMORROW - SECOND)) == []
        with pytest.raises(NotReadable):
            reading.read(desk.client, [review], "own answer", TOMORROW - SECOND)
        assert list(Review.objects.arrived(TOMORROW)) == [review]
        assert reading.read(desk.client, [review], "own answer", TOMORROW) == ["Dag."]

    def test_its_mail_waits_as_long(self, desk) -> None:
        under_way(desk)
        assert Notice.objects.get(kind="answer-arrived").due_at == TOMORROW

    def test_it_can_be_taken_back_until_it_arrives_and_sent_anew_with_a_mail_of_its_own(self, desk) -> None:
        log, review = under_way(desk)
        for _twice in range(2):
            reviews.take_back(review=review, by=desk.coach, now=TOMORROW - SECOND)
        again = reviews.publish(review=draft(desk, log, "Beter.", 1), now=NOW, at=TOMORROW + timedelta(days=1))
        assert again.pk == review.pk
        first, second = Notice.objects.filter(kind="answer-arrived").order_by("due_at")
        assert [KINDS["answer-arrived"].wanted(notice) for notice in (first, second)] == [False, True]
        assert second.due_at == TOMORROW + timedelta(days=1)
        with pytest.raises(Refused):
            reviews.take_back(review=again, by=desk.coach, now=TOMORROW + timedelta(days=1))

    def test_nobody_else_takes_it_back(self, desk) -> None:
        _log, review = under_way(desk)
        with pytest.raises(Refused):
            reviews.take_back(review=review, by=people.coach("Joke Prins"), now=NOW)

    def test_no_second_answer_begins_beside_it(self, desk) -> None:
        log, _review = under_way(desk)
        with pytest.raises(Refused):
            draft(desk, log, "Een ander.")

    def test_what_it_answers_can_still_be_taken_back_and_then_it_is_a_draft_again(self, desk) -> None:
        log, review = under_way(desk)
        logs.withdraw(log=log, now=TOMORROW - SECOND)
        review.refresh_from_db()
        assert (review.published_at, list(review.logs.all())) == (None, [])
        assert Notice.objects.get(kind="answer-held-back").recipient == desk.coach

    def test_a_newer_text_holds_it_back_as_well(self, desk) -> None:
        log, review = under_way(desk)
        desk.write({"kort": "toch anders"}, client_token=log.client_token, based_on=1)
        logs.share(log=log, now=NOW)
        review.refresh_from_db()
        assert review.published_at is None

    def test_from_its_moment_on_what_it_answers_stays(self, desk) -> None:
        log, _review = under_way(desk)
        with pytest.raises(Refused):
            logs.withdraw(log=log, now=TOMORROW)


MOMENTS = st.integers(0, 12 * 366 * 86_400).map(lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("now", "brought"),
    [
        (amsterdam(2026, 11, 24, 8, 29), amsterdam(2026, 11, 24, 8, 30)),
        (amsterdam(2026, 11, 24, 8, 30), amsterdam(2026, 11, 25, 8, 30)),
        (amsterdam(2026, 11, 27, 22, 0), amsterdam(2026, 11, 30, 8, 30)),  # Friday evening: Monday
        (amsterdam(2026, 12, 24, 20, 0), amsterdam(2026, 12, 28, 8, 30)),  # over Christmas
        (amsterdam(2026, 3, 28, 12, 0), amsterdam(2026, 3, 30, 8, 30)),  # over the night on which summer time begins
    ],
)
def test_letters_are_brought_on_the_next_working_morning(now, brought) -> None:
    assert letters.next_letters(now, Practice()) == brought


@given(MOMENTS)
def test_letters_are_always_ahead_and_on_a_working_day(now) -> None:
    brought = letters.next_letters(now, Practice())
    assert now < brought <= now + timedelta(days=6)
    assert is_working_day(brought.astimezone(AMSTERDAM).date())


@pytest.mark.parametrize(
    ("now", "promised", "waits"),
    [
        (amsterdam(2026, 11, 25, 10, 0), None, False),
        (amsterdam(2026, 11, 25, 22, 0), None, True),
        (amsterdam(2026, 11, 28, 10, 0), None, True),  # a Saturday
        (amsterdam(2026, 11, 25, 7, 0), amsterdam(2026, 11, 25, 8, 0), False),  # the promise would pass meanwhile
        (amsterdam(2026, 11, 25, 22, 0), amsterdam(2026, 11, 25, 18, 0), True),  # it has passed already
    ],
)
def test_outside_hours_an_answer_waits_unless_a_promise_would_pass(now, promised, waits) -> None:
    assert letters.waits_by_default(now, Practice(), promised) == waits
