"""What lies on the invented coach's desk besides answers: who was quiet, whose pause ends, who would like to hear something."""

from datetime import datetime, timedelta

from exercises.quiet import tell_of_quiet
from programme import contact
from programme.desk import tell_of_returns
from programme.models import Enrolment

# Of those who are on their way, in the order of the cast.
ASKS = 8


def lay(now: datetime) -> None:
    tell_of_quiet(now)
    tell_of_returns(now)
    asks = Enrolment.objects.active().select_related("client").order_by("pk")[ASKS]
    contact.ask(enrolment=asks, now=now - timedelta(hours=15))
