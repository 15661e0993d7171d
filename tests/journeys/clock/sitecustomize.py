"""For journeys only: a Python that finds this on its path runs with its clock CLOCK_AHEAD seconds away from the true one."""

import os
import time

import time_machine

if ahead := os.environ.get("CLOCK_AHEAD"):
    time_machine.travel(time.time() + float(ahead), tick=True).start()
    # Its clock stands still until it is first asked: unasked, a process would lag behind the others by what it takes to start.
    time.time()
