"""Sharing points at one text, gives a promise, and can be taken back until it is answered."""

from datetime import timedelta

import pytest

from accounts import reading
from accounts.models import AccessRecord, Relation
from accounts.refusal import Refused
from accounts.vault import NotReadable
from exercises import logs, reviews
from exercises.access import shared_logs
from exercises.answers import decode
from exercises.models import Log, Review
from exercises.promise import promised_for
from programme.models import Enrolment, Pause, Status
from tests import people
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def shared(desk, answers=None, **changes) -> Log:
    return logs.share(log=desk.write(answers or {"kort": "gedeeld"}, **changes).log, now=NOW)


def seen_by(actor, log, now=NOW) -> list[dict[str, object]]:
    return [decode(text) for text in reading.read(actor, list(log.versions.filter(pk=log.shared_version_id)), "answer", now)]


def answer(desk, log) -> Review:
    made = reviews.save_draft(
        enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag Noor.", based_on=0, now=NOW
    )
    return reviews.publish(review=made.review, now=NOW)


def test_the_coach_reads_what_is_shared_and_the_reading_is_recorded(desk) -> None:
    log = shared(desk)
    assert seen_by(desk.coach, log) == [{"kort": "gedeeld"}]
    record = AccessRecord.objects.get(action="read")
    assert (record.actor, record.subject, record.purpose) == (desk.coach.subject, desk.client.subject, "answer")
    assert record.rows == [str(log.shared_version_id)]


def test_nothing_unshared_is_in_the_list_of_the_coach(desk) -> None:
    desk.write({"kort": "privé"})
    log = shared(desk)
    assert shared_logs(desk.coach, desk.enrolment, desk.week, NOW) == [log]
    for other in (people.coach("Joke Prins"), people.office(), desk.client):
        assert shared_logs(other, desk.enrolment, desk.week, NOW) == []


def test_a_shared_log_is_counted_once_for_who_is_coach_and_stands_in(desk) -> None:
    shared(desk)
    Relation.objects.create(client=desk.client, member=desk.coach, role=Relation.Role.COVER, starts_at=NOW)
    assert len(shared_logs(desk.coach, desk.enrolment, desk.week, NOW)) == 1


def test_sharing_a_draft_makes_it_no_draft(desk) -> None:
    log = shared(desk, draft=True)
    assert log.versions.get().draft is False


def test_sharing_twice_lands_once(desk) -> None:
    log = shared(desk)
    again = logs.share(log=log, now=NOW + timedelta(hours=5))
    assert (again.shared_at, again.promised_at, again.shared_version) == (log.shared_at, log.promised_at, log.shared_version)


def test_the_first_share_of_a_client_has_a_promise_of_its_own_and_later_ones_the_weekly(desk) -> None:
    from accounts.models import Practice  # noqa: PLC0415 - beside what it is about

    tuesday = NOW + timedelta(days=1)
    first = logs.share(log=desk.write({"kort": "een"}).log, now=tuesday)
    second = logs.share(log=desk.write({"kort": "twee"}).log, now=tuesday)
    assert first.promised_at == promised_for(tuesday, Practice(), first=True)
    assert second.promised_at == promised_for(tuesday, Practice(), first=False)
    assert first.promised_at < second.promised_at


def test_an_edit_after_sharing_stays_private_until_it_is_shared_again(desk) -> None:
    token = people.token()
    log = shared(desk, client_token=token)
    edited = desk.write({"kort": "nog niet voor jou"}, client_token=token, based_on=1)
    assert seen_by(desk.coach, log) == [{"kort": "gedeeld"}]
    with pytest.raises(NotReadable):
        reading.read(desk.coach, [edited.version], "answer", NOW)
    again = logs.share(log=log, now=NOW + timedelta(days=1))
    assert seen_by(desk.coach, again, NOW + timedelta(days=1)) == [{"kort": "nog niet voor jou"}]
    assert again.promised_at == log.promised_at, "a promise once given stays"
    assert [bool(version.shared) for version in again.versions.all()] == [True, False], "the earlier copy is wiped"


def test_sharing_shares_the_text_that_the_page_showed_or_nothing(desk) -> None:
    token = people.token()
    log = desk.write({"kort": "een"}, client_token=token).log
    desk.write({"kort": "twee"}, client_token=token, based_on=1)
    with pytest.raises(Refused):
        logs.share(log=log, now=NOW, number=1)
    log.refresh_from_db()
    assert log.shared_at is None
    assert logs.share(log=log, now=NOW, number=2).shared_at == NOW


def test_taking_back_wipes_the_shared_copy_and_keeps_the_text(desk) -> None:
    log = logs.withdraw(log=shared(desk), now=NOW)
    assert (log.shared_version, log.shared_at, log.promised_at) == (None, None, None)
    version = log.versions.get()
    assert version.shared is None
    assert decode(reading.read(desk.client, [version], "test", NOW)[0]) == {"kort": "gedeeld"}
    with pytest.raises(NotReadable):
        reading.read(desk.coach, [version], "answer", NOW)
    assert shared_logs(desk.coach, desk.enrolment, desk.week, NOW) == []


def test_taking_back_twice_or_before_sharing_changes_nothing(desk) -> None:
    log = desk.write({"kort": "a"}).log
    assert logs.withdraw(log=logs.withdraw(log=log, now=NOW), now=NOW).shared_at is None


def test_what_is_answered_can_neither_be_taken_back_nor_replaced(desk) -> None:
    log = shared(desk)
    answer(desk, log)
    with pytest.raises(Refused):
        logs.withdraw(log=log, now=NOW)
    assert seen_by(desk.coach, log) == [{"kort": "gedeeld"}]


def test_a_draft_of_an_answer_does_not_stop_taking_back(desk) -> None:
    log = shared(desk)
    made = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Hm", based_on=0, now=NOW)
    logs.withdraw(log=log, now=NOW)
    assert not made.review.logs.exists()


def test_taking_back_works_for_who_stopped(desk) -> None:
    log = shared(desk)
    Enrolment.objects.update(status=Status.WITHDRAWN, ended_at=NOW)
    assert logs.withdraw(log=log, now=NOW).shared_at is None


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.WITHDRAWN])
def test_after_the_end_nothing_more_is_shared(desk, status) -> None:
    log = desk.write({"kort": "a"}).log
    Enrolment.objects.update(status=status, ended_at=NOW)
    with pytest.raises(Refused):
        logs.share(log=log, now=NOW)


def test_a_pause_neither_stops_sharing_nor_moves_the_promise(desk) -> None:
    log = desk.write({"kort": "a"}).log
    day = desk.enrolment.local_day(NOW)
    Pause.objects.create(enrolment=desk.enrolment, starts_on=day, ends_on=day + timedelta(days=21), by=desk.client, made_at=NOW)
    assert logs.share(log=log, now=NOW).promised_at < NOW + timedelta(days=9)


@pytest.mark.parametrize("away", ["relation ended", "no longer works here", "no longer coach"])
def test_without_anybody_who_cares_nothing_is_shared(desk, away) -> None:
    log = desk.write({"kort": "a"}).log
    if away == "relation ended":
        Relation.objects.update(ends_at=NOW)
    elif away == "no longer works here":
        type(desk.coach).objects.filter(pk=desk.coach.pk).update(is_active=False)
    else:
        type(desk.coach).objects.filter(pk=desk.coach.pk).update(is_coach=False)
    with pytest.raises(Refused):
        logs.share(log=log, now=NOW)


def test_an_empty_log_is_not_shared_but_nothing_and_i_do_not_know_are(desk) -> None:
    with pytest.raises(Refused):
        logs.share(log=desk.write({}).log, now=NOW)
    assert logs.share(log=desk.write({"spanning": "unknown"}).log, now=NOW).shared_at == NOW


def test_a_former_coach_reads_nothing_any_more(desk) -> None:
    log = shared(desk)
    Relation.objects.update(ends_at=NOW)
    with pytest.raises(NotReadable):
        seen_by(desk.coach, log)
    assert shared_logs(desk.coach, desk.enrolment, desk.week, NOW) == []
