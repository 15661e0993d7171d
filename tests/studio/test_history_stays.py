"""The history of the office: the database itself keeps every line of it as it was written."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from accounts.models import OfficeDeed, Practice, User
from accounts.office_deeds import remember
from programme.models import Change
from tests import people
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def written() -> dict[str, Any]:
    els = people.office()
    people.enrolled(people.client(), people.coach())
    remember(kind="settings", by=els, now=NOW, after={"name": "Tussenruimte"})
    return {"deed": OfficeDeed.objects.get(), "change": Change.objects.latest("pk")}


@pytest.mark.parametrize("which", ["deed", "change"])
def test_no_line_is_changed_or_deleted(written, which: str) -> None:
    row = written[which]
    table = row._meta.db_table
    for statement in (f"UPDATE {table} SET kind = 'anders'", f"UPDATE {table} SET by_id = NULL", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.delete()
    type(row).objects.get(pk=row.pk, kind=row.kind)


def test_who_did_something_cannot_be_taken_out_of_the_history(written) -> None:
    with pytest.raises(ProtectedError):
        User.objects.filter(is_office=True).delete()


def test_a_demo_may_go_and_may_not_be_rewritten(written) -> None:
    Practice.objects.create(pk=1, is_demo=True)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        OfficeDeed.objects.update(kind="anders")
    OfficeDeed.objects.all().delete()
    Change.objects.all().delete()
    assert not OfficeDeed.objects.exists()
