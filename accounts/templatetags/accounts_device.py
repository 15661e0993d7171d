"""How templates name the device that a browser says it is."""

from django import template

from accounts.devices import named

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    """For example "Firefox on Windows"."""
    return named(user_agent)
