"""Reading a sheet as a table: every column checked by its code and its header before it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from ..facts.entries import Entry, Fault, Place, fault_at
from ..facts.scalars import Unfit, shown
from .grid import Grid
from .layout import CODES_ROW, FIRST_ROW, HEADS_ROW, Column

_AGAIN = "请重新下载模板,把数据复制进去"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the entry of each column read, blank ones included."""

    entries: Mapping[str, Entry]

    def __getitem__(self, code: str) -> Entry:
        return self.entries[code]

    def figures(self, columns: Mapping[str, Column]) -> dict[str, Entry]:
        """Return what is filled in under metrics."""
        return {
            code: entry
            for code, entry in self.entries.items()
            if columns[code].metric and entry.value is not None
        }


@dataclass(slots=True)
class Table:
    """A sheet read by its columns; `faults` are those of its headers."""

    grid: Grid
    columns: dict[str, Column]
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_table(grid: Grid, expected: Sequence[Column]) -> Table:
    """Return the rows of a sheet whose columns may be any of `expected`, in any order.

    A column whose code or header is not as the template has it is a fault and is not read. Without
    one of the identifying columns there are no rows: a school whose owner's column cannot be read
    must not pass for one of the usual owner.
    """
    table = Table(grid, {})
    by_code = {column.code: column for column in expected}
    if not any(_text(grid.entry(CODES_ROW, index)) in by_code for index in range(grid.width)):
        what = "隐藏的第 1 行没有数据项代码" if grid.rows else "工作表是空的"
        table.faults.append(fault_at(_whole(grid), what, _AGAIN))
        return table
    positions = _positions(table, by_code)
    for column in expected:
        if column.metric is None and column.code not in by_code.keys() & _seen(grid, by_code):
            table.faults.append(fault_at(_whole(grid), f"缺少列“{column.head}”", _AGAIN))
    if all(column.code in positions for column in expected if not column.metric):
        table.columns = {code: by_code[code] for code in positions}
        table.rows = list(_rows(grid, positions))
    return table


def _positions(table: Table, by_code: Mapping[str, Column]) -> dict[str, int]:
    """Return where each sound column stands; the others become faults."""
    positions: dict[str, int] = {}
    for index in range(table.grid.width):
        code = _text(table.grid.entry(CODES_ROW, index))
        head = table.grid.entry(HEADS_ROW, index)
        fault = _column_fault(table.grid, index, code, head, by_code, positions)
        if fault:
            table.faults.append(fault)
        elif code:
            positions[code] = index
    return positions


def _column_fault(
    grid: Grid,
    index: int,
    code: str,
    head: Entry,
    by_code: Mapping[str, Column],
    positions: Mapping[str, int],
) -> Fault | None:
    title = _text(head)
    if not code and not title:
        return _headless(grid, index)
    if code in positions:
        return fault_at(head.place, f"列“{shown(title)}”重复", "每列只能有一次", title)
    if code in by_code:
        wanted = by_code[code].head
        if title == wanted:
            return None
        what = f"表头“{shown(title)}”与模板不符" if title else "表头是空的"
        return fault_at(head.place, what, f"应为“{wanted}”;该列未读取", title)
    known = next((one for one in by_code.values() if one.head == title), None)
    if known:
        return fault_at(head.place, f"列“{title}”的代码被改动(隐藏的第 1 行)", f"应为 {known.code}")
    return fault_at(head.place, f"不认识的列“{shown(title or code)}”", _hint(code, title, by_code))


def _headless(grid: Grid, index: int) -> Fault | None:
    for row in range(FIRST_ROW, len(grid.rows)):
        entry = grid.entry(row, index)
        if entry.value is not None:
            return fault_at(entry.place, "所在的列没有表头", "请删去,或填到有表头的列")
    return None


def _hint(code: str, title: str, by_code: Mapping[str, Column]) -> str:
    heads = [column.head for column in by_code.values()]
    near = get_close_matches(code, by_code, n=1)
    if near:
        return f"是否为“{by_code[near[0]].head}”?"
    close = get_close_matches(title, heads, n=1)
    return f"是否为“{close[0]}”?" if close else "请删去该列"


def _seen(grid: Grid, by_code: Mapping[str, Column]) -> set[str]:
    """Return the codes of columns that are there, be it with a fault."""
    codes = {_text(grid.entry(CODES_ROW, index)) for index in range(grid.width)}
    titles = {_text(grid.entry(HEADS_ROW, index)) for index in range(grid.width)}
    return codes | {column.code for column in by_code.values() if column.head in titles}


def _rows(grid: Grid, positions: Mapping[str, int]) -> Iterator[Row]:
    for row in range(FIRST_ROW, len(grid.rows)):
        entries = {code: grid.entry(row, index) for code, index in positions.items()}
        if any(entry.value is not None for entry in entries.values()):
            yield Row(entries)


def _text(entry: Entry) -> str:
    value = entry.value
    return "" if value is None or isinstance(value, Unfit) else " ".join(str(value).split())


def _whole(grid: Grid) -> Place:
    return Place(grid.file, grid.sheet, grid.sheet)
