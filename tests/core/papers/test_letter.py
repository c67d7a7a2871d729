"""The duty letter: who gets it, what is to be done, by when, and on what basis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings, strategies as st
from tests.core.papers.examples import (
    BASIS,
    LETTER,
    SPENDING,
    SURCHARGES,
    TRAINING,
    opened,
    rows,
    texts,
    whole,
)

from dudao.papers import DutyLetter, letter_docx


def tables(letter: DutyLetter) -> list[list[tuple[str, ...]]]:
    """Return the rows of each table of a letter."""
    return [
        [tuple(cell.text for cell in row.cells) for row in table.rows]
        for table in opened(letter_docx(letter)).tables
    ]


def test_the_title_names_the_year_and_the_book() -> None:
    assert texts(letter_docx(LETTER))[1] == "2018年示例县人民政府履行教育职责评价\n责任清单"


def test_the_letter_says_to_whom_from_whom_since_when_and_on_what_basis() -> None:
    found = texts(letter_docx(LETTER))
    assert found[2] == "县财政局："
    assert BASIS in found[3]
    assert "2018年7月2日启动" in found[3]
    assert "报县教育局" in found[3]
    assert found[-2:] == ["县教育局", "2018年7月2日"]


def test_leading_and_supporting_tasks_are_told_apart() -> None:
    leading, supporting, _ = tables(LETTER)
    assert leading[0] == ("序号", "任务", "指标和目标", "牵头/配合单位", "完成时限", "依据")
    assert [row[0] for row in leading] == ["序号", "1", "2"]
    assert leading[1] == (
        "1",
        f"二.1 教育经费投入\n{SPENDING.statement}",
        "\n".join(SPENDING.targets),
        "牵头：县财政局\n配合：县教育局",
        "2018年10月15日",
        "二(二)1",
    )
    assert supporting[1:] == [
        (
            "1",
            "三.3 教师培训和交流",
            "—",
            "牵头：县教育局\n配合：县财政局、县人力资源和社会保障局",
            "2018年9月30日",
            "青政办〔2018〕3号 四",
        )
    ]


def test_a_department_without_tasks_of_a_kind_is_told_so() -> None:
    found = texts(letter_docx(replace(LETTER, lines=(TRAINING,))))
    assert "一、牵头任务（0项）" in found
    assert "本年度没有牵头任务。" in found
    assert "本年度没有配合任务。" in texts(letter_docx(replace(LETTER, lines=(SPENDING,))))


def test_a_duty_that_nobody_supports_names_its_lead_only() -> None:
    alone = replace(SURCHARGES, support=())
    assert tables(replace(LETTER, lines=(alone,)))[0][1][3] == "牵头：县财政局"


def test_the_calendar_of_the_year_follows() -> None:
    assert tables(LETTER)[-1][2] == ("牵头单位报送自评材料", "10月15日以前", "各牵头单位")
    without = texts(letter_docx(replace(LETTER, calendar=())))
    assert "评价办法没有规定年度日程。" in without


def test_the_contact_is_named_or_left_to_be_filled_in() -> None:
    assert f"联系人及电话：{'_' * 20}" in texts(letter_docx(LETTER))
    named = replace(LETTER, contact="督导室 0970-0000000")
    assert "联系人及电话：督导室 0970-0000000" in texts(letter_docx(named))


def test_made_up_figures_are_marked_on_every_page_and_others_never() -> None:
    content = letter_docx(LETTER)
    assert texts(content)[0] == "示例数据"
    assert opened(content).sections[0].header.paragraphs[0].text == "示例数据"
    assert "示例数据" not in whole(letter_docx(replace(LETTER, synthetic=False)))


def test_a_task_keeps_its_whole_statement_however_long() -> None:
    long = replace(SPENDING, statement="落实责任。" * 2000)
    content = letter_docx(replace(LETTER, lines=(long,)))
    assert whole(content).count("落实责任。") == 2000


def test_equal_letters_give_equal_bytes() -> None:
    assert letter_docx(LETTER) == letter_docx(replace(LETTER))
    assert letter_docx(LETTER) != letter_docx(replace(LETTER, opened=date(2018, 7, 3)))


@settings(max_examples=30)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=50))
def test_names_and_statements_stand_as_they_were_given(text: str) -> None:
    line = replace(SPENDING, title=text, statement=text, lead=text, support=(text,))
    found = tables(replace(LETTER, department=text, lines=(line,)))[0][1]
    assert found[1] == f"二.1 {text}\n{text}"
    assert found[3] == f"牵头：{text}\n配合：{text}"


def test_every_row_has_a_cell_for_each_column() -> None:
    assert {len(row) for row in rows(letter_docx(LETTER))} == {6, 3}
