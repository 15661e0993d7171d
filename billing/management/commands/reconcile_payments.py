"""Ask after every payment, refund and dispute that is open. Beat does it every fifteen minutes; by hand it is as safe."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from billing import gateways
from billing.reconcile import reconcile


class Command(BaseCommand):
    help = "Ask the payment provider about all that is open: payments, refunds, disputes, and events that could not be handled."

    def handle(self, *args: Any, **options: Any) -> None:
        asked = reconcile(gateway=gateways.current(), now=timezone.now())
        self.stdout.write(f"Asked after {asked}.")
