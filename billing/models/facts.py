"""What happened with money: our own attempts, what Stripe told, and the ledger that only ever grows."""

from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from billing.models.orders import Instalment, Mode, Order


class LedgerEntry(models.Model):
    """One movement of money on one order, signed cents: in is positive. Append-only by database triggers.

    `reference` is the payment, refund or dispute at Stripe, or day and reference of a bank transfer; unique within its kind, so
    a fact that comes twice is booked once. `at` is when it happened, `booked_at` when we heard. `of` is the payment that a
    refund or dispute takes back.
    """

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("payment")
        TRANSFER = "transfer", _("bank transfer")
        REFUND = "refund", _("refund")
        REFUND_FAILED = "refund failed", _("refund that came back")
        DISPUTE = "dispute", _("charged back")
        DISPUTE_WON = "dispute won", _("charge-back returned")

    order = models.ForeignKey(Order, models.PROTECT, related_name="entries")
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=13, choices=Kind)
    reference = models.CharField(max_length=255)
    cents = models.IntegerField()
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="takebacks")
    way = models.CharField(max_length=40, blank=True)
    mode = models.CharField(max_length=4, choices=Mode)
    at = models.DateTimeField()
    booked_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            # Stripe tells a thing twice as a rule, and the return page and the webhook tell it both: the database is the last to say
            # once.
            models.UniqueConstraint(fields=["kind", "reference"], name="booked_once"),
            models.CheckConstraint(
                # A sign the wrong way round would be a sum that is right by accident.
                condition=models.Q(kind__in=["payment", "transfer", "refund failed", "dispute won"], cents__gt=0)
                | models.Q(kind__in=["refund", "dispute"], cents__lt=0),
                name="in_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CheckoutQuerySet(models.QuerySet["Checkout"]):
    def open(self) -> Self:
        """Not known to have ended: all that `reconcile_payments` looks at."""
        return self.filter(closed_at=None)

    def wanted(self) -> Self:
        """At which what is owed can be paid."""
        return self.filter(unwanted_at=None)


class Checkout(models.Model):
    """One attempt of ours to have one instalment paid online.

    Written before Stripe is asked, with the idempotency key that it is asked with, so asking again makes no second one.
    `submitted_at` says that the client paid and the bank is still confirming: then nobody is asked to pay again. `unwanted_at`
    says that nothing, or another amount, is to be paid by now: its page is closed as soon as the gateway answers.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("open")
        PAID = "paid", _("paid")
        FAILED = "failed", _("not paid")
        EXPIRED = "expired", _("expired")
        MISMATCH = "mismatch", _("does not match")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="checkouts")
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="checkouts")
    attempt = models.PositiveSmallIntegerField()
    idempotency_key = models.CharField(max_length=120, unique=True)
    cents = models.PositiveIntegerField()
    mode = models.CharField(max_length=4, choices=Mode)
    session_id = models.CharField(max_length=255, null=True, unique=True)
    url = models.URLField(max_length=2000, blank=True)
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    unwanted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")

    objects = CheckoutQuerySet.as_manager()

    class Meta:
        # Two tabs that press at once make one attempt; the second meets this.
        constraints: ClassVar = [models.UniqueConstraint(fields=["instalment", "attempt"], name="one_checkout_an_attempt")]
        # Partial: the round of every quarter of an hour reads what is open, however many years are closed.
        indexes: ClassVar = [models.Index(fields=["made_at"], condition=models.Q(closed_at=None), name="checkout_open")]

    def __str__(self) -> str:
        return str(self.uuid)


class StripeEvent(models.Model):
    """What Stripe said, once for each of its ids: a hint only, so of its content we keep which object it is about.

    `why_ignored` says why nothing had to be done; `error` is our own failure (its class, never its text), and Stripe tries again.
    """

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=120)
    api_version = models.CharField(max_length=40, blank=True)
    livemode = models.BooleanField()
    object_id = models.CharField(max_length=255, blank=True)
    received_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    handled_at = models.DateTimeField(null=True)
    why_ignored = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["received_at"], condition=models.Q(handled_at=None), name="stripe_event_unhandled")]

    def __str__(self) -> str:
        return self.event_id


class Refund(models.Model):
    """Money to give back: `to do` until the office approves, then sent, and pending until the bank has it.

    Written before Stripe is asked, with its idempotency key. `entry` is the payment it gives back from.
    """

    class Status(models.TextChoices):
        TO_DO = "to do", _("waits for approval")
        SENDING = "sending", _("being sent")
        PENDING = "pending", _("under way")
        DONE = "done", _("given back")
        FAILED = "failed", _("came back")

    class Reason(models.TextChoices):
        STOPPED = "stopped", _("stopped")
        WITHDRAWN = "withdrawn", _("withdrawn within fourteen days")
        DOUBLE = "double", _("paid twice")
        AGREED = "agreed", _("agreed together")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds")
    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="refunds")
    cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=9, choices=Reason)
    status = models.CharField(max_length=7, choices=Status, default=Status.TO_DO)
    idempotency_key = models.CharField(max_length=120, unique=True)
    # Null until the answer was heard: unique lets any number of nulls be.
    refund_id = models.CharField(max_length=255, null=True, unique=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(cents__gte=1), name="a_refund_gives_back")]
        indexes: ClassVar = [models.Index(fields=["asked_at"], condition=models.Q(closed_at=None), name="refund_open")]

    def __str__(self) -> str:
        return str(self.uuid)


class Dispute(models.Model):
    """A client's bank asks money back. Kept, and put on the office's desk; Stripe's own page is where it is answered."""

    class Status(models.TextChoices):
        OPEN = "open", _("to be answered at Stripe")
        WON = "won", _("the practice keeps it")
        LOST = "lost", _("the bank took it back")

    dispute_id = models.CharField(max_length=255, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="disputes")
    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="disputes")
    cents = models.PositiveIntegerField()
    status = models.CharField(max_length=4, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["opened_at", "pk"]

    def __str__(self) -> str:
        return self.dispute_id


class UnmatchedQuerySet(models.QuerySet["Unmatched"]):
    def waiting(self) -> Self:
        return self.filter(solved_at=None)


class Unmatched(models.Model):
    """A fact that fits nothing we know, or does not match it: kept and shown to the office, never settled."""

    class Why(models.TextChoices):
        UNKNOWN = "unknown", _("of no order that we know")
        AMOUNT = "amount", _("another amount")
        CURRENCY = "currency", _("another currency")
        MODE = "mode", _("test money for a real order, or the other way round")
        REFERENCE = "reference", _("another order's reference")

    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=255)
    why = models.CharField(max_length=9, choices=Why)
    cents = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=8, blank=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="unmatched")
    seen_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    solved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = UnmatchedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-seen_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "reference"], name="unmatched_once")]

    def __str__(self) -> str:
        return str(self.pk)
