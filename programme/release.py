"""The release engine: what opens when, who is told, and the deeds that move a single week.

`open_due` is the one deed that stamps and notifies. Every deed that could close something calls it first for its
enrolment, under the same lock, so that what was open stays open whatever follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusal import Refused
from notices import outbox
from programme.calendar import WEEKS, moment, opening_moments
from programme.models import Block, Change, Enrolment, Release, Status, Sweep, Week

BATCH = 5_000  # due weeks; whoever has one of them waits for a fraction of a second at most
LONGEST_SILENCE = timedelta(hours=26)

# The people of the first due weeks, and of those only the people: locking a week too would stop every other sweep.
ONLY_WHO_IS_FREE = 'FOR UPDATE OF "programme_enrolment" SKIP LOCKED'

# One notice a person for all that opened in this sweep; its number is that of the latest week. Plain SQL that SQLite
# and PostgreSQL share: a row object for each of 100,000 people would cost more than the openings themselves.
ANNOUNCE = """
    INSERT INTO notices_notice (recipient_id, kind, key, about, channel, created_at, due_at)
    SELECT enrolment.client_id, 'week-open', release.enrolment_id || ':' || MAX(week.number),
           release.enrolment_id || ':' || MAX(week.number), 'mail', %s, %s
    FROM programme_release AS release
    JOIN programme_enrolment AS enrolment ON enrolment.id = release.enrolment_id
    JOIN programme_week AS week ON week.id = release.week_id
    WHERE release.enrolment_id IN ({people}) AND release.announced_at = %s
    GROUP BY release.enrolment_id, enrolment.client_id
    ON CONFLICT DO NOTHING
"""


class ClockJumped(Exception):
    """`now` is too far past the last sweep: a wrong clock would open weeks that never lock again."""


@dataclass(frozen=True, slots=True)
class Health:
    """When the last sweep ran, and how many seconds the oldest due week has waited for its stamp (0 when none does)."""

    last_swept_at: datetime | None
    oldest_overdue_seconds: float


def open_due(now: datetime, enrolment: Enrolment | None = None, *, catch_up: bool = False) -> int:
    """Stamp what is due and put one notice a person in the outbox; returns how many weeks opened.

    Batches of people are claimed by locking their enrolments and skipping those that another sweep or deed holds; each
    batch commits with its notices. Raises ClockJumped when `now` is over 26 hours past the last sweep, unless
    `catch_up` says that the clock is right. With `enrolment` only that one is opened, whoever calls holds its lock.
    """
    refuse_a_jump(now, catch_up=catch_up)
    if enrolment is not None:
        return stamp(list(Enrolment.objects.active().filter(pk=enrolment.pk).values_list("pk", flat=True)), now)
    opened = 0
    while claimed := open_batch(now):
        opened += claimed
    remember_sweep(now)
    if opened:
        outbox.nudge()
    return opened


def refuse_a_jump(now: datetime, *, catch_up: bool) -> None:
    last = Sweep.objects.filter(pk=1).values_list("last_at", flat=True).first()
    if last and not catch_up and now - last > LONGEST_SILENCE:
        raise ClockJumped(f"The last sweep ran at {last:%Y-%m-%d %H:%M} UTC and it is now {now:%Y-%m-%d %H:%M} UTC.")


def remember_sweep(now: datetime) -> None:
    """Only ever forward: a clock that was set back must not make the right one look wrong afterwards."""
    if not Sweep.objects.filter(pk=1, last_at__lt=now).update(last_at=now):
        Sweep.objects.get_or_create(pk=1, defaults={"last_at": now})


def open_batch(now: datetime) -> int:
    """Claim the people of the first BATCH due weeks, stamp and announce all that is due of them in one transaction; how
    many weeks opened."""
    with transaction.atomic():
        return stamp(claim(now), now)


def claim(now: datetime) -> list[int]:
    """Lock the enrolments of the first BATCH due weeks, in order, except those that another sweep or a deed holds.

    What locks also asks again whether the enrolment is active."""
    due = Release.objects.due(now).order_by("opens_at", "enrolment_id").values_list("enrolment_id")[:BATCH]
    statement, values = due.query.sql_with_params()
    lock = ONLY_WHO_IS_FREE if connection.features.has_select_for_update_skip_locked else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {lock}", values)
        return sorted({enrolment for (enrolment,) in cursor})


def stamp(enrolments: list[int], now: datetime) -> int:
    """Open what is due of these active enrolments, whose locks the caller holds, and announce it. Asks again what is due:
    between the claim's snapshot and its lock a deed may have moved it."""
    if not enrolments:
        return 0
    live = Week.objects.live().filter(pk=OuterRef("week_id"))
    due = Release.objects.unopened().filter(Exists(live), opens_at__lte=now, blocked_by="")
    opened = due.filter(among(enrolments)).update(opened_at=now, announced_at=now)
    if opened:
        announce(enrolments, now)
    return opened


def among(enrolments: list[int]) -> Q:
    """Of one of these enrolments, in order. The range, which says no more, lets the index pass over all others that are due."""
    each = RawSQL(listed(enrolments), ())  # noqa: S611 - numbers of ours
    return Q(enrolment__gte=enrolments[0], enrolment__lte=enrolments[-1], enrolment__in=each)


def announce(enrolments: list[int], now: datetime) -> None:
    stamped = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(ANNOUNCE.format(people=listed(enrolments)), [stamped, stamped, stamped])


def listed(enrolments: list[int]) -> str:
    """For between the brackets of IN. As parameters, thousands of numbers would cost as much as the openings themselves."""
    return ", ".join(str(int(each)) for each in enrolments)


def health(now: datetime) -> Health:
    """What `/readyz` watches: the effect, not whether a process exists."""
    last = Sweep.objects.filter(pk=1).values_list("last_at", flat=True).first()
    oldest = Release.objects.overdue(now).values_list("opens_at", flat=True).first()
    return Health(last, (now - oldest).total_seconds() if oldest else 0.0)


# --- What follows from dates, covers and holds --------------------------------------------------------------------


def plan(enrolment: Enrolment) -> list[datetime]:
    """The twelve opening moments (UTC) that the enrolment's start, pauses, hour and zone give."""
    pauses = enrolment.pauses.values_list("starts_on", "ends_on")
    return opening_moments(enrolment.starts_on, WEEKS, pauses, enrolment.hour, enrolment.zone)


def replan(enrolment: Enrolment) -> None:
    """Move the weeks that are unopened and not moved by hand to their planned moments. The caller holds the lock."""
    moments = plan(enrolment)
    moving = list(enrolment.releases.unopened().filter(moved_by_hand=False).select_related("week").only("opens_at", "week__number"))
    for release in moving:
        release.opens_at = moments[release.week.number - 1]
    Release.objects.bulk_update(moving, ["opens_at"])


def block_of(release: Release, covered_through: int) -> Block:
    """The derivation of `blocked_by`: a hold before a missing cover; what opened is never blocked."""
    if release.opened_at is not None:
        return Block.NOTHING
    if release.held_at is not None:
        return Block.HOLD
    return Block.COVER if release.week.number > covered_through else Block.NOTHING


def regate(enrolment: Enrolment) -> None:
    """Write `blocked_by` from its derivation: the only place that does. The caller holds the lock."""
    covered = enrolment.covered_through
    changed = []
    for release in enrolment.releases.select_related("week").only("opened_at", "held_at", "blocked_by", "week__number"):
        derived = block_of(release, covered)
        if release.blocked_by != derived:
            release.blocked_by = derived
            changed.append(release)
    Release.objects.bulk_update(changed, ["blocked_by"])


# --- Deeds on one week --------------------------------------------------------------------------------------------


def locked(enrolment: Enrolment) -> Enrolment:
    """The enrolment, fresh and locked, with its client: the first lock of every deed. Call it inside a transaction."""
    # Only its own row: the client's is locked by who needs that, and later.
    return Enrolment.objects.select_for_update(of=("self",)).select_related("client").get(pk=enrolment.pk)


def settled(enrolment: Enrolment, now: datetime) -> Enrolment:
    """Lock, and first stamp what is due already: what is open stays open whatever this deed does."""
    fresh = locked(enrolment)
    # However long no sweep ran: otherwise no deed could be done until somebody has said that the clock is right.
    open_due(now, fresh, catch_up=True)
    return fresh


def note(
    enrolment: Enrolment,
    kind: str,
    *,
    by: User | None,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Leave the trace of a deed; the client sees it."""
    Change.objects.create(enrolment=enrolment, kind=kind, before=before or {}, after=after or {}, by=by, reason=reason, at=now)


def unopened_release(enrolment: Enrolment, number: int) -> Release:
    """The unopened release of week `number`. Raises Refused when it opened already or does not exist."""
    release = enrolment.releases.unopened().select_related("week").filter(week__number=number).first()
    if release is None:
        raise Refused(_("Week %(number)s is open already, and stays open.") % {"number": number})
    return release


@transaction.atomic
def open_early(*, enrolment: Enrolment, number: int, by: User, now: datetime, reason: str = "") -> None:
    """Open one week now, with its notice. Raises Refused when it is open, held, not covered or not live.

    It can close nothing, so what else is due is stamped together with it, and told in the same notice.
    """
    fresh = locked(enrolment)
    release = unopened_release(fresh, number)
    if fresh.status != Status.ACTIVE or release.blocked_by or not release.week.live:
        raise Refused(_("Week %(number)s cannot open now: it is held, not covered or not published.") % {"number": number})
    before = {"number": number, "opens_at": release.opens_at.isoformat()}
    Release.objects.filter(pk=release.pk).update(opens_at=now, moved_by_hand=True)
    open_due(now, fresh, catch_up=True)
    note(fresh, "opened early", by=by, now=now, before=before, after={"number": number, "opens_at": now.isoformat()}, reason=reason)
    outbox.nudge()


@transaction.atomic
def hold(*, enrolment: Enrolment, number: int, by: User, now: datetime, reason: str = "") -> None:
    """Keep one unopened week closed until `let_go`. Raises Refused when it is open already."""
    fresh = settled(enrolment, now)
    release = unopened_release(fresh, number)
    Release.objects.filter(pk=release.pk).update(held_at=now)
    regate(fresh)
    note(fresh, "held", by=by, now=now, after={"number": number}, reason=reason)


@transaction.atomic
def let_go(*, enrolment: Enrolment, number: int, by: User, now: datetime, reason: str = "") -> None:
    """End a hold; a week whose moment has passed opens at the next sweep and is visible at once."""
    fresh = settled(enrolment, now)
    release = unopened_release(fresh, number)
    Release.objects.filter(pk=release.pk).update(held_at=None)
    regate(fresh)
    note(fresh, "let go", by=by, now=now, before={"number": number}, reason=reason)


@transaction.atomic
def move_week(*, enrolment: Enrolment, number: int, to: date, by: User, now: datetime, reason: str = "") -> None:
    """Move one unopened week to the opening hour of the local day `to`; replanning leaves it there. Raises Refused."""
    fresh = settled(enrolment, now)
    release = unopened_release(fresh, number)
    opens_at = moment(to, fresh.hour, ZoneInfo(fresh.zone))
    Release.objects.filter(pk=release.pk).update(opens_at=opens_at, moved_by_hand=True)
    note_move(fresh, release, opens_at, by=by, now=now, reason=reason)


@transaction.atomic
def put_back(*, enrolment: Enrolment, number: int, opens_at: datetime, by_hand: bool, by: User, now: datetime, reason: str = "") -> None:
    """Give an unopened week the moment (UTC) it had before it was moved; without `by_hand` the one that the dates give now, and
    it moves along with them again. Raises Refused when it is open already."""
    fresh = settled(enrolment, now)
    release = unopened_release(fresh, number)
    moment_now = opens_at if by_hand else plan(fresh)[number - 1]
    Release.objects.filter(pk=release.pk).update(opens_at=moment_now, moved_by_hand=by_hand)
    note_move(fresh, release, moment_now, by=by, now=now, reason=reason)


def note_move(enrolment: Enrolment, release: Release, to: datetime, *, by: User, now: datetime, reason: str) -> None:
    before = {"number": release.week.number, "opens_at": release.opens_at.isoformat(), "by_hand": release.moved_by_hand}
    after = {"number": release.week.number, "opens_at": to.isoformat()}
    note(enrolment, "moved", by=by, now=now, before=before, after=after, reason=reason)
