"""The style sheet in one piece: written a component at a time, served in one request.

`static/css/portal.css` names its parts with `@import`. A browser finds those only after reading it, a round trip later, which is long on
a phone. Collecting the static files puts the parts in their place, before the names get their hashes; where nothing was collected (the
tests) the sheet works as it is written.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/portal.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\);')
# An address beside the part it stands in: not another site's, not from the root, not within an image.
ADDRESS = re.compile(r'url\("(?![a-z]+:|/|#)([^"]+)"\)')

Paths = dict[str, tuple[Any, str]]


class JoinedStyles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise ships no types
    """WhiteNoise's storage, with the style sheet joined. Raises KeyError when the sheet names a part that is not there."""

    def post_process(self, paths: Paths, *, dry_run: bool = False, **options: Any) -> Iterator[tuple[str, str, Any]]:
        if SHEET in paths and not dry_run:
            whole = joined(paths)
            # Django's storage would otherwise save the joined one under another name.
            self.delete(SHEET)
            self.save(SHEET, ContentFile(whole.encode()))
            # From here on the sheet is the one that was collected, no longer the one in the sources.
            paths = paths | {SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def joined(paths: Paths) -> str:
    """The sheet with each part where it was imported, and the addresses in it as seen from the sheet."""
    return IMPORT.sub(lambda found: part(paths, found[1]), text(paths, SHEET))


def part(paths: Paths, name: str) -> str:
    within = posixpath.join(posixpath.dirname(SHEET), name)
    folder = posixpath.dirname(name)
    return ADDRESS.sub(lambda found: f'url("{posixpath.normpath(posixpath.join(folder, found[1]))}")', text(paths, within))


def text(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
