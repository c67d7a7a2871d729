"""Names of files cannot lead out of a folder, deceive the eye or break a header."""

from __future__ import annotations

import unicodedata
from email.message import Message

import pytest
from hypothesis import given, strategies as st

from dudao.evidence import clean_name, disposition
from dudao.evidence.names import LONGEST_NAME, ending_of

_names = st.text(max_size=300) | st.text("a.\\/ 报.\u202e\u0301\x00\r\n\"'%<>", max_size=40)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("报告.pdf", "报告.pdf"),
        ("关于 2023 年整改情况的报告(终稿).PDF", "关于 2023 年整改情况的报告(终稿).PDF"),
        ("../../etc/passwd", "passwd"),
        ("C:\\文件\\报告.pdf", "报告.pdf"),
        ("报告.pdf\u202egpj.exe", "报告.pdfgpj.exe"),
        ("报\u200b告\ufeff.pdf", "报告.pdf"),
        ("报告\r\nSet-Cookie: a.pdf", "报告 Set-Cookie_ a.pdf"),
        ("报告\0.pdf", "报告.pdf"),
        ("  报告 . pdf. ", "报告 . pdf"),
        (".htaccess", "htaccess"),
        ("a<b>.txt", "a_b_.txt"),
        ("e\u0301.pdf", "é.pdf"),
        ("\U0002ebf0村小学.jpg", "\U0002ebf0村小学.jpg"),
        ("", "佐证材料"),
        ("../", "佐证材料"),
        ("...", "佐证材料"),
        ("长" * 300 + ".docx", "长" * 115 + ".docx"),
        ("长" * 300, "长" * 120),
    ],
)
def test_a_name_is_cleaned(name: str, expected: str) -> None:
    assert clean_name(name) == expected


@given(_names)
def test_a_cleaned_name_is_one_short_visible_segment(name: str) -> None:
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= LONGEST_NAME
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not {unicodedata.category(mark) for mark in cleaned} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert cleaned == cleaned.strip(". ")


@given(_names)
def test_cleaning_twice_changes_nothing(name: str) -> None:
    assert clean_name(clean_name(name)) == clean_name(name)


@given(st.text("报告abc 01-", min_size=1, max_size=200), st.sampled_from([".pdf", ".JPEG", ".ofd"]))
def test_the_ending_is_kept_however_long_the_name(stem: str, ending: str) -> None:
    assert clean_name(f"x{stem}{ending}").endswith(ending)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("报告.PDF", ".pdf"),
        ("报告", ""),
        ("报告.", ""),
        ("第一条.内容", ""),
        ("a.tar.gz", ".gz"),
        ("a.verylongending", ""),
        ("报告.\uff50df", ""),
    ],
)
def test_the_ending_is_what_follows_the_last_dot(name: str, expected: str) -> None:
    assert ending_of(name) == expected


def test_a_download_is_always_an_attachment_under_its_name() -> None:
    assert disposition("报告 1.pdf") == (
        "attachment; filename=\"__ 1.pdf\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%201.pdf"
    )


@given(_names)
def test_the_header_is_plain_and_gives_the_name_back(name: str) -> None:
    value = disposition(name)
    assert value.isascii()
    assert value.isprintable()
    message = Message()
    message["Content-Disposition"] = value
    assert message.get_content_disposition() == "attachment"
    _, _, encoded = value.partition("filename*=UTF-8''")
    message = Message()
    message["Content-Disposition"] = f"attachment; filename*=UTF-8''{encoded}"
    assert message.get_filename() == clean_name(name)
