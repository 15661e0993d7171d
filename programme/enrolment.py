"""The deeds on a whole enrolment: from invitation to its end. Each checks, locks, acts, and leaves a `Change`."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice, Relation, User
from accounts.refusal import Refused
from accounts.roles import kept_as_coach
from accounts.vault import ensure_keys
from accounts.zones import zone_names
from notices import outbox
from programme.calendar import WEEKS
from programme.handover import end_care
from programme.models import CareKind, Enrolment, Pause, Programme, Release, Status
from programme.release import locked, note, plan, regate, replan, settled

INVITATION_DAYS = 14
DAYS_TO_COMPLETION = 7
LONGEST_PAUSE_DAYS = 366


def enrol(
    *,
    client: User,
    programme: Programme,
    coach: User,
    starts_on: date,
    by: User | None,
    now: datetime,
    care_kind: str = CareKind.COACHING,
) -> Enrolment:
    """Invite `client`: an enrolment, a relation with `coach`, keys, and the mail. Raises Refused as `place` does."""
    # Keys stand in another database: made before the transaction opens, or SQLite would wait for itself.
    ensure_keys(client.subject)
    with transaction.atomic():
        made = place(client=client, programme=programme, coach=coach, starts_on=starts_on, by=by, now=now, care_kind=care_kind)
        outbox.post(recipient=client, kind="invitation", key=str(made.uuid), about=str(made.pk), now=now)
    return made


def place(
    *,
    client: User,
    programme: Programme,
    coach: User,
    starts_on: date,
    by: User | None,
    now: datetime,
    care_kind: str,
    kind: str = "invited",
) -> Enrolment:
    """An invited enrolment and its relation, told to nobody. The client's keys must exist. Raises Refused when one is running,
    or `coach` guides nobody here (any more).

    Who comes back to another coach is read by that one from now on, and no longer by the one of before.
    """
    practice = Practice.current()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=client.pk)
        kept_as_coach(coach)
        if Enrolment.objects.of(client).running().filter(programme=programme).exists():
            raise Refused(_("This person follows this programme already."))
        enrolment = Enrolment.objects.create(
            client=client,
            programme=programme,
            starts_on=starts_on,
            # A copy: who travels changes their own clock, and the weeks stay where they are.
            zone=client.zone,
            hour=practice.opening_hour,
            care_kind=care_kind,
            invited_at=now,
            invitation_ends_at=now + timedelta(days=INVITATION_DAYS),
        )
        begin_care(enrolment, coach, now)
        note(enrolment, kind, by=by, now=now, after={"starts_on": starts_on.isoformat()})
    return enrolment


def begin_care(enrolment: Enrolment, coach: User, now: datetime) -> None:
    """`coach` reads this client from now on, and whoever did before no longer, unless another programme of theirs runs."""
    client = enrolment.client
    if not Relation.objects.active(now).filter(client=client, member=coach).exists():
        Relation.objects.create(client=client, member=coach, starts_at=now)
    if not Enrolment.objects.of(client).running().exclude(pk=enrolment.pk).exists():
        end_care(client=client, now=now, but=coach)


@transaction.atomic
def accept(*, enrolment: Enrolment, now: datetime) -> None:
    """The invited person says yes. Starts at once when covered, otherwise waits. Raises Refused once it has expired."""
    fresh = locked(enrolment)
    if fresh.status != Status.INVITED:
        return
    if fresh.invitation_ends_at and now >= fresh.invitation_ends_at:
        raise Refused(_("This invitation has ended. Ask the practice for a new one; that is no trouble."))
    Enrolment.objects.filter(pk=fresh.pk).update(status=Status.PENDING)
    note(fresh, "accepted", by=fresh.client, now=now)
    if fresh.covered_through:
        activate(enrolment=fresh, by=None, now=now)


@transaction.atomic
def activate(*, enrolment: Enrolment, by: User | None, now: datetime) -> None:
    """Write the twelve releases. With a start in the past the weeks before the current one open silently.

    Raises Refused when the enrolment is not pending, or its programme lacks a week.
    """
    fresh = locked(enrolment)
    if fresh.status != Status.PENDING:
        raise Refused(_("This enrolment cannot start: it is not waiting to start."))
    weeks = list(fresh.programme.weeks.order_by("number"))
    if len(weeks) != WEEKS:
        raise Refused(_("This programme does not have its twelve weeks yet."))
    Enrolment.objects.filter(pk=fresh.pk).update(status=Status.ACTIVE, activated_at=now)
    moments = plan(fresh)
    Release.objects.bulk_create(Release(enrolment=fresh, week=week, opens_at=moments[week.number - 1]) for week in weeks)
    regate(fresh)
    open_past_silently(fresh, now)
    note(fresh, "started", by=by, now=now, after={"starts_on": fresh.starts_on.isoformat()})
    outbox.nudge()


def open_past_silently(enrolment: Enrolment, now: datetime) -> None:
    """Stamp all due weeks but the latest without a notice; the sweep opens and announces that one."""
    due = list(Release.objects.of(enrolment).due(now).order_by("-week__number").values_list("pk", flat=True))
    Release.objects.filter(pk__in=due[1:]).update(opened_at=now)


@transaction.atomic
def pause(*, enrolment: Enrolment, starts_on: date, ends_on: date, by: User, now: datetime, reason: str = Pause.Reason.OTHER) -> Pause:
    """Pause from local day `starts_on` until `ends_on`, the first day back; unopened weeks move along.

    A client pauses within the practice's limits; whoever works here beyond them. Raises Refused with the limit in words.
    """
    fresh = settled(enrolment, now)
    refuse_pause(fresh, starts_on, ends_on, by, now)
    made = Pause.objects.create(enrolment=fresh, starts_on=starts_on, ends_on=ends_on, reason=reason, by=by, made_at=now)
    replan(fresh)
    days = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    note(fresh, "paused", by=by, now=now, after=days, reason=reason)
    return made


def refuse_pause(enrolment: Enrolment, starts_on: date, ends_on: date, by: User, now: datetime) -> None:
    """Raises Refused when this pause may not be made by this person."""
    if enrolment.status != Status.ACTIVE:
        raise Refused(_("Only a running programme can be paused."))
    if ends_on <= starts_on:
        raise Refused(_("The first day back comes after the first day of the pause."))
    if (ends_on - starts_on).days > LONGEST_PAUSE_DAYS:
        raise Refused(_("A pause lasts at most a year."))
    if enrolment.pauses.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).exists():
        raise Refused(_("These days overlap a pause that is there already."))
    if by.pk == enrolment.client_id:
        refuse_beyond_limits(enrolment, starts_on, ends_on, Practice.current(), now)


def refuse_beyond_limits(enrolment: Enrolment, starts_on: date, ends_on: date, practice: Practice, now: datetime) -> None:
    """What a client may do alone: whole weeks, from today on, within the practice's three limits."""
    # Whole weeks, so that the weekday stays on which this person's weeks open.
    weeks, odd_days = divmod((ends_on - starts_on).days, 7)
    if odd_days or not 1 <= weeks <= practice.pause_weeks_at_once:
        raise Refused(_("A pause is one to %(weeks)s whole weeks. Longer goes in consultation.") % {"weeks": practice.pause_weeks_at_once})
    if starts_on < enrolment.local_day(now):
        raise Refused(_("A pause begins today or later."))
    # What a coach gave is not counted against them.
    own = list(enrolment.pauses.filter(by=enrolment.client_id).values_list("starts_on", "ends_on"))
    if len(own) >= practice.pause_times:
        raise Refused(_("You have paused %(times)s times. Another pause goes in consultation.") % {"times": practice.pause_times})
    if sum((until - start).days for start, until in own) // 7 + weeks > practice.pause_weeks_in_all:
        raise Refused(
            _("All pauses together last at most %(weeks)s weeks. Longer goes in consultation.") % {"weeks": practice.pause_weeks_in_all}
        )


@transaction.atomic
def resume(*, enrolment: Enrolment, pause: Pause, by: User, now: datetime, reason: str = "") -> None:
    """End a pause today, the first day back; one that has not begun is taken away. Raises Refused when it is over.

    A client may come back from a pause that the coach made, too: nobody is kept waiting against their will.
    """
    fresh = settled(enrolment, now)
    today = fresh.local_day(now)
    current = fresh.pauses.filter(pk=pause.pk).first()
    if current is None or current.ends_on <= today:
        raise Refused(_("This pause is over already."))
    if current.starts_on >= today:
        current.delete()
    else:
        Pause.objects.filter(pk=current.pk).update(ends_on=today)
    replan(fresh)
    before = {"starts_on": current.starts_on.isoformat(), "ends_on": current.ends_on.isoformat()}
    note(fresh, "resumed", by=by, now=now, before=before, after={"ends_on": today.isoformat()}, reason=reason)


@transaction.atomic
def restart(*, enrolment: Enrolment, starts_on: date, by: User, now: datetime, reason: str = "") -> None:
    """Give the enrolment another first day; unopened weeks follow, opened ones stay. Raises Refused when it has ended."""
    fresh = settled(enrolment, now)
    if fresh.status not in {Status.INVITED, Status.PENDING, Status.ACTIVE}:
        raise Refused(_("This programme has ended."))
    before = fresh.starts_on
    fresh.starts_on = starts_on
    fresh.save(update_fields=["starts_on"])
    replan(fresh)
    days = {"starts_on": before.isoformat()}, {"starts_on": starts_on.isoformat()}
    note(fresh, "restarted", by=by, now=now, before=days[0], after=days[1], reason=reason)


@transaction.atomic
def change_clock(*, enrolment: Enrolment, zone: str, hour: int, by: User, now: datetime, reason: str = "") -> None:
    """Let weeks open at local `hour` (0-23) in `zone`. Raises Refused on a zone or hour that does not exist, and after the end."""
    if zone not in zone_names() or not 0 <= hour <= 23:
        raise Refused(_("Choose a time zone from the list and an hour from 0 to 23."))
    fresh = settled(enrolment, now)
    if fresh.status in {Status.COMPLETED, Status.WITHDRAWN}:
        raise Refused(_("This programme has ended."))
    before = {"zone": fresh.zone, "hour": fresh.hour}
    fresh.zone, fresh.hour = zone, hour
    fresh.save(update_fields=["zone", "hour"])
    replan(fresh)
    note(fresh, "clock changed", by=by, now=now, before=before, after={"zone": zone, "hour": hour}, reason=reason)


def complete_due(now: datetime) -> int:
    """Complete every enrolment whose twelve weeks are open, whose last opened seven days ago, and that was not given more
    time; how many."""
    all_open = Count("releases", filter=Q(releases__opened_at__lte=now - timedelta(days=DAYS_TO_COMPLETION)))
    over = Q(open_until=None) | Q(open_until__lte=now.date())
    ready = Enrolment.objects.active().filter(over).annotate(long_open=all_open).filter(long_open=WEEKS)
    return sum(complete(enrolment=enrolment, now=now) for enrolment in ready)


@transaction.atomic
def complete(*, enrolment: Enrolment, now: datetime) -> bool:
    """End the programme as meant; False when another process did already."""
    fresh = locked(enrolment)
    done = bool(Enrolment.objects.filter(pk=fresh.pk, status=Status.ACTIVE).update(status=Status.COMPLETED, ended_at=now))
    if done:
        note(fresh, "completed", by=None, now=now)
    return done


@transaction.atomic
def stop(*, enrolment: Enrolment, by: User, now: datetime, reason: str = "") -> None:
    """End the programme before its time. What opened stays readable; unopened weeks are taken away."""
    fresh = settled(enrolment, now)
    if fresh.status in {Status.COMPLETED, Status.WITHDRAWN}:
        raise Refused(_("This programme has ended."))
    Enrolment.objects.filter(pk=fresh.pk).update(status=Status.WITHDRAWN, ended_at=now)
    # What was due is stamped by now, so nothing goes that could be read.
    fresh.releases.unopened().delete()
    note(fresh, "stopped", by=by, now=now, reason=reason)
