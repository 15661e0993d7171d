"""Invoices and credit notes, what waits to become one, and the register of who stopped or withdrew."""

from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from billing.document import Document, Kind, Line, Party
from billing.models.facts import LedgerEntry
from billing.models.orders import Order
from billing.vat import Regime
from programme.reasons import OfficeReason


class Series(models.Model):
    """Numbers without a gap: `last` is the last one that was given. Changed by `billing.series.take` only, under a lock."""

    name = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class BillTo(models.Model):
    """Where a client's invoices are addressed to. A paper copies it, so a change touches new papers only."""

    client = models.OneToOneField(User, models.PROTECT, related_name="bill_to")
    name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street and number"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=10)
    city = models.CharField(_("city"), max_length=80)
    country = models.CharField(_("country"), max_length=2, default="NL")

    def __str__(self) -> str:
        return str(self.pk)


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def of(self, client: User) -> Self:
        return self.filter(order__client=client)

    def unprinted(self) -> Self:
        return self.filter(printed_at=None)

    def printed(self) -> Self:
        return self.exclude(printed_at=None)

    def between(self, first: date, until: date) -> Self:
        """Issued on local days `[first, until)`."""
        return self.filter(issued_on__gte=first, issued_on__lt=until)

    def without_files(self) -> Self:
        """For a list: the files themselves stay where they are."""
        return self.defer("pdf", "ubl")


class Invoice(models.Model):
    """One paper for one movement of money. Numbered in the transaction that books it, printed after, never edited: triggers see to it.

    `lines` is a list of `{"text", "quantity", "gross_cents", "net_cents", "vat_cents", "regime"}`; `seller` and `buyer` are name
    and address as they were. A credit note's amounts are positive and name, in `credits`, the invoice that it takes back.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    series = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)
    order = models.ForeignKey(Order, models.PROTECT, related_name="invoices")
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="invoice")
    credits = models.ForeignKey("self", models.PROTECT, null=True, related_name="credit_notes")
    issued_on = models.DateField()
    paid_on = models.DateField()
    language = models.CharField(max_length=5, default="nl")
    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    regime = models.CharField(max_length=8, choices=Regime)
    gross_cents = models.PositiveIntegerField()
    net_cents = models.PositiveIntegerField()
    vat_cents = models.PositiveIntegerField()
    is_demo = models.BooleanField(default=False)
    pdf = models.BinaryField(null=True, editable=False)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    ubl = models.BinaryField(null=True, editable=False)
    ubl_sha256 = models.CharField(max_length=64, blank=True)
    printed_at = models.DateTimeField(null=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["series", "number"]
        constraints: ClassVar = [
            # The lock in `billing.series` gives each number once; this is for the day on which somebody calls it without.
            models.UniqueConstraint(fields=["series", "number"], name="one_paper_a_number"),
            models.CheckConstraint(
                condition=models.Q(gross_cents=models.F("net_cents") + models.F("vat_cents")), name="net_and_vat_are_gross"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["id"], condition=models.Q(printed_at=None), name="paper_to_print")]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def code(self) -> str:
        """The number as people read it, such as 2026-0001; the name of its files."""
        return f"{self.series}-{self.number:04}"

    @property
    def signed_cents(self) -> int:
        return -self.gross_cents if self.kind == Kind.CREDIT else self.gross_cents

    @property
    def signed_vat_cents(self) -> int:
        return -self.vat_cents if self.kind == Kind.CREDIT else self.vat_cents

    @property
    def made_at(self) -> datetime:
        """The moment that its files carry: the same however late it is printed."""
        # Noon, which is the same day in every zone in which somebody reads it.
        return datetime.combine(self.issued_on, time(12), UTC)

    @property
    def document(self) -> Document:
        """All that stands on it. Raises ValueError where that is not complete."""
        return Document(
            kind=self.kind,
            number=self.code,
            issued_on=self.issued_on,
            moved_on=self.paid_on,
            seller=Party(**self.seller),
            buyer=Party(**self.buyer),
            lines=tuple(Line(line["text"], line["gross_cents"], line["vat_cents"]) for line in self.lines),
            regime=self.regime,
            language=self.language,
            credits=self.credits.code if self.credits else "",
            credits_on=self.credits.issued_on if self.credits else None,
            demo=self.is_demo,
        )


class UnissuedQuerySet(models.QuerySet["Unissued"]):
    def waiting(self) -> Self:
        """For which a paper comes as soon as it can, the oldest first."""
        return self.exclude(why=Unissued.Why.ELSEWHERE).order_by("entry_id")


class Unissued(models.Model):
    """A movement of money without a paper, and why. Payment is never refused for want of a paper."""

    class Why(models.TextChoices):
        SELLER = "seller", _("something of the practice is missing")
        BUYER = "buyer", _("the address of the client is missing")
        INVOICE = "invoice", _("waits for the invoice that it corrects")
        ELSEWHERE = "elsewhere", _("the practice makes its invoices itself")

    entry = models.OneToOneField(LedgerEntry, models.PROTECT, primary_key=True, related_name="unissued")
    why = models.CharField(max_length=9, choices=Why)
    since = models.DateTimeField()

    objects = UnissuedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["entry"], condition=~models.Q(why="elsewhere"), name="paper_that_waits")]

    def __str__(self) -> str:
        return str(self.pk)


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def receipt_due(self, now: datetime) -> Self:
        """Whose receipt may go now; after a day nobody tries any more."""
        return self.filter(receipt_sent_at=None, receipt_due_at__lte=now, asked_at__gt=now - timedelta(days=1))

    def to_do(self) -> Self:
        """What the office has neither approved nor set aside, the oldest first."""
        return self.filter(approved_at=None, set_aside_at=None).order_by("asked_at", "pk")

    def settled(self) -> Self:
        return self.exclude(approved_at=None, set_aside_at=None)


class Withdrawal(models.Model):
    """Whose programme ended before its time, and how. Who withdrew stands here as they said it: also somebody who was not logged
    in, whose `order` the office finds. Cents are whole; `given_back_cents` and `kept_cents` are what was paid. `reason` is the
    office's own, where it ended it.

    `receipt_due_at` is when its receipt may be tried (again): a lease as well as a wait.
    """

    class Kind(models.TextChoices):
        STOP = "stop", _("stopped")
        WITHDRAW = "withdraw", _("withdrawn within fourteen days")
        OFFICE = "office", _("ended by the practice")
        CONSENT = "consent", _("consent taken back")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=24, choices=OfficeReason, blank=True)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="withdrawals")
    name = models.CharField(max_length=120)
    contract = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=5, default="nl")
    wants_goodbye = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    receipt_due_at = models.DateTimeField(null=True)
    receipt_sent_at = models.DateTimeField(null=True)
    weeks_opened = models.PositiveSmallIntegerField(null=True)
    given_back_cents = models.PositiveIntegerField(null=True)
    kept_cents = models.PositiveIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["receipt_due_at"], condition=models.Q(receipt_sent_at=None), name="receipt_to_send"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
