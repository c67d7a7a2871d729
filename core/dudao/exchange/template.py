"""The workbook that a county fills in: the figures a rule book needs, and what is stored already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..errors import refuse
from ..facts import (
    AREA_LABELS,
    OWNER_LABELS,
    STAGE_LABELS,
    STAGES_OF,
    TYPE_LABELS,
    FactSet,
    SubjectFacts,
)
from ..metrics import Level, Metric, Vocabulary
from ..rulebook import RuleBook
from .layout import (
    CLASSES,
    CODES_ROW,
    COUNTY,
    FIRST_ROW,
    FORMAT,
    GUIDE,
    GUIDE_HEADS,
    HEADS_ROW,
    SCHOOLS,
    STAGES,
    TABLES,
    YES_NO,
    Column,
    columns_of,
)
from .needed import needed_by
from .sheets import Book, dress, metric_rule, put

_HOW_TO = (
    "每个数据只填一次;没有的数据请留空,不要填 0、“无”或“-”。",
    "“县级数据”每行一项,只填“数值”列;“学校”每校一行;“学段”每校每学段一行;“班级”每班一行。",
    "一贯制学校按学段分行填写;高中阶段的学生数填在“学校”表。",
    "教学点等不计校数的,“计校数”填“否”,并填所属学校代码。",
    "请勿改动表名、表头和隐藏的第 1 行,勿合并单元格;数字用半角,不加单位、逗号和百分号。",
    "颜色:橙色列必填;黄色列为学校属性;蓝色列为数据项;退回的表中红色单元格有误,批注写明原因。",
)
_FROZEN = 2
Rows = Iterable[Sequence[object]]


def write_template(
    book: RuleBook,
    vocabulary: Vocabulary,
    target: Path | BinaryIO,
    *,
    facts: FactSet | None = None,
    tenant: str = "",
    period: str = "",
) -> None:
    """Write the workbook for a rule book, with the figures of `facts` filled in.

    It has a column (for the county: a row) for each metric that the book needs or that `facts`
    holds, and a row for each stage that a school's type has. `tenant` and `period` stand where
    there are no facts. Reading it gives equal facts. Raises DudaoError when the target cannot be
    written.
    """
    content = _content(book, vocabulary, facts, _head(book, facts, tenant, period))
    if not isinstance(target, Path):
        target.write(content)
        return
    try:
        target.write_bytes(content)
    except OSError as error:
        raise refuse(str(target), f"无法写入:{error.strerror}", "请检查文件夹与权限") from None


def _content(
    book: RuleBook,
    vocabulary: Vocabulary,
    facts: FactSet | None,
    head: Mapping[str, str | None],
) -> bytes:
    metrics = _metrics(book, vocabulary, facts)
    columns = {sheet: columns_of(sheet, metrics) for sheet in TABLES}
    rows: dict[str, Rows] = {
        COUNTY: _county_rows(metrics, facts),
        SCHOOLS: (_school_row(one, columns[SCHOOLS]) for one in _schools(facts)),
        STAGES: _stage_rows(_schools(facts), columns[STAGES]),
        CLASSES: _class_rows(_schools(facts)),
    }
    written = Book()
    _write_guide(written, head, book.title, columns)
    for name in TABLES:
        sheet = written.sheet(name)
        _write_table(written, sheet, columns[name], rows[name])
        if name == COUNTY:
            _county_rules(sheet, metrics)
    return written.content()


def _metrics(book: RuleBook, vocabulary: Vocabulary, facts: FactSet | None) -> list[Metric]:
    codes = {metric.code for metric in needed_by(book, vocabulary)}
    for subject in facts.subjects if facts else ():
        codes.update(subject.facts, *subject.stages.values())
    return [metric for metric in vocabulary if metric.code in codes]


def _schools(facts: FactSet | None) -> Sequence[SubjectFacts]:
    return facts.schools if facts else ()


def _head(
    book: RuleBook, facts: FactSet | None, tenant: str, period: str
) -> Mapping[str, str | None]:
    return {
        "tenant": (facts.tenant if facts else tenant) or None,
        "name": (facts.name if facts else "") or None,
        "period": (facts.period if facts else period) or None,
        "book": book.code,
        "edition": book.edition,
        "format": FORMAT,
    }


def _write_guide(
    book: Book,
    head: Mapping[str, str | None],
    title: str,
    columns: Mapping[str, Sequence[Column]],
) -> None:
    sheet = book.sheet(GUIDE)
    heading = book.format(bold=True, font_size=14)
    label = book.format(bold=True, valign="top")
    text = book.format(num_format="@", text_wrap=True, valign="top")
    required = book.format(num_format="@", bg_color="#F8CBAD", border=1)
    for index, width in enumerate((18, 44, 12, 42, 60)):
        sheet.set_column(index, index, width)
    put(sheet, 0, 0, f"{title}数据填报表", heading)
    row = 2
    for key, name in GUIDE_HEADS.items():
        put(sheet, row, 0, name, label)
        put(sheet, row, 1, head[key], required if key in ("tenant", "period") else text)
        row += 1
    row += 1
    put(sheet, row, 0, "怎样填写", label)
    for line in _HOW_TO:
        put(sheet, row, 1, line, book.format())
        row += 1
    row += 1
    _write_rows(book, sheet, row, _explained(columns), label)


def _explained(columns: Mapping[str, Sequence[Column]]) -> Iterator[Sequence[object]]:
    yield ("表", "列", "单位", "代码", "说明")
    for sheet, held in columns.items():
        for column in held:
            metric = column.metric
            name = metric.label if metric else column.head
            unit = metric.unit if metric else ""
            choices = "、".join(column.choices)
            note = ";".join(part for part in (column.note, choices and f"可选:{choices}") if part)
            yield (sheet, name, unit, metric.code if metric else "", note)


def _write_rows(book: Book, sheet: Worksheet, row: int, rows: Rows, head: Format) -> None:
    body = book.format(valign="top", text_wrap=True)
    for offset, values in enumerate(rows):
        for index, value in enumerate(values):
            put(sheet, row + offset, index, value, head if offset == 0 else body)


def _write_table(book: Book, sheet: Worksheet, columns: Sequence[Column], rows: Rows) -> None:
    dress(book, sheet, columns, _FROZEN)
    for index, column in enumerate(columns):
        put(sheet, CODES_ROW, index, column.code, book.format())
        put(sheet, HEADS_ROW, index, column.head, book.head(column))
    for row, values in enumerate(rows, FIRST_ROW):
        for index, (column, value) in enumerate(zip(columns, values, strict=True)):
            if value is not None:
                put(sheet, row, index, value, book.body(column))


def _county_rows(metrics: Iterable[Metric], facts: FactSet | None) -> Iterator[Sequence[object]]:
    figures = facts.county.facts if facts else {}
    for metric in metrics:
        if metric.level is Level.COUNTY:
            value = _shown(metric, figures.get(metric.code))
            yield (metric.code, metric.label, metric.unit or None, value, metric.note or None)


def _county_rules(sheet: Worksheet, metrics: Iterable[Metric]) -> None:
    """Give each county figure its own drop-down or bounds: there a metric is a row."""
    held = [metric for metric in metrics if metric.level is Level.COUNTY]
    for row, metric in enumerate(held, FIRST_ROW):
        sheet.data_validation(row, 3, row, 3, metric_rule(metric))


def _school_row(subject: SubjectFacts, columns: Sequence[Column]) -> Sequence[object]:
    school = subject.school
    assert school is not None
    identity = (
        subject.code,
        subject.name,
        TYPE_LABELS[school.type],
        OWNER_LABELS[school.owner],
        AREA_LABELS[school.area],
        YES_NO[0] if school.boarding else YES_NO[1],
        school.built,
        YES_NO[0] if school.counts_as_school else YES_NO[1],
        school.parent,
    )
    return (*identity, *_figures(columns, subject.facts))


def _stage_rows(
    schools: Iterable[SubjectFacts], columns: Sequence[Column]
) -> Iterator[Sequence[object]]:
    for subject in schools:
        own = STAGES_OF[subject.school.type] if subject.school else ()
        for stage in dict.fromkeys((*own, *subject.stages)):
            figures = _figures(columns, subject.stages.get(stage, {}))
            yield (subject.code, STAGE_LABELS[stage], *figures)


def _class_rows(schools: Iterable[SubjectFacts]) -> Iterator[Sequence[object]]:
    for subject in schools:
        for entry in subject.classes:
            yield (subject.code, entry.code, entry.grade, entry.students)


def _figures(columns: Sequence[Column], figures: Mapping[str, int]) -> list[object]:
    return [_shown(column.metric, figures.get(column.code)) for column in columns if column.metric]


def _shown(metric: Metric, stored: int | None) -> object:
    """Return a figure as its cell holds it: words by their label, numbers exactly."""
    if stored is None:
        return None
    return metric.show(stored) if metric.choices else Decimal(metric.exact(stored))
