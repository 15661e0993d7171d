"""What the room of money keeps: offers, orders, the ledger, what Stripe told, papers, and the register of stopping."""

from billing.models.facts import Checkout, Dispute, LedgerEntry, Refund, StripeEvent, Unmatched
from billing.models.offers import Offer, Plan, VatChoice
from billing.models.orders import Instalment, Method, Mode, Order
from billing.models.papers import BillTo, Invoice, Series, Unissued, Withdrawal
from billing.vat import Regime

__all__ = [
    "BillTo",
    "Checkout",
    "Dispute",
    "Instalment",
    "Invoice",
    "LedgerEntry",
    "Method",
    "Mode",
    "Offer",
    "Order",
    "Plan",
    "Refund",
    "Regime",
    "Series",
    "StripeEvent",
    "Unissued",
    "Unmatched",
    "VatChoice",
    "Withdrawal",
]
