"""A sentence that somebody wrote stands nowhere in the databases as it was written."""

import pytest
from django.apps import apps
from django.db import connections, models

from accounts import reading
from accounts.models import AccessRecord
from exercises import logs, reminders, reviews
from exercises.models import AnswerBack, Letter, LogVersion, Review, ReviewReply
from notices.models import Notice
from programme.release import open_due
from tests import people
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

MINE = "De reiger stond vannacht weer in de vijver"
HERS = "Wat een stille vogel om mee te beginnen"


def in_columns() -> bytes:
    """Every value of every table in both databases."""
    found = []
    for alias in connections:
        for table in connections[alias].introspection.table_names():
            with connections[alias].cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [b" ".join(as_bytes(value) for value in row) for row in cursor.fetchall()]
    return b"\n".join(found)


def in_memory_file() -> bytes:
    """The bytes of the SQLite databases as they would lie on a disk, free pages included."""
    return b"".join(connections[alias].connection.serialize() for alias in connections if connections[alias].vendor == "sqlite")


def as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


def test_what_was_written_shared_edited_taken_back_and_answered_is_nowhere(desk, caplog) -> None:
    token = people.token()
    desk.write({"verhaal": MINE, "kort": MINE}, client_token=token, draft=True)
    log = desk.write({"verhaal": MINE + ".", "bewegingen": ["none"]}, client_token=token, based_on=1).log
    logs.share(log=log, now=NOW)
    logs.withdraw(log=log, now=NOW)
    logs.share(log=log, now=NOW)
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text=HERS, based_on=0, now=NOW)
    reading.read(desk.coach, [log.latest, draft.review], "answer", NOW)
    reviews.publish(review=draft.review, now=NOW)
    open_due(NOW.replace(day=30), catch_up=True)
    reminders.remind(NOW.replace(day=30))
    assert AccessRecord.objects.exists()
    assert Notice.objects.exists()
    for place in (in_columns(), in_memory_file(), caplog.text.encode()):
        assert MINE.encode() not in place
        assert HERS.encode() not in place
        assert b"reiger" not in place


def test_the_search_finds_what_is_written_plainly(desk) -> None:
    desk.client.name = MINE
    desk.client.save()
    assert MINE.encode() in in_columns()


def test_no_row_says_its_text_when_it_is_printed(desk) -> None:
    log = logs.share(log=desk.write({"verhaal": MINE}).log, now=NOW)
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text=HERS, based_on=0, now=NOW)
    for row in (log, log.latest, draft.review):
        assert str(row) == str(row.pk)
        assert MINE not in repr(row)


def test_no_text_of_anyone_stands_in_a_column_that_is_not_sealed() -> None:
    for model in (LogVersion, Review, ReviewReply, AnswerBack, Letter, apps.get_model("exercises", "Log")):
        plain = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, (models.CharField, models.TextField, models.JSONField)) and not field.choices
        ]
        assert plain == []
