"""What somebody at the keyboard is told once the portal is up, or when that takes long."""

import http.client
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

from portal.processes import say

SLOW_START = 30.0
DEMO_PEOPLE = (
    ("noor@example.nl", "client"),
    ("marit@praktijk.example", "coach"),
    ("els@praktijk.example", "office"),
)


def answers(host: str, port: int) -> bool:
    """Whether the web process answers /healthz, asked under the name that the portal goes by."""
    connection = http.client.HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=2)  # noqa: S104
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(settings.SITE_URL).netloc})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def closing_screen() -> str:
    lines = ["", f"The portal is up: {settings.SITE_URL}"]
    if settings.DEMO:
        lines += [
            "",
            "  Log in with one of these addresses; the code that the portal mails waits at " + settings.SITE_URL + "/postvak/",
            *(f"    {address:<24} {who}" for address, who in DEMO_PEOPLE),
            "",
            "  Everything in it is invented. Begin again with: .venv/bin/python manage.py demo --reset",
        ]
    return "\n".join([*lines, "", "Ctrl-C stops everything.", ""])


@dataclass
class Greeting:
    """Says where to look once the web process answers; asks ever less often, and says once that it takes long."""

    began: float = field(default_factory=time.monotonic)
    due: float = 0.0
    gap: float = 0.1
    told: bool = False

    def __call__(self) -> bool:
        now = time.monotonic()
        if now < self.due:
            return False
        if answers(settings.HOST, settings.PORT):
            say(closing_screen())
            return True
        self.gap = min(self.gap * 1.2, 5.0)
        self.due = time.monotonic() + self.gap
        if not self.told and now - self.began > SLOW_START:
            self.told = True
            say(f"The web process does not answer after {SLOW_START:g} s; its own lines say why. It is asked again until it does.")
        return False
