"""`stage` is a portal without a web process: databases, a broker of its own that can go, a clock, workers that can be killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal import commands
from tests.browser import ROOT, fresh_servers
from tests.faults.brokers import FolderBroker, RedisBroker
from tests.journeys.practice import Practice

# A Monday, nine in the morning in Amsterdam: a week is due, and mail may go.
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass
class Stage(Practice):
    """`hand` asks the portal's own code for a deed or an answer; `working` keeps a worker alive as the supervisor does."""

    broker: FolderBroker | RedisBroker = field(default=None)  # type: ignore[assignment]  # set right after it is made
    hands: "subprocess.Popen[str] | None" = None

    def environment(self) -> dict[str, str]:
        return super().environment() | {"TMPDIR": str(self.folder / "var" / "tmp"), "LOG_LEVEL": "WARNING"}

    def hand(self, name: str, *arguments: Any) -> Any:
        """Call a function of `world` in a long-lived process of the portal. Its error is an error of the test."""
        if self.hands is None:
            command = [sys.executable, "-m", "tests.faults.hand"]
            with self.log.open("ab") as log:
                pipe = subprocess.PIPE
                self.hands = subprocess.Popen(command, cwd=ROOT, env=self.environment(), stdin=pipe, stdout=pipe, stderr=log, text=True)
        assert self.hands.stdin
        assert self.hands.stdout
        self.hands.stdin.write(json.dumps([name, arguments]) + "\n")
        self.hands.stdin.flush()
        line = self.hands.stdout.readline()
        assert line, f"the hand is gone\n{self.last_lines()}"
        answer, wrong = json.loads(line)
        assert not wrong, wrong
        return answer

    def let_go(self) -> None:
        """End the hand; the next one begins on the clock as it is then."""
        if self.hands:
            self.hands.communicate(timeout=20)
            self.hands = None

    @contextmanager
    def another_hand(self) -> Iterator[Callable[..., Any]]:
        """The hand as it is, kept on its own clock; from here on all others live an hour later, with a hand of their own."""
        kept, self.hands = self.hands, None

        def doer(*asked: Any) -> Any:
            kept_aside, self.hands = self.hands, kept
            try:
                return self.hand(*asked)
            finally:
                self.hands = kept_aside

        self.set_clock(later(hours=1))
        try:
            yield doer
        finally:
            if kept:
                kept.communicate(timeout=20)

    def set_clock(self, moment: datetime) -> None:
        self.let_go()
        super().set_clock(moment)

    def spawn(self, command: list[str]) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=self.environment(), stdout=log, stderr=log, start_new_session=True)

    @contextmanager
    def working(self, *, beat: bool = False) -> Iterator["Kept"]:
        """A worker, and beat when asked, started again whenever they end: what the supervisor does."""
        kept = Kept([self.spawn_worker] + ([lambda: self.spawn(commands.beat())] if beat else []))
        try:
            yield kept
        finally:
            kept.end()

    def spawn_worker(self) -> "subprocess.Popen[bytes]":
        return self.spawn(commands.worker(redis="REDIS_URL" in self.settings))

    def until(self, kept: "Kept", true: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """Wait for something, keeping the processes alive meanwhile."""

        def looked() -> bool:
            kept.look()
            return true()

        self.waited(looked, what, seconds)

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


class Kept:
    """Processes that are started again when they end; `ends` counts how often one did."""

    def __init__(self, spawns: list[Callable[[], "subprocess.Popen[bytes]"]]) -> None:
        self.spawns, self.ends = spawns, 0
        self.processes = [spawn() for spawn in spawns]

    def look(self) -> None:
        for number, process in enumerate(self.processes):
            if process.poll() is not None:
                kill(process)
                self.ends += 1
                self.processes[number] = self.spawns[number]()

    def end(self) -> None:
        for process in self.processes:
            kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """The process and all that it started, at once and without a word."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("faults")
    with fresh_servers("faults") as servers:
        broker = RedisBroker(folder) if servers else FolderBroker(folder / "var" / "queue")
        stage = Stage(folder, settings=servers | broker.settings, broker=broker)
        stage.set_clock(NOW)
        prepared = stage.command("prepare", "--no-content")
        assert prepared.returncode == 0, prepared.stderr
        yield stage
        stage.let_go()
        broker.close()


@pytest.fixture
def stage(prepared: Stage) -> Iterator[Stage]:
    """At nine on that Monday, with an empty queue and nobody in it."""
    prepared.set_clock(NOW)
    prepared.settings.pop("MAIL_URL", None)
    prepared.broker.empty()
    prepared.log.unlink(missing_ok=True)
    prepared.hand("nobody_is_here")
    yield prepared
    prepared.let_go()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    report = yield
    stage = getattr(item, "funcargs", {}).get("stage")
    if report.failed and stage:
        report.sections.append(("the portal said last", "\n".join(stage.said().splitlines()[-60:])))
    return report


def later(**by: float) -> datetime:
    return NOW + timedelta(**by)


def mailbox(stage: Stage) -> Path:
    return stage.folder / "var" / "mailbox"
