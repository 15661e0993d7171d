"""Days on which somebody who works here is away."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.person import User


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def of(self, member: User) -> Self:
        return self.filter(member=member)

    def ahead(self, day: date) -> Self:
        """Running on `day` or still to come, the first one first."""
        return self.filter(ends_on__gt=day).order_by("starts_on", "pk")

    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gt=day)

    def spans(self) -> list[tuple[date, date]]:
        """As `accounts.working_days` takes them."""
        return list(self.values_list("starts_on", "ends_on"))


class Absence(models.Model):
    """Days on which somebody who works here is away, half-open: `ends_on` is the first day back."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        ILL = "ill", _("ill")

    member = models.ForeignKey(User, models.CASCADE, related_name="absences")
    starts_on = models.DateField(_("first day away"))
    ends_on = models.DateField(_("first day back"))
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.HOLIDAY)
    made_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(starts_on__lt=models.F("ends_on")), name="an_absence_has_days"),
        ]
        indexes: ClassVar = [models.Index(fields=["member", "ends_on"], name="absences_of_a_member")]

    def __str__(self) -> str:
        return str(self.pk)
