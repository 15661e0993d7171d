"""The demo: forty invented people in every state, made by the real deeds, at any moment of the week."""

from collections import Counter
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings as live_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import AccessRecord, Practice, User
from accounts.reading import read
from exercises.answers import Answers, decode
from exercises.forms import form_for
from exercises.models import Log, LogVersion, Review
from keyring.models import ClientKey
from notices.models import Channel, Notice
from programme.models import Block, Enrolment, ExerciseVersion, Pause, Release, Status
from studio.demo import codes
from studio.demo.cast import Part, characters
from tests import people

pytestmark = pytest.mark.django_db
# Around the opening of weeks, the cut-off and the promise; in winter and in summer time.
MOMENTS = [
    datetime(2026, 11, 23, 5, 59, tzinfo=UTC),
    datetime(2026, 11, 23, 6, 2, tzinfo=UTC),
    datetime(2026, 11, 25, 17, 30, tzinfo=UTC),
    datetime(2027, 4, 4, 21, 0, tzinfo=UTC),
]


def demo(now: datetime, *arguments: str) -> str:
    said = StringIO()
    with time_machine.travel(now, tick=False):
        call_command("demo", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture(params=MOMENTS, ids=lambda moment: f"{moment:%a-%H%M}")
def now(request: pytest.FixtureRequest) -> datetime:
    demo(request.param)
    moment: datetime = request.param
    return moment


def test_the_demo_holds_at_any_moment_of_the_week(now: datetime) -> None:
    everybody_is_where_their_part_says(now)
    noor_is_in_week_three(now)
    nothing_is_visible_early(now)
    nothing_happened_in_the_future(now)
    no_mail_waits_and_none_was_written_to_the_mailbox()
    every_answer_fits_its_questions(now)
    texts_are_sealed()
    whoever_wrote_was_logged_in(now)


def everybody_is_where_their_part_says(now: datetime) -> None:
    assert Practice.current().is_demo
    assert User.objects.filter(is_coach=False, is_office=False).count() == 40
    assert Counter(Enrolment.objects.values_list("status", flat=True)) == {
        Status.ACTIVE: 30,
        Status.INVITED: 3,
        Status.PENDING: 2,
        Status.COMPLETED: 3,
        Status.WITHDRAWN: 2,
    }
    for who in characters():
        latest = Release.objects.filter(enrolment__client__email=who.email).visible(now).order_by("-week__number").first()
        if who.part == Part.ACTIVE and who.zone == "Europe/Amsterdam":
            assert latest
            assert latest.week.number == who.count
    today = now.date()
    assert Pause.objects.filter(starts_on__lte=today, ends_on__gt=today).count() == 3
    assert Release.objects.filter(blocked_by=Block.HOLD).count() == 2
    assert Release.objects.filter(blocked_by=Block.COVER, opens_at__lte=now).count() == 2
    assert Enrolment.objects.filter(status=Status.INVITED, invitation_ends_at__lt=now).count() == 1


def noor_is_in_week_three(now: datetime) -> None:
    enrolment = Enrolment.objects.get(client__email="noor@example.nl")
    assert enrolment.releases.visible(now).count() == 3
    assert Review.objects.published().filter(enrolment=enrolment, week__number=2).count() == 1
    waiting = Log.objects.of(enrolment).unanswered().get()
    assert waiting.week
    assert waiting.week.number == 3
    assert waiting.promised_at
    assert waiting.promised_at > now


def nothing_is_visible_early(now: datetime) -> None:
    for enrolment in Enrolment.objects.filter(status=Status.ACTIVE):
        early = enrolment.releases.visible(now).filter(opens_at__gt=now)
        assert not early.exists()
        for log in Log.objects.of(enrolment):
            assert enrolment.releases.filter(week=log.week, opened_at__lte=log.started_at).exists()
    assert not Release.objects.due(now).exists()


def whoever_wrote_was_logged_in(now: datetime) -> None:
    wrote = User.objects.filter(enrolments__logs__isnull=False)
    assert wrote.exists()
    assert not wrote.exclude(last_login__lte=now).exists()


def nothing_happened_in_the_future(now: datetime) -> None:
    assert not Release.objects.filter(opened_at__gt=now).exists()
    assert not Log.objects.filter(started_at__gt=now).exists()
    assert not Log.objects.filter(shared_at__gt=now).exists()
    assert not LogVersion.objects.filter(written_at__gt=now).exists()
    assert not Review.objects.filter(published_at__gt=now).exists()
    assert not AccessRecord.objects.filter(at__gt=now).exists()
    assert not Enrolment.objects.filter(activated_at__gt=now).exists()
    assert Log.objects.unanswered().count() >= 3
    assert Review.objects.published().count() > 50
    assert Log.objects.filter(versions__draft=True).exists() or now.hour < 7


def no_mail_waits_and_none_was_written_to_the_mailbox() -> None:
    assert Notice.objects.filter(channel=Channel.MAIL).count() > 100
    assert not Notice.objects.waiting().filter(channel=Channel.MAIL).exists()
    assert not list(Path(live_settings.MAILBOX_DIR).glob("*.eml"))


def every_answer_fits_its_questions(now: datetime) -> None:
    for version in LogVersion.objects.select_related("log__enrolment__client", "exercise_version")[::7]:
        [text] = read(version.log.enrolment.client, [version], "test", now)
        assert text
        answers = decode(text)
        form = form_for(version.exercise_version, posted(version.exercise_version, answers), asks_state=True)
        assert form.is_valid(), form.errors
        assert form.answers() == answers


def posted(shown: ExerciseVersion, answers: Answers) -> dict[str, object]:
    """As a browser sends it: movements under two names, the rest each under its own."""
    rows = {field["id"] for field in shown.fields if field["kind"] == "movements"} & set(answers)
    data: dict[str, object] = {f"answer-{key}": value for key, value in answers.items() if key not in rows}
    return data | {f"answer-{key}_{at}": each for key in rows for at, each in enumerate(answers[key])}


def texts_are_sealed() -> None:
    with connection.cursor() as cursor:
        for table, column in (("exercises_logversion", "sealed"), ("exercises_logversion", "shared"), ("exercises_review", "sealed")):
            cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
            found = b"".join(bytes(row[0]) for row in cursor.fetchall())
            assert found
            assert b"Marit" not in found
            assert b"telefoon" not in found


@pytest.mark.engine
def test_it_is_made_anew_with_reset_and_only_then() -> None:
    demo(MOMENTS[2])
    first = set(User.objects.values_list("subject", flat=True))
    assert "already" in demo(MOMENTS[2])
    assert set(User.objects.values_list("subject", flat=True)) == first
    demo(MOMENTS[3], "--reset")
    assert User.objects.count() == 42
    assert not first & set(User.objects.values_list("subject", flat=True))
    assert set(ClientKey.objects.values_list("subject", flat=True)) == set(User.objects.values_list("subject", flat=True))


@pytest.mark.parametrize("arguments", [(), ("--reset",), ("--who",)])
def test_a_database_with_real_people_is_refused_and_left_as_it_is(arguments: tuple[str, ...]) -> None:
    real = people.client()
    with pytest.raises(CommandError, match="real people"):
        demo(MOMENTS[2], *arguments)
    assert list(User.objects.all()) == [real]


def test_the_portal_of_a_practice_refuses_it_even_when_empty(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="portal of a practice"):
        demo(MOMENTS[2])
    assert not User.objects.exists()


def test_the_codes_that_are_asked_of_coach_and_office_are_told_in_the_demo_alone(settings: Any) -> None:
    said = demo(MOMENTS[2])
    told = codes.current(MOMENTS[2])
    assert [code.email for code in told] == ["marit@praktijk.example", "els@praktijk.example"]
    assert all(len(code.code) == 6 and code.code in said for code in told)
    coach = User.objects.get(email="marit@praktijk.example")
    with time_machine.travel(MOMENTS[2], tick=False):
        assert Authenticator.objects.get(user=coach).wrap().validate_code(told[0].code)
    page = Client().get("/postvak/").content.decode()
    assert "marit@praktijk.example" in page
    settings.DEMO = False
    assert codes.current(MOMENTS[2]) == []
    assert Client().get("/postvak/").status_code == 404
