"""What somebody agreed to pay, frozen as it was when they did."""

from typing import ClassVar, Self
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from billing.models.offers import Offer, Plan
from billing.vat import Regime
from programme.calendar import WEEKS
from programme.models import CareKind, Enrolment


class Method(models.TextChoices):
    ONLINE = "online", _("online")
    TRANSFER = "transfer", _("by bank transfer")


class Mode(models.TextChoices):
    """Whose money it is: nobody's in the demo, test money at Stripe, or real."""

    DEMO = "demo", "demo"
    TEST = "test", "test"
    LIVE = "live", "live"


class OrderQuerySet(models.QuerySet["Order"]):
    def of(self, client: User) -> Self:
        return self.filter(client=client)

    def placed(self) -> Self:
        """Also what was called off since."""
        return self.filter(ordered_at__isnull=False)

    def standing(self) -> Self:
        """Ordered, and not called off."""
        return self.filter(ordered_at__isnull=False, cancelled_at=None)

    def begun(self) -> Self:
        """Not ordered yet: the client is on the way, or the office made a price of its own for somebody."""
        return self.filter(ordered_at=None, cancelled_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-ordered_at", "-pk")


class Order(models.Model):
    """One enrolment's order. Until `ordered_at` it is a draft that the flow fills; from then on it never changes.

    The facts of the offer are copied here, with the regime of VAT and its reason; `gross_cents` includes VAT. `agreed` holds
    per purpose the version of the text somebody agreed to and when (`{"terms": {"version": "...", "at": ISO UTC}}`);
    `asked_early_at` is the explicit request to start within fourteen days. `priced_by` is who of the office made a price of
    its own, such as a scholarship. `reference` is what a bank transfer mentions.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=12, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="orders")
    # The same as the enrolment's, so that a list of somebody's orders joins nothing.
    client = models.ForeignKey(User, models.PROTECT, related_name="orders")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="orders")
    title_nl = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    gross_cents = models.PositiveIntegerField()
    plan = models.CharField(max_length=5, choices=Plan, blank=True)
    plans = models.JSONField(default=list)
    grace_weeks = models.PositiveSmallIntegerField(default=1)
    care_kind = models.CharField(max_length=8, choices=CareKind)
    vat_regime = models.CharField(max_length=8, choices=Regime)
    vat_reason = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    agreed = models.JSONField(default=dict)
    asked_early_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=8, choices=Method, default=Method.ONLINE)
    mode = models.CharField(max_length=4, choices=Mode, default=Mode.DEMO)
    priced_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ordered_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # What was called off stays in the register and bars no new one.
            models.UniqueConstraint(fields=["enrolment"], condition=models.Q(cancelled_at=None), name="one_order_an_enrolment"),
            models.CheckConstraint(
                condition=models.Q(ordered_at=None) | (models.Q(starts_on__isnull=False) & ~models.Q(plan="")), name="an_order_is_whole"
            ),
            # Terms lie four weeks apart: with more, one would wait behind the next.
            models.CheckConstraint(condition=models.Q(grace_weeks__lte=3), name="an_order_has_short_grace"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def title(self) -> str:
        """In the language of who reads."""
        return self.title_en if get_language() == "en" else self.title_nl

    @property
    def source(self) -> str:
        """Under which name its money covers the enrolment."""
        return f"order:{self.uuid}"


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    def open(self) -> Self:
        """Of a standing order, and not settled: what the partial index holds."""
        return self.filter(settled=False, order__ordered_at__isnull=False, order__cancelled_at=None)

    def of_client(self, client: User) -> Self:
        return self.filter(order__client=client)


class Instalment(models.Model):
    """One payment of an order, due on the day on which `before_week` opens. While it is not paid, `grace_weeks` still open.

    `settled` is derived from the ledger, and written by `billing.standing.follow` only: the partial index needs it.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    before_week = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(WEEKS)])
    cents = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    grace_weeks = models.PositiveSmallIntegerField(default=0)
    settled = models.BooleanField(default=False, editable=False)

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "number"], name="one_instalment_a_number"),
            models.CheckConstraint(condition=models.Q(cents__gte=1), name="an_instalment_has_a_price"),
        ]
        indexes: ClassVar = [models.Index(fields=["order", "number"], condition=models.Q(settled=False), name="instalment_open")]

    def __str__(self) -> str:
        return str(self.pk)
