"""Access records are only ever added."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from accounts.models import AccessRecord
from tests import people
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def record() -> AccessRecord:
    marit, noor = people.coach(), people.client()
    return AccessRecord.objects.create(actor=marit.subject, subject=noor.subject, action="read", purpose="test", rows=[], at=NOW)


def test_none_can_be_changed(record: AccessRecord) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AccessRecord.objects.filter(pk=record.pk).update(purpose="another")
    record.refresh_from_db()
    assert record.purpose == "test"


def test_none_can_be_taken_away(record: AccessRecord) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        record.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AccessRecord.objects.all()._raw_delete("default")
    assert AccessRecord.objects.count() == 1


def test_they_stay_when_their_people_go(record: AccessRecord) -> None:
    people.User.objects.all().delete()
    assert AccessRecord.objects.count() == 1


@pytest.mark.parametrize("time_round", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_between_tests_they_are_emptied_and_guarded_again(time_round: int) -> None:
    """The one place where they go: the tests' own databases."""
    assert not AccessRecord.objects.exists(), time_round
    made = AccessRecord.objects.create(actor=uuid4(), subject=uuid4(), action="read", purpose="test", rows=[], at=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        made.delete()
