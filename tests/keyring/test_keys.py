"""The keys of a person: made once, before the transaction, and destroyed for good."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction

from keyring import keys
from keyring.keys import KeyDestroyed
from keyring.models import ClientKey, KeyKind
from keyring.sealing import SealBroken

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_a_person_has_two_different_keys_and_keeps_them() -> None:
    subject = uuid4()
    keys.ensure(subject)
    first = {kind: keys.fetch(subject, kind) for kind in KeyKind.values}
    assert len(set(first.values())) == 2
    assert all(len(key) == 32 for key in first.values())
    keys.ensure(subject)
    assert {kind: keys.fetch(subject, kind) for kind in KeyKind.values} == first


def test_they_lie_in_their_own_database_and_nothing_else_does() -> None:
    tables = set(connections["keyring"].introspection.table_names())
    assert tables == {"keyring_clientkey", "keyring_canary", "django_migrations"}
    assert not {name for name in connections["default"].introspection.table_names() if name.startswith("keyring")}


def test_they_are_not_made_inside_a_transaction_on_the_texts() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="before the transaction"):
        keys.ensure(uuid4())


def test_those_that_exist_may_be_ensured_anywhere() -> None:
    subject = uuid4()
    keys.ensure(subject)
    with transaction.atomic():
        keys.ensure(subject)


def test_they_outlive_a_rollback_of_the_texts() -> None:
    subject = uuid4()
    keys.ensure(subject)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert keys.fetch(subject, KeyKind.OWN)


def test_a_destroyed_key_is_gone_and_is_never_made_again() -> None:
    subject = uuid4()
    keys.ensure(subject)
    keys.destroy(subject, KeyKind.OWN, now=NOW)
    keys.destroy(subject, KeyKind.OWN, now=NOW)
    keys.ensure(subject)
    with pytest.raises(KeyDestroyed):
        keys.fetch(subject, KeyKind.OWN)
    assert keys.fetch(subject, KeyKind.RECORD), "the other key stands"
    assert ClientKey.objects.get(subject=subject, kind=KeyKind.OWN).wrapped is None


def test_a_key_destroyed_before_it_was_made_is_never_made() -> None:
    subject = uuid4()
    keys.destroy(subject, KeyKind.OWN, now=NOW)
    keys.ensure(subject)
    with pytest.raises(KeyDestroyed):
        keys.fetch(subject, KeyKind.OWN)


def test_a_key_of_another_person_or_kind_does_not_open() -> None:
    noor, bram = uuid4(), uuid4()
    keys.ensure(noor)
    keys.ensure(bram)
    of_noor = ClientKey.objects.get(subject=noor, kind=KeyKind.OWN).wrapped
    ClientKey.objects.filter(subject=bram, kind=KeyKind.OWN).update(wrapped=of_noor)
    ClientKey.objects.filter(subject=noor, kind=KeyKind.RECORD).update(wrapped=of_noor)
    for subject, kind in ((bram, KeyKind.OWN), (noor, KeyKind.RECORD)):
        with pytest.raises(SealBroken):
            keys.fetch(subject, kind)


def test_nobodys_key_is_not_there() -> None:
    with pytest.raises(ClientKey.DoesNotExist):
        keys.fetch(uuid4(), KeyKind.OWN)


def test_many_are_fetched_in_one_query(django_assert_num_queries) -> None:
    subjects = [uuid4() for _ in range(5)]
    for subject in subjects:
        keys.ensure(subject)
    keys.destroy(subjects[0], KeyKind.OWN, now=NOW)
    wanted = {(subject, kind) for subject in subjects for kind in KeyKind.values} | {(uuid4(), "own")}
    with django_assert_num_queries(1, using="keyring"):
        found = keys.fetch_all(wanted)
    assert set(found) == wanted
    assert sum(isinstance(key, bytes) for key in found.values()) == 9
    assert sorted(type(key).__name__ for key in found.values() if not isinstance(key, bytes)) == ["DoesNotExist", "KeyDestroyed"]


def test_the_database_knows_only_whole_or_destroyed_keys() -> None:
    for wrapped, destroyed_at in ((None, None), (b"x", NOW)):
        with pytest.raises(IntegrityError), transaction.atomic(using="keyring"):
            ClientKey.objects.create(subject=uuid4(), kind="own", ring_id="k1", wrapped=wrapped, destroyed_at=destroyed_at)
