"""Another regime of VAT touches new orders only, after a page that says so; and what was chosen stays to be read."""

import pytest

from billing import invoices
from billing.models import Mode, Offer, Order, VatChoice
from billing.vat import Regime
from tests.billing import orders, practices
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

AT = "/kantoor/btw/"
CHOSEN = {"care_kind": "coaching", "regime": "small", "reason": "Zo afgesproken met de adviseur."}


def test_first_it_says_what_changes_and_nothing_does(office, offer) -> None:
    page = office.post(AT, CHOSEN)

    assert "Wat al besteld is houdt de btw die is afgesproken" in page.content.decode()
    assert not VatChoice.objects.exists()
    assert Offer.objects.get().regime == Regime.STANDARD


def test_confirmed_it_holds_for_offers_and_drafts_and_for_no_order_that_was_placed(office, offer) -> None:
    practices.complete()
    care = orders.offer(care_kind="care", regime="care")
    placed = orders.ordered(orders.invited(), mode=Mode.LIVE)
    draft = orders.ordered(orders.invited("Tom de Boer"), ordered_at=None)
    practices.addressed(placed.client)
    office.post(AT, CHOSEN | {"confirmed": "yes"})

    assert Offer.objects.get(pk=offer.pk).regime == Regime.SMALL
    assert Offer.objects.get(pk=care.pk).regime == Regime.CARE
    assert Order.objects.get(pk=draft.pk).vat_regime == Regime.SMALL
    assert Order.objects.get(pk=placed.pk).vat_regime == Regime.STANDARD
    assert invoices.issue(entry=orders.booked(placed.instalments.get(number=2), mode=Mode.LIVE), now=NOW).vat_cents > 0
    choice = VatChoice.objects.get()
    assert (choice.regime, choice.care_kind, choice.reason) == ("small", "coaching", CHOSEN["reason"])
    assert "Zo afgesproken met de adviseur." in office.get(AT).content.decode()


def test_what_holds_already_is_not_chosen_twice(office) -> None:
    for status in (302, 422):
        assert office.post(AT, CHOSEN | {"confirmed": "yes"}).status_code == status
    assert VatChoice.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"regime": "9"}, {"regime": ""}, {"reason": " "}, {"reason": "x" * 201}, {"care_kind": "x"}, {"reason": "a\x00"}]
)
def test_what_cannot_be_is_refused_in_a_sentence(office, wrong) -> None:
    assert office.post(AT, CHOSEN | wrong | {"confirmed": "yes"}).status_code == 422
    assert not VatChoice.objects.exists()


def test_a_reason_is_shown_as_text(office) -> None:
    assert "<script>x" not in office.post(AT, CHOSEN | {"reason": "<script>x</script>"}).content.decode()
