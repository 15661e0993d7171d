"""Lists as CSV or XLSX that no spreadsheet program takes for a formula. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from openpyxl import Workbook

Cell = str | int | date | None
# What begins a formula in one program or another, also in letters of full width, or parts one cell from the next.
BITES: Final = "=+-@＝＋－＠;|%"
# What stands before it unseen, or is taken away when the list is opened.
HIDES: Final = " \"'\N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\u200b"
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def plain(value: Cell) -> str:
    """One line of text: no control characters, a day as 2027-01-31."""
    if value is None:
        return ""
    return CONTROL.sub(" ", value.isoformat() if isinstance(value, date) else str(value))


def harmless(value: Cell) -> str:
    """The text with an apostrophe before it where a spreadsheet could read a formula in it."""
    text = plain(value)
    first = text.strip(HIDES)[:1]
    return f"'{text}" if first and first in BITES and not isinstance(value, int) else text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With a mark of its encoding and semicolons, as Dutch programs read it; every cell in quotation marks."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Every text is marked as text, and stays one when it is edited."""
    book = Workbook()
    sheet = book.active
    for number, row in enumerate([head, *rows], start=1):
        for column, value in enumerate(row, start=1):
            known = isinstance(value, int | date)
            cell = sheet.cell(number, column, value if known else plain(value))
            if not known:
                cell.data_type, cell.quotePrefix = "s", True
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
