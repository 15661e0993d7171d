"""Two people, or one person twice, at the same moment: on PostgreSQL, with a connection each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from accounts.models import AccessRecord
from accounts.refusal import Refused
from exercises import keeping, logs, reminders, reviews, share_records
from exercises.models import Log, LogVersion, Review
from exercises.versions import Sheet
from notices.models import Notice
from programme.models import Release
from tests import people
from tests.exercises.test_night import LATE, MORNING
from tests.people import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency, pytest.mark.postgres]

ROUNDS = 10
A_DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Run the deeds together, each on a connection of its own; a Refused is a result like any other."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return deed()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def drafted(desk, log: Log) -> Review:
    return reviews.save_draft(
        enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag.", based_on=0, now=NOW
    ).review


def test_two_clicks_with_one_token_land_once(desk) -> None:
    for _round in range(ROUNDS):
        token = people.token()
        written = at_once(*[lambda token=token: desk.write({"kort": "een"}, client_token=token)] * 4)
        assert len({each.version.pk for each in written}) == 1
    assert Log.objects.count() == LogVersion.objects.count() == ROUNDS


def test_two_pages_that_write_at_once_keep_both_texts_and_one_is_told(desk) -> None:
    for _round in range(ROUNDS):
        token = people.token()
        desk.write({"kort": "begin"}, client_token=token)
        written = at_once(
            lambda token=token: desk.write({"kort": "laptop"}, client_token=token, based_on=1, draft=True),
            lambda token=token: desk.write({"kort": "telefoon"}, client_token=token, based_on=1, draft=True),
        )
        assert sorted(each.version.number for each in written) == [2, 3]
        assert [each.other is None for each in sorted(written, key=lambda each: each.version.number)] == [True, False]


def test_taking_back_against_publishing_leaves_no_answer_to_what_is_gone(desk) -> None:
    for _round in range(ROUNDS):
        log = logs.share(log=desk.write({"kort": "gedeeld"}).log, now=NOW)
        review = drafted(desk, log)
        at_once(lambda log=log: logs.withdraw(log=log, now=NOW), lambda review=review: reviews.publish(review=review, now=NOW))
        log.refresh_from_db()
        review.refresh_from_db()
        answered = review.published_at is not None
        assert answered == (log.shared_at is not None), "either it was taken back, or it was answered"
        assert log.versions.filter(shared__isnull=False).exists() == answered
        Review.objects.filter(published_at=None).delete()


def test_one_page_that_saves_twice_at_once_keeps_the_later_and_is_told_of_no_other(desk) -> None:
    for _round in range(ROUNDS):
        token, page = people.token(), people.token()
        desk.write({"kort": "begin"}, client_token=token, draft=True, sheet=Sheet(page, 1))
        deed = {"client_token": token, "based_on": 1, "draft": True}
        written = at_once(
            lambda deed=deed, page=page: desk.write({"kort": "eerder"}, **deed, sheet=Sheet(page, 2)),
            lambda deed=deed, page=page: desk.write({"kort": "later"}, **deed, sheet=Sheet(page, 3)),
        )
        assert [each.other for each in written] == [None, None]
        assert LogVersion.objects.filter(log__client_token=token).values_list("turn", flat=True).get() == 3


def test_sharing_against_taking_back_ends_as_one_of_the_two(desk) -> None:
    for _round in range(ROUNDS):
        token = people.token()
        log = logs.share(log=desk.write({"kort": "een"}, client_token=token).log, now=NOW)
        desk.write({"kort": "twee"}, client_token=token, based_on=1)
        at_once(lambda log=log: logs.share(log=log, now=NOW), lambda log=log: logs.withdraw(log=log, now=NOW))
        log.refresh_from_db()
        shared = list(log.versions.filter(shared__isnull=False).values_list("uuid", flat=True))
        assert shared == ([log.shared_version_id] if log.shared_version_id else [])
        assert (log.shared_at is None) == (log.visible_at is None) == (log.promised_at is None) == (not shared)
        mine = [str(version) for version in log.versions.values_list("uuid", flat=True)]
        records = [record.action for record in AccessRecord.objects.all() if record.rows[0] in mine]
        assert records.count("share") - records.count("unshare") == len(shared)


def test_throwing_away_against_sharing_leaves_it_whole_or_not_at_all(desk) -> None:
    for _round in range(ROUNDS):
        log = desk.write({"kort": "een"}).log
        done = at_once(lambda log=log: logs.discard(log=log, now=NOW), lambda log=log: logs.share(log=log, now=NOW))
        there = Log.objects.filter(pk=log.pk).first()
        if there is None:
            assert isinstance(done[1], Refused)
            assert not LogVersion.objects.filter(log=log.pk).exists()
        else:
            assert isinstance(done[0], Refused)
            assert there.shared_version_id == there.versions.get().uuid


def test_what_arrives_is_recorded_once_by_three_sweeps_and_a_taking_back(desk) -> None:
    for _round in range(ROUNDS):
        log = logs.share(log=desk.write({"kort": "laat"}, now=LATE).log, now=LATE)
        sweep = [lambda: share_records.record_arrived(MORNING)] * 3
        at_once(*sweep, lambda log=log: logs.withdraw(log=log, now=MORNING))
        rows = [str(log.shared_version_id)]
        assert sorted(AccessRecord.objects.filter(rows=rows).values_list("action", flat=True)) == ["share", "unshare"]


def test_publishing_twice_at_once_lands_once(desk) -> None:
    for _round in range(ROUNDS):
        log = logs.share(log=desk.write({"kort": "gedeeld"}).log, now=NOW)
        review = drafted(desk, log)
        published = at_once(*[lambda review=review: reviews.publish(review=review, now=NOW)] * 3)
        assert {each.published_at for each in published} == {NOW}
    assert Notice.objects.filter(kind="answer-arrived").count() == ROUNDS


def test_two_drafts_at_once_make_one_and_the_other_is_told(desk) -> None:
    log = logs.share(log=desk.write({"kort": "gedeeld"}).log, now=NOW)
    for _round in range(ROUNDS):
        deed = {"enrolment": desk.enrolment, "week": desk.week, "author": desk.coach, "logs": [log], "based_on": 0, "now": NOW}
        both = at_once(lambda deed=deed: reviews.save_draft(**deed, text="a"), lambda deed=deed: reviews.save_draft(**deed, text="b"))
        assert sorted(each.stale for each in both) == [False, True]
        Review.objects.all().delete()


def test_sharing_twice_at_once_gives_one_promise(desk) -> None:
    for _round in range(ROUNDS):
        log = desk.write({"kort": "gedeeld"}).log
        shared = at_once(*[lambda log=log: logs.share(log=log, now=NOW)] * 3)
        assert len({each.promised_at for each in shared}) == 1
        assert log.versions.filter(shared__isnull=False).count() == 1


def test_three_workers_remind_once(desk) -> None:
    Release.objects.filter(week__number=1).update(opened_at=NOW, announced_at=NOW)
    sunday = NOW.replace(day=29, hour=16)
    at_once(*[lambda: reminders.remind(sunday)] * 3)
    assert sorted(Notice.objects.filter(kind__in=["day-6", "untouched"]).values_list("kind", flat=True)) == ["day-6", "untouched"]


def scheduled_for(desk, log: Log) -> Review:
    return reviews.publish(review=drafted(desk, log), now=NOW, at=NOW + A_DAY)


def test_two_coaches_who_publish_at_once_send_one_answer(desk) -> None:
    stand_in = people.coach("Jip Smit")
    people.cares_for(stand_in, desk.client)
    for _round in range(ROUNDS):
        log = logs.share(log=desk.write({"kort": "gedeeld"}).log, now=NOW)
        deed = {"enrolment": desk.enrolment, "week": desk.week, "logs": [log], "based_on": 0, "now": NOW}

        def sends(who, deed=deed) -> Review | None:
            done = reviews.save_draft(**deed, author=who, text=f"Van {who.pk}.")
            return None if done.stale else reviews.publish(review=done.review, now=NOW)

        both = at_once(lambda: sends(desk.coach), lambda: sends(stand_in))
        sent = [each for each in both if isinstance(each, Review)]
        assert log.reviews.published().count() == 1
        assert len({each.pk for each in sent}) == 1
        Review.objects.filter(published_at=None).delete()


def test_taking_back_what_was_shared_against_an_answer_under_way_leaves_a_draft(desk) -> None:
    for _round in range(ROUNDS):
        log = logs.share(log=desk.write({"kort": "gedeeld"}).log, now=NOW)
        review = drafted(desk, log)
        at_once(
            lambda log=log: logs.withdraw(log=log, now=NOW),
            lambda review=review: reviews.publish(review=review, now=NOW, at=NOW + A_DAY),
        )
        review.refresh_from_db()
        log.refresh_from_db()
        assert (review.published_at, log.shared_at, review.logs.count()) == (None, None, 0)
        Review.objects.all().delete()


def test_an_answer_taken_back_at_its_moment_has_either_arrived_or_is_a_draft(desk) -> None:
    for _round in range(ROUNDS):
        log = logs.share(log=desk.write({"kort": "gedeeld"}).log, now=NOW)
        review = scheduled_for(desk, log)
        done = at_once(
            lambda review=review: reviews.take_back(review=review, by=desk.coach, now=NOW + A_DAY - SECOND),
            lambda log=log: logs.withdraw(log=log, now=NOW + A_DAY),
        )
        review.refresh_from_db()
        log.refresh_from_db()
        refused = any(isinstance(each, Refused) for each in done)
        assert review.published_at is None, "it was taken back in time"
        assert refused == (log.shared_at is not None), "what it answered could be taken back only once it was a draft"
        Review.objects.all().delete()


def test_three_workers_find_one_miss(desk) -> None:
    for _round in range(3):
        log = logs.share(log=desk.write({"kort": "gedeeld"}).log, now=NOW)
        late = NOW + 3 * A_DAY
        at_once(*[lambda late=late: keeping.keep(late)] * 3)
        log.refresh_from_db()
        assert log.missed_at == log.promised_at
        assert Notice.objects.filter(kind="answer-later").count() == Notice.objects.filter(kind="promise-missed").count() == 1
        Notice.objects.all().delete()
        logs.withdraw(log=log, now=NOW)
