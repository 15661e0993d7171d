"""How templates show what was written in the back office."""

from django import template
from django.utils.safestring import SafeString

from programme import markup, reading
from programme.models import Week

register = template.Library()


@register.filter
def shown(html: str) -> SafeString:
    """A text of the back office, made safe here and now: `{{ version.intro|shown }}`."""
    return markup.shown(html)


@register.simple_tag
def pieces_as_written(week: Week) -> list[reading.Piece]:
    """The pieces of a week that is being written, for its preview."""
    return reading.rendered(week)
