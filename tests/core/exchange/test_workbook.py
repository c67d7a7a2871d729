"""Reading the workbook: the same facts back, and every bad cell named at once."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from tests.core.exchange.workbooks import (
    BOOK,
    FACTS,
    VOCABULARY,
    cell_of,
    edited,
    faults,
    opened,
    read,
    saved,
    template,
)
from tests.core.strategies import fact_sets

from dudao.exchange import read_workbook, write_template
from dudao.facts import FactSet, Key, Stage

AREA = cell_of("学校", "teaching_area", 3)
STUDENTS = cell_of("学段", "students", 3)
SENIOR = cell_of("学校", "senior_students", 3)


def test_what_is_downloaded_is_read_back() -> None:
    reading = read(template())
    assert reading.problems == ()
    assert reading.facts == FACTS


@given(fact_sets())
@settings(max_examples=25, deadline=None)
def test_any_facts_come_back_equal(facts: FactSet) -> None:
    target = io.BytesIO()
    write_template(BOOK, VOCABULARY, target, facts=facts)
    reading = read_workbook(target.getvalue(), VOCABULARY, "填报.xlsx")
    assert reading.problems == ()
    assert reading.facts == facts
    assert reading.facts is not None
    assert reading.facts.digest() == facts.digest()


def test_each_figure_has_its_cell() -> None:
    places = read(template()).places
    assert places[Key("S001", None, "teaching_area")] == AREA
    assert places[Key("S001", Stage.PRIMARY, "students")] == STUDENTS
    assert places[Key("640221", None, "education_spending")] == "县级数据!D3"


def test_columns_may_be_moved() -> None:
    book = opened(template())
    sheet = book["学段"]
    for row in sheet.iter_rows(max_col=4):
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value
    assert read(saved(book)).facts == FACTS


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        (AREA, "很大", "“很大”不是数字;应为不小于 0 的数字(单位:㎡)"),
        (AREA, "1,200", "“1,200”是文本,不是数字;请填 1200"),
        (AREA, "12００", "“12００”是文本,不是数字;请填 1200"),
        (AREA, "1 200", "“1 200”是文本,不是数字;请填 1200"),
        (AREA, "12%", "“12%”带百分号"),
        (AREA, -1, "-1 是负数"),
        (AREA, True, "是/否(是)不能填在“教学及辅助用房面积”"),
        (AREA, date(2023, 5, 1), "日期或时间(2023-05-01)不能填在“教学及辅助用房面积”"),
        (AREA, 1e15, "数字(1000000000000000.0)不能填在"),
        (AREA, 2e14, "超出可填范围"),
        (AREA, 1.23456, "1.23456 的小数超过 4 位"),
        (AREA, "#DIV/0!", "是错误值 #DIV/0!"),
        (AREA, "=1+1", "公式没有计算结果;请在 Excel 中打开并保存"),
        (SENIOR, 1.5, "1.5 不是整数"),
        (STUDENTS, 0, "学生数为 0;没有学生的学段请整段不填"),
        (STUDENTS, -5, "-5 是负数"),
        (cell_of("学校", "charter", 3), "也许", "“也许”不是可选值,应为否、是"),
        (cell_of("学校", "TYPE", 4), "大学", "“大学”不是可选值;可选:小学(primary)"),
        (cell_of("学校", "TYPE", 4), None, "缺少学校类型"),
        (cell_of("学校", "OWNER", 4), "外星", "“外星”不是举办者代码;可选:1 省级教育部门"),
        (cell_of("学校", "BUILT", 4), 3000, "3000 不可能"),
        (cell_of("学校", "COUNTS_AS_SCHOOL", 4), "否", "不计校数的学校没有所属学校"),
        (cell_of("学校", "PARENT", 4), "S9", "所属学校 S9 不存在"),
        (cell_of("学段", "STAGE", 3), "初中", "小学没有初中学段;小学可填:小学"),
        (cell_of("学段", "STAGE", 3), "高中", "“高中”不是可选值"),
        (cell_of("学段", "STAGE", 5), "小学", "S002 的小学学段重复"),
        (cell_of("学段", "SCHOOL", 3), "S9", "学校代码 S9 不在“学校”表中"),
        (cell_of("学段", "SCHOOL", 3), None, "有数据,但没有学校代码"),
        (cell_of("班级", "GRADE", 3), 7, "小学没有 7 年级"),
        (cell_of("班级", "GRADE", 3), 12, "12 不可能;应为 1 至 9 的整数"),
        (cell_of("班级", "GRADE", 3), None, "缺少年级"),
        (cell_of("班级", "STUDENTS", 3), 0, "班级人数为 0"),
        (cell_of("班级", "STUDENTS", 3), 450, "450 不可能;应为 1 至 200 的整数"),
        (cell_of("班级", "STUDENTS", 3), 44.5, "44.5 不可能"),
        (cell_of("班级", "CLASS", 4), "1-1", "班级代码 1-1 重复"),
        (cell_of("班级", "CLASS", 4), None, "缺少班级代码"),
        (cell_of("班级", "CLASS", 4), date(2023, 3, 2), "日期或时间(2023-03-02)不是文本"),
        ("县级数据!D4", 9, "“9”不是可选值,应为Ⅰ、Ⅱ、Ⅲ、Ⅳ"),
        ("县级数据!C3", "万元", "“万元”与模板不符;应为“元”;该行未读取"),
        ("县级数据!B3", "教育支出", "“教育支出”与模板不符"),
        ("县级数据!A3", "education_spendings", "不认识的数据项 education_spendings;是否为"),
        ("县级数据!A3", None, "有数值,但没有数据项代码"),
        ("填报说明!B3", None, "缺少行政区代码"),
        ("填报说明!B5", "23年", "“23年”不是年份"),
        ("填报说明!B8", "2", "模板的格式版本 2 不受支持"),
    ],
)
def test_a_bad_cell_is_named(cell: str, value: object, expected: str) -> None:
    (fault,) = faults(edited({cell: value}))
    assert fault.startswith(f"填报.xlsx {cell}:")
    assert expected in fault


def test_a_fault_carries_sheet_cell_and_what_was_found() -> None:
    (fault,) = read(edited({STUDENTS: "三百"})).problems
    assert (fault.sheet, f"{fault.sheet}!{fault.cell}", fault.found) == ("学段", STUDENTS, "三百")


def test_all_bad_cells_are_told_at_once_in_order() -> None:
    cells = [cell_of("班级", "STUDENTS", 3), STUDENTS, AREA, SENIOR]
    told = faults(edited(dict.fromkeys(cells, "x")))
    assert [fault.split(" ")[1].split(":")[0] for fault in told] == [AREA, SENIOR, *cells[1::-1]]


def test_the_valid_rest_is_read_beside_faults() -> None:
    facts = read(edited({AREA: "x", cell_of("学校", "TYPE", 4): "x"})).facts
    assert facts is not None
    assert [one.code for one in facts.schools] == ["S001"]
    assert facts.schools[0].facts == {"charter": 1}


def test_whole_numbers_from_excel_are_whole_and_plain_text_numbers_are_read() -> None:
    facts = read(edited({STUDENTS: "91", SENIOR: 30.0, AREA: 0.1 + 0.2})).facts
    assert facts is not None
    assert facts.schools[0].stages[Stage.PRIMARY]["students"] == 91
    assert facts.schools[0].facts["senior_students"] == 30
    assert facts.schools[0].facts["teaching_area"] == 3000


def test_codes_typed_as_numbers_are_text() -> None:
    cells: dict[str, object] = {"学校!A3": 1001}
    cells |= {f"{sheet}!A{row}": "1001" for sheet, row in (("学段", 3), ("班级", 3), ("班级", 4))}
    reading = read(edited(cells))
    assert reading.problems == ()
    assert reading.facts is not None
    assert reading.facts.schools[0].code == "1001"
    assert len(reading.facts.schools[0].classes) == 2


def test_two_schools_with_one_code_are_both_left_out() -> None:
    content = edited({"学校!A4": "S001"})
    assert any("代码 S001 重复,已用于 学校!A3" in fault for fault in faults(content))
    facts = read(content).facts
    assert facts is not None
    assert facts.schools == ()


def test_a_county_figure_given_twice_is_named() -> None:
    head = opened(template())["县级数据"]
    again = {f"县级数据!{letter}5": head[f"{letter}3"].value for letter in "ABCD"}
    (fault,) = faults(edited(again))
    assert fault == "填报.xlsx 县级数据!A5:数据项 education_spending 重复;每项只留一行"


def test_a_county_row_renamed_to_another_figure_is_not_read() -> None:
    (fault,) = faults(edited({"县级数据!A4": "education_spending"}))
    assert fault.startswith("填报.xlsx 县级数据!B4:“语文学业水平监测等级”与模板不符")


def test_a_row_of_figures_without_a_code_is_named() -> None:
    assert any(
        fault.startswith("填报.xlsx 学校!A5:缺少代码")
        for fault in faults(edited({AREA.replace("3", "5"): 12, "学校!C5": "小学"}))
    )


def test_a_renamed_header_is_reported_and_its_column_not_read() -> None:
    head = STUDENTS.replace("3", "2")
    content = edited({head: "专任教师数(人)"})
    (fault,) = faults(content)
    assert fault.startswith(f"填报.xlsx {head}:表头“专任教师数(人)”与模板不符;应为“在校学生数(人)”")
    facts = read(content).facts
    assert facts is not None
    assert all("students" not in stage for one in facts.schools for stage in one.stages.values())


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"学段!C2": None}, "学段!C2:表头是空的;应为“在校学生数(人)”"),
        ({"学段!C1": None}, "学段!C2:列“在校学生数(人)”的代码被改动(隐藏的第 1 行);应为 students"),
        ({"学段!C1": "student", "学段!C2": "学生"}, "不认识的列“学生”;是否为“在校学生数(人)”?"),
        ({"学段!E2": "备用"}, "学段!E2:不认识的列“备用”;请删去该列"),
        ({"学段!F4": 5}, "学段!F4:所在的列没有表头"),
        ({"学段!D1": "students", "学段!D2": "在校学生数(人)"}, "学段!D2:列“在校学生数(人)”重复"),
        ({"学校!D2": "办学者"}, "学校!D2:表头“办学者”与模板不符;应为“举办者”"),
        ({"学校!D1": None, "学校!D2": None}, "学校:缺少列“举办者”"),
        ({f"学段!{letter}1": None for letter in "ABCD"}, "学段:隐藏的第 1 行没有数据项代码"),
    ],
)
def test_a_faulty_header_is_named(cells: dict[str, object], expected: str) -> None:
    assert any(expected in fault for fault in faults(edited(cells)))


def test_a_school_is_not_taken_when_one_of_its_attribute_columns_cannot_be_read() -> None:
    facts = read(edited({"学校!D2": "办学者"})).facts
    assert facts is not None
    assert facts.schools == ()


def test_a_missing_or_renamed_sheet_is_named() -> None:
    book = opened(template())
    book["班级"].title = "班级表"
    told = faults(saved(book))
    assert "填报.xlsx:缺少工作表“班级”;请用模板填写,不要删改工作表" in told
    assert "填报.xlsx 班级表:不认识的工作表“班级表”;是否为“班级”?请改回原名" in told


def test_a_foreign_sheet_is_named() -> None:
    book = opened(template())
    book.create_sheet("Sheet1")["A1"] = 5
    assert faults(saved(book)) == ["填报.xlsx Sheet1:不认识的工作表“Sheet1”;请删去该工作表"]


def test_a_merged_cell_is_named() -> None:
    book = opened(template())
    book["学段"].merge_cells("C3:C4")
    (fault,) = faults(saved(book))
    assert fault == "填报.xlsx 学段!C3:位于合并单元格 C3:C4;请取消合并,每格单独填写"


def test_an_unfilled_template_has_no_figures() -> None:
    assert "填报.xlsx:没有任何填报对象;至少应有一所学校或县级数据" in faults(template(None))


def test_schools_alone_are_no_figures() -> None:
    bare = {
        f"{sheet}!{letter}{row}": None
        for sheet, letters, rows in (
            ("学校", "JKLMN", (3, 4)),
            ("学段", "ABCD", (3, 4, 5)),
            ("班级", "ABCD", (3, 4)),
            ("县级数据", "D", (3,)),
        )
        for letter in letters
        for row in rows
    }
    assert faults(edited(bare)) == ["填报.xlsx:没有填写任何数据;请填写后再上传"]


def test_an_empty_workbook_lacks_every_sheet() -> None:
    target = io.BytesIO()
    xlsxwriter.Workbook(target, {"in_memory": True}).close()
    assert len([fault for fault in faults(target.getvalue()) if "缺少工作表" in fault]) == 5


def test_a_formula_never_calculated_by_excel_is_not_its_made_up_zero() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for sheet in opened(template()):
            copy = book.add_worksheet(sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    copy.write(cell.row - 1, cell.column - 1, cell.value)
        book.get_worksheet_by_name("学校").write_formula(AREA.partition("!")[2], "=1+1")
    (fault,) = read(target.getvalue()).problems
    assert (fault.what, fault.found) == ("公式没有计算结果", "=1+1")


def test_a_formula_with_its_result_is_read() -> None:
    book = opened(template())
    content = saved(book)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as copy:
        for sheet in opened(content):
            written = copy.add_worksheet(sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    written.write(cell.row - 1, cell.column - 1, cell.value)
            if sheet.title == "学段":
                written.write_formula("C3", "=40+50", None, 90)
    reading = read(target.getvalue())
    assert reading.problems == ()
    assert reading.facts == FACTS
