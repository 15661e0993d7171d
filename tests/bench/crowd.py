"""A portal full of people, by plain SQL: two groups, of which the second starts a week after the first.

The first tenth starts on MONDAY. So on MONDAY a tenth of the people has a week that is due, and a week later, once those are
open, everybody has exactly one.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from programme.calendar import opening_moments
from programme.models import Programme

MONDAY = date(2026, 11, 30)
LATER = MONDAY + timedelta(days=7)
A_TENTH_IS_DUE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
EVERYBODY_IS_DUE = datetime(2026, 12, 7, 8, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
CLIENTS_OF_A_COACH = 40

PEOPLE = """
    INSERT INTO accounts_user (password, is_superuser, email, name, subject, language, zone, is_coach, is_office, is_active, created_at)
    SELECT '!', false, kind || n || '@example.nl', 'Persoon ' || n, gen_random_uuid(), 'nl', 'Europe/Amsterdam',
           kind = 'coach', false, true, %(now)s
    FROM (SELECT 'client' AS kind, n FROM generate_series(0, %(size)s - 1) AS n
          UNION ALL SELECT 'coach', n FROM generate_series(0, (%(size)s - 1) / %(each)s) AS n) AS everybody
"""
ENROLMENTS = """
    INSERT INTO programme_enrolment (uuid, client_id, programme_id, starts_on, zone, hour, care_kind, status, activated_at)
    SELECT gen_random_uuid(), id, %(programme)s, CASE WHEN place <= %(size)s / 10 THEN %(monday)s::date ELSE %(later)s::date END,
           'Europe/Amsterdam', 7, 'coaching', 'active', %(now)s
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM accounts_user WHERE NOT is_coach) AS client
"""
COVERS = "INSERT INTO programme_cover (enrolment_id, source, through_week) SELECT id, 'bench', 11 FROM programme_enrolment"
CARERS = """
    INSERT INTO accounts_relation (client_id, member_id, role, starts_at)
    SELECT client.id, coach.id, 'coach', %(now)s
    FROM accounts_user AS client
    JOIN accounts_user AS coach
      ON coach.email = 'coach' || substr(client.email, 7, strpos(client.email, '@') - 7)::int / %(each)s || '@example.nl'
    WHERE NOT client.is_coach
"""
TOLD = """
    INSERT INTO notices_notice (recipient_id, kind, key, created_at, due_at, sent_at)
    SELECT client_id, 'invitation', uuid, %(now)s, %(now)s, %(now)s FROM programme_enrolment
"""
SESSIONS = """
    INSERT INTO django_session (session_key, session_data, expire_date)
    SELECT md5(id::text), repeat('x', 300), %(now)s FROM accounts_user
"""
# One log a person, shared and answered. Nobody opens these, so what is sealed in them is noise.
LOGS = """
    INSERT INTO exercises_log
        (uuid, client_token, started_at, shared_at, visible_at, share_recorded, repromised_why, enrolment_id, exercise_id, week_id)
    SELECT gen_random_uuid(), gen_random_uuid(), %(now)s, %(now)s, %(now)s, true, '', enrolment.id, place.exercise_id, place.week_id
    FROM programme_enrolment AS enrolment
    CROSS JOIN (SELECT exercise_id, week_id FROM programme_weekexercise ORDER BY id LIMIT 1) AS place
"""
VERSIONS = """
    INSERT INTO exercises_logversion (uuid, log_id, number, based_on, draft, sealed, written_at, exercise_version_id)
    SELECT gen_random_uuid(), log.uuid, 1, 0, false, decode(repeat(md5(log.uuid::text), 10), 'hex'), %(now)s, version.id
    FROM exercises_log AS log JOIN programme_exerciseversion AS version ON version.exercise_id = log.exercise_id AND version.number = 1
"""
SHARED = """
    UPDATE exercises_log SET shared_version_id = version.uuid
    FROM exercises_logversion AS version WHERE version.log_id = exercises_log.uuid
"""
ANSWERS = """
    INSERT INTO exercises_review (uuid, enrolment_id, week_id, author_id, revision, sealed, drafted_at, published_at)
    SELECT gen_random_uuid(), log.enrolment_id, log.week_id, (SELECT min(id) FROM accounts_user WHERE is_coach), 1,
           decode(repeat(md5(log.uuid::text), 10), 'hex'), %(now)s, %(now)s
    FROM exercises_log AS log
"""
ANSWERED = """
    INSERT INTO exercises_review_logs (review_id, log_id)
    SELECT review.uuid, log.uuid FROM exercises_review AS review JOIN exercises_log AS log ON log.enrolment_id = review.enrolment_id
"""
OPENINGS = """
    INSERT INTO programme_release (enrolment_id, week_id, opens_at, blocked_by, moved_by_hand)
    SELECT enrolment.id, week.id, planned.at, '', false
    FROM programme_enrolment AS enrolment
    JOIN programme_week AS week ON week.programme_id = enrolment.programme_id
    JOIN unnest(%(starts)s::date[], %(numbers)s::int[], %(moments)s::timestamptz[]) AS planned (starts_on, number, at)
      ON planned.starts_on = enrolment.starts_on AND planned.number = week.number
    WHERE enrolment.id = ANY(%(whose)s)
"""
# One week a person that is past its moment and not covered: the sweep must not even look at it.
BLOCKED = """
    UPDATE programme_release SET blocked_by = 'cover', opens_at = %(now)s
    FROM programme_week AS week WHERE week.id = programme_release.week_id AND week.number = 12
"""


def fill(size: int) -> None:
    """`size` active enrolments with all that hangs on them but their releases."""
    programme = Programme.objects.get(language="nl").pk
    known = {"size": size, "programme": programme, "now": LONG_AGO, "monday": MONDAY, "later": LATER, "each": CLIENTS_OF_A_COACH}
    for statement in (PEOPLE, ENROLMENTS, COVERS, CARERS, TOLD, SESSIONS, LOGS, VERSIONS, SHARED, ANSWERS, ANSWERED):
        run(statement, known)


def planned(starts_on: date) -> list[datetime]:
    return opening_moments(starts_on, 12, [], 7, "Europe/Amsterdam")


def write_openings(some: Iterable[tuple[int, date]]) -> None:
    """Twelve releases for each of these enrolments, in one statement."""
    plans = [(day, number, at) for day in (MONDAY, LATER) for number, at in enumerate(planned(day), 1)]
    starts, numbers, moments = zip(*plans, strict=True)
    run(OPENINGS, {"starts": list(starts), "numbers": list(numbers), "moments": list(moments), "whose": [pk for pk, _ in some]})


def main(size: str) -> None:
    """Everything but the openings."""
    fill(int(size))


def settle() -> None:
    """After the openings."""
    run(BLOCKED, {"now": LONG_AGO})
    vacuum()


def run(statement: str, known: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {name: value for name, value in known.items() if f"%({name})s" in statement})


def vacuum(*tables: str) -> None:
    """These tables, or all."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")
