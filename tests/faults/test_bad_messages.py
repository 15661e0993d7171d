"""Messages that nobody of ours would send, and what ours hold: a worker does its work whatever stands in its queue."""

import base64
import json
import os
import pickle
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.brokers import FolderBroker, arguments_of, made_of
from tests.faults.conftest import Stage, mailbox

pytestmark = pytest.mark.engine

WORDS = "een kelderlichtvogel in de gang"
TORN = (b"", b'{"body": "W1tdLCB7fSwge3', b"[]", b"\x00\x00")
UUID_OR_NUMBER = re.compile(r"[0-9a-f-]{36}|\d+")


@pytest.fixture
def example(stage: Stage) -> bytes:
    """A message as our own code puts it in the queue."""
    stage.hand("publish_deliver")
    [message] = stage.broker.messages()
    stage.broker.empty()
    return message


def works(stage: Stage, kept, seconds: float = 60) -> None:
    """A job that comes after all of it is done, if need be by a worker that was started again."""
    stage.until(kept, lambda: stage.hand("worked", 1.0), "worker that does a job", seconds)


class Intruder:
    """Unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_a_pickled_message_is_refused_unopened(stage: Stage, example: bytes, tmp_path: Path) -> None:
    made = tmp_path / "made"
    message = made_of(example) | {"content-type": "application/x-python-serialize", "content-encoding": "binary"}
    message["body"] = base64.b64encode(pickle.dumps(((Intruder(made),), {}, {}))).decode()
    stage.broker.put(json.dumps(message).encode())
    with stage.working() as kept:
        works(stage, kept)
        assert kept.ends == 0
    assert not made.exists()
    assert "Refusing to deserialize" in stage.said()


def test_a_task_that_nobody_knows_is_left_and_the_next_is_done(stage: Stage, example: bytes) -> None:
    stage.broker.put(json.dumps(made_of(example, task="nobody.tasks.nothing")).encode())
    with stage.working() as kept:
        works(stage, kept)
        assert kept.ends == 0
    assert "nobody.tasks.nothing" in stage.said()


def test_torn_messages_cost_a_start_each_at_most_and_no_work(stage: Stage) -> None:
    [email] = stage.hand("people_in_week_one", 1)
    stage.broker.empty()
    stage.hand("post", [email], "sign-in-changed")
    for torn in TORN:
        stage.broker.put(torn)
    stage.hand("publish_deliver")
    with stage.working() as kept:
        works(stage, kept, 90)
        stage.hand("publish_deliver")
        stage.until(kept, lambda: len(stage.mails(email)) == 1, "mail")
        assert kept.ends <= len(TORN)


def test_the_same_messages_five_times_open_once_and_tell_once(stage: Stage) -> None:
    emails = stage.hand("people_in_week_one", 3)
    stage.broker.empty()
    for publish in ("publish_open_due", "publish_deliver"):
        stage.hand(publish)
    for message in stage.broker.messages() * 4:
        stage.broker.put(message)
    assert len(stage.broker.messages()) == 10
    with stage.working() as kept:
        stage.until(kept, lambda: not stage.broker.messages(), "empty queue")
        works(stage, kept)
        stage.until(kept, lambda: len(list(mailbox(stage).glob("*.eml"))) >= 3, "three mails")
        works(stage, kept)
    assert stage.hand("opened", 1) == 3
    assert Counter(email for email, _, _ in stage.hand("notices", "week-open")) == Counter(emails)
    assert [len(stage.mails(email)) for email in emails] == [1, 1, 1]


def test_a_notice_about_what_is_no_longer_there_is_dropped_and_stops_nobody(stage: Stage) -> None:
    gone, here = stage.hand("people_in_week_one", 2)
    stage.hand("post", [gone], "week-open", "999999999:3")
    stage.hand("post", [gone], "answer-arrived", "999999999:3")
    stage.hand("post", [gone], "invitation", "999999999")
    stage.hand("post", [here], "sign-in-changed")
    stage.hand("publish_deliver")
    with stage.working() as kept:
        stage.until(kept, lambda: bool(stage.mails(here)), "mail to the other")
        works(stage, kept)
        assert kept.ends == 0
    for kind in ("week-open", "answer-arrived", "invitation"):
        assert [gone, False, "unwanted"] in stage.hand("notices", kind), kind
    assert stage.mails(gone) == []


def test_what_lies_in_the_queue_is_ids_and_nothing_else(stage: Stage) -> None:
    [email] = stage.hand("people_in_week_one", 1)
    stage.hand("share_and_answer", email, WORDS)
    stage.hand("ask_for_a_code", email)
    stage.hand("publish_open_due")
    stage.hand("worked", 0.0)
    messages = stage.broker.messages()
    assert len(messages) >= 4
    for raw in messages:
        message = json.loads(raw)
        arguments, named = arguments_of(message)
        assert all(UUID_OR_NUMBER.fullmatch(str(one)) for one in arguments)
        assert named == {}
        everything = raw + base64.b64decode(message["body"])
        for secret in (email, "P0", *WORDS.split()[1:2], "w01-a"):
            assert secret.encode() not in everything
        assert len(raw) < 2_000
    if isinstance(stage.broker, FolderBroker):
        assert stage.broker.folder.stat().st_mode & 0o777 == 0o700
