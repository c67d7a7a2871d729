"""Writing sheets: formats, widths, drop-downs; and text that never becomes a formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..metrics import Kind, Metric
from .layout import CODES_ROW, FIRST_ROW, HEADS_ROW, Column
from .scan import MOST_ROWS

_LAST_ROW = FIRST_ROW + MOST_ROWS - 1
_LONGEST_TEXT = 32_000
# Bounds above this only keep a figure storable: saying them would not help anyone.
_LARGE = 10**10
_NUMBER_FORMATS = {Kind.COUNT: "0", Kind.AMOUNT: "#,##0.00##", Kind.PERCENT: "0.00####"}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
BORDER = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
_HEAD = {**BORDER, "bold": True, "text_wrap": True, "align": "center"}


class Book:
    """A workbook being written in memory, with its formats."""

    def __init__(self) -> None:
        self._target = BytesIO()
        self._workbook = Workbook(self._target, _OPTIONS)
        self._formats: dict[str, Format] = {}

    def content(self) -> bytes:
        """Finish the workbook and return the file's bytes."""
        self._workbook.close()
        return self._target.getvalue()

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet, set up to print landscape on one page's width."""
        sheet = self._workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        return sheet

    def format(self, **properties: Any) -> Format:
        """Return the format with these properties, made once."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(properties)
        return self._formats[key]

    @property
    def bad(self) -> Format:
        """The format of a cell with a fault."""
        return self.format(**BORDER, bg_color="#FF7C80", text_wrap=True)

    def head(self, column: Column | None) -> Format:
        """Return the format of a header: required, figure, or other columns."""
        if column is None:
            return self.format(**_HEAD, bg_color="#D9D9D9")
        if column.required:
            return self.format(**_HEAD, bg_color="#F8CBAD")
        return self.format(**_HEAD, bg_color="#DDEBF7" if column.metric else "#FFF2CC")

    def body(self, column: Column | None) -> Format:
        """Return the format of the cells under a header; codes and names stay text."""
        if column is None or column.code == "VALUE":
            return self.format(**BORDER)
        if column.metric and not column.choices:
            return self.format(
                **BORDER, num_format=_NUMBER_FORMATS.get(column.metric.kind, "General")
            )
        if column.bounds:
            return self.format(**BORDER, num_format="0")
        return self.format(**BORDER, num_format="@", text_wrap=True)


def dress(book: Book, sheet: Worksheet, columns: Sequence[Column | None], frozen: int) -> None:
    """Give a table its widths, drop-downs and frozen headers; None stands for a foreign column."""
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width if column else 14, book.body(column))
        rule = _rule(column) if column else None
        if rule:
            sheet.data_validation(FIRST_ROW, index, _LAST_ROW, index, rule)
    sheet.set_row(CODES_ROW, None, None, {"hidden": True})
    sheet.set_row(HEADS_ROW, 48)
    sheet.freeze_panes(FIRST_ROW, frozen)
    sheet.repeat_rows(HEADS_ROW)


def _rule(column: Column) -> dict[str, Any] | None:
    if column.metric:
        return metric_rule(column.metric)
    if column.choices or column.source:
        return _list_rule(column.source or list(column.choices))
    return _number_rule(True, *column.bounds, column.note) if column.bounds else None


def metric_rule(metric: Metric) -> dict[str, Any]:
    """Return what Excel lets people enter for a metric."""
    if metric.choices:
        return _list_rule(list(metric.choices.values()))
    return _number_rule(metric.decimals == 0, 0, int(metric.ceiling), metric.note)


def _list_rule(source: str | list[str]) -> dict[str, Any]:
    return {"validate": "list", "source": source, "error_message": "请从下拉列表中选择"}


def _number_rule(whole: bool, low: int, high: int, note: str) -> dict[str, Any]:
    kind = "整数" if whole else "数字"
    span = f"不小于 {low} 的{kind}" if high > _LARGE else f"{low} 至 {high} 的{kind}"
    rule = {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_message": f"应为{span}",
    }
    return {**rule, "input_message": note[:255]} if note else rule


def put(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """Write a value as data: text stays text, whatever it begins with.

    A number of more than 15 significant digits is written as text, because Excel would round it.
    """
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float | Decimal) and _holds(value):
        sheet.write_number(row, column, float(value), style)
    else:
        sheet.write_string(row, column, str(value)[:_LONGEST_TEXT], style)


def _holds(value: float | Decimal) -> bool:
    number = Decimal(str(value))
    return number.is_finite() and Decimal(f"{float(value):.15g}") == number
