"""Real workbooks for the tests: written from the template, then edited as a person would."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import openpyxl

from dudao.exchange import Reading, read_workbook, write_template
from dudao.facts import ClassFact, FactSet, School, SchoolType, Stage, SubjectFacts
from dudao.metrics import Level, shared_vocabulary
from dudao.rulebook import Attested, Indicator, Ratio, RuleBook, Value

VOCABULARY = shared_vocabulary()
CLAUSE = "示例办法 第一条"
BOOK = RuleBook(
    code="cn.sample",
    edition="2020",
    title="示例办法",
    basis="示例办法",
    since=date(2020, 1, 1),
    indicators=(
        Indicator(
            code="A",
            title="生均教学用房",
            subject="stage",
            clause=CLAUSE,
            measure=Ratio(
                kind="ratio", numerator=("teaching_area",), denominator=("students",), shared=True
            ),
        ),
        Indicator(
            code="B",
            title="章程",
            subject="school",
            clause=CLAUSE,
            measure=Attested(kind="attested", metric="charter"),
        ),
        Indicator(
            code="C",
            title="支出",
            subject="county",
            clause=CLAUSE,
            measure=Value(kind="value", metric="education_spending"),
        ),
        Indicator(
            code="D",
            title="监测",
            subject="county",
            clause=CLAUSE,
            measure=Value(kind="value", metric="monitoring_level_chinese"),
        ),
    ),
)
FACTS = FactSet(
    "640221",
    "2023",
    (
        SubjectFacts(
            "S001",
            Level.SCHOOL,
            "示例小学",
            School(SchoolType.PRIMARY, built=2008),
            {"teaching_area": 27005000, "charter": 1},
            {Stage.PRIMARY: {"students": 90, "teachers": 7}},
            (ClassFact("1-1", 1, 45), ClassFact("1-2", 1, 45)),
        ),
        SubjectFacts(
            "S002",
            Level.SCHOOL,
            "示例学校",
            School(SchoolType.NINE_YEAR),
            {"teaching_area": 90000000},
            {Stage.PRIMARY: {"students": 300}, Stage.JUNIOR: {"students": 200}},
        ),
        SubjectFacts(
            "640221", Level.COUNTY, "示例县", None, {"education_spending": 12345678901234567}
        ),
    ),
    "示例县",
)


def template(facts: FactSet | None = FACTS, **options: Any) -> bytes:
    """Return a template's bytes."""
    target = io.BytesIO()
    write_template(BOOK, VOCABULARY, target, facts=facts, **options)
    return target.getvalue()


def opened(content: bytes) -> openpyxl.Workbook:
    """Open a workbook for editing."""
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: openpyxl.Workbook) -> bytes:
    """Return an edited workbook's bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def edited(cells: Mapping[str, object], content: bytes | None = None) -> bytes:
    """Return the filled template with cells changed, keyed as "Sheet!A1"."""
    book = opened(content or template())
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
    return saved(book)


def cell_of(sheet: str, head: str, row: int) -> str:
    """Return the place of the cell in the column with this code or header."""
    found = opened(template())[sheet]
    for column in found.iter_cols(max_row=2):
        if head in (column[0].value, column[1].value):
            return f"{sheet}!{column[0].column_letter}{row}"
    raise LookupError(head)


def read(content: bytes) -> Reading:
    """Read a workbook."""
    return read_workbook(content, VOCABULARY, "填报.xlsx")


def faults(content: bytes) -> list[str]:
    """Return the faults of a workbook as people read them."""
    return [str(problem) for problem in read(content).problems]
