"""The look of official papers, and text that stays what it is."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, strategies as st
from tests.core.papers.examples import opened, part, rows, texts, whole

from dudao import demo
from dudao.papers import page
from dudao.papers.look import _STYLES
from dudao.papers.page import Column, Paper, chinese_date, legible, numeral, place_in

DAY = date(2018, 10, 15)
COLUMNS = (Column("项目", 40), Column("内容", 116))


def written(text: str) -> bytes:
    """Return a paper with a text in its title, a heading, a paragraph and a table's cell."""
    paper = Paper(text, DAY)
    paper.title(text)
    paper.heading(text, 1)
    paper.write(text)
    paper.table(COLUMNS, [("文字", text)])
    return paper.content()


@pytest.mark.parametrize(
    ("day", "expected"),
    [(DAY, "2018年10月15日"), (date(2019, 1, 5), "2019年1月5日")],
)
def test_dates_stand_without_leading_zeros(day: date, expected: str) -> None:
    assert chinese_date(day) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")],
)
def test_numbers_are_chinese_numerals(number: int, expected: str) -> None:
    assert numeral(number) == expected


def test_a_clause_of_the_papers_own_document_is_its_place_only() -> None:
    assert place_in("示政办〔2018〕3号 二(二)1", "示政办〔2018〕3号") == "二(二)1"
    assert place_in("国教督办函〔2017〕42号 三", "示政办〔2018〕3号") == "国教督办函〔2017〕42号 三"
    assert place_in("示政办〔2018〕3号", "示政办〔2018〕3号") == "示政办〔2018〕3号"


def test_the_page_is_that_of_the_standard() -> None:
    section = opened(written("通知")).sections[0]
    # A document measures in twentieths of a point.
    near = {
        "page_width": 210,
        "page_height": 297,
        "top_margin": 37,
        "left_margin": 28,
        "right_margin": 26,
        "bottom_margin": 35,
    }
    for name, millimetres in near.items():
        assert abs(getattr(section, name) - Mm(millimetres)) < Pt(0.1), name


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Body Text", "仿宋", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Table Text", "仿宋", 10.5),
        ("Footer", "宋体", 14),
    ],
)
def test_each_kind_of_text_has_its_font_and_size(style: str, font: str, size: float) -> None:
    found = opened(written("通知")).styles[style]
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert found.font.size == Pt(size)


def test_the_title_is_centred_and_headings_open_the_outline() -> None:
    document = opened(written("通知"))
    assert document.styles["Title"].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    level = document.styles["Heading 1"].element.pPr.find(qn("w:outlineLvl"))
    assert level.get(qn("w:val")) == "0"


def test_the_page_number_stands_between_dashes() -> None:
    footer = opened(written("通知")).sections[0].footer.paragraphs[0]
    assert "".join(each.text or "" for each in footer._p.iter(qn("w:t"))) == "— 1 —"
    assert [each.get(qn("w:instr")) for each in footer._p.iter(qn("w:fldSimple"))] == ["PAGE"]


def test_the_head_of_a_table_repeats_and_no_row_splits() -> None:
    paper = Paper("表", DAY)
    paper.table(COLUMNS, [("一", "甲"), ("二", "乙")])
    head, *body = opened(paper.content()).tables[0].rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [row._tr.trPr.find(qn("w:tblHeader")) for row in body] == [None, None]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (head, *body))


def test_a_row_that_does_not_fit_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Paper("表", DAY).table(COLUMNS, [("一",)])


def test_marks_stand_on_the_first_line_and_in_the_header() -> None:
    content = Paper("通知", DAY, ("示例数据", "草稿")).content()
    assert texts(content)[0] == "示例数据　草稿"
    assert opened(content).sections[0].header.paragraphs[0].text == "示例数据　草稿"


def test_without_a_mark_the_header_is_empty() -> None:
    assert opened(written("通知")).sections[0].header.paragraphs[0].text == ""


def test_the_header_is_the_same_on_the_first_and_on_even_pages() -> None:
    document = opened(Paper("通知", DAY, ("示例数据",)).content())
    assert [section.different_first_page_header_footer for section in document.sections] == [False]
    assert document.settings.odd_and_even_pages_header_footer is False


def test_the_word_for_made_up_figures_is_that_of_the_demo() -> None:
    assert page.SYNTHETIC == demo.SYNTHETIC


@pytest.mark.parametrize(
    "text",
    [
        "<w:p/>",
        "&lt;w:t&gt;&amp;",
        "]]><!--",
        "{{ 7*7 }}",
        "=1+1",
        " 前后有空格 ",
        "a\tb",
        "𠮷田😀",
    ],
)
def test_text_is_never_markup(text: str) -> None:
    content = written(text)
    assert texts(content)[2] == text
    assert list(rows(content))[1] == ("文字", text)


@pytest.mark.parametrize("mark", ["\x00", "\x0b", "\x0c", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_what_a_document_cannot_hold_is_shown_as_such(mark: str) -> None:
    assert legible(f"甲{mark}乙") == "甲\ufffd乙"
    assert texts(written(f"甲{mark}乙")) == ["甲\ufffd乙"] * 3


def test_each_line_of_a_text_is_a_paragraph() -> None:
    paper = Paper("通知", DAY)
    paper.write("第一段\n第二段\r\n\r第三段")
    assert texts(paper.content()) == ["第一段", "第二段", "第三段"]


def test_a_very_long_text_arrives_whole() -> None:
    text = "职责" * 5000
    assert whole(written(text)).count("职责") == 4 * 5000


@given(st.text(st.characters(codec=None)))
def test_any_text_survives(text: str) -> None:
    lines = legible(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paper = Paper(text, DAY)
    paper.write(text)
    paper.table(COLUMNS, [("文字", text)])
    content = paper.content()
    assert [each.text for each in opened(content).paragraphs if each.text.strip()] == [
        line for line in lines if line.strip()
    ]
    assert list(rows(content))[1] == ("文字", "\n".join(lines))


def test_equal_values_give_equal_bytes() -> None:
    assert written("通知") == written("通知")


def test_no_time_of_writing_is_in_the_file() -> None:
    content = written("通知")
    with ZipFile(BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = opened(content).core_properties
    assert about.created is not None
    assert about.created.date() == DAY
    assert about.modified == about.created


def test_nothing_of_the_librarys_own_document_is_left() -> None:
    content = written("通知")
    with ZipFile(BytesIO(content)) as archive:
        names = {name for name in archive.namelist() if not name.endswith(".rels")}
    assert names == {
        "[Content_Types].xml",
        "docProps/core.xml",
        "word/document.xml",
        "word/footer1.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    }
    assert "python-docx" not in part(content, "docProps/core.xml")
    assert "ja-JP" not in part(content, "word/settings.xml")
    assert {style.name for style in opened(content).styles} == {style.name for style in _STYLES}


def test_a_signature_is_never_alone_on_its_page() -> None:
    paper = Paper("通知", DAY)
    paper.write("最后一段。")
    paper.signature("县教育局", DAY)
    *before, last = opened(paper.content()).paragraphs
    assert last.text == "2018年10月15日"
    assert all(each.paragraph_format.keep_with_next for each in before)


@pytest.mark.parametrize(
    ("by", "name_free", "day_free"),
    [("县教育局", 5.5, 4), ("示例县人民政府教育督导委员会办公室", 0, 5)],
)
def test_the_name_is_centred_on_the_date(by: str, name_free: float, day_free: float) -> None:
    paper = Paper("通知", DAY)
    paper.signature(by, DAY)
    name, day = opened(paper.content()).paragraphs[-2:]
    # The date is seven characters wide: its eight digits take half of one each.
    assert name.paragraph_format.right_indent == Pt(name_free * 16)
    assert day.paragraph_format.right_indent == Pt(day_free * 16)
