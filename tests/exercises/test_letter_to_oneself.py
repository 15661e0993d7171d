"""A letter to oneself: closed for everybody until its day, taken back until then, told once and never quoted."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts import vault
from accounts.refusal import Refused
from accounts.writing import BadText
from exercises import letter_to_oneself as letters
from exercises.models import Letter
from notices.kinds import KINDS
from notices.mails import compose
from notices.models import Notice
from programme import enrolment as enrolments
from programme.models import Enrolment
from programme.release import open_due
from tests.exercises.test_planted import in_columns
from tests.people import NOW

MINE = "Lieve ik, de reiger is er nog."


@pytest.fixture
def late(desk) -> datetime:
    """The evening on which week 11 has opened."""
    then = NOW + timedelta(weeks=10, hours=11)
    open_due(then, desk.enrolment, catch_up=True)
    return then


def written(desk, now, text=MINE, based_on=None, close=True) -> Letter:
    return letters.write(enrolment=desk.enrolment, text=text, based_on=based_on, close=close, now=now)


def test_before_week_eleven_there_is_none(desk) -> None:
    with pytest.raises(Refused, match="week 11"):
        written(desk, NOW)
    assert not Letter.objects.exists()


def test_it_opens_twelve_weeks_later_at_nine_by_the_clock_of_its_author(desk, late) -> None:
    letter = written(desk, late)
    assert letter.opens_at
    there = letter.opens_at.astimezone(ZoneInfo("Europe/Amsterdam"))
    assert (there.date(), there.hour) == (desk.enrolment.local_day(late) + timedelta(weeks=12), 9)


def test_until_then_nobody_reads_it_its_author_included(desk, late) -> None:
    letter = written(desk, late)
    assert letters.text_of(letter, late) is None
    for reader in (desk.client, desk.coach):
        with pytest.raises(vault.NotReadable):
            vault.open_texts(reader, [letter], "test", letter.opens_at - timedelta(seconds=1))
    assert letters.text_of(letter, letter.opens_at) == MINE
    with pytest.raises(vault.NotReadable):
        vault.open_texts(desk.coach, [letter], "test", letter.opens_at)


def test_a_draft_is_its_authors_and_is_not_sent(desk, late) -> None:
    letter = written(desk, late, close=False)
    assert letters.text_of(letter, late) == MINE
    assert letters.tell_due(late + timedelta(weeks=40)) == 0


def test_the_same_text_again_makes_nothing_new(desk, late) -> None:
    first = written(desk, late, close=False)
    again = written(desk, late + timedelta(minutes=1), close=False)
    assert (first.pk, first.written_at) == (again.pk, again.written_at)


def test_a_text_from_another_page_is_not_written_over(desk, late) -> None:
    first = written(desk, late, close=False)
    second = written(desk, late + timedelta(minutes=1), text="Anders.", based_on=first.written_at, close=False)
    with pytest.raises(Refused, match="andere"):
        written(desk, late + timedelta(minutes=2), text="Nog anders.", based_on=first.written_at)
    assert letters.text_of(Letter.objects.get(), late) == "Anders."
    assert written(desk, late, text="Derde.", based_on=second.written_at).opens_at


def test_a_closed_letter_is_not_written_over(desk, late) -> None:
    letter = written(desk, late)
    with pytest.raises(Refused, match="dicht"):
        written(desk, late, text="Anders.", based_on=letter.written_at)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_letter_is_not_closed(desk, late, text) -> None:
    with pytest.raises(Refused):
        written(desk, late, text=text)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a" * 100_001])
def test_what_cannot_be_kept_is_refused(desk, late, text) -> None:
    with pytest.raises(BadText):
        written(desk, late, text=text)


@pytest.mark.parametrize("text", ["a" * 100_000, "\u202e", "👩‍👩‍👧", "<script>", "e" + "\u0301" * 5000, "{{7*7}}"])
def test_what_is_odd_is_kept_as_it_is(desk, late, text) -> None:
    assert letters.text_of(written(desk, late, text=text, close=False), late) == text


def test_taken_back_it_opens_for_its_author_and_waits_no_more(desk, late) -> None:
    letter = letters.take_back(letter=letters.take_back(letter=written(desk, late), now=late), now=late)
    assert letters.text_of(letter, late) == MINE
    assert letters.tell_due(late + timedelta(weeks=40)) == 0
    assert written(desk, late + timedelta(days=1), text=MINE, based_on=letter.written_at).opens_at > late + timedelta(weeks=12)


def test_thrown_away_it_is_gone(desk, late) -> None:
    letter = written(desk, late)
    letters.discard(letter=letter, now=late)
    letters.discard(letter=letter, now=late)
    assert not Letter.objects.exists()
    assert letters.tell_due(late + timedelta(weeks=40)) == 0


def test_once_it_arrived_it_stays(desk, late) -> None:
    letter = written(desk, late)
    for deed in (letters.take_back, letters.discard):
        with pytest.raises(Refused, match="aangekomen"):
            deed(letter=letter, now=letter.opens_at)


def test_after_three_months_nothing_is_begun_and_what_waits_still_arrives(desk, late) -> None:
    letter = written(desk, late)
    end = late + timedelta(weeks=2)
    open_due(end, desk.enrolment, catch_up=True)
    enrolments.complete(enrolment=desk.enrolment, now=end)
    assert letters.tell_due(letter.opens_at) == 1
    Letter.objects.all().delete()
    desk.enrolment.refresh_from_db()
    with pytest.raises(Refused):
        written(desk, end + timedelta(days=92))


def test_it_is_told_once_at_its_moment(desk, late) -> None:
    letter = written(desk, late)
    assert letters.tell_due(letter.opens_at - timedelta(seconds=1)) == 0
    assert [letters.tell_due(letter.opens_at), letters.tell_due(letter.opens_at)] == [1, 0]
    [notice] = Notice.objects.filter(kind="letter-arrived")
    assert notice.recipient == desk.client
    assert (notice.key, notice.about) == (str(letter.uuid), str(desk.enrolment.pk))


def test_the_mail_says_that_there_is_a_letter_and_nothing_of_it(desk, late) -> None:
    letter = written(desk, late)
    letters.tell_due(letter.opens_at)
    [notice] = Notice.objects.filter(kind="letter-arrived")
    mail = compose(notice, letter.opens_at)
    said = f"{mail.subject} {mail.body} {mail.alternatives[0][0]}"
    assert "Er is een brief voor je" in said
    assert "/logboek/brief/" in said
    for word in ("reiger", "Lieve ik", "Traject", "Geheime titel"):
        assert word not in said


def test_who_can_no_longer_read_is_not_told(desk, late) -> None:
    letter = written(desk, late)
    letters.tell_due(letter.opens_at)
    [notice] = Notice.objects.filter(kind="letter-arrived")
    wanted = KINDS["letter-arrived"].wanted
    with time_machine.travel(letter.opens_at, tick=False):
        assert wanted(notice)
        Enrolment.objects.update(status="withdrawn", ended_at=late - timedelta(days=400))
        assert not wanted(notice)


def test_there_is_one_letter_an_enrolment(desk, late) -> None:
    written(desk, late)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(enrolment=desk.enrolment, sealed=b"x", written_at=late)


def test_no_word_of_it_stands_anywhere(desk, late, caplog) -> None:
    letter = written(desk, late, text=MINE, close=False)
    letter = written(desk, late, text=MINE + " Echt.", based_on=letter.written_at)
    letters.tell_due(letter.opens_at)
    assert b"reiger" not in in_columns() + caplog.text.encode()
    assert str(letter) == str(letter.pk)


@given(
    st.dates(date(2026, 1, 1), date(2035, 1, 1)), st.sampled_from(["Europe/Amsterdam", "Pacific/Apia", "Asia/Kathmandu", "America/Curacao"])
)
def test_it_is_always_twelve_weeks_of_local_days(day, zone) -> None:
    enrolment = Enrolment(zone=zone)
    now = datetime(day.year, day.month, day.day, 22, 30, tzinfo=UTC)
    there = letters.opens_at(enrolment, now).astimezone(ZoneInfo(zone))
    assert (there.date() - enrolment.local_day(now)).days == 84
    assert there.hour == 9
