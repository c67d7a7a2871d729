"""Handing a rejected workbook back: its cells as entered, the bad ones marked, and a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from ..facts.entries import Fault
from ..facts.scalars import Unfit
from .grid import Grid, open_grids
from .layout import CODES_ROW, FAULTS, HEADS_ROW, TABLES, columns_of
from .scan import cell_position
from .sheets import Book, dress, put

_FROZEN = 2
_HEADS = (("工作表", 14), ("单元格", 10), ("填报内容", 30), ("问题", 60), ("应填", 60))
Faults = Mapping[tuple[int, int], Sequence[Fault]]


def mark_workbook(content: bytes, faults: Sequence[Fault]) -> bytes:
    """Return the workbook with bad cells red, the reason as a comment, and a sheet of all faults.

    Cells keep what was entered, foreign sheets and columns included; a formula becomes its value,
    or its text where it has none. Corrected, it can be handed in again. Raises DudaoError when
    the content is no workbook.
    """
    grids = open_grids(content, "工作簿")
    book = Book()
    for name, grid in grids.items():
        if name != FAULTS:
            _write_sheet(book, grid, _by_cell(faults, name))
    _write_list(book, faults)
    return book.content()


def _by_cell(faults: Sequence[Fault], sheet: str) -> Faults:
    found: dict[tuple[int, int], list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.sheet == sheet and fault.cell:
            row, column = cell_position(fault.cell)
            found[row - 1, column - 1].append(fault)
    return found


def _write_sheet(book: Book, grid: Grid, faults: Faults) -> None:
    sheet = book.sheet(grid.sheet)
    table = grid.sheet in TABLES
    by_code = {column.code: column for column in columns_of(grid.sheet)} if table else {}
    columns = [by_code.get(str(grid.entry(CODES_ROW, index).value)) for index in range(grid.width)]
    if table:
        dress(book, sheet, columns, _FROZEN)
    else:
        sheet.set_column(0, max(grid.width - 1, 0), 20)
    for row, values in enumerate(grid.rows):
        for index, value in enumerate(values):
            style = book.body(columns[index])
            if table and row == HEADS_ROW:
                style = book.head(columns[index])
            if value is not None:
                put(sheet, row, index, value.found if isinstance(value, Unfit) else value, style)
    for (row, index), found in faults.items():
        value = grid.entry(row, index).value
        put(sheet, row, index, value.found if isinstance(value, Unfit) else value, book.bad)
        _comment(sheet, row, index, found)


def _comment(sheet: Worksheet, row: int, column: int, faults: Sequence[Fault]) -> None:
    reasons = "\n".join(";".join(filter(None, (one.what, one.expected))) for one in faults)
    sheet.write_comment(row, column, reasons, {"author": "", "x_scale": 2})


def _write_list(book: Book, faults: Sequence[Fault]) -> None:
    sheet = book.sheet(FAULTS)
    body = book.format(text_wrap=True, valign="top", border=1)
    link = book.format(font_color="#0563C1", underline=1, valign="top", border=1)
    for index, (head, width) in enumerate(_HEADS):
        sheet.set_column(index, index, width)
        put(sheet, 0, index, head, book.head(None))
    sheet.freeze_panes(1, 0)
    for row, fault in enumerate(faults, 1):
        values = (fault.sheet, fault.cell, fault.found, fault.what, fault.expected)
        for index, value in enumerate(values):
            put(sheet, row, index, value, body)
        if fault.cell:
            target = fault.sheet.replace("'", "''")
            sheet.write_url(row, 1, f"internal:'{target}'!{fault.cell}", link, fault.cell)
