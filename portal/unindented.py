"""Our own templates as they are sent: what stands before a line to show where it belongs stays in the file. Pages are not
compressed on their way (`deploy/Caddyfile` says why), so a phone would fetch every space of it."""

import re
from typing import Final

from django.template import Origin
from django.template.loaders import filesystem

INDENT: Final = re.compile(r"\n[ \t]+")


class Loader(filesystem.Loader):
    """Templates of the project's own directory. Of a mail in plain words every space stays."""

    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        return INDENT.sub("\n", contents) if origin.name.endswith(".html") else contents
