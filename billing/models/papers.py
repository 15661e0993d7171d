"""Invoices and credit notes, and the register of who stopped or withdrew."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from billing.models.facts import LedgerEntry
from billing.models.orders import Order
from billing.vat import Regime


class Invoice(models.Model):
    """One paper for one movement of money. Numbered in the transaction that books it, printed after, never edited.

    `lines` is a list of `{"text", "quantity", "gross_cents", "net_cents", "vat_cents", "regime"}`; `seller` and `buyer` are name
    and address as they were. A credit note's amounts are positive and name, in `credits`, the invoice that it takes back.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT = "credit", _("credit note")

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

    class Meta:
        ordering: ClassVar = ["series", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "number"], name="one_paper_a_number"),
            models.CheckConstraint(
                condition=models.Q(gross_cents=models.F("net_cents") + models.F("vat_cents")), name="net_and_vat_are_gross"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["id"], condition=models.Q(printed_at=None), name="paper_to_print")]

    def __str__(self) -> str:
        return str(self.uuid)


class Withdrawal(models.Model):
    """Who stopped, or withdrew within fourteen days, as they said it: also somebody who was not logged in, whose `order` the
    office finds. Cents are whole; `given_back_cents` and `kept_cents` are what was paid."""

    class Kind(models.TextChoices):
        STOP = "stop", _("stopped")
        WITHDRAW = "withdraw", _("withdrawn within fourteen days")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="withdrawals")
    name = models.CharField(max_length=120)
    contract = models.CharField(max_length=120)
    email = models.EmailField()
    asked_at = models.DateTimeField()
    receipt_sent_at = models.DateTimeField(null=True)
    weeks_opened = models.PositiveSmallIntegerField(null=True)
    given_back_cents = models.PositiveIntegerField(null=True)
    kept_cents = models.PositiveIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return str(self.uuid)
