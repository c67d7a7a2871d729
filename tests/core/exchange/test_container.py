"""What is no workbook, or a dangerous one, is refused with the reason before it is read."""

from __future__ import annotations

import io
import struct
import time
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from hypothesis import given, settings, strategies as st
from tests.core.exchange.workbooks import VOCABULARY, template

from dudao.errors import DudaoError
from dudao.exchange import mark_workbook, read_workbook

CONTENT = template()
with ZipFile(io.BytesIO(CONTENT)) as _archive:
    PARTS = {name: _archive.read(name) for name in _archive.namelist()}
BOOK, STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
SCHOOLS, STAGES = "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml"


def packed(changes: Mapping[str, bytes | None], method: int = ZIP_DEFLATED) -> bytes:
    """Return the template with parts of its archive changed, or dropped where None."""
    target = io.BytesIO()
    with ZipFile(target, "w", method) as archive:
        for name, data in {**PARTS, **changes}.items():
            if data is not None:
                archive.writestr(name, data)
    return target.getvalue()


def with_cell(xml: bytes) -> bytes:
    """Return the template with a row of XML added to the sheet of schools."""
    return packed({SCHOOLS: PARTS[SCHOOLS].replace(b"</sheetData>", xml + b"</sheetData>")})


def refusal(content: bytes) -> str:
    """Return why a file is refused."""
    with pytest.raises(DudaoError) as refused:
        read_workbook(content, VOCABULARY, "填报.xlsx")
    return str(refused.value)


def encrypted_zip() -> bytes:
    """Return an archive whose entries claim to be encrypted."""
    content = bytearray(CONTENT)
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "文件是空的(0 字节)"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000,
            "文件已加密,或是旧版 .xls;请在 Excel 中取消密码",
        ),
        (encrypted_zip(), "文件已加密"),
        (b"tenant,period\n640221,2023\n", "不是 Excel 工作簿"),
        (b"<html></html>", "不是 Excel 工作簿"),
        (CONTENT[: len(CONTENT) // 2], "压缩包已损坏或不完整"),
        (CONTENT[:3], "压缩包已损坏或不完整"),
        (packed({"xl/workbook.xml": None}), "压缩包里没有工作簿"),
        (packed({"xl/_rels/workbook.xml.rels": None}), "缺少 xl/_rels/workbook.xml.rels"),
        (packed({SCHOOLS: None}), "缺少工作表“学校”的内容"),
        (packed({SCHOOLS: b"<worksheet><sheetData>"}), "填报.xlsx 学校:工作表内容已损坏"),
        (packed({SCHOOLS: b""}), "填报.xlsx 学校:工作表内容已损坏"),
        (packed({"xl/workbook.xml": b"<workbook"}), "xl/workbook.xml 无法解读"),
        (packed({SCHOOLS: b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "不应有的内容"),
        (packed({}, ZIP_LZMA), "压缩方式不受支持"),
        (packed({f"xl/extra{number}.xml": b"<a/>" for number in range(1000)}), "目录不正常"),
        (packed({STRINGS: b'<sst uniqueCount="99999999999999"><si/></sst>'}), "的目录与内容不符"),
        (packed({STRINGS: b"<sst"}), "xl/sharedStrings.xml 无法解读"),
        (packed({STRINGS: b'<?xml version="1.0" encoding="X"?><sst/>'}), "无法解读"),
        (packed({SCHOOLS: b'<?xml version="1.0" encoding="X"?><a/>'}), "内容已损坏"),
        (
            packed({BOOK: PARTS[BOOK].replace("学段".encode(), "学/段".encode())}),
            "名称“学/段”不正常",
        ),
        (packed({BOOK: PARTS[BOOK].replace("学段".encode(), "学校".encode())}), "有两个名为“学校”"),
        (with_cell(b'<row r="20003"><c r="A20003"><v>1</v></c></row>'), "学校!A20003:超出表格范围"),
        (with_cell(b'<row r="9"><c r="XFD9"><v>1</v></c></row>'), "学校!XFD9:超出表格范围"),
        (with_cell(b'<row r="9"><c r="9X"><v>1</v></c></row>'), "工作表内容已损坏"),
    ],
)
def test_what_is_no_sound_workbook_is_refused(content: bytes, expected: str) -> None:
    assert expected in refusal(content)
    with pytest.raises(DudaoError):
        mark_workbook(content, ())


def test_a_file_over_the_limit_is_refused() -> None:
    assert "文件有 50.0 MB,超过 20 MB 的上限" in refusal(b"PK" + b"\0" * (50 * 1024**2 - 2))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed({"xl/media/bomb.bin": b"\0" * (60 * 1024**2)})
    started = time.perf_counter()
    assert "疑为压缩炸弹" in refusal(bomb)
    assert time.perf_counter() - started < 0.5


def test_an_archive_larger_than_its_directory_says_is_refused() -> None:
    bomb = bytearray(packed({SCHOOLS: PARTS[SCHOOLS] + b" " * 10_000_000}))
    real, claimed = (struct.pack("<I", len(PARTS[SCHOOLS]) + extra) for extra in (10_000_000, 0))
    assert bomb.count(real) >= 2
    assert "压缩包已损坏" in refusal(bytes(bomb).replace(real, claimed))


def test_many_sheets_that_reach_far_are_refused() -> None:
    far = b'<c r="A1"><v>1</v></c></row><row r="20002"><c r="GR20002"><v>1</v></c></row>'
    sheet = b'<worksheet><sheetData><row r="1">' + far + b"</sheetData></worksheet>"
    assert "各工作表合计超过" in refusal(packed({SCHOOLS: sheet, STAGES: sheet}))


def test_formats_far_below_the_table_are_no_rows() -> None:
    content = with_cell(b'<row r="1048576"><c r="A1048576" s="1"/></row>')
    assert read_workbook(content, VOCABULARY, "填报.xlsx").problems == ()


def survives(content: bytes) -> bool:
    """Return whether a file gives a reading, and its marked copy, or a refusal."""
    try:
        reading = read_workbook(content, VOCABULARY, "填报.xlsx")
        return mark_workbook(content, reading.problems).startswith(b"PK")
    except DudaoError as refused:
        return bool(refused.problems)


flips = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=5
)


@given(flips)
@settings(max_examples=80, deadline=None)
def test_flipped_bytes_give_a_reading_or_a_refusal(changes: list[tuple[float, int]]) -> None:
    content = bytearray(CONTENT)
    for share, value in changes:
        content[int(share * len(content))] = value
    assert survives(bytes(content))


@given(
    st.sampled_from(sorted(name for name in PARTS if name.endswith((".xml", ".rels")))),
    flips,
    st.sampled_from(
        [b"", b"9", b"-1", b"NaN", b"1e400", b"A0", b"<c><v>7</v></c>", b'r="A1"', b't="s"']
    ),
)
@settings(max_examples=150, deadline=None)
def test_damaged_parts_give_a_reading_or_a_refusal(
    name: str, changes: list[tuple[float, int]], inserted: bytes
) -> None:
    data = bytearray(PARTS[name])
    for share, value in changes:
        at = int(share * len(data))
        data[at : at + 1] = inserted or bytes([value])
    assert survives(packed({name: bytes(data)}))
