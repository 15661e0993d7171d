"""What the practice answers to a week."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID, uuid4

from django.db import models

from accounts.access import cares_for
from accounts.models import User
from accounts.reading import Cares
from accounts.vault import KeyKind, SealedText
from exercises.models.log import Log
from programme.models import Enrolment, Week


class ReviewQuerySet(models.QuerySet["Review"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at=None)

    def arrived(self, now: datetime) -> Self:
        """What the client may read."""
        return self.filter(published_at__lte=now)

    def under_way(self, now: datetime) -> Self:
        """Finished, and to arrive at a moment that is still to come."""
        return self.filter(published_at__gt=now)

    def in_week(self, week: Week) -> Self:
        return self.filter(week=week)

    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)


class Review(models.Model):
    """The answer of the practice to one week of one person; it covers one or more logs. A draft is for those who
    care for the client, who share it; the client never sees it."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="reviews")
    week = models.ForeignKey(Week, models.PROTECT, related_name="reviews")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    logs = models.ManyToManyField(Log, related_name="reviews")
    # Two coaches may write in one draft: who began from an older revision is told so.
    revision = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField(editable=False)
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "week"], condition=models.Q(published_at=None), name="one_draft_answer_a_week")
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> UUID:
        return self.enrolment.client.subject

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        """The client once it is published; whoever cares for the client always."""
        if actor.pk == self.enrolment.client_id:
            return self.published_at is not None and self.published_at <= now
        return cares(actor, self.enrolment.client, now)

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("exercises_review.sealed", self.subject, self.uuid, KeyKind.RECORD, self.sealed)
