"""Reading a list of people from CSV or XLSX: rows of plain text, with the line on which each stands. Touches no database."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from accounts.refusal import Refused

MOST_BYTES: Final = 1_000_000
MOST_ROWS: Final = 500
# An XLSX is a zip: a megabyte of it can unpack to a thousand times that.
MOST_UNPACKED: Final = 30_000_000
LONGEST_CELL: Final = 300
# How the columns may be called.
COLUMNS: Final = {
    "name": ("naam", "name", "volledige naam"),
    "email": ("e-mail", "email", "e-mailadres", "emailadres", "mail", "adres"),
    "week": ("week", "zit nu in week", "nu in week", "huidige week"),
    "coach": ("begeleider", "coach"),
    "through_week": ("geregeld tot en met week", "geregeld t/m week", "betaald t/m week", "geregeld"),
    "care_kind": ("soort", "zorg of coaching"),
}
NEEDED: Final = ("name", "email", "week")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: its number as a spreadsheet counts, and its text by column."""

    number: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "")


def read(name: str, content: bytes) -> list[Row]:
    """Raises Refused, in words, on a file that is too large, cannot be read, lacks a column or has no rows."""
    if len(content) > MOST_BYTES:
        raise too_large()
    # By its first bytes and not by its name: people rename what will not open.
    lines = from_xlsx(content) if content[:2] == b"PK" else from_csv(content)
    head, *rest = [line for line in lines if any(text for text in line[1])] or [(0, [])]
    columns = columns_of(head[1])
    rows = [Row(number, {column: texts[at] for column, at in columns.items() if at < len(texts)}) for number, texts in rest]
    if not rows:
        raise Refused(_("There is nobody in this list: under the line with the names of the columns stands nothing."))
    return rows


def columns_of(head: list[str]) -> dict[str, int]:
    """Where each column stands. Raises Refused when one that is needed is missing."""
    names = [" ".join(text.lower().split()).rstrip(":") for text in head]
    found = {column: names.index(alias) for column, aliases in reversed(COLUMNS.items()) for alias in reversed(aliases) if alias in names}
    missing = [COLUMNS[column][0] for column in NEEDED if column not in found]
    if missing:
        raise Refused(_("The first line names the columns. Missing: %(names)s.") % {"names": ", ".join(missing)})
    return found


def limited(lines: Iterable[Iterable[object]]) -> list[tuple[int, list[str]]]:
    """Raises Refused on more rows than one list may have."""
    found = []
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS + 1:
            raise Refused(_("This list has more than %(most)s lines. Cut it in two.") % {"most": MOST_ROWS})
        found.append((number, [tidy(cell) for cell in list(line)[:30]]))
    return found


def tidy(cell: object) -> str:
    """One line of text. A whole number that a spreadsheet keeps as 3.0 is 3."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_CELL]


def from_csv(content: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        return limited(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error:
        raise unreadable() from None


def from_xlsx(content: bytes) -> list[tuple[int, list[str]]]:
    """The first sheet; of formulas what they gave last, never what they say."""
    try:
        refuse_a_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return limited(rows_of(book))
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - a file that only looks like a spreadsheet breaks its reader in many ways
        raise unreadable() from None


def refuse_a_bomb(content: bytes) -> None:
    """Small when packed, endless when opened."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise too_large()


def too_large() -> Refused:
    return Refused(_("This file is larger than one megabyte. Take out what is not needed, or cut it in two."))


def rows_of(book: object) -> Iterator[Iterable[object]]:
    sheet = book.worksheets[0]  # type: ignore[attr-defined]
    sheet.reset_dimensions()
    yield from sheet.iter_rows(max_col=30, values_only=True)


def unreadable() -> Refused:
    return Refused(_("This file cannot be read as a list. Save it as XLSX or as CSV and try once more."))
