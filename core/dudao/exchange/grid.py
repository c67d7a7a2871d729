"""A workbook's sheets as grids of values, each cell that cannot be believed saying why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineSheet, load_workbook

from ..errors import refuse
from ..facts.entries import Entry, Place
from ..facts.scalars import Unfit
from .container import Container, open_container
from .scan import Scan, cell_name, cell_position, scan_sheet

MOST_CELLS = 6_000_000
# Beyond this a double no longer holds every whole number of so many digits.
_EXACT = 10**15


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: `rows[r][c]` as entered (None: blank), counted from 0; a text file has no name."""

    file: str
    sheet: str
    rows: list[list[object]]
    scan: Scan

    def place(self, row: int, column: int) -> Place:
        """Return the place of a cell."""
        cell = cell_name(row + 1, column + 1)
        spot = f"{self.sheet}!{cell}" if self.sheet else cell
        return Place(self.file, spot, self.sheet, cell)

    def entry(self, row: int, column: int) -> Entry:
        """Return a cell's value and place; cells outside are blank."""
        inside = row < len(self.rows) and column < len(self.rows[row])
        return Entry(self.rows[row][column] if inside else None, self.place(row, column))

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row) for row in self.rows), default=0)


def open_grids(content: bytes, name: str) -> dict[str, Grid]:
    """Return the grids of a workbook by sheet. Raises DudaoError when it is not one."""
    container = open_container(content, name)
    uncounted = container.never_calculated()
    scans: dict[str, Scan] = {}
    for sheet, xml in container.sheets():
        if sheet.casefold() in (known.casefold() for known in scans):
            raise refuse(name, f"有两个名为“{sheet}”的工作表", "请删去一个")
        scans[sheet] = scan_sheet(xml, name, sheet, never_calculated=uncounted)
    # The library lays every sheet out in full, however few cells are filled in.
    if sum(scan.rows * scan.columns for scan in scans.values()) > MOST_CELLS:
        raise refuse(name, f"各工作表合计超过 {MOST_CELLS} 格", "请删去多余的工作表、行或列")
    try:
        return _load(container, scans)
    except CalamineError:
        raise refuse(name, "工作簿内容已损坏,无法读取", "请在 Excel 中另存为 .xlsx") from None


def _load(container: Container, scans: dict[str, Scan]) -> dict[str, Grid]:
    grids = {}
    with load_workbook(container.packed()) as book:
        for name, scan in scans.items():
            sheet = book.get_sheet_by_name(name)
            grids[name] = Grid(container.name, name, _rows(sheet, scan), scan)
    return grids


def _rows(sheet: CalamineSheet, scan: Scan) -> list[list[object]]:
    """Return the values; a cell that has none although it is not blank is Unfit."""
    rows = [[_value(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for cell, text in scan.formulas.items():
        hint = "请在 Excel 中打开并保存,或直接填写数值"
        _put(rows, cell, Unfit("公式没有计算结果", hint, text))
    for cell, text in scan.errors.items():
        _put(rows, cell, Unfit(f"是错误值 {text}", "请改正公式,或直接填写数值", text))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        if value is not None:
            area = f"{cell_name(top + 1, left + 1)}:{cell_name(bottom + 1, right + 1)}"
            hint = "请取消合并,每格单独填写"
            rows[top][left] = Unfit(f"位于合并单元格 {area}", hint, str(value))
    return rows


def _put(rows: list[list[object]], cell: str, value: object) -> None:
    row, column = (number - 1 for number in cell_position(cell))
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = value


def _value(value: Any) -> object:
    """Return a cell's value; numbers as Excel shows them, to 15 significant digits."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if not abs(value) < _EXACT:
        return float(value)
    return int(value) if value == int(value) else Decimal(f"{value:.15g}")
