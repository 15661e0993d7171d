"""A process inside a portal, as its web processes are, that does what a test asks: `python -m tests.faults.hand`.

A line of JSON in, [name of a function of `world`, its arguments]; a line of JSON out, [answer, traceback].
"""

import json
import sys
import traceback

import django

django.setup()

from tests.faults import world  # noqa: E402 - after the setup above


def main() -> None:
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            said = [getattr(world, name)(*arguments), ""]
        except Exception:  # noqa: BLE001 - whatever it is, it is the test that must hear of it
            said = [None, traceback.format_exc()]
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
