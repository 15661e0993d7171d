from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import catalogues


class Command(BaseCommand):
    help = "Fails when a string of the portal has no Dutch translation yet."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(catalogues.messages())
        wanting = set(catalogues.missing(found, [catalogues.read(po) for po in catalogues.catalogues("nl")]))
        if wanting:
            raise CommandError("\n".join([*sorted(wanting), f"{len(wanting)} places have a string without a Dutch translation."]))
        self.stdout.write(f"The Dutch catalogues have all of {len(found)} strings.")
