"""A first pass over a sheet's XML: how far it reaches, and what the library would read as blank."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

from ..errors import refuse

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_KEPT = ("v", "f", "is")


@dataclass(slots=True)
class Scan:
    """Cells by A1 name: formulas without a result (their text), and error values.

    `rows` and `columns` are how far the sheet's content reaches.
    """

    rows: int = 0
    columns: int = 0
    formulas: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def scan_sheet(xml: bytes, name: str, sheet: str, *, never_calculated: bool) -> Scan:
    """Return what the sheet's XML shows.

    Raises DudaoError for broken XML and for a sheet with content beyond 20,000 rows of figures
    or 200 columns, which no table of a county reaches.
    """
    scanner = _Scanner(name, sheet, never_calculated)
    try:
        scanner.parse(xml)
    except (ExpatError, ValueError, LookupError):
        raise refuse(
            f"{name} {sheet}", "工作表内容已损坏", "请在 Excel 中重新打开并另存为 .xlsx"
        ) from None
    return scanner.found


class _Scanner:
    """Follows rows and cells as they open and close."""

    def __init__(self, name: str, sheet: str, never_calculated: bool) -> None:
        self.found = Scan()
        self._where = f"{name} {sheet}"
        self._made_up = "0" if never_calculated else ""
        self._row = self._column = 0
        self._cell = (0, 0)
        self._error = False
        self._texts: dict[str, str] = {}
        self._open = ""

    def parse(self, xml: bytes) -> None:
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(xml, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
            case "c":
                self._place(attributes.get("r"))
                self._error = attributes.get("t") == "e"
                self._texts = {}
            case local if local in _KEPT:
                self._open = local
                self._texts[local] = ""

    def _place(self, cell: str | None) -> None:
        """Note where a cell stands; without a name it follows the one before."""
        self._column += 1
        self._cell = (self._row, self._column)
        if cell is not None:
            self._cell = cell_position(cell)
            self._column = self._cell[1]

    def _text(self, text: str) -> None:
        if self._open:
            self._texts[self._open] += text

    def _end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local in _KEPT:
            self._open = ""
        if local == "c" and self._texts:
            self._note(*self._cell)

    def _note(self, row: int, column: int) -> None:
        cell = cell_name(row, column)
        # Two rows of headers stand above the rows of figures.
        if row > MOST_ROWS + 2 or column > MOST_COLUMNS:
            raise refuse(
                f"{self._where}!{cell}",
                f"超出表格范围({MOST_ROWS} 行、{MOST_COLUMNS} 列)",
                "请删去多余的行或列",
            )
        self.found.rows = max(self.found.rows, row)
        self.found.columns = max(self.found.columns, column)
        value = self._texts.get("v", "").strip()
        if self._error:
            self.found.errors[cell] = value
        elif "f" in self._texts and "is" not in self._texts and value in ("", self._made_up):
            self.found.formulas[cell] = f"={self._texts['f']}"


def root_attributes(xml: bytes) -> dict[str, str]:
    """Return the attributes of a part's outermost element. Raises ValueError for broken XML."""
    found: list[dict[str, str]] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        found.append(attributes)
        parser.StartElementHandler = None

    parser = ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except (ExpatError, LookupError):
        raise ValueError("broken XML") from None
    return found[0]


def cell_position(cell: str) -> tuple[int, int]:
    """Return row and column of an A1 name, both counted from 1. Raises ValueError."""
    found = _CELL.fullmatch(cell)
    if not found:
        raise ValueError(cell)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def cell_name(row: int, column: int) -> str:
    """Return the A1 name of a cell from its row and column, both counted from 1."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
