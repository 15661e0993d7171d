"""Another coach for a client: one relation ends, another begins, and nothing of the client reaches the former any more."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Relation, User
from accounts.refusal import Refused
from accounts.roles import kept_as_coach
from notices import outbox
from notices.kinds import KINDS
from notices.models import Notice, NoticeQuerySet
from programme.models import Enrolment
from programme.release import locked, note


@transaction.atomic
def hand_over(*, enrolment: Enrolment, to: User, by: User, now: datetime, reason: str = "") -> None:
    """Let `to` care for this client from now on, instead of who did. The client is told by mail, so that nobody is handed
    over unnoticed. Raises Refused when `to` is no coach here, is the client, or does so already."""
    fresh = locked(enrolment)
    # Enrolment, client, coach: deeds on relations lock in this order, so that none waits for one that waits for it.
    client = User.objects.select_for_update(no_key=True).get(pk=fresh.client_id)
    coach = kept_as_coach(to)
    current = Relation.objects.active(now).of_client(client).filter(role=Relation.Role.COACH)
    refuse(coach, client, already=current.filter(member=coach).exists())
    former = list(User.objects.filter(clients__in=current))
    current.update(ends_at=now)
    Relation.objects.create(client=client, member=coach, starts_at=now)
    for member in former:
        pass_on(member, coach, client)
        forget(member, client, now)
    before = {"coach": former[0].first_name} if former else {}
    note(fresh, "handed over", by=by, now=now, before=before, after={"coach": coach.first_name}, reason=reason)
    key = f"{fresh.pk}:{now.isoformat()}"
    outbox.post(recipient=client, kind="handed-over", key=key, about=f"{fresh.pk}:{coach.pk}", now=now)


def refuse(coach: User, client: User, *, already: bool) -> None:
    if coach == client:
        raise Refused(_("Nobody is their own coach."))
    if already:
        raise Refused(_("This person guides them already."))


def end_care(*, client: User, now: datetime, but: User | None = None) -> None:
    """Nobody cares for this client any more, or of the coaches only `but`. The caller holds the client's lock."""
    ending = Relation.objects.of_client(client).filter(Q(ends_at=None) | Q(ends_at__gt=now))
    if but:
        ending = ending.filter(role=Relation.Role.COACH).exclude(member=but)
    former = list(User.objects.filter(clients__in=ending).distinct())
    ending.update(ends_at=now)
    for member in former:
        if but:
            pass_on(member, but, client)
        forget(member, client, now)


def pass_on(member: User, to: User, client: User) -> None:
    """What this client asked, and nobody answered yet, waits for `to` from now on."""
    for notice in about_client(member, client).filter(kind__in=[kind.name for kind in KINDS.values() if kind.goes_along]):
        if not Notice.objects.of(to).filter(kind=notice.kind, key=notice.key).exists():
            Notice.objects.filter(pk=notice.pk).update(recipient=to)


def forget(member: User, client: User, now: datetime) -> None:
    """What waited for the former coach about this client, on the desk or in the outbox, goes."""
    kinds = [kind.name for kind in KINDS.values() if kind.of_client]
    about_client(member, client).filter(kind__in=kinds).update(dropped_at=now, dropped_why="gone", sealed=None)


def about_client(member: User, client: User) -> NoticeQuerySet:
    """What waits for `member` and begins with the id of an enrolment of this client."""
    about = Q(pk__in=[])
    for pk in Enrolment.objects.of(client).values_list("pk", flat=True):
        # With its colon: of enrolment 1, and not of 12.
        about |= Q(about=str(pk)) | Q(about__startswith=f"{pk}:")
    return Notice.objects.waiting().of(member).filter(about)
