"""The template: only what the book needs, with headers, drop-downs and what is stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.core.exchange.workbooks import BOOK, CLAUSE, VOCABULARY, cell_of, opened, read, template

from dudao.errors import DudaoError
from dudao.exchange import needed_by, write_template
from dudao.facts import FactSet, SubjectFacts
from dudao.metrics import Level
from dudao.rulebook import (
    Condition,
    Indicator,
    PassedOverCheck,
    Range,
    Ratio,
    RatioCheck,
    Relaxation,
    RuleBook,
    SameCheck,
    ShareWithin,
    SumCheck,
    Target,
    When,
)


def heads(sheet: Worksheet) -> list[object]:
    """Return the headers of a table."""
    return [cell.value for cell in sheet[2]]


def validations(sheet: Worksheet, cell: str) -> list[str]:
    """Return the kinds of validation of a cell."""
    return [rule.type for rule in sheet.data_validations.dataValidation if cell in rule.sqref]


def test_the_sheets_are_in_order() -> None:
    assert opened(template()).sheetnames == ["填报说明", "县级数据", "学校", "学段", "班级"]


def test_only_needed_and_stored_figures_have_columns() -> None:
    book = opened(template())
    assert heads(book["学校"])[9:] == [
        "教学及辅助用房面积(㎡)",
        "教学及辅助用房面积(含室内体育用房)(㎡)",
        "室内体育用房面积(㎡)",
        "高中学生数(人)",
        "制定章程并依章程管理",
    ]
    assert heads(book["学段"]) == ["学校代码", "学段", "在校学生数(人)", "专任教师数(人)"]
    assert heads(opened(template(None))["学段"]) == ["学校代码", "学段", "在校学生数(人)"]


def test_codes_stand_in_a_hidden_row_and_headers_are_frozen() -> None:
    for name in ("县级数据", "学校", "学段", "班级"):
        sheet = opened(template())[name]
        assert sheet.row_dimensions[1].hidden
        assert sheet.freeze_panes == "C3"
        assert sheet.page_setup.orientation == "landscape"
    assert [cell.value for cell in opened(template())["学段"][1]] == [
        "SCHOOL",
        "STAGE",
        "students",
        "teachers",
    ]


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (cell_of("学校", "TYPE", 3), "list"),
        (cell_of("学校", "OWNER", 2000), "list"),
        (cell_of("学校", "charter", 3), "list"),
        (cell_of("学校", "senior_students", 3), "whole"),
        (cell_of("学校", "teaching_area", 20002), "decimal"),
        (cell_of("学段", "STAGE", 3), "list"),
        (cell_of("学段", "SCHOOL", 3), "list"),
        (cell_of("班级", "GRADE", 3), "whole"),
        ("县级数据!D3", "decimal"),
        ("县级数据!D4", "list"),
    ],
)
def test_cells_offer_or_bound_what_may_be_entered(place: str, kind: str) -> None:
    sheet, _, cell = place.partition("!")
    assert validations(opened(template())[sheet], cell) == [kind]


def test_stored_figures_are_filled_in() -> None:
    book = opened(template())
    first = {
        head: cell.value for head, cell in zip(heads(book["学校"]), book["学校"][3], strict=True)
    }
    assert first["学校名称"] == "示例小学"
    assert first["学校类型"] == "小学"
    assert first["教学及辅助用房面积(㎡)"] == 2700.5
    assert first["制定章程并依章程管理"] == "是"
    assert [row[0].value for row in book["学段"].iter_rows(min_row=3)] == ["S001", "S002", "S002"]
    assert [cell.value for cell in book["班级"][4]] == ["S001", "1-2", 1, 45]


def test_a_number_that_excel_would_round_is_written_as_text() -> None:
    assert opened(template())["县级数据"]["D3"].value == "1234567890123.4567"


def test_a_stage_that_is_not_reported_yet_has_its_row() -> None:
    school = SubjectFacts("S9", Level.SCHOOL, "新校", read(template()).facts.schools[1].school)  # type: ignore[union-attr]
    book = opened(template(FactSet("640221", "2024", (school,))))
    assert [cell.value for cell in book["学段"]["B"][2:]] == ["小学", "初中"]


def test_the_guide_names_tenant_period_and_book() -> None:
    guide = opened(template(None, tenant="640221", period="2024"))["填报说明"]
    told = {row[0].value: row[1].value for row in guide.iter_rows(max_row=8, max_col=2)}
    assert told["行政区代码"] == "640221"
    assert told["年度"] == "2024"
    assert (told["评价办法"], told["版本"]) == ("cn.sample", "2020")
    text = [str(cell.value) for row in guide.iter_rows() for cell in row]
    assert "已扣除室内体育用房;也可改填下面两项" in text


def test_text_never_becomes_a_formula() -> None:
    school = read(template()).facts.schools[0].school  # type: ignore[union-attr]
    names = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)"]
    subjects = tuple(
        SubjectFacts(f"S{number}", Level.SCHOOL, name, school, {"charter": 1})
        for number, name in enumerate(names)
    )
    sheet = opened(template(FactSet("640221", "2023", subjects)))["学校"]
    written = [sheet.cell(row, 2) for row in range(3, 7)]
    assert [cell.value for cell in written] == names
    assert {cell.data_type for cell in written} == {"s"}


def test_the_template_is_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "填报.xlsx"
    write_template(BOOK, VOCABULARY, path)
    assert path.read_bytes().startswith(b"PK")


def test_a_target_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(DudaoError, match="无法写入"):
        write_template(BOOK, VOCABULARY, tmp_path / "missing" / "填报.xlsx")


def test_a_book_needs_what_its_rules_and_checks_read() -> None:
    when = When(
        metrics={"migrant_students": Range(min=Decimal(1))},
        shares=(ShareWithin(numerator="books", denominator="computers"),),
        confirmed=("dense_city_centre",),
    )
    indicator = Indicator(
        code="A",
        title="体育",
        subject="stage",
        clause=CLAUSE,
        measure=Ratio(kind="ratio", numerator=("sports_area",), denominator=("students",)),
        targets=(Target(op=">=", limit=Decimal(7), when=When(confirmed=("charter",))),),
        relaxations=(
            Relaxation(
                code="r",
                title="租用",
                when=when,
                also_counts=("leased_sports_area",),
                clause=CLAUSE,
            ),
        ),
        applies=When(confirmed=("informatised",)),
    )
    book = RuleBook(
        code="cn.sample",
        edition="1",
        title="示例",
        basis="示例办法",
        since=date(2020, 1, 1),
        indicators=(indicator,),
        conditions=(
            Condition(
                code="v",
                title="否决",
                effect="veto",
                grade="不达标",
                clause=CLAUSE,
                metric="veto_key_classes",
            ),
        ),
        checks=(
            SumCheck(
                code="s",
                title="和",
                kind="sum",
                total="gdp",
                parts=("city_surcharge", "land_income_net"),
            ),
            SameCheck(
                code="e", title="同", kind="same", metrics=("survey_valid", "survey_parents")
            ),
            RatioCheck(
                code="q",
                title="比",
                kind="ratio",
                reported="junior_retention",
                numerator="junior_graduates",
                denominator="junior_deaths",
            ),
            PassedOverCheck(code="p", title="略", kind="passed_over", indicator="A"),
        ),
    )
    assert [metric.code for metric in needed_by(book, VOCABULARY)] == [
        "students",
        "sports_area",
        "leased_sports_area",
        "computers",
        "books",
        "migrant_students",
        "dense_city_centre",
        "charter",
        "informatised",
        "junior_graduates",
        "junior_deaths",
        "junior_retention",
        "gdp",
        "city_surcharge",
        "land_income_net",
        "survey_valid",
        "survey_parents",
        "veto_key_classes",
    ]
