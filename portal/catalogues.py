"""The words of the portal in Dutch: compiles the catalogues without gettext, finds what has no translation yet or has two.

Source strings are English. `locale/nl/LC_MESSAGES/django.po`, and the same in an app, is written by hand; its `.mo` is made here
and not kept in git.
"""

import io
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Found = tuple[str, str | None, str]  # place, context, first msgid


def read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name, abort_invalid=True)


def ours() -> list[Path]:
    """The folders of our own apps."""
    return [settings.BASE_DIR / app for app in settings.INSTALLED_APPS if (settings.BASE_DIR / app).is_dir()]


def catalogues(language: str = "*") -> list[Path]:
    """Every catalogue of the portal, in the order in which Django reads them: the last to know a string says it."""
    folders = [*reversed(ours()), settings.BASE_DIR]
    return [po for folder in folders for po in sorted(folder.glob(f"locale/{language}/LC_MESSAGES/*.po"))]


def compile_all() -> list[Path]:
    """Compile every catalogue that is newer than what was made of it. Returns those that were compiled."""
    stale = [po for po in catalogues() if is_stale(po)]
    for po in stale:
        compile_one(po)
    return stale


def is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def compile_one(po: Path) -> None:
    """Written beside and moved: several test processes may do this at once."""
    beside = po.with_suffix(f".mo.{os.getpid()}")
    with beside.open("wb") as file:
        write_mo(file, read(po))
    beside.replace(po.with_suffix(".mo"))


def messages() -> Iterator[Found]:
    """Every translatable string of our apps and templates."""
    for app in ours():
        for file in sorted(app.rglob("*.py")):
            yield from messages_in(file, file.read_text())
    for folder in (settings.BASE_DIR / "templates", *(app / "templates" for app in ours())):
        for file in sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".txt"}):
            yield from messages_in(file, unindented(templatize(file.read_text())))


def unindented(code: str) -> str:
    # What Django makes of a template is calls among filler: only its indentation is not Python.
    return "\n".join(line.strip() for line in code.splitlines())


def messages_in(file: Path, code: str) -> Iterator[Found]:
    for line, message, _, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}):
        first = message[0] if isinstance(message, tuple) else message
        if first:
            yield f"{file.relative_to(settings.BASE_DIR)}:{line}", context, first


def missing(found: Iterable[Found], known: list[Catalog]) -> list[str]:
    """The places whose string has no finished translation in any catalogue: absent, fuzzy, or with an empty form."""
    return [f"{place}: {msgid!r}" for place, context, msgid in found if not any(translated(each, msgid, context) for each in known)]


def translated(catalog: Catalog, msgid: str, context: str | None) -> bool:
    message = catalog.get(msgid, context)
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def conflicts(known: dict[str, Catalog]) -> list[str]:
    """Strings that two catalogues, given by name, translate differently or count with another plural. Django hears only the last:
    a link back would say what another room means by it, and a plural would miss its number."""
    said: dict[tuple[str, str, bool], dict[tuple[str, str], str]] = defaultdict(dict)
    for name, catalog in known.items():
        for message in catalog:
            counted = isinstance(message.id, tuple)
            first = message.id[0] if counted else str(message.id)
            if first:
                said[message.context or "", first, counted].setdefault((str(message.id), str(message.string)), name)
    return [f"{key[1]!r} in {', '.join(ways.values())}" for key, ways in said.items() if len(ways) > 1]
