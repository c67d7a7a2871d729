"""A list as people take it away: title, notes, heads and rows, as a sheet of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .sheets import BORDER, Book, put

Tone = Literal["good", "bad", "open", "faint"]

_COLOURS = {
    "good": {"font_color": "#1C6B48", "bg_color": "#DCEFE4"},
    "bad": {"font_color": "#AB261C", "bg_color": "#FADFDB"},
    "open": {"font_color": "#4D5866", "bg_color": "#E6E9EE"},
    "faint": {"font_color": "#667180"},
}
_MADE_UP = "示例数据:填报数字由程序生成,仅供演示,不反映任何地区或学校的实际情况。"
_HEADS_HEIGHT = 48


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a listing: what stands at its head, and its width in characters."""

    text: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Toned:
    """A cell whose colour says how good or bad it is, beside what it says."""

    value: object
    tone: Tone


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to be written as a sheet.

    A cell holds text, a number, a day, nothing, or one of these `Toned`. `name` is that of the
    sheet: at most 31 characters, none of []:*?/\\. `foot` are sums, which no filter hides; the
    first `frozen` columns stay in view. `synthetic` says on the sheet and on every printed page
    that the figures are made up.
    """

    name: str
    title: str
    notes: Sequence[str]
    columns: Sequence[Heading]
    rows: Iterable[Sequence[object]]
    foot: Iterable[Sequence[object]] = ()
    frozen: int = 1
    synthetic: bool = False


def listing_workbook(*listings: Listing) -> bytes:
    """Return a workbook with a sheet for each listing; text in it never becomes a formula."""
    book = Book()
    for listing in listings:
        _write(book, book.sheet(listing.name), listing)
    return book.content()


def _write(book: Book, sheet: Worksheet, listing: Listing) -> None:
    put(sheet, 0, 0, listing.title, book.format(bold=True, font_size=14))
    small = book.format(font_color="#55606E")
    warning = [(_MADE_UP, book.format(bold=True, font_color="#5C4300"))]
    notes = [*warning * listing.synthetic, *((note, small) for note in listing.notes)]
    for row, (note, style) in enumerate(notes, 1):
        put(sheet, row, 0, note, style)
    heads = len(notes) + 1
    for index, heading in enumerate(listing.columns):
        sheet.set_column(index, index, heading.width)
        put(sheet, heads, index, heading.text, book.head(None))
    last = _write_rows(book, sheet, heads + 1, listing.rows)
    _write_rows(book, sheet, last + 1, listing.foot, bold=True)
    _set_up(sheet, listing, heads, last)


def _write_rows(
    book: Book,
    sheet: Worksheet,
    first: int,
    rows: Iterable[Sequence[object]],
    *,
    bold: bool = False,
) -> int:
    """Write the rows and return the last one's number."""
    plain = book.format(**BORDER, text_wrap=True, bold=bold)
    toned = {tone: book.format(**BORDER, **colours) for tone, colours in _COLOURS.items()}
    last = first - 1
    for last, cells in enumerate(rows, first):
        for index, cell in enumerate(cells):
            _put(sheet, last, index, cell, plain, toned)
    return last


def _put(
    sheet: Worksheet, row: int, column: int, cell: object, plain: Format, toned: dict[str, Format]
) -> None:
    if isinstance(cell, Toned):
        put(sheet, row, column, cell.value, toned[cell.tone])
    else:
        put(sheet, row, column, cell, plain)


def _set_up(sheet: Worksheet, listing: Listing, heads: int, last: int) -> None:
    """Keep the heads in view and on every printed page, number the pages, offer filters."""
    sheet.set_row(heads, _HEADS_HEIGHT)
    sheet.freeze_panes(heads + 1, listing.frozen)
    sheet.repeat_rows(heads)
    if listing.columns and last > heads:
        sheet.autofilter(heads, 0, last, len(listing.columns) - 1)
    if listing.synthetic:
        sheet.set_header("&C示例数据,仅供演示")
    sheet.set_footer("&C第 &P 页,共 &N 页")
