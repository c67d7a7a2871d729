"""Reading a teacher list: a workbook, a CSV file or JSON, its columns found by their headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from ..errors import refuse
from ..facts.entries import Entry, Fault, Place, fault_at
from ..facts.scalars import Unfit, named, shown
from ..teachers import GRANTED, TEACHER, Headers, TeacherRows
from .container import MOST_BYTES
from .grid import Grid, open_grids
from .scan import MOST_COLUMNS, MOST_ROWS, Scan
from .strict_json import JsonObject, parse_json

TEACHERS, NOTES = "教师名单", "填写说明"
_NO_LIST = "应为教师名单:.xlsx 工作簿、.csv 或 .json 文件"
_HEADER_WITHIN = 10


def read_teacher_list(content: bytes, headers: Headers, name: str) -> TeacherRows:
    """Read a teacher list, told by what is in it, not by its name; `name` names it in messages.

    All faults of its form are in the result. Raises DudaoError when it is no list at all.
    """
    if content.lstrip()[:1] in (b"{", b"["):
        return _json_rows(parse_json(content, name), headers, name)
    grid = _grid_of_csv(content, name) if _is_text(content) else None
    if grid:
        return _table_rows(grid, headers)
    grids = open_grids(content, name)
    sheet = _sheet_of(grids, headers, name)
    found = _table_rows(grids[sheet], headers)
    others = [each for each in grids if each not in (sheet, NOTES) and grids[each].width]
    faults = (
        fault_at(Place(name, each, each), "没有读取这张表", f"请删去,或把内容并入“{sheet}”")
        for each in others
    )
    return TeacherRows(found.place, found.columns, found.rows, (*faults, *found.faults))


def _is_text(content: bytes) -> bool:
    """Return whether the content is text; workbooks begin with bytes that no text has."""
    return bool(content) and not any(byte < 9 for byte in content[:1024])


def _sheet_of(grids: Mapping[str, Grid], headers: Headers, name: str) -> str:
    """Return the sheet with the list: by its name, else the first with a header of numbers."""
    if TEACHERS in grids:
        return TEACHERS
    for sheet, grid in grids.items():
        if _header_row(grid, headers) is not None:
            return sheet
    raise refuse(name, f"没有“{TEACHERS}”表,也没有表头中有“工号”的表", "请用模板填写")


def _grid_of_csv(content: bytes, name: str) -> Grid:
    """Return the cells of a CSV file in UTF-8 or, as Excel saves it here, in GB 18030."""
    if len(content) > MOST_BYTES:
        raise refuse(name, f"文件超过 {MOST_BYTES // 1024**2} MB 的上限", "请检查是否选错了文件")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise refuse(name, "文字的编码无法识别", f"请存为 UTF-8;{_NO_LIST}")
    try:
        rows = [_cells(row) for row in csv.reader(io.StringIO(text, newline=""))]
    except csv.Error:
        raise refuse(name, "不是有效的 CSV 文件", _NO_LIST) from None
    if len(rows) > MOST_ROWS + 1 or any(len(row) > MOST_COLUMNS for row in rows):
        raise refuse(name, f"超出范围({MOST_ROWS} 行、{MOST_COLUMNS} 列)", "请分成几份")
    return Grid(name, "", rows, Scan())


def _cells(row: Iterable[str]) -> list[object]:
    return [cell.strip() or None for cell in row]


def _table_rows(grid: Grid, headers: Headers) -> TeacherRows:
    """Return the rows under the headers; columns that cannot be read are faults."""
    place = Place(grid.file, grid.sheet, grid.sheet)
    head = _header_row(grid, headers)
    if head is None:
        what = "工作表是空的" if not grid.rows else "没有找到表头:没有“工号”一列"
        return TeacherRows(place, frozenset(), (), (fault_at(place, what, "请用模板填写"),))
    columns: dict[str, int] = {}
    faults = list(_columns(grid, head, headers, columns))
    named = [i for i in range(grid.width) if headers.is_name(_text(grid.entry(head, i).value))]
    rows = tuple(_filled(grid, head, columns, named))
    return TeacherRows(place, frozenset(columns), rows, tuple(faults))


def _header_row(grid: Grid, headers: Headers) -> int | None:
    """Return the row with the headers: titles may stand above it."""
    for row in range(min(len(grid.rows), _HEADER_WITHIN)):
        cells = (grid.entry(row, column).value for column in range(grid.width))
        if any(headers.find(_text(cell)) == TEACHER for cell in cells):
            return row
    return None


def _columns(grid: Grid, head: int, headers: Headers, columns: dict[str, int]) -> Iterator[Fault]:
    """Find out where each column stands, yielding a fault for those that cannot be read."""
    for index in range(grid.width):
        entry = grid.entry(head, index)
        title = _text(entry.value)
        code = headers.find(title)
        if not title:
            yield from _headless(grid, head, index)
        elif code in columns:
            yield fault_at(entry.place, f"列“{shown(title)}”重复", "每列只能有一次", shown(title))
        elif code:
            columns[code] = index
        elif not headers.passes_over(title):
            hint = _near(title, headers)
            yield fault_at(entry.place, f"不认识的列“{shown(title)}”", hint, shown(title))


def _headless(grid: Grid, head: int, index: int) -> Iterator[Fault]:
    for row in range(head + 1, len(grid.rows)):
        entry = grid.entry(row, index)
        if entry.value is not None:
            yield fault_at(entry.place, "所在的列没有表头", "请补上表头,或删去该列")
            return


def _near(title: str, headers: Headers) -> str:
    near = get_close_matches(title, headers.names, n=1)
    return f"是否为“{headers.names[near[0]]}”?" if near else "核对用不到,请删去"


def _filled(
    grid: Grid, head: int, columns: Mapping[str, int], named: Sequence[int]
) -> Iterator[dict[str, Entry]]:
    """Yield the rows with anything to read; a name alone is read no further, but is a row."""
    for row in range(head + 1, len(grid.rows)):
        told = (grid.entry(row, index).value for index in (*columns.values(), *named))
        if any(value is not None for value in told):
            yield {code: grid.entry(row, index) for code, index in columns.items()}


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, Unfit) else " ".join(str(value).split())


def _json_rows(data: Any, headers: Headers, name: str) -> TeacherRows:
    """Return the rows of `[…]` or `{"teachers": […]}`."""
    listed = data.get("teachers") if isinstance(data, JsonObject) else data
    if not isinstance(listed, list):
        raise refuse(name, "没有教师名单", '应为 {"teachers": [ … ]}')
    faults: list[Fault] = []
    rows = []
    for number, each in enumerate(listed):
        place = Place(name, f"teachers[{number}]")
        if isinstance(each, JsonObject):
            nobody = {TEACHER: Entry(None, place)}
            rows.append(nobody | dict(_members(each, place, headers, faults)))
        else:
            faults.append(fault_at(place, f"是{named(each)},不是一组键值", "应为 { … }"))
    columns = frozenset(code for row in rows for code in row)
    return TeacherRows(Place(name), columns, tuple(rows), tuple(faults))


def _members(
    data: JsonObject, place: Place, headers: Headers, faults: list[Fault]
) -> Iterator[tuple[str, Entry]]:
    """Yield the entries of one teacher; what is granted is an object of its own."""
    granted = data.get("granted")
    nested = granted if isinstance(granted, JsonObject) else JsonObject([])
    flat = {key: value for key, value in data.items() if nested is not value}
    flat |= {f"{GRANTED}{key}": value for key, value in nested.items()}
    for key in (*data.repeated, *nested.repeated):
        faults.append(fault_at(place, f"键 {shown(key)} 出现了两次", "请只留一个"))
    seen: set[str] = set()
    for key, value in flat.items():
        at = Place(place.file, f"{place.spot} {shown(key)}")
        code = headers.find(key)
        if code in seen:
            faults.append(fault_at(at, "与另一个键是同一列", "请只留一个"))
        elif code:
            seen.add(code)
            yield code, Entry(value, at)
        elif not headers.passes_over(key):
            faults.append(fault_at(at, f"不认识的键 {shown(key)}", _near(key, headers)))
