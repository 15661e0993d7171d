"""What somebody keeps and gets back who stops: the weeks that opened are owed, the others are not. Pure, in whole cents."""

from dataclasses import dataclass

from programme.calendar import WEEKS


@dataclass(frozen=True, slots=True)
class Settlement:
    """Cents: what was `paid` is what the practice may `keep` and what it gives back (`refund`)."""

    paid: int
    keep: int
    refund: int


def owed(price: int, opened: int, weeks: int = WEEKS) -> int:
    """The part of `price` cents for `opened` of so many weeks, rounded down: in the client's favour.

    Raises ValueError on a price below zero, or with more weeks open than there are.
    """
    if price < 0 or not 0 <= opened <= weeks:
        raise ValueError("a price from zero up, and no more weeks open than there are")
    return price * opened // weeks


def settlement(*, price: int, paid: int, opened: int, weeks: int = WEEKS) -> Settlement:
    """Of what was `paid` for a programme of `price` cents: keep what is owed for the weeks that opened, give back the rest.

    Who paid less than is owed gets nothing back and owes nothing more: a week that opened in the days of grace was given.
    Raises ValueError as `owed` does, and on a payment below zero.
    """
    if paid < 0:
        raise ValueError("a payment from zero up")
    keep = min(paid, owed(price, opened, weeks))
    return Settlement(paid=paid, keep=keep, refund=paid - keep)
