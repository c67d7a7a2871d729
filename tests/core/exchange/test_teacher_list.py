"""Teacher lists as files: workbooks, CSV and JSON; columns by their headers, faults by their cells."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from tests.core.build import raw_book
from tests.core.teachers.lists import DAY, threshold

from dudao.errors import DudaoError
from dudao.exchange import (
    read_teacher_list,
    write_teacher_results,
    write_teacher_template,
)
from dudao.teachers import (
    Headers,
    TeacherList,
    check_teachers,
    known_columns,
    take_teachers,
)

ASKED = threshold(
    {"limit": "3"}, code="rural", title="乡村满 3 年", posts=["rural"], titles=["first"]
)
BOOK = raw_book().model_copy(update={"thresholds": (ASKED,)})
HEADS = ["工号", "学校", "学校类别", "农村学校任教年限", "已认定:乡村满 3 年"]
Cells = list[list[object]]


def read(content: bytes, name: str = "名单") -> TeacherList:
    return take_teachers(read_teacher_list(content, Headers(known_columns([ASKED])), name), DAY)


def faults(content: bytes) -> list[str]:
    return [str(problem) for problem in read(content).problems]


def refusal(content: bytes) -> str:
    with pytest.raises(DudaoError) as refused:
        read(content)
    return str(refused.value)


def workbook(rows: Cells, sheet: str = "教师名单", **others: Cells) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, held in {sheet: rows, **others}.items():
        table = book.create_sheet(name)
        for row in held:
            table.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def csv(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(rows).encode(encoding)


def test_a_workbook_a_csv_file_and_json_give_the_same_teachers() -> None:
    row: Cells = [HEADS, ["T1", "一小", "乡村", 3.5, "是"], ["T2", None, "镇区", None, None]]
    listed = [
        {"teacher": "T1", "school": "一小", "post": "乡村", "years_rural": 3.5},
        {"teacher": "T2", "post": "town", "years_rural": None},
    ]
    said: list[dict[str, object]] = [{"granted": {"rural": True}}, {"granted": {"rural": None}}]
    document = [one | more for one, more in zip(listed, said, strict=True)]
    text = (",".join(HEADS), "T1,一小,乡村,3.5,是", "T2,,镇区,,")
    files = [
        workbook(row),
        csv(*text),
        csv(*text, encoding="utf-8-sig"),
        csv(*text, encoding="gb18030"),
        json.dumps({"teachers": document}).encode(),
        json.dumps(document).encode(),
    ]
    found = [read(content) for content in files]
    assert found[0].problems == ()
    assert len(found[0].teachers) == 2
    assert all(each == found[0] for each in found)


def test_headers_are_known_by_other_names_and_below_a_title() -> None:
    rows: Cells = [
        ["某县教师名单"],
        [],
        ["序号", "教师编号", "姓名", "所在学校", "乡村任教年限(年)", "备注"],
        [1, "T1", "某某", "一小", 4, "电话"],
    ]
    found = read(workbook(rows, sheet="Sheet1"))
    assert found.problems == ()
    (who,) = found.teachers
    assert (who.code, who.school, dict(who.years)) == ("T1", "一小", {"years_rural": 4})


def test_names_and_remarks_are_read_nowhere() -> None:
    rows: Cells = [["工号", "姓名", "备注"], ["T1", "王小明", "某村"]]
    for content in (workbook(rows), csv("工号,姓名,备注", "T1,王小明,某村")):
        assert "王小明" not in repr(read_teacher_list(content, Headers(known_columns([])), "x"))


def test_a_row_with_a_name_alone_is_no_blank_row() -> None:
    assert faults(csv("工号,姓名", "T1,某某", ",某某")) == [
        "名单 A3:没有工号;每位教师一个工号或编号"
    ]


def test_blank_rows_are_passed_over() -> None:
    content = csv("工号,姓名,乡村任教年数", "", "T1,,3", ",,", "T2,,x")
    assert [each.split(";")[0] for each in faults(content)] == ["名单 C5:“x”不是数字"]


def test_every_fault_has_its_sheet_and_cell() -> None:
    rows: Cells = [HEADS, ["T1", "一小", "郊区", -1, "是"], ["T1", "一小", "乡村", 61, "好"]]
    problems = read(workbook(rows)).problems
    assert [(each.sheet, each.cell) for each in problems] == [
        ("教师名单", cell) for cell in ("C2", "D2", "A3", "D3", "E3")
    ]


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ("工号,血型", "名单 B1:不认识的列“血型”;核对用不到,请删去"),
        ("工号,乡村任教年", "名单 B1:不认识的列“乡村任教年”;是否为“乡村学校任教年数”?"),
        ("工号,学校,单位", "名单 C1:列“单位”重复;每列只能有一次"),
        ("工号,", "名单 B2:所在的列没有表头;请补上表头,或删去该列"),
        ("工号,身份证号", "名单 B1:不认识的列“身份证号”;核对用不到,请删去"),
        ("姓名,学校", "名单:没有找到表头:没有“工号”一列;请用模板填写"),
    ],
)
def test_a_column_that_cannot_be_read_is_told(heads: str, said: str) -> None:
    assert said in faults(csv(heads, "T1,x,y"))


def test_a_list_of_headers_alone_is_empty() -> None:
    assert faults(workbook([HEADS])) == ["名单 教师名单:名单是空的,没有一位教师;每位教师填一行"]


def test_other_sheets_are_not_left_unread_in_silence() -> None:
    rows: Cells = [["工号"], ["T1"]]
    told = faults(workbook(rows, 教师名单2=[["工号"], ["T2"]], 空=[]))
    assert told == ["名单 教师名单2:没有读取这张表;请删去,或把内容并入“教师名单”"]


def test_a_workbook_without_a_list_is_refused() -> None:
    assert "没有“教师名单”表" in refusal(workbook([["学校", "人数"]], sheet="学校"))


def test_a_bomb_is_refused_before_it_is_read() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(4 * 1024 * 1024))
    assert "压缩炸弹" in refusal(target.getvalue())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "不是 Excel 工作簿"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "旧版 .xls"),
        (b"PK\x03\x04" + bytes(500), "已损坏"),
        (b"{", "不是有效的 JSON"),
        (b"{}", "没有教师名单"),
        (b'{"teachers": 3}', "没有教师名单"),
        (b"abc\xff\xff\xff", "编码无法识别"),
        (b'a,"' + b"x" * 200_000 + b'"', "不是有效的 CSV"),
        (b"a\n" * 20_002, "超出范围"),
        ("工号\r\n".encode() + b"," * 300, "超出范围"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, said: str) -> None:
    assert said in refusal(content)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ('{"teacher": "T1", "blood": "O"}', "名单 teachers[0] blood:不认识的键 blood;核对用不到"),
        ('{"years_rural": 3}', "名单 teachers[0]:没有工号"),
        ('{"teacher": "T1", "工号": "T2"}', "名单 teachers[0] 工号:与另一个键是同一列"),
        ('{"teacher": "T1", "teacher": "T2"}', "名单 teachers[0]:键 teacher 出现了两次"),
        ('{"teacher": "T1", "granted": {"x": true}}', "名单 teachers[0] granted.x:不认识的键"),
        ('{"teacher": "T1", "granted": true}', "名单 teachers[0] granted:不认识的键"),
        ('{"teacher": "T1", "years_rural": -1}', "名单 teachers[0] years_rural:-1 是负数"),
        ('{"teacher": "T1", "years_rural": {}}', "名单 teachers[0] years_rural:一组键值"),
        ("3", "名单 teachers[0]:是数字,不是一组键值"),
    ],
)
def test_a_fault_in_json_has_its_path(members: str, said: str) -> None:
    assert any(each.startswith(said) for each in faults(f"[{members}]".encode()))


def test_the_template_is_read_back_once_it_is_filled_in() -> None:
    book = load_workbook(BytesIO(write_teacher_template(BOOK)))
    sheet = book["教师名单"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[-2:] == ["乡村学校任教年数", "已认定:乡村满 3 年"]
    sheet.append(["T1", "一小", "乡村", "1998-08", "一级", 5, "是"])
    target = BytesIO()
    book.save(target)
    found = read(target.getvalue())
    assert found.problems == ()
    (who,) = found.teachers
    assert (who.started, dict(who.granted)) == (date(1998, 8, 1), {"rural": True})
    assert "示〔2020〕1号 一" in [cell.value for row in book["填写说明"] for cell in row]


def test_a_template_without_a_book_has_every_column_of_years() -> None:
    sheet = load_workbook(BytesIO(write_teacher_template(None)))["教师名单"]
    assert sheet.max_column == 15


def test_the_results_say_what_was_found_and_cannot_be_formulas() -> None:
    content = csv(
        ",".join(HEADS),
        "T1,=1+1,乡村,5,否",
        "T2,@cmd,乡村,1,是",
        "T3,+1,镇区,9,否",
        "T4,-,乡村,,否",
    )
    check = check_teachers(read(content), BOOK.thresholds, DAY)
    book = load_workbook(BytesIO(write_teacher_results(check, BOOK)))
    people = [[cell.value for cell in row] for row in book["逐人结果"].iter_rows(min_row=2)]
    assert [row[1] for row in people] == ["=1+1", "@cmd", "+1", "-"]
    assert [row[3].split(":")[0] for row in people] == ["已达到", "未达到", "不在范围", "无法判断"]
    types = {cell.data_type for row in book["逐人结果"].iter_rows() for cell in row if cell.value}
    assert types == {"s"}
    different = [[cell.value for cell in row] for row in book["有出入"].iter_rows(min_row=2)]
    assert [(row[0], row[4], row[7]) for row in different] == [
        ("T1", "年限已达到,未认定", None),
        ("T2", "已认定,但未达到", 2),
    ]
    summary = [[cell.value for cell in row] for row in book["汇总"].iter_rows(min_row=5)]
    assert summary[0][3:] == [1, 1, 1, 1, 0, 1, 0, 1]
