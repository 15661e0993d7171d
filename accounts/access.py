"""Who may see whom: the questions every door asks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import Relation, User


def cares_for(member: User, client: User, now: datetime) -> bool:
    """True while a relation between the two is active and the member still works here."""
    return member.is_active and member.is_coach and Relation.objects.active(now).filter(member=member, client=client).exists()


def answered_by(member: User, now: datetime) -> list[int]:
    """The ids of the clients whom `member` answers now: those of whom they are `coach_of`."""
    mine = Relation.objects.active(now).of_member(member).values("client")
    return [client for client, who in carers_of(mine, now).items() if who == member.pk]


def coach_of(client: User, now: datetime) -> User | None:
    """Who answers this client now: a stand-in before the coach, the newest first."""
    # In the alphabet "cover" comes after "coach", so from behind the stand-in is first.
    relation = Relation.objects.active(now).of_client(client).select_related("member").order_by("-role", "-starts_at").first()
    return relation.member if relation else None


def carers_of(clients: "Iterable[int] | QuerySet[Any]", now: datetime) -> dict[int, int]:
    """As `coach_of`, of many at once: ids of clients, each with the id of who answers. One query."""
    rows = Relation.objects.active(now).filter(client__in=clients).order_by("role", "starts_at")
    # In the other order, since of two rows of one client a dictionary keeps the last.
    return dict(rows.values_list("client_id", "member_id"))
