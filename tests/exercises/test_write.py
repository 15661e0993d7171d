"""Writing: nothing typed is lost, nothing is written twice, and only where this client may."""

from datetime import timedelta

import pytest
from django.http import Http404

from accounts import reading
from accounts.models import AccessRecord
from accounts.refusal import Refused
from accounts.vault import NotReadable
from exercises import reviews
from exercises.access import own_log
from exercises.answers import decode
from exercises.logs import share, write
from exercises.models import Log, LogVersion
from programme.models import Enrolment, Status, WeekExercise
from programme.release import open_due
from tests import people
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def text_of(desk, version) -> dict[str, object]:
    return decode(reading.read(desk.client, [version], "test", NOW)[0])


def test_what_is_written_can_be_read_back_by_its_owner_and_leaves_no_access_record(desk) -> None:
    written = desk.write({"verhaal": "Ik bleef staan."})
    assert text_of(desk, written.version) == {"verhaal": "Ik bleef staan."}
    assert not AccessRecord.objects.exists()


def test_a_double_click_lands_once(desk) -> None:
    token = people.token()
    first = desk.write({"kort": "een"}, client_token=token)
    second = desk.write({"kort": "een"}, client_token=token)
    assert (second.log, second.version, second.other) == (first.log, first.version, None)
    assert (Log.objects.count(), LogVersion.objects.count()) == (1, 1)


def test_a_later_text_follows_an_earlier_one_and_both_are_kept(desk) -> None:
    token = people.token()
    desk.write({"kort": "een"}, client_token=token)
    written = desk.write({"kort": "twee"}, client_token=token, based_on=1)
    assert written.other is None
    assert [text_of(desk, version)["kort"] for version in written.log.versions.all()] == ["twee", "een"]


def test_a_draft_makes_place_for_the_text_that_follows_it(desk) -> None:
    token = people.token()
    desk.write({"kort": "ee"}, client_token=token, draft=True)
    desk.write({"kort": "een"}, client_token=token, based_on=1, draft=True)
    written = desk.write({"kort": "een."}, client_token=token, based_on=2)
    assert [(version.number, version.draft) for version in written.log.versions.all()] == [(3, False)]


def test_saving_the_text_of_the_last_draft_makes_it_no_draft_and_nothing_new(desk) -> None:
    token = people.token()
    draft = desk.write({"kort": "een"}, client_token=token, draft=True)
    written = desk.write({"kort": "een"}, client_token=token, based_on=1)
    assert written.version == draft.version
    assert LogVersion.objects.get().draft is False


def test_an_autosave_never_makes_a_saved_text_a_draft_again(desk) -> None:
    token = people.token()
    desk.write({"kort": "een"}, client_token=token)
    desk.write({"kort": "een"}, client_token=token, based_on=1, draft=True)
    assert LogVersion.objects.get().draft is False


@pytest.mark.parametrize("draft", [True, False])
def test_a_stale_page_keeps_both_texts_and_says_which_got_in_between(desk, draft) -> None:
    token = people.token()
    desk.write({"kort": "begin"}, client_token=token)
    telephone = desk.write({"kort": "op de telefoon"}, client_token=token, based_on=1, draft=draft)
    laptop = desk.write({"kort": "op de laptop"}, client_token=token, based_on=1, draft=draft)
    assert laptop.other == telephone.version
    assert text_of(desk, laptop.other) == {"kort": "op de telefoon"}
    assert list(laptop.version.beside()) == [telephone.version]
    assert LogVersion.objects.count() == 3


def test_a_stale_page_that_sends_the_same_once_more_makes_nothing_new(desk) -> None:
    token = people.token()
    desk.write({"kort": "begin"}, client_token=token)
    desk.write({"kort": "a"}, client_token=token, based_on=1)
    stale = desk.write({"kort": "b"}, client_token=token, based_on=1)
    again = desk.write({"kort": "b"}, client_token=token, based_on=1)
    assert again.version == stale.version
    assert LogVersion.objects.count() == 3


def test_going_back_to_an_earlier_text_is_a_new_version(desk) -> None:
    token = people.token()
    desk.write({"kort": "a"}, client_token=token)
    desk.write({"kort": "b"}, client_token=token, based_on=1)
    assert desk.write({"kort": "a"}, client_token=token, based_on=2).version.number == 3


def test_an_empty_log_may_be_kept(desk) -> None:
    assert text_of(desk, desk.write({}).version) == {}


def test_a_text_of_a_hundred_thousand_characters_fits(desk) -> None:
    long = {"verhaal": "é" * 100_000}
    assert text_of(desk, desk.write(long).version) == long


def test_a_token_of_another_client_gives_a_log_of_ones_own(desk) -> None:
    from tests.exercises.desks import make_desk  # noqa: PLC0415 - beside the fixture

    theirs = make_desk("Ruben Smit")
    token = people.token()
    written = theirs.write({"kort": "van Ruben"}, client_token=token)
    mine = desk.write({"kort": "van Noor"}, client_token=token)
    assert mine.log != written.log
    assert mine.log.enrolment == desk.enrolment
    assert written.log.versions.count() == 1


def test_a_token_of_another_exercise_gives_a_log_of_its_own(desk) -> None:
    token = people.token()
    daily = desk.week.exercises.get(source_id="w01-daily")
    assert desk.write({"kort": "a"}, client_token=token).log != desk.write({"kort": "a"}, client_token=token, exercise=daily).log


def test_a_week_that_is_not_open_cannot_be_written_in(desk) -> None:
    week = desk.enrolment.programme.weeks.get(number=2)
    with pytest.raises(Refused):
        desk.write({"kort": "a"}, week=week, exercise=week.exercises.first())
    assert not Log.objects.exists()


def test_an_exercise_of_another_week_cannot_be_written_here(desk) -> None:
    other = desk.enrolment.programme.weeks.get(number=2).exercises.first()
    with pytest.raises(Refused):
        desk.write({"kort": "a"}, exercise=other)


def test_a_log_that_was_begun_goes_on_when_its_exercise_leaves_the_week(desk) -> None:
    token = people.token()
    desk.write({"kort": "a"}, client_token=token)
    WeekExercise.objects.filter(exercise=desk.exercise).delete()
    assert desk.write({"kort": "b"}, client_token=token, based_on=1).version.number == 2
    with pytest.raises(Refused):
        desk.write({"kort": "nieuw"})


@pytest.mark.parametrize(
    ("status", "days", "may"),
    [
        (Status.ACTIVE, None, True),
        (Status.COMPLETED, 1, True),
        (Status.COMPLETED, 90, True),
        (Status.COMPLETED, 92, False),
        (Status.WITHDRAWN, 1, False),
        (Status.PENDING, None, False),
        (Status.INVITED, None, False),
    ],
)
def test_who_may_write_follows_the_table_of_states(desk, status, days, may) -> None:
    open_due(NOW)
    ended_at = NOW - timedelta(days=days) if days else None
    Enrolment.objects.filter(pk=desk.enrolment.pk).update(status=status, ended_at=ended_at)
    if may:
        assert desk.write({"kort": "a"}).version.number == 1
    else:
        with pytest.raises(Refused):
            desk.write({"kort": "a"})


def test_a_text_added_after_the_answer_begins_a_log_of_its_own_once(desk) -> None:
    token = people.token()
    log = share(log=desk.write({"kort": "a"}, client_token=token).log, now=NOW)
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Ja.", based_on=0, now=NOW)
    reviews.publish(review=draft.review, now=NOW)
    added = desk.write({"kort": "erbij"}, client_token=token, based_on=1)
    again = desk.write({"kort": "erbij"}, client_token=token, based_on=1)
    assert added.log != log
    assert again.log == added.log
    assert log.versions.count() == added.log.versions.count() == 1


def test_only_the_owner_fetches_a_log(desk) -> None:
    log = desk.write({"kort": "a"}).log
    assert own_log(desk.client, log.uuid, NOW) == log
    for stranger in (desk.coach, people.client("Ruben Smit"), people.office()):
        with pytest.raises(Http404):
            own_log(stranger, log.uuid, NOW)


def test_a_log_is_not_there_for_who_stopped_over_a_year_ago(desk) -> None:
    log = desk.write({"kort": "a"}).log
    Enrolment.objects.update(status=Status.WITHDRAWN, ended_at=NOW - timedelta(days=366))
    with pytest.raises(Http404):
        own_log(desk.client, log.uuid, NOW)


def test_nobody_else_opens_a_private_text_and_the_attempt_is_recorded(desk) -> None:
    version = desk.write({"kort": "alleen van mij"}).version
    for other in (desk.coach, people.client("Ruben Smit"), people.office()):
        with pytest.raises(NotReadable):
            reading.read(other, [version], "test", NOW)
    assert set(AccessRecord.objects.values_list("action", flat=True)) == {"denied"}


def test_writing_makes_its_keys_before_its_transaction(desk) -> None:
    from keyring.models import ClientKey  # noqa: PLC0415 - beside what it is about

    ClientKey.objects.all().delete()
    assert write(
        enrolment=desk.enrolment, exercise=desk.exercise, week=desk.week, answers={"kort": "a"}, based_on=0, draft=False,
        client_token=people.token(), now=NOW,
    ).version.number == 1  # fmt: skip
