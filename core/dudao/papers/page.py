"""A paper in the look that GB/T 9704-2012 gives official documents, written in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat

from .look import THIRD, blank, flag, insert

SYNTHETIC = "示例数据"
DRAFT = "草稿"
# What XML 1.0 has no place for, not even escaped; a line's end is none of it.
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_DIGITS = "零一二三四五六七八九"
_EPOCH = (1980, 1, 1, 0, 0, 0)
Cell = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its head and its width in millimetres.

    Its cells may be `centred`; where they are `headed`, their first line stands out.
    """

    head: str
    width: float
    centred: bool = False
    headed: bool = False


def chinese_date(day: date) -> str:
    """Return a date as official papers print it: 2018年10月15日."""
    return f"{day.year}年{day.month}月{day.day}日"


def numeral(number: int) -> str:
    """Return a whole number from 1 to 99 in Chinese numerals; above that in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def legible(text: str) -> str:
    """Return a text with what a document cannot hold replaced by a visible mark."""
    return _ILLEGAL.sub("\ufffd", text)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, each as a document can hold it."""
    return [legible(line) for line in _LINE_END.split(text)]


def place_in(clause: str, basis: str) -> str:
    """Return the place alone of a clause in the document that a paper rests on; others whole."""
    return clause.removeprefix(basis).strip() or clause


class Paper:
    """A document being written, from top to bottom; equal calls give equal bytes.

    `marks` stand on the first line and in the header of every page.
    """

    def __init__(self, name: str, day: date, marks: Iterable[str] = ()) -> None:
        self._document = blank(legible(name), day)
        mark = "　".join(marks)
        if mark:
            self.write(mark, "Mark")
            _fill(self._document.sections[0].header.paragraphs[0], mark)

    def title(self, *lines: str, under: str = "") -> None:
        """Write the title, centred, what stands under it, and a blank line."""
        self._paragraph("\n".join(legible(line) for line in lines), "Title")
        self.write(under, "Subtitle")
        self._paragraph("", "Normal")

    def heading(self, text: str, level: int) -> None:
        """Write a heading of level 1 to 3."""
        self._paragraph(" ".join(lines_of(text)), f"Heading {level}")

    def write(self, text: str, style: str = "Body Text") -> None:
        """Write a text, a paragraph for each of its lines; blank ones are left out."""
        for line in lines_of(text):
            if line.strip():
                self._paragraph(line, style)

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """Write a table whose head stands on every page and whose rows stay whole.

        A cell holds a text or a list of lines.
        """
        table = self._document.add_table(0, len(columns))
        _set_table(table, columns)
        head = _add_row(table, columns, [column.head for column in columns], "Table Head")
        flag(head._tr.get_or_add_trPr(), "w:tblHeader")
        for row in rows:
            _add_row(table, columns, row, "Table Text")
        # Two tables in a row would grow together, and text would touch the last line.
        self._paragraph("", "Table Text")

    def signature(self, by: str, day: date) -> None:
        """Write who signs over the date, both at the right, the name centred on the date."""
        self._paragraph("", "Normal")
        # No page holds a signature and nothing else.
        for paragraph in self._document.paragraphs[-2:]:
            paragraph.paragraph_format.keep_with_next = True
        written = chinese_date(day)
        wider = (_width(by) - _width(written)) / 2
        # GB/T 9704 7.3.5.1: four characters are left free at the right of the date.
        free = max(4, wider)
        self._sign(legible(by), free - wider).keep_with_next = True
        self._sign(written, free)

    def content(self) -> bytes:
        """Return the file's bytes, with no time of writing in them."""
        written, target = BytesIO(), BytesIO()
        self._document.save(written)
        with ZipFile(written) as source, ZipFile(target, "w") as packed:
            for info in source.infolist():
                entry = ZipInfo(info.filename, _EPOCH)
                packed.writestr(entry, source.read(info), ZIP_DEFLATED)
        return target.getvalue()

    def _sign(self, text: str, free: float) -> ParagraphFormat:
        form: ParagraphFormat = self._paragraph(text, "Normal").paragraph_format
        form.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        form.right_indent = Pt(round(free * THIRD))
        return form

    def _paragraph(self, text: str, style: str) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        _fill(paragraph, text)
        return paragraph


def _fill(paragraph: Paragraph, text: str) -> None:
    if not text:
        return
    run = paragraph.add_run(text)
    # Quotation marks and dashes belong to either script; here they are Chinese.
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:hint"), "eastAsia")
    run._r.get_or_add_rPr().insert(0, fonts)


def _width(text: str) -> float:
    """Return about how many characters wide a text is: digits and letters take half of one."""
    return sum(0.5 if mark.isascii() else 1 for mark in text)


def _set_table(table: Table, columns: Sequence[Column]) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    properties = table._tbl.tblPr
    width = OxmlElement("w:tblW")
    for old in properties.findall(qn("w:tblW")):
        properties.replace(old, width)
    _measure(width, sum(Mm(column.width).twips for column in columns))
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _border(borders, side)
    margins = OxmlElement("w:tblCellMar")
    for side, millimetres in (("top", 0.6), ("left", 0.9), ("bottom", 0.6), ("right", 0.9)):
        margin = OxmlElement(f"w:{side}")
        _measure(margin, Mm(millimetres).twips)
        margins.append(margin)
    insert(properties, borders, ("w:tblLayout", "w:tblLook"))
    insert(properties, margins, ("w:tblLook",))
    for column, given in zip(table.columns, columns, strict=True):
        column.width = Mm(given.width)


def _border(borders: Any, side: str) -> None:
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)


def _measure(element: Any, twips: int) -> None:
    element.set(qn("w:w"), str(twips))
    element.set(qn("w:type"), "dxa")


def _add_row(table: Table, columns: Sequence[Column], row: Sequence[Cell], style: str) -> _Row:
    added: _Row = table.add_row()  # type: ignore[no-untyped-call]
    flag(added._tr.get_or_add_trPr(), "w:cantSplit")
    for cell, column, value in zip(added.cells, columns, row, strict=True):
        cell.width = Mm(column.width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _fill_cell(cell, list(_lines(value)), style, column)
    return added


def _lines(value: Cell) -> Iterator[str]:
    for text in [value] if isinstance(value, str) else value:
        yield from lines_of(text)


def _fill_cell(cell: _Cell, lines: Sequence[str], style: str, column: Column) -> None:
    for number, line in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        _fill(paragraph, line)
    for paragraph in cell.paragraphs:
        paragraph.style = style
        if style == "Table Text":
            side = WD_ALIGN_PARAGRAPH.CENTER if column.centred else WD_ALIGN_PARAGRAPH.LEFT
            paragraph.alignment = side
    if column.headed and style == "Table Text":
        for run in cell.paragraphs[0].runs:
            run.bold = True
