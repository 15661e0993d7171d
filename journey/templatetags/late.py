"""Whether it is night where somebody writes, and until when what they share now would wait."""

from django import template
from django.template import Context

from exercises import night
from journey.late import Arrival, arrival

register = template.Library()


@register.simple_tag(takes_context=True)
def shared_now_arrives(context: Context) -> Arrival | None:
    """When what is shared at this moment arrives; None when that is at once. Needs `enrolment`, `now` and `practice`."""
    enrolment, now = context["enrolment"], context["now"]
    return arrival(enrolment, night.visible_from(now, enrolment.zone, context["practice"]), now)
