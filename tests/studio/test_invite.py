"""Enrolling from the command line, for a practice whose office has no pages yet."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.access import coach_of
from accounts.models import Practice, User
from notices.models import Notice
from programme.models import Enrolment, Status
from tests.people import NOW

pytestmark = pytest.mark.django_db


def invite(email: str, **options: Any) -> str:
    said = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("invite", email, stdout=said, **options)
    return said.getvalue()


def test_somebody_new_is_enrolled_covered_and_told(coach: User) -> None:
    said = invite("Mila@example.nl", name="Mila Jansen", coach=coach.email, cover=6)
    enrolment = Enrolment.objects.get(client__email="mila@example.nl")
    assert (enrolment.status, enrolment.starts_on, enrolment.covered_through) == (Status.INVITED, date(2026, 11, 30), 6)
    assert coach_of(enrolment.client, NOW) == coach
    assert Notice.objects.get(recipient=enrolment.client).kind == "invitation"
    assert "30-11-2026" in said


def test_a_start_can_be_chosen(coach: User) -> None:
    invite("mila@example.nl", name="Mila Jansen", coach=coach.email, start=date(2027, 1, 4))
    assert Enrolment.objects.get().starts_on == date(2027, 1, 4)


def test_nobody_is_enrolled_twice(coach: User) -> None:
    invite("mila@example.nl", name="Mila Jansen", coach=coach.email)
    with pytest.raises(CommandError, match=r"volgt|follows"):
        invite("mila@example.nl", coach=coach.email)
    assert Enrolment.objects.count() == 1


def test_what_is_missing_is_said(coach: User) -> None:
    with pytest.raises(CommandError, match="no coach"):
        invite("mila@example.nl", name="Mila Jansen", coach="wie@example.nl")
    with pytest.raises(CommandError, match="--name"):
        invite("mila@example.nl", coach=coach.email)
    with pytest.raises(CommandError, match="in this language"):
        invite("mila@example.nl", name="Mila Jansen", coach=coach.email, language="en")
    with pytest.raises(CommandError, match="their own coach"):
        invite(coach.email, coach=coach.email)
    assert not Enrolment.objects.exists()


def test_the_next_start_leaves_the_days_of_notice() -> None:
    practice = Practice(start_notice_days=8)
    assert practice.next_start(NOW.date()) == date(2026, 12, 7)
    assert Practice(start_notice_days=7).next_start(NOW.date()) == date(2026, 11, 30)
