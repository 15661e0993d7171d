"""What happens inside a portal whose machinery fails: deeds and questions, asked for by `hand.py` in a process of the portal's own.

Everything here takes and gives what JSON can carry.
"""

import time
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.access import coach_of
from accounts.models import Practice, Relation, User
from exercises.models import Log, Review
from notices.delivery import deliver_batch
from notices.models import Attempt, Notice
from notices.tasks import deliver_due
from portal.tasks import leave_mark, mark_of
from programme import release, tasks
from programme.models import Enrolment, Release, Sweep
from tests import people
from tests.signed_in import signed_in


def nobody_is_here() -> None:
    """Begin again: no people, no sweep, no mail. The programme stays."""
    # The history of a real practice cannot be deleted, not even by a test.
    Practice.objects.update_or_create(pk=1, defaults={"is_demo": True})
    Review.objects.all().delete()
    Log.objects.update(shared_version=None)
    for model in (Log, Enrolment, Relation, Sweep, UserSession, Session, User):
        model.objects.all().delete()  # type: ignore[attr-defined]
    Practice.objects.update(is_demo=False)
    for mail in Path(settings.MAILBOX_DIR).glob("*.eml"):
        mail.unlink()
    cache.clear()


# --- Deeds ---
def people_in_week_one(count: int) -> list[str]:
    """Addresses of people who began this Monday; nobody has looked yet for their weeks to open."""
    Practice.objects.get_or_create(pk=1)
    coach = people.coach()
    return [people.enrolled(people.client(f"P{number}"), coach, now=timezone.now()).client.email for number in range(count)]


def sweep(moment: str) -> int:
    return release.open_due(datetime.fromisoformat(moment), catch_up=True)


def deliver() -> None:
    """Send what is due, without a worker."""
    while deliver_batch(timezone.now()):
        pass


def post(emails: list[str], kind: str, about: str = "") -> None:
    """Put one notice a person in the outbox, without a word to any worker."""
    now, key = timezone.now(), str(uuid4())
    users = User.objects.filter(email__in=emails)
    Notice.objects.bulk_create(Notice(recipient=user, kind=kind, key=key, about=about, created_at=now, due_at=now) for user in users)


def share_and_answer(email: str, words: str) -> dict[str, float]:
    """A client shares an exercise and the coach answers, through their pages; the seconds that each page took."""
    now = timezone.now()
    client = User.objects.get(email=email)
    enrolment = Enrolment.objects.get(client=client)
    coach = coach_of(client, now)
    assert coach
    writing = {"answer-verhaal": words, "client_token": str(uuid4()), "based_on": "0", "version": "1", "deed": "share"}
    took = {"share": seconds_of(signed_in(client, now), "/week/1/oefening/w01-a/", writing)}
    log = enrolment.logs.get()
    answering = {"text": words, "token": str(uuid4()), "based_on": "0", "covers": str(log.shared_version_id), "deed": "publish"}
    return took | {"answer": seconds_of(signed_in(coach, now), f"/praktijk/{enrolment.uuid}/week/1/", answering)}


def ask_for_a_code(email: str) -> float:
    return seconds_of(Client(), "/account/login/", {"email": email})


def seconds_of(browser: Client, page: str, fields: dict[str, str]) -> float:
    began = time.monotonic()
    response = browser.post(page, fields, headers={"host": "localhost"})
    assert response.status_code == 302, response.content.decode()[:3000]
    return time.monotonic() - began


# --- Messages ---
def publish_deliver() -> None:
    deliver_due.apply_async(retry=False)


def publish_open_due() -> None:
    tasks.open_due.apply_async(retry=False)


def worked(seconds: float) -> bool:
    """Whether a worker does a job within so many seconds."""
    token, until = str(uuid4()), time.monotonic() + seconds
    leave_mark.apply_async((token,), retry=False)
    while time.monotonic() < until:
        if cache.get(mark_of(token)):
            return True
        time.sleep(0.05)
    return False


# --- Questions ---
def opened(number: int) -> int:
    """How many people have week `number` stamped."""
    return Release.objects.filter(week__number=number).exclude(opened_at=None).count()


def visible(number: int) -> int:
    """How many people may read week `number` now."""
    return Release.objects.visible(timezone.now()).filter(week__number=number).count()


def notices(kind: str) -> list[list[object]]:
    """Of each notice of a kind: to whom, whether it was sent, why it was dropped."""
    rows = Notice.objects.filter(kind=kind).order_by("pk").values_list("recipient__email", "sent_at", "dropped_why")
    return [[email, sent is not None, why] for email, sent, why in rows]


def tries(kind: str) -> list[str]:
    """What each try to send left behind: nothing when it went well."""
    return list(Attempt.objects.filter(notice__kind=kind).order_by("pk").values_list("error", flat=True))
