"""What the office offers, and under which regime of VAT. An order copies all of it, so a change touches new orders only."""

from datetime import date
from typing import ClassVar, Self
from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from billing.vat import Regime
from programme.models import CareKind


class Plan(models.TextChoices):
    FULL = "full", _("in one payment")
    TERMS = "terms", _("in three terms")


class OfferQuerySet(models.QuerySet["Offer"]):
    def valid(self, today: date) -> Self:
        return self.filter(valid_from__lte=today).filter(models.Q(valid_until=None) | models.Q(valid_until__gt=today))

    def for_care(self, care_kind: str) -> Self:
        return self.filter(care_kind=care_kind)


class Offer(models.Model):
    """A price, VAT included, in whole cents of a euro. Valid on local days `[valid_from, valid_until)`; without an end it stays."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title_nl = models.CharField(_("name, in Dutch"), max_length=120)
    title_en = models.CharField(_("name, in English"), max_length=120)
    gross_cents = models.PositiveIntegerField(_("price in cents"), validators=[MinValueValidator(3)])
    in_one = models.BooleanField(_("may be paid in one payment"), default=True)
    in_terms = models.BooleanField(_("may be paid in three terms"), default=True)
    grace_weeks = models.PositiveSmallIntegerField(_("weeks that still open while a term is not paid"), default=1)
    care_kind = models.CharField(_("care or coaching"), max_length=8, choices=CareKind, default=CareKind.COACHING)
    regime = models.CharField(_("VAT"), max_length=8, choices=Regime, default=Regime.STANDARD)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until (this day no more)"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-valid_from", "-pk"]
        constraints: ClassVar = [
            # Three cents is the least that three terms can share.
            models.CheckConstraint(condition=models.Q(gross_cents__gte=3), name="an_offer_has_a_price"),
            models.CheckConstraint(condition=models.Q(in_one=True) | models.Q(in_terms=True), name="an_offer_can_be_paid"),
            models.CheckConstraint(condition=models.Q(grace_weeks__lte=3), name="grace_ends_before_the_next_term"),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gt=models.F("valid_from")), name="an_offer_has_days"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def title(self) -> str:
        """In the language of who reads."""
        return self.title_en if get_language() == "en" else self.title_nl

    @property
    def plans(self) -> list[Plan]:
        return [plan for plan, offered in ((Plan.FULL, self.in_one), (Plan.TERMS, self.in_terms)) if offered]


class VatChoice(models.Model):
    """Which regime the practice chose for care or for coaching, why, and for orders from which day on.

    Rows are only added: the history is the proof.
    """

    care_kind = models.CharField(_("care or coaching"), max_length=8, choices=CareKind, default=CareKind.COACHING)
    regime = models.CharField(_("VAT"), max_length=8, choices=Regime)
    reason = models.CharField(_("why"), max_length=200)
    since = models.DateField(_("for orders from"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]

    def __str__(self) -> str:
        return str(self.pk)
