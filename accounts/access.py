"""Who may see whom: the questions every door asks."""

from datetime import datetime

from accounts.models import Relation, User


def cares_for(member: User, client: User, now: datetime) -> bool:
    """True while a relation between the two is active and the member still works here."""
    return member.is_active and member.is_coach and Relation.objects.active(now).filter(member=member, client=client).exists()


def coach_of(client: User, now: datetime) -> User | None:
    """Who answers this client now: a stand-in before the coach, the newest first."""
    # In the alphabet "cover" comes after "coach", so from behind the stand-in is first.
    relation = Relation.objects.active(now).of_client(client).select_related("member").order_by("-role", "-starts_at").first()
    return relation.member if relation else None
