"""Who cares for whom."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.person import User


class RelationQuerySet(models.QuerySet["Relation"]):
    def active(self, now: datetime) -> Self:
        return self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=now), starts_at__lte=now)

    def of_member(self, member: User) -> Self:
        return self.filter(member=member)

    def of_client(self, client: User) -> Self:
        return self.filter(client=client)


class Relation(models.Model):
    """Who cares for whom, and since when: the only truth about it."""

    class Role(models.TextChoices):
        COACH = "coach", _("coach")
        COVER = "cover", _("stands in")

    client = models.ForeignKey(User, models.CASCADE, related_name="carers")
    # Who works here is shut out, never deleted: who cared for whom has to stay known.
    member = models.ForeignKey(User, models.PROTECT, related_name="clients")
    role = models.CharField(max_length=5, choices=Role, default=Role.COACH)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "member", "role"], condition=models.Q(ends_at=None), name="one_relation_at_a_time"),
            models.CheckConstraint(condition=~models.Q(client=models.F("member")), name="nobody_cares_for_themselves"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
