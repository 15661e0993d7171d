"""Amounts on pages."""

from django import template

from billing.euro import euro as written

register = template.Library()


@register.filter
def euro(cents: int) -> str:
    """Cents as somebody reads them: {{ order.gross_cents|euro }}."""
    return written(cents)
