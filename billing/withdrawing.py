"""Withdrawing without logging in: kept as it was said, for everybody alike, until the office finds the order that it is about."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusal import Refused
from billing.models import Invoice, Order, Withdrawal
from billing.payments import locked_order
from billing.stopping import MAY_STOP, TO_DO, Kind, end, off_the_desk, terms
from notices.desk import tell_office
from programme.models import Enrolment, Status

AN_HOUR: Final = timedelta(hours=1)
RECEIPTS_AN_HOUR: Final = 3
MOST: Final = 10
# What may be a reference of an order or a number of an invoice in what somebody wrote of their agreement.
WORD: Final = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")


@transaction.atomic
def withdraw(*, name: str, contract: str, email: str, language: str, now: datetime) -> Withdrawal:
    """Somebody says, without logging in, that they withdraw."""
    made = Withdrawal.objects.create(
        kind=Kind.WITHDRAW,
        name=name,
        contract=contract,
        email=email,
        language=language,
        asked_at=now,
        receipt_due_at=receipt_at(email, now),
    )
    tell_office(kind=TO_DO, key=str(made.uuid), about=str(made.pk), now=now)
    return made


def receipt_at(email: str, now: datetime) -> datetime:
    """At once; but nobody's address is made to ring again and again by somebody who types it: more than three within an hour wait."""
    # Put off, and never dropped: each statement is owed its receipt.
    lately = Withdrawal.objects.filter(email__iexact=email, asked_at__gt=now - AN_HOUR).count()
    return now + AN_HOUR * (lately // RECEIPTS_AN_HOUR)


def candidates(said: Iterable[Withdrawal]) -> dict[int, list[Order]]:
    """Orders that each may be about, by its pk: by the address, by a reference or number among the words, or by the name. Two queries."""
    unbound = [each for each in said if each.order_id is None]
    words = {each.pk: words_of(each.contract) for each in unbound}
    emails, names = {each.email.lower() for each in unbound}, {each.name.strip() for each in unbound}
    every = set().union(*words.values())
    numbers = [(series, int(number)) for series, dash, number in (word.rpartition("-") for word in every) if dash and is_number(number)]
    invoiced = reduce(or_, (Q(series=series, number=number) for series, number in numbers), Q(pk__in=[]))
    codes: dict[int, set[str]] = {}
    for paper in Invoice.objects.filter(invoiced).only("series", "number", "order_id"):
        codes.setdefault(paper.order_id, set()).add(paper.code)
    mine = Q(client__email__in=emails) | Q(reference__in=every) | Q(client__name__in=names) | Q(pk__in=codes)
    standing = list(Order.objects.standing().filter(mine).select_related("client", "enrolment").newest_first()) if unbound else []
    return {each.pk: [order for order in standing if fits(order, each, words[each.pk], codes)][:MOST] for each in unbound}


def fits(order: Order, said: Withdrawal, words: set[str], codes: dict[int, set[str]]) -> bool:
    by_number = order.reference in words or bool(codes.get(order.pk, set()) & words)
    return by_number or order.client.email == said.email.lower() or order.client.name == said.name.strip()


def words_of(contract: str) -> set[str]:
    """In capitals; a reference also where its hyphen was left out."""
    found = set(WORD.findall(contract.upper()))
    return found | {f"{word[:4]}-{word[4:]}" for word in found if len(word) == 8}


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


@transaction.atomic
def match(*, withdrawal: Withdrawal, order: Order, by: User, now: datetime) -> Withdrawal:
    """The office says which order it is about. It holds from the moment at which it was said, not from now.

    Raises Refused when it was matched or set aside already, or the programme has ended.
    """
    order = locked_order(order.pk)
    fresh = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal.pk)
    enrolment = Enrolment.objects.select_related("client").get(pk=order.enrolment_id)
    if fresh.order_id is not None or fresh.set_aside_at or fresh.approved_at:
        raise Refused(_("This was dealt with already."))
    if order.cancelled_at or enrolment.status not in {*MAY_STOP, Status.INVITED}:
        raise Refused(_("This programme has ended."))
    ends = terms(enrolment, order, fresh.asked_at)
    end(fresh, enrolment, order, ends, now, by=by, reason=ends.kind)
    fresh.refresh_from_db()
    return fresh


def set_aside(*, withdrawal: Withdrawal, now: datetime) -> None:
    """Of nobody here, or said twice. Raises Refused where an order is bound to it."""
    if not Withdrawal.objects.to_do().filter(pk=withdrawal.pk, order=None).update(set_aside_at=now):
        raise Refused(_("This was dealt with already."))
    off_the_desk(withdrawal, now)


def take_up_again(*, withdrawal: Withdrawal) -> None:
    """It was set aside, and is about somebody after all. Raises Refused when it is on the list already."""
    if not Withdrawal.objects.filter(pk=withdrawal.pk, approved_at=None).exclude(set_aside_at=None).update(set_aside_at=None):
        raise Refused(_("This was dealt with already."))
