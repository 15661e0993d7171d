"""The texts that somebody agrees to when ordering, each on its own, with its version. Other words are another version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, User
from billing.models import Order

VERSION = "2026-11"
TERMS = "terms"
WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Texts are lazily translated. `withdrawable` is a consent that can be taken back as easily as it is given; the terms are a
    contract, and are not."""

    purpose: str
    text: Any
    more: Any
    withdrawable: bool


AGREEMENTS = (
    Agreement(
        TERMS,
        _("I agree to the terms of the practice."),
        _("They say what you get, what it costs, and that you can stop at any time."),
        withdrawable=False,
    ),
    Agreement(
        WRITING,
        _("The practice may use what I write about my health, my body and my feelings, to guide me."),
        _("You can take this back at any time, under My account. The guidance then stops; what you wrote stays yours."),
        withdrawable=True,
    ),
)
PURPOSES = tuple(agreement.purpose for agreement in AGREEMENTS)


def agreed(purposes: Iterable[str], now: datetime, terms_url: str) -> dict[str, Any]:
    """As an order keeps it; `terms_url` is where the terms could be read, empty where the practice named no page."""
    kept = {purpose: {"version": VERSION, "at": now.isoformat()} for purpose in PURPOSES if purpose in set(purposes)}
    if TERMS in kept and terms_url:
        kept[TERMS]["address"] = terms_url
    return kept


def is_whole(order: Order) -> bool:
    """Whether everything was agreed to, in the words as they are now."""
    return all(order.agreed.get(purpose, {}).get("version") == VERSION for purpose in PURPOSES)


def keep_consents(order: Order, user: User) -> None:
    """Write what was agreed to beside the person, with the moment at which they did."""
    for agreement in AGREEMENTS:
        given = order.agreed[agreement.purpose]
        standing = Consent.objects.standing().of(user).filter(purpose=agreement.purpose)
        if not standing.exists():
            at = datetime.fromisoformat(given["at"])
            Consent.objects.create(user=user, purpose=agreement.purpose, text_version=given["version"], given_at=at)
