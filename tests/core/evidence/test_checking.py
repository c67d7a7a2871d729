"""A file is taken when its size, ending and content agree, and refused with the reason if not."""

from __future__ import annotations

import struct
import time
from contextlib import suppress
from zipfile import ZIP_LZMA

import pytest
from hypothesis import given, settings, strategies as st
from tests.core.evidence.samples import (
    DOC,
    DOCX,
    EXE,
    GIF,
    HTML,
    JPG,
    MP4,
    OFD,
    PDF,
    PNG,
    POWERPOINT,
    PPTX,
    SVG,
    TYPES,
    XLS,
    XLSX,
    archive,
    compound,
    ofd,
    types,
    with_parts,
)

from dudao.errors import DudaoError
from dudao.evidence import LARGEST_EVIDENCE, TAKEN, check_file
from dudao.evidence.checking import KINDS

OFFICE = "application/vnd.openxmlformats-officedocument"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEXT = "学校,人数\r\n示例小学,320\r\n"
ACCEPTED = [
    ("a.pdf", PDF, "application/pdf"),
    ("a.PDF", PDF, "application/pdf"),
    ("a.jpg", JPG, "image/jpeg"),
    ("a.jpeg", JPG, "image/jpeg"),
    ("a.png", PNG, "image/png"),
    ("a.docx", DOCX, f"{OFFICE}.wordprocessingml.document"),
    ("a.xlsx", XLSX, f"{OFFICE}.spreadsheetml.sheet"),
    ("a.pptx", PPTX, f"{OFFICE}.presentationml.presentation"),
    ("a.ofd", OFD, "application/ofd"),
    ("a.doc", DOC, "application/msword"),
    ("a.wps", DOC, "application/wps-office.wps"),
    ("a.xls", XLS, "application/vnd.ms-excel"),
    ("a.xls", compound("Book"), "application/vnd.ms-excel"),
    ("a.txt", TEXT.encode(), "text/plain"),
    ("a.txt", TEXT.encode("gb18030"), "text/plain"),
    ("a.csv", TEXT.encode("utf-8-sig"), "text/csv"),
    ("a.txt", "小于<5 的有 3 所".encode(), "text/plain"),
]


def refusal(content: bytes, name: str) -> str:
    """Return why a file is not taken."""
    with pytest.raises(DudaoError) as refused:
        check_file(content, name)
    return str(refused.value)


@pytest.mark.parametrize(("name", "content", "media_type"), ACCEPTED)
def test_what_offices_hand_in_is_taken(name: str, content: bytes, media_type: str) -> None:
    assert check_file(content, name) == media_type


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", b"", "文件是空的(0 字节)"),
        ("a", PDF, "文件名没有扩展名"),
        ("a.gif", GIF, "不收 .gif 文件"),
        ("a.zip", archive({"a.txt": b"a"}), "不收 .zip 文件"),
        ("a.mp4", MP4, "不收 .mp4 文件"),
        ("a.html", HTML, "不收 .html 文件"),
        ("a.svg", SVG, "不收 .svg 文件"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "不收 .xml 文件"),
        ("a.js", b"alert(1)", "不收 .js 文件"),
        ("报告.pdfgpj.exe", EXE, "不收 .exe 文件"),
        ("a.docm", DOCX, "不收 .docm 文件"),
        ("a.xlsm", XLSX, "不收 .xlsm 文件"),
        ("a.png", PDF, "内容不是 .png 文件,像是 .pdf"),
        ("a.pdf", HTML, "内容不是 .pdf 文件,像是 .html"),
        ("a.jpg", SVG, "内容不是 .jpg 文件,像是 .svg"),
        ("a.jpg", PNG, "内容不是 .jpg 文件,像是 .png"),
        ("a.png", GIF, "内容不是 .png 文件,像是 .gif"),
        ("a.pdf", GIF + b"%%EOF", "内容不是 .pdf 文件,像是 .gif"),
        ("a.pdf", HTML + PDF, "内容不是 .pdf 文件,像是 .html"),
        ("a.pdf", DOCX, "内容不是 .pdf 文件,像是压缩包或 Office 文件"),
        ("a.pdf", EXE, "内容不是 .pdf 文件,像是 .exe"),
        ("a.pdf", b"123", "内容不是 .pdf 文件"),
        ("a.docx", PDF, "内容不是 .docx 文件,像是 .pdf"),
        ("a.docx", DOC, "内容不是 .docx 文件,像是 .doc"),
        ("a.docx", compound("EncryptedPackage"), "文件已加密"),
        ("a.docx", archive({"a.txt": b"a"}), "缺少 [Content_Types].xml"),
        ("a.docx", XLSX, "内容不是 .docx 文件"),
        ("a.xlsx", DOCX, "内容不是 .xlsx 文件"),
        ("a.pptx", OFD, "缺少 [Content_Types].xml"),
        ("a.pptx", archive({TYPES: types(POWERPOINT)}), "内容不是 .pptx 文件"),
        ("a.docx", with_parts(DOCX, {TYPES: b"<Types"}), "[Content_Types].xml 无法解读"),
        ("a.docx", with_parts(DOCX, {TYPES: b"<!DOCTYPE a><a/>"}), "无法解读"),
        ("a.docx", with_parts(DOCX, {TYPES: b"<a>" + b" " * 1024**2}), "无法解读"),
        ("a.docx", with_parts(DOCX, {"word/vbaProject.bin": b"x"}), "含有宏或控件"),
        ("a.docx", with_parts(DOCX, {"word/VBAPROJECT.BIN": b"x"}), "含有宏或控件"),
        ("a.docx", with_parts(DOCX, {TYPES: types(MACRO_WORD)}), "含有宏或控件"),
        ("a.docx", with_parts(DOCX, {"word/activeX/activeX1.xml": b"x"}), "含有宏或控件"),
        ("a.xlsx", with_parts(XLSX, {"xl/macrosheets/sheet1.xml": b"x"}), "含有宏或控件"),
        ("a.docx", with_parts(DOCX, {"word/embeddings/setup.exe": EXE}), "夹带有程序"),
        ("a.docx", DOCX[: len(DOCX) // 2], "文件已损坏或不完整"),
        ("a.docx", archive({TYPES: types(), "word/a": b"x"}, ZIP_LZMA), "压缩方式不受支持"),
        ("a.ofd", DOCX, "缺少 OFD.xml"),
        ("a.ofd", ofd(b"<html/>"), "内容不是 .ofd 文件"),
        ("a.ofd", with_parts(OFD, {"Doc_0/Attachs/run.BAT": b"x"}), "夹带有程序"),
        ("a.doc", XLS, "内容不是 .doc 文件"),
        ("a.wps", compound("CONTENTS", "MatOST"), "内容不是 .wps 文件"),
        ("a.xls", DOC, "内容不是 .xls 文件"),
        ("a.doc", compound("WordDocument", "Macros", "VBA"), "含有宏或控件"),
        ("a.doc", compound("WordDocument", "_vba_project"), "含有宏或控件"),
        ("a.txt", PNG, "内容不是 .txt 文件"),
        ("a.txt", "学校".encode("utf-16"), "内容不是 .txt 文件"),
        ("a.csv", b"a,b\x1b[2J", "内容不是 .csv 文件"),
        ("a.txt", HTML, "内容是网页或程序"),
        ("a.txt", b"\xef\xbb\xbf \n" + SVG, "内容是网页或程序"),
        ("a.csv", b"a,<SCRIPT>alert(1)</SCRIPT>", "内容是网页或程序"),
        ("a.txt", b"#!/bin/sh\nrm -r /\n", "内容是网页或程序"),
        ("a.txt", PDF, "内容是网页或程序"),
    ],
)
def test_what_is_not_what_it_says_or_could_be_active_is_refused(
    name: str, content: bytes, expected: str
) -> None:
    assert expected in refusal(content, name)


def test_a_refusal_says_which_types_are_taken() -> None:
    assert refusal(HTML, "a.html") == f"a.html:不收 .html 文件;{TAKEN}"


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_taken() -> None:
    most = PDF.ljust(LARGEST_EVIDENCE)
    assert check_file(most, "a.pdf") == "application/pdf"
    assert "文件有 20.0 MB,超过 20 MB 的上限" in refusal(most + b" ", "a.pdf")
    with pytest.raises(DudaoError, match=r"超过 0\.5 MB 的上限"):
        check_file(PDF.ljust(1024**2), "a.pdf", 512 * 1024)


@pytest.mark.parametrize("name", ["a.docx", "a.ofd"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(name: str) -> None:
    bomb = with_parts(DOCX, {"word/media/bomb.bin": b"\0" * (60 * 1024**2), "OFD.xml": b"<OFD/>"})
    started = time.perf_counter()
    assert "疑为压缩炸弹" in refusal(bomb, name)
    assert time.perf_counter() - started < 0.5


def test_a_part_larger_than_the_directory_says_is_refused() -> None:
    data = types(POWERPOINT).ljust(10_000_000)
    content = archive({TYPES: data, "ppt/a.xml": b"x"})
    real, claimed = (struct.pack("<I", size) for size in (len(data), 200))
    assert content.count(real) >= 2
    assert "文件已损坏" in refusal(content.replace(real, claimed), "a.pptx")


def test_an_archive_that_claims_a_password_is_refused() -> None:
    content = bytearray(DOCX)
    content[content.find(b"PK\x01\x02") + 8] |= 1
    assert "文件已加密" in refusal(bytes(content), "a.docx")


def test_a_name_inside_the_text_of_a_document_is_no_macro() -> None:
    said = "VBA".encode("utf-16-le") + b"\0\0"
    assert check_file(DOC + said.rjust(131), "a.doc") == "application/msword"
    assert check_file(DOC + said.ljust(128, b"\0"), "a.doc") == "application/msword"


@given(
    st.sampled_from(ACCEPTED),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    st.floats(0, 1),
)
@settings(max_examples=200, deadline=None)
def test_a_damaged_file_is_taken_or_refused_but_never_breaks_the_check(
    sample: tuple[str, bytes, str], changes: list[tuple[float, int]], kept: float
) -> None:
    name, whole, media_type = sample
    content = bytearray(whole)
    for share, value in changes:
        content[int(share * len(content))] = value
    with suppress(DudaoError):
        assert check_file(bytes(content[: int(kept * len(content))]), name) == media_type


def test_every_kind_that_is_taken_has_a_sample() -> None:
    assert {name.lower().removeprefix("a") for name, _, _ in ACCEPTED} == KINDS.keys()
