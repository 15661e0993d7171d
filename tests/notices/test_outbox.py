"""Putting something in the outbox, and the nudge that may be lost."""

from typing import Never

import pytest
from django.core import mail
from django.db import transaction

from notices import outbox, tasks
from notices.models import Channel, Notice
from tests import people
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def post(who, **fields) -> None:
    outbox.post(**{"recipient": who, "kind": "week-open", "key": "1", "now": NOW} | fields)


def test_a_key_is_told_once() -> None:
    who = people.client()
    post(who), post(who), post(who, key="2")
    assert Notice.objects.of(who).count() == 2


def test_what_is_rolled_back_was_never_told(django_capture_on_commit_callbacks, monkeypatch) -> Never:
    monkeypatch.setattr(outbox.deliver_due, "apply_async", pytest.fail)
    who = people.client()

    @transaction.atomic
    def undone() -> None:
        post(who)
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        undone()
    assert not Notice.objects.exists()


def test_an_unknown_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        post(people.client(), kind="of-old")


def test_a_worker_is_nudged_after_commit(django_capture_on_commit_callbacks, monkeypatch) -> None:
    nudged = []
    monkeypatch.setattr(outbox.deliver_due, "apply_async", lambda **options: nudged.append(options))
    with django_capture_on_commit_callbacks(execute=True):
        post(people.client())
        assert nudged == []
    assert nudged == [{"retry": False}]


def test_nobody_is_nudged_for_a_desk(django_capture_on_commit_callbacks, monkeypatch) -> None:
    monkeypatch.setattr(outbox.deliver_due, "apply_async", pytest.fail)
    with django_capture_on_commit_callbacks(execute=True):
        post(people.coach(), channel=Channel.DESK)


def test_a_broker_that_is_down_is_nobodys_error(django_capture_on_commit_callbacks, monkeypatch) -> None:
    def down(**options) -> Never:
        raise ConnectionError("redis is away")

    monkeypatch.setattr(outbox.deliver_due, "apply_async", down)
    with django_capture_on_commit_callbacks(execute=True):
        post(people.client())
    assert Notice.objects.deliverable(NOW).count() == 1


def test_a_broker_that_is_really_not_there_is_nobodys_error(django_capture_on_commit_callbacks, monkeypatch, tmp_path) -> None:
    app = outbox.deliver_due.app
    gone = {"data_folder_in": str(tmp_path / "gone"), "data_folder_out": str(tmp_path / "gone" / "deeper")}
    with app.connection_for_write("filesystem://", transport_options=gone) as away:
        monkeypatch.setattr(app, "connection_for_write", lambda *args, **kwargs: away)
        send = outbox.deliver_due.apply_async
        monkeypatch.setattr(outbox.deliver_due, "apply_async", lambda **options: send(connection=away, **options))
        (tmp_path / "gone").write_text("a file where a folder should be")
        with django_capture_on_commit_callbacks(execute=True):
            post(people.client())
    assert Notice.objects.count() == 1


def test_a_desk_is_cleared_when_somebody_has_done_it() -> None:
    member = people.coach()
    post(member, channel=Channel.DESK)
    notice = Notice.objects.on_desk().of(member).get()
    outbox.done(notice=notice, now=NOW)
    outbox.done(notice=notice, now=NOW.replace(hour=12))
    notice.refresh_from_db()
    assert (notice.sent_at, Notice.objects.on_desk().count()) == (NOW, 0)


def test_the_sweep_sends_batch_after_batch_and_then_gives_others_a_turn(monkeypatch) -> None:
    monkeypatch.setattr(tasks.timezone, "now", lambda: NOW)
    monkeypatch.setattr("notices.delivery.BATCH", 1)
    again = []
    monkeypatch.setattr(tasks.deliver_due, "apply_async", lambda **options: again.append(options))
    who = people.client()
    for number in range(12):
        post(who, kind="answer-arrived", key=str(number))
    tasks.deliver_due()
    assert (len(mail.outbox), again) == (10, [{"retry": False}])
    tasks.deliver_due()
    assert (len(mail.outbox), len(again)) == (12, 1)
