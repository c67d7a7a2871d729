"""A rejected workbook comes back marked, and can be handed in again once corrected."""

from __future__ import annotations

from datetime import date

from tests.core.exchange.workbooks import FACTS, cell_of, edited, opened, read, saved, template

from dudao.exchange import mark_workbook

STUDENTS = cell_of("学段", "students", 3)
AREA = cell_of("学校", "teaching_area", 3)
RED = "FFFF7C80"


def marked(content: bytes) -> bytes:
    """Return a workbook marked with its own faults."""
    return mark_workbook(content, read(content).problems)


def test_bad_cells_are_red_with_the_reason_and_the_others_are_not() -> None:
    book = opened(marked(edited({STUDENTS: "三百", AREA: -1})))
    cell = book["学段"][STUDENTS.partition("!")[2]]
    assert cell.value == "三百"
    assert cell.fill.fgColor.rgb == RED
    assert "“三百”不是数字;应为不小于 0 的整数" in cell.comment.text
    assert book["学校"][AREA.partition("!")[2]].fill.fgColor.rgb == RED
    assert book["学段"]["A3"].fill.fgColor.rgb != RED
    assert book["学段"]["A3"].comment is None


def test_the_list_of_faults_links_to_the_cells() -> None:
    sheet = opened(marked(edited({STUDENTS: "三百"})))["错误清单"]
    assert [cell.value for cell in sheet[1]] == ["工作表", "单元格", "填报内容", "问题", "应填"]
    assert [cell.value for cell in sheet[2]] == [
        "学段",
        "C3",
        "三百",
        "“三百”不是数字",
        "应为不小于 0 的整数(单位:人)",
    ]
    assert sheet["B2"].hyperlink.location == "'学段'!C3"


def test_the_layout_of_the_template_is_kept() -> None:
    book = opened(marked(edited({STUDENTS: "三百"})))
    assert book.sheetnames == ["填报说明", "县级数据", "学校", "学段", "班级", "错误清单"]
    assert book["学段"].row_dimensions[1].hidden
    assert book["学段"].freeze_panes == "C3"


def test_everything_entered_is_kept() -> None:
    entered = {
        "学校!Z2": "备用",
        "学校!Z3": "=外部",
        "学校!Z4": date(2023, 5, 1),
        STUDENTS: "=1+1",
        AREA: "#REF!",
    }
    content = edited(entered)
    book = opened(content)
    book.create_sheet("草稿")["B2"] = "=算式"
    book["草稿"]["B2"].data_type = "s"
    found = opened(marked(saved(book)))
    assert found["草稿"]["B2"].value == "=算式"
    assert found["学校"]["Z2"].value == "备用"
    assert found["学校"]["Z4"].value == "2023-05-01"
    assert found["学段"]["C3"].value == "=1+1"
    assert found["学段"]["C3"].data_type == "s"
    assert found["学校"][AREA.partition("!")[2]].value == "#REF!"
    original = opened(template())
    for sheet in original:
        for row in sheet.iter_rows():
            for cell in row:
                if f"{sheet.title}!{cell.coordinate}" not in entered:
                    assert found[sheet.title][cell.coordinate].value == cell.value


def test_corrected_it_can_be_handed_in_again() -> None:
    returned = marked(edited({STUDENTS: "三百", AREA: "1,200", "填报说明!B5": "今年"}))
    right = {STUDENTS: 90, AREA: 2700.5, "填报说明!B5": "2023"}
    reading = read(edited(right, returned))
    assert reading.problems == ()
    assert reading.facts == FACTS


def test_marked_twice_there_is_one_list() -> None:
    again = marked(marked(edited({STUDENTS: "三百"})))
    assert opened(again).sheetnames.count("错误清单") == 1


def test_a_fault_of_the_whole_file_stands_in_the_list_only() -> None:
    book = opened(template())
    del book["班级"]
    sheet = opened(marked(saved(book)))["错误清单"]
    assert [cell.value for cell in sheet[2]][3] == "缺少工作表“班级”"
    assert sheet["B2"].hyperlink is None
