"""The two brokers, each with what can happen to it: gone, back, and messages that nobody of ours sent."""

import base64
import contextlib
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import redis

from tests.services import free_port, program, redis_answers, waited

QUEUE = "celery"


class FolderBroker:
    """The queue's folder under `var/`. Gone: there is a file in its place, as of a disk that was not mounted."""

    settings: dict[str, str] = {}

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextlib.contextmanager
    def gone(self) -> Iterator[None]:
        away = self.folder.with_name("queue-away")
        self.folder.rename(away)
        self.folder.touch()
        try:
            yield
        finally:
            self.folder.unlink()
            away.rename(self.folder)

    def put(self, message: bytes) -> None:
        name = f"{round(time.monotonic() * 1000)}_{uuid4()}.{QUEUE}.msg"
        (self.folder / f".{name}").write_bytes(message)
        (self.folder / f".{name}").rename(self.folder / name)

    def messages(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted(self.folder.glob(f"*.{QUEUE}.msg"))]

    def empty(self) -> None:
        for file in self.folder.glob("*.msg"):
            file.unlink()

    def close(self) -> None:
        pass


class RedisBroker:
    """A Redis of our own, on a port that it comes back to. Gone: it was killed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.settings = {"REDIS_URL": f"redis://127.0.0.1:{self.port}/0"}
        self.start()

    def start(self) -> None:
        server = program("redis-server")
        assert server, "no redis-server here"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--maxmemory-policy", "noeviction"]
        self.process = subprocess.Popen([server, *options], cwd=self.folder, stdout=subprocess.DEVNULL)
        assert waited(lambda: redis_answers(self.settings["REDIS_URL"]), self.process), "Redis did not come up"

    @contextlib.contextmanager
    def gone(self) -> Iterator[None]:
        self.close()
        try:
            yield
        finally:
            self.start()

    @contextlib.contextmanager
    def client(self) -> Iterator["redis.Redis"]:
        with redis.Redis.from_url(self.settings["REDIS_URL"]) as client:
            yield client

    def put(self, message: bytes) -> None:
        with self.client() as client:
            client.lpush(QUEUE, message)

    def messages(self) -> list[bytes]:
        with self.client() as client:
            return list(reversed(client.lrange(QUEUE, 0, -1)))

    def empty(self) -> None:
        with self.client() as client:
            client.delete(QUEUE, "unacked", "unacked_index")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def made_of(example: bytes, **headers: str) -> dict[str, Any]:
    """A message like another, with some headers changed and an id of its own."""
    message: dict[str, Any] = json.loads(example)
    message["headers"] |= {"id": str(uuid4()), **headers}
    return message


def arguments_of(message: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """The positional and named arguments of the task that a message asks for (Celery's protocol 2)."""
    arguments, named, _ = json.loads(base64.b64decode(message["body"]))
    return arguments, named
