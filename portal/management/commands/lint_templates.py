from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError, engines

from portal import templatelint


class Command(BaseCommand):
    help = "Fails when a template does not compile, passes text on unescaped, or holds a style, script or handler."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        apps = [settings.BASE_DIR / app / "templates" for app in settings.INSTALLED_APPS if (settings.BASE_DIR / app).is_dir()]
        count, faults = 0, []
        for folder in (settings.BASE_DIR / "templates", *apps):
            for path in templatelint.templates(folder):
                count += 1
                name, source = str(path.relative_to(folder)), path.read_text()
                faults += [*templatelint.faults(name, source), *does_not_compile(name, source)]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{count} templates compile and hold nothing they may not.")


def does_not_compile(name: str, source: str) -> list[str]:
    try:
        engines["django"].from_string(source)
    except TemplateSyntaxError as error:
        return [f"{name}: {error}"]
    return []
