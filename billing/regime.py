"""Which regime of VAT the practice chose, for orders from which day on. Rows are only added: the history is the proof."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Practice, User
from accounts.refusal import Refused
from billing.models import Offer, Order, VatChoice
from billing.vat import Regime


def holding(care_kind: str, now: datetime) -> VatChoice | None:
    """The choice that holds for orders of that kind placed at `now`; None while the practice made none."""
    today = Practice.current().local_day(now)
    return VatChoice.objects.filter(care_kind=care_kind, since__lte=today).order_by("-since", "-pk").first()


@transaction.atomic
def choose(*, care_kind: str, regime: str, reason: str, by: User, now: datetime) -> VatChoice:
    """From today on, for new orders: for all that is offered and for orders that were begun, and for none that was placed.

    Raises Refused when it holds already, ValueError on a regime that does not exist.
    """
    held = holding(care_kind, now)
    if held is not None and held.regime == Regime(regime):
        raise Refused(_("This holds already."))
    today = Practice.current().local_day(now)
    offered = Offer.objects.for_care(care_kind).filter(Q(valid_until=None) | Q(valid_until__gt=today))
    offered.update(regime=regime)
    Order.objects.begun().filter(care_kind=care_kind).update(vat_regime=regime)
    return VatChoice.objects.create(care_kind=care_kind, regime=regime, reason=reason, since=today, by=by, made_at=now)
