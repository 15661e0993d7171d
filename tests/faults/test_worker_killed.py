"""A worker killed in the middle of delivering: its lease runs out, the mail goes again under the same id, at most twice, never not."""

import threading
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.conftest import Stage, later
from tests.notices.carrier import Carrier, Talk

pytestmark = pytest.mark.engine

PEOPLE = 6
HELD = 3


class HeldTalk(Talk):
    """Says nothing any more at one moment of one mail, until it is let go."""

    server: "HeldCarrier"

    def say(self, line: str) -> None:
        if line == self.server.holds_before and len(self.server.taken) == self.server.holds_after:
            self.server.holds_before = ""
            self.server.held.set()
            self.server.let_go.wait(60)
            return
        super().say(line)


class HeldCarrier(Carrier):
    """A mail server that stops answering before `holds_before`, once, when it took `holds_after` mails."""

    def __init__(self) -> None:
        super().__init__()
        self.RequestHandlerClass = HeldTalk
        self.holds_before, self.holds_after = "", 0
        self.held, self.let_go = threading.Event(), threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever was talking is dead: that is what this is about."""


@pytest.fixture
def carrier() -> Iterator[HeldCarrier]:
    with HeldCarrier() as running:
        yield running


# Before "354 go" it has nothing of the third mail; before "250 taken" it has all of it, and the worker does not know.
@pytest.mark.parametrize(("line", "taken_before", "twice"), [("354 go", HELD - 1, 0), ("250 taken", HELD, 1)], ids=["before", "after"])
def test_what_a_killed_worker_held_goes_again_when_its_lease_is_over(
    stage: Stage, carrier: HeldCarrier, line: str, taken_before: int, twice: int
) -> None:
    stage.let_go()
    stage.settings["MAIL_URL"] = f"smtp://127.0.0.1:{carrier.port}"
    emails = stage.hand("people_in_week_one", PEOPLE)
    stage.hand("post", emails, "sign-in-changed")
    stage.broker.empty()
    carrier.holds_before, carrier.holds_after = line, taken_before
    stage.hand("publish_deliver")
    with stage.working():
        assert carrier.held.wait(60), stage.last_lines()
    carrier.let_go.set()
    assert len(carrier.taken) == taken_before

    with stage.working() as kept:
        stage.hand("publish_deliver")
        stage.until(kept, lambda: stage.hand("worked", 1.0), "worker that does a job")
    assert len(carrier.taken) == taken_before, "a lease was not respected"

    stage.set_clock(later(minutes=7))
    with stage.working() as kept:
        stage.hand("publish_deliver")
        stage.until(kept, lambda: all(sent for _, sent, _ in stage.hand("notices", "sign-in-changed")), "end of the mails")
        stage.hand("publish_deliver")
        stage.until(kept, lambda: stage.hand("worked", 1.0), "worker that does a job")
    assert set(carrier.recipients) == set(emails)
    left = Counter(str(mail["Message-ID"]) for mail in carrier.taken)
    assert sorted(left.values()) == sorted([1] * (PEOPLE - twice) + [2] * twice)
    assert Counter(stage.hand("tries", "sign-in-changed")) == {"": PEOPLE, "unfinished": 1}
