"""Fetching and authorising in one step. What is somebody else's is not there."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from billing.models import Checkout, Instalment, Order


def clients_only(user: User) -> None:
    """Whoever works here pays nothing. Raises Http404."""
    if user.is_staff:
        raise Http404


def own_instalment(user: User, order: UUID, number: int) -> Instalment:
    """One payment of an own order, also of one that was called off since: the deed says what that means. Raises Http404."""
    own = Instalment.objects.of_client(user).filter(order__in=Order.objects.placed().of(user))
    return get_object_or_404(own.select_related("order__enrolment", "order__client"), order__uuid=order, number=number)


def own_checkout(user: User, checkout: UUID) -> Checkout:
    """An own attempt to pay. Raises Http404."""
    found = Checkout.objects.select_related("order__enrolment", "order__client", "instalment")
    return get_object_or_404(found, uuid=checkout, order__client=user)


def any_order(order: UUID) -> Order:
    """For the office, whose page has asked who looks. Raises Http404."""
    return get_object_or_404(Order.objects.select_related("enrolment", "client", "offer"), uuid=order, ordered_at__isnull=False)
