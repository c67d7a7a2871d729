"""The teacher list as a workbook to fill in, and the results of a check as one to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from ..rulebook import MOST_YEARS, TITLE_LABELS, RuleBook
from ..teachers import (
    DISCREPANCY_LABELS,
    GRANTED,
    POST,
    REACH_LABELS,
    STARTED,
    TEACHER,
    TITLE,
    Discrepancy,
    Reach,
    Teacher,
    TeacherCheck,
    TeacherColumn,
    TeacherResult,
    asked_columns,
    counts_of,
    threshold_words,
    title_words,
)
from .layout import YES_NO, Column
from .scan import MOST_ROWS
from .sheets import Book, list_rule, number_rule, put
from .teacher_list import NOTES, TEACHERS

_HOW_TO = (
    "每位教师一行,只填工号或编号。不需要姓名;有“姓名”一列的不会被读取。",
    "名单只用于核对,不存入系统,也不写入日志。",
    "年数的单位是年;确实没有的填 0,不清楚的留空:留空表示不知道,不当作 0。",
    "表头可以改用常见的叫法;不要添加其他列,不要合并单元格。",
)
_SUMMARY, _DIFFERENT, _ALL = "汇总", "有出入", "逐人结果"
_TEXT = {"num_format": "@"}
_ABOUT = (("工号", 14), ("任教学校", 26), ("申报职称", 10))
_FINDINGS = (
    ("年限条件", 44),
    ("出入", 22),
    ("名单认定", 10),
    ("核对结论", 10),
    ("还差(年)", 10),
    ("说明", 60),
)
Rows = Iterable[Sequence[object]]


def write_teacher_template(book: RuleBook | None) -> bytes:
    """Return the workbook for a teacher list: the columns a book's thresholds ask for, else all."""
    thresholds = book.thresholds if book else ()
    columns = asked_columns(thresholds)
    written = Book()
    _write_notes(written, book, columns)
    sheet = written.sheet(TEACHERS)
    for index, column in enumerate(columns):
        shape = Column(column.code, column.head, required=column.code == TEACHER)
        style = {} if column.code.startswith(("years", "unbroken")) else _TEXT
        sheet.set_column(index, index, 16 if len(column.head) < 16 else 24, written.format(**style))
        put(sheet, 0, index, column.head, written.head(shape))
        rule = _rule(column)
        if rule:
            sheet.data_validation(1, index, MOST_ROWS, index, rule)
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    return written.content()


def _rule(column: TeacherColumn) -> dict[str, Any] | None:
    """Return what Excel lets people enter; where several words may stand, only a hint."""
    if column.code == TITLE:
        return list_rule([*TITLE_LABELS.values()])
    if column.code.startswith(GRANTED):
        return list_rule([*YES_NO])
    if column.code.startswith(("years", "unbroken")):
        return number_rule(False, 0, MOST_YEARS - 1, column.note)
    if column.code in (POST, STARTED):
        return {"validate": "any", "input_message": column.note[:255]}
    return None


def _write_notes(written: Book, book: RuleBook | None, columns: Iterable[TeacherColumn]) -> None:
    sheet = written.sheet(NOTES)
    for index, width in enumerate((34, 60, 34, 34)):
        sheet.set_column(index, index, width)
    title = f"教师名单({book.title})" if book else "教师名单"
    put(sheet, 0, 0, title, written.format(bold=True, font_size=14))
    for row, line in enumerate(_HOW_TO, 2):
        put(sheet, row, 0, line, written.format())
    row = len(_HOW_TO) + 3
    named = ((each.head, each.note, "、".join(each.aliases[:3])) for each in columns)
    row += _write_rows(written, sheet, row, [("列", "怎样填", "也可写作"), *named]) + 1
    if book and book.thresholds:
        asked = ((each.title, threshold_words(each), each.clause) for each in book.thresholds)
        _write_rows(written, sheet, row, [("年限条件", "要求", "条款"), *asked])


def _write_rows(written: Book, sheet: Worksheet, first: int, rows: Rows) -> int:
    body = written.format(valign="top", text_wrap=True, border=1, border_color="#BFBFBF")
    count = 0
    for count, values in enumerate(rows, 1):
        style = written.head(None) if count == 1 else body
        for index, value in enumerate(values):
            put(sheet, first + count - 1, index, value, style)
    return count


def write_teacher_results(check: TeacherCheck, book: RuleBook) -> bytes:
    """Return the results as a workbook: counts, what differs from the list, every teacher."""
    written = Book()
    sheet = written.sheet(_SUMMARY)
    for index, width in enumerate((44, 50, 30, *(9 for _ in range(8)))):
        sheet.set_column(index, index, width)
    put(sheet, 0, 0, f"{book.title} 教师年限核对", written.format(bold=True, font_size=14))
    put(sheet, 1, 0, f"{check.as_of},共 {len(check.results)} 名教师", written.format())
    _write_rows(written, sheet, 3, _summary(check))
    _write_results(written, _DIFFERENT, (*_ABOUT, *_FINDINGS), list(_differences(check)))
    heads = ((threshold.title, 34) for threshold in check.thresholds)
    _write_results(written, _ALL, (*_ABOUT, *heads), [_person(each) for each in check.results])
    return written.content()


def _summary(check: TeacherCheck) -> Iterator[Sequence[object]]:
    reaches = [REACH_LABELS[reach] for reach in Reach]
    differences = [DISCREPANCY_LABELS[each] for each in Discrepancy]
    yield ("年限条件", "要求", "条款", *reaches, "其中本次申报", *differences)
    for count in counts_of(check):
        threshold = count.threshold
        yield (
            threshold.title,
            threshold_words(threshold),
            threshold.clause,
            *(count.reach[reach] for reach in Reach),
            count.applying if title_words(threshold) else None,
            *(count.discrepancies[each] for each in Discrepancy),
        )


def _write_results(
    written: Book, name: str, heads: Sequence[tuple[str, int]], lines: Sequence[Sequence[object]]
) -> None:
    sheet = written.sheet(name)
    for index, (_, width) in enumerate(heads):
        sheet.set_column(index, index, width)
    _write_rows(written, sheet, 0, [[head for head, _ in heads], *lines])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    if lines:
        sheet.autofilter(0, 0, len(lines), len(heads) - 1)


def _differences(check: TeacherCheck) -> Iterator[Sequence[object]]:
    for result in check.results:
        for threshold, found in zip(check.thresholds, result.attained, strict=True):
            if found.discrepancy:
                yield (
                    *_about(result.teacher),
                    threshold.title,
                    DISCREPANCY_LABELS[found.discrepancy],
                    YES_NO[0] if found.granted else YES_NO[1],
                    REACH_LABELS[found.reach],
                    found.lacking,
                    ";".join(found.reasons),
                )


def _person(result: TeacherResult) -> Sequence[object]:
    found = (f"{REACH_LABELS[one.reach]}:{';'.join(one.reasons)}" for one in result.attained)
    return (*_about(result.teacher), *found)


def _about(teacher: Teacher) -> tuple[str, ...]:
    return (teacher.code, teacher.school, TITLE_LABELS[teacher.title] if teacher.title else "")
