"""One invoice for each payment, one credit note for each refund: numbered in the transaction that books the money."""

from dataclasses import asdict
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Practice, User
from billing import series, vat
from billing.document import Kind, Party, missing
from billing.models import BillTo, Invoice, LedgerEntry, Mode, Order, Unissued
from billing.nudge import nudge
from notices import outbox

Entry = LedgerEntry.Kind
PAPERS: Final = {
    Entry.PAYMENT: Kind.INVOICE,
    Entry.TRANSFER: Kind.INVOICE,
    Entry.REFUND: Kind.CREDIT,
    # A number is never taken back: what was credited and came back is invoiced anew.
    Entry.REFUND_FAILED: Kind.INVOICE,
}  # fmt: skip
# A practice that fills in its address after a year has a year of papers waiting: a round takes so many.
BATCH: Final = 200
ASK_ADDRESS: Final = "invoice-address"


@transaction.atomic
def issue(*, entry: LedgerEntry, now: datetime) -> Invoice | None:
    """The paper of one movement of money; the same one however often it is asked for.

    Called in the transaction that books `entry`, which holds its order's lock. None when the paper waits for something (see
    `Unissued`), when the practice makes its own, and for a charge-back: the debt stands, so nothing is credited.
    """
    kind = PAPERS.get(Entry(entry.kind))
    if kind is None:
        return None
    # Asked before a number is taken: a number without a paper would be a gap.
    if known := Invoice.objects.filter(entry=entry).first():
        return known
    practice = Practice.current()
    seller, buyer = seller_of(practice), buyer_of(entry.order.client)
    if why := reason_to_wait(entry, practice, seller, buyer):
        Unissued.objects.update_or_create(entry=entry, defaults={"why": why}, create_defaults={"why": why, "since": now})
        if why == Unissued.Why.BUYER:
            outbox.post(recipient=entry.order.client, kind=ASK_ADDRESS, key=str(entry.order.uuid), now=now)
        return None
    made = numbered(entry, kind, seller, buyer, ZoneInfo(practice.zone), now)
    Unissued.objects.filter(entry=entry).delete()
    nudge("billing.tasks.print_due")
    return made


def reason_to_wait(entry: LedgerEntry, practice: Practice, seller: Party, buyer: Party) -> str:
    """Why there is no paper for it now; empty when there can be. What corrects an invoice follows that invoice."""
    if entry.of_id is not None and not Invoice.objects.filter(entry=entry.of_id).exists():
        elsewhere = Unissued.objects.filter(entry=entry.of_id, why=Unissued.Why.ELSEWHERE).exists()
        return Unissued.Why.ELSEWHERE if elsewhere else Unissued.Why.INVOICE
    # Only a payment looks at the setting: what corrects one follows its paper, also after the setting changed.
    if entry.of_id is None and practice.invoices_elsewhere:
        return Unissued.Why.ELSEWHERE
    wanting = missing(seller, buyer, entry.order.vat_regime)
    if any(name.startswith("seller.") for name in wanting):
        return Unissued.Why.SELLER
    return Unissued.Why.BUYER if wanting else ""


def numbered(entry: LedgerEntry, kind: Kind, seller: Party, buyer: Party, zone: ZoneInfo, now: datetime) -> Invoice:
    order, issued_on, demo = entry.order, now.astimezone(zone).date(), entry.mode != Mode.LIVE
    split = split_of(entry, order.vat_regime)
    # As late as can be: from here to the commit every other paper of this year waits for the lock.
    name, number = series.take(kind=kind, year=issued_on.year, demo=demo)
    language = order.client.language
    line = {
        "text": line_text(entry, language),
        "quantity": 1,
        "gross_cents": split.gross,
        "net_cents": split.net,
        "vat_cents": split.vat,
        "regime": order.vat_regime,
    }
    return Invoice.objects.create(
        series=name,
        number=number,
        kind=kind,
        order=order,
        entry=entry,
        credits=Invoice.objects.get(entry=entry.of_id) if kind == Kind.CREDIT else None,
        issued_on=issued_on,
        paid_on=entry.at.astimezone(zone).date(),
        language=language,
        seller=asdict(seller),
        buyer=asdict(buyer),
        lines=[line],
        regime=order.vat_regime,
        gross_cents=split.gross,
        net_cents=split.net,
        vat_cents=split.vat,
        is_demo=demo,
    )


def split_of(entry: LedgerEntry, regime: str) -> vat.Split:
    """Of a payment what its amount gives. What goes back of one, or comes back again, is reckoned from the sum of all that went back:
    so the credit notes of an invoice together have its net and its VAT to the cent, however many they are."""
    if entry.of is None:
        return vat.split(entry.cents, regime)
    payment = entry.of_id if entry.kind == Entry.REFUND else entry.of.of_id
    found = vat.on_top_of(credited_of(payment), -entry.cents, regime)
    return vat.Split(abs(found.gross), abs(found.net), abs(found.vat))


def credited_of(payment: int | None) -> vat.Split:
    """What of this payment was credited and not invoiced again."""
    papers = Invoice.objects.filter(Q(entry__of=payment) | Q(entry__of__of=payment))
    signed = [(1 if kind == Kind.CREDIT else -1, net, part) for kind, net, part in papers.values_list("kind", "net_cents", "vat_cents")]
    net, part = (sum(each[0] * each[place] for each in signed) for place in (1, 2))
    return vat.Split(net + part, net, part)


def line_text(entry: LedgerEntry, language: str) -> str:
    """What was paid for, neutral: a bookkeeper reads it too."""
    terms = entry.order.instalments.count()
    with translation.override(language):
        if terms > 1:
            text = _("Guidance, term %(number)s of %(terms)s") % {"number": entry.instalment.number, "terms": terms}
        else:
            text = _("Guidance, twelve weeks")
        if entry.kind == Entry.REFUND_FAILED:
            return _("%(what)s: a refund that came back") % {"what": text}
        return text


def seller_of(practice: Practice) -> Party:
    return Party(
        name=practice.name,
        street=practice.street,
        postcode=practice.postcode,
        city=practice.city,
        kvk=practice.kvk_number,
        vat_id=practice.vat_id,
        iban=practice.iban,
        email=practice.office_email,
        phone=practice.phone,
    )


def buyer_of(client: User) -> Party:
    """As the client gave it; without an address when there is none yet."""
    known = BillTo.objects.filter(client=client).first()
    if known is None:
        return Party(client.name, "", "", "")
    return Party(known.name, known.street, known.postcode, known.city, known.country)


def issue_waiting(now: datetime, client: User | None = None) -> int:
    """Issue what waited and need not any more, the oldest first; how many."""
    waiting = Unissued.objects.waiting()
    if client is not None:
        waiting = waiting.filter(entry__order__client=client)
    return sum(issue_late(pk, now) for pk in list(waiting.values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def issue_late(entry_pk: int, now: datetime) -> bool:
    """Under the lock of its order, as all that books on it."""
    order = Order.objects.filter(entries=entry_pk).values("pk")
    Order.objects.select_for_update(of=("self",)).get(pk__in=order)
    entry = LedgerEntry.objects.select_related("order__client", "instalment").get(pk=entry_pk)
    return issue(entry=entry, now=now) is not None
