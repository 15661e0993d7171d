from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import catalogues


class Command(BaseCommand):
    help = "Fails when a string of the portal has no Dutch translation yet, or has two."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(catalogues.messages())
        known = {str(po.relative_to(settings.BASE_DIR)): catalogues.read(po) for po in catalogues.catalogues("nl")}
        wanting = set(catalogues.missing(found, list(known.values())))
        if wanting:
            raise CommandError("\n".join([*sorted(wanting), f"{len(wanting)} places have a string without a Dutch translation."]))
        two = catalogues.conflicts(known)
        if two:
            raise CommandError("\n".join([*two, f"{len(two)} strings have two translations: say which is meant with a context."]))
        self.stdout.write(f"The Dutch catalogues have all of {len(found)} strings.")
