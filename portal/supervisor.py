"""Keeps web, worker and beat running together on one box.

`python -m portal.supervisor` is what `make run` starts. With `web`, `worker` or `beat` it becomes that one process, as
docker-compose does.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

from django.conf import settings

from portal import commands
from portal.greeting import Greeting, answers
from portal.one_start import Refused, free_port, private_folder, take_lock
from portal.processes import Supervisor, say


def three() -> dict[str, list[str]]:
    return {
        "web": commands.web(settings.HOST, settings.PORT),
        "worker": commands.worker(redis=bool(settings.REDIS_URL)),
        "beat": commands.beat(),
    }


def environment(folder: Path) -> dict[str, str]:
    """What the children are told: their rubbish stays in a private folder, and their lines come at once."""
    return {**os.environ, "TMPDIR": str(folder / "tmp"), "PYTHONUNBUFFERED": "1", "VAR_DIR": str(folder)}


def run() -> int:
    """Prepare, then keep the three processes. Returns the exit code: 2 when the start was refused."""
    folder = settings.VAR_DIR.resolve()
    try:
        private_folder(folder)
        lock = take_lock(folder, settings.SITE_URL)
        free_port(settings.HOST, settings.PORT)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    supervisor = Supervisor(lock, environment(folder))
    try:
        code = supervisor.run_once(commands.manage("prepare"))
        if code == 0:
            say("Starting web, worker and beat ...")
            supervisor.keep(three(), Greeting())
            say("Stopped.")
        return code
    finally:
        supervisor.close()


def main(arguments: list[str]) -> int:
    os.umask(0o077)
    if not arguments:
        return run()
    if arguments == ["probe"]:
        return 0 if answers(settings.HOST, settings.PORT) else 1
    if len(arguments) > 1 or arguments[0] not in three():
        print("Usage: python -m portal.supervisor [web | worker | beat | probe]", file=sys.stderr)
        return 2
    return become(three()[arguments[0]])


def become(command: list[str]) -> NoReturn:
    """This process turns into the command: signals reach it straight."""
    os.execv(command[0], command)  # noqa: S606 - a list of our own, no shell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
