"""The self-evaluation: what departments wrote stays theirs, what was computed stays honest."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, strategies as st
from tests.core.papers.examples import (
    BALANCE,
    BASIS,
    FISCAL,
    FUNDS,
    REPORT,
    SPENT,
    opened,
    rows,
    texts,
    whole,
)

from dudao.evaluate import State
from dudao.papers import (
    DutyPart,
    EvidenceLine,
    GradePart,
    Narrative,
    SectionPart,
    SelfEvaluation,
    selfevaluation_docx,
)


def with_duty(duty: DutyPart) -> SelfEvaluation:
    """Return the report with this duty only."""
    return replace(REPORT, sections=(SectionPart("教育经费投入", (duty,)),))


def tables(report: SelfEvaluation) -> list[list[tuple[str, ...]]]:
    """Return the rows of each table of a report."""
    return [
        [tuple(cell.text for cell in row.cells) for row in table.rows]
        for table in opened(selfevaluation_docx(report)).tables
    ]


def between(report: SelfEvaluation, first: str, last: str) -> list[str]:
    """Return the paragraphs from one heading to the next."""
    found = texts(selfevaluation_docx(report))
    return found[found.index(first) + 1 : found.index(last)]


def test_the_parts_are_in_the_order_of_an_official_report() -> None:
    document = opened(selfevaluation_docx(REPORT))
    heads = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert heads == [
        "一、自评工作开展情况",
        "二、自评结果",
        "三、等次范围",
        "四、存在的问题",
        "五、数据与规则的校验",
    ]
    parts = [each.text for each in document.paragraphs if each.style.name == "Heading 2"]
    assert parts[:3] == ["（一）教育经费投入", "（二）教师队伍建设", "（三）各级各类教育发展"]


def test_the_course_names_book_edition_days_and_counts() -> None:
    rules, course, counts = between(REPORT, "一、自评工作开展情况", "二、自评结果")
    assert f"《示例县人民政府履行教育职责评价》（2018版；{BASIS}）" in rules
    assert "适用2018年10月31日有效的目标值" in rules
    assert "自评于2018年7月2日启动" in course
    assert "2018年10月26日由县教育局汇总定稿" in course
    assert counts == (
        "共评价职责任务3项、指标5项，其中达标2项、放宽达标1项、未达标1项、缺数据1项、不适用0项。"
    )


def test_the_lead_speaks_first_and_each_line_is_a_paragraph() -> None:
    found = between(with_duty(SPENT), "二.1 教育经费投入", "三、等次范围")
    assert found[:5] == [
        "牵头单位：县财政局；配合单位：县教育局。",
        "县财政局（牵头单位）：",
        *SPENT.texts[1].text.split("\n"),
        "县教育局（配合单位）：",
    ]


def test_a_missing_text_is_shown_as_missing() -> None:
    silent = replace(SPENT, texts=(Narrative("县教育局", " \n"),))
    found = between(with_duty(silent), "二.1 教育经费投入", "三、等次范围")
    assert found.count("没有填写文字说明。") == 2
    assert found[1:3] == ["县财政局（牵头单位）：", "没有填写文字说明。"]


def test_verdicts_stand_beside_the_text_with_their_clause() -> None:
    verdicts = tables(with_duty(SPENT))[0]
    assert verdicts == [
        ("指标", "值", "目标", "结论", "条款"),
        ("一般公共预算教育支出", "增加", "≥ 增加", "达标", "二(二)1"),
        ("财政性教育经费占国内生产总值的比例", "3.87%", "≥ 4%", "未达标", "二(二)1"),
        ("学前教育生均公用经费标准", "—", "= 是", "缺数据", "二(二)1"),
    ]


def test_evidence_is_listed_with_size_and_digest() -> None:
    assert tables(with_duty(SPENT))[1][1:] == [
        ("1", "2018年教育经费执行情况.pdf", "县财政局", "1.4 MB", "0123456789ab"),
        ("2", "县政府第12次常务会议纪要.docx", "县教育局", "17.8 KB", "fedcba987654"),
    ]


def test_a_tiny_file_is_counted_in_bytes() -> None:
    tiny = EvidenceLine("说明.txt", 12, "0" * 64, "县财政局")
    assert tables(with_duty(replace(SPENT, evidence=(tiny,))))[1][1][3] == "12 B"


def test_a_duty_without_indicators_or_evidence_says_so() -> None:
    bare = replace(SPENT, verdicts=(), evidence=())
    found = between(with_duty(bare), "二.1 教育经费投入", "三、等次范围")
    assert found[-2:] == ["本项任务没有可计算的指标。", "本项任务没有提交佐证材料。"]


def test_the_grade_is_a_range_with_what_closes_the_rest() -> None:
    found = between(REPORT, "三、等次范围", "四、存在的问题")
    assert found == [
        "按现有数据，仍有可能的等次为：合格、不合格。",
        "下列等次已不可能：",
        "下列情形因缺少数据尚不能判定，既不视为存在，也不视为不存在：",
        "1. 三年内教育质量监测达不到Ⅱ级或及格",
        "2. 有师生在D级危房内学习、工作或生活",
        "在上述范围内的等次由人认定，目前尚未认定。",
    ]
    closed = ("优秀", "教育年度目标责任书有不达标的项（三(四)）")
    assert closed in list(rows(selfevaluation_docx(REPORT)))


def test_a_decided_grade_is_named() -> None:
    decided = replace(REPORT, grade=replace(REPORT.grade, decided="合格"))
    assert between(decided, "三、等次范围", "四、存在的问题")[-1] == "经认定，等次为：合格。"


def test_a_book_without_grades_says_so() -> None:
    none = replace(REPORT, grade=GradePart((), (), ()))
    assert between(none, "三、等次范围", "四、存在的问题") == ["本评价办法不设等次。"]


def test_problems_keep_what_failed_apart_from_what_is_unknown() -> None:
    *_, failed, unknown, _ = tables(REPORT)
    assert [row[0] for row in failed[1:]] == [FISCAL.title]
    assert unknown[1:] == [(FUNDS.title, "—", "= 是", "县财政局、县教育局", "二(二)1")]
    assert "下列指标缺少计算所需的数据，不能视为达标：" in texts(selfevaluation_docx(REPORT))


def test_without_problems_the_report_says_so() -> None:
    met = tuple(replace(each, state=State.MET) for each in SPENT.verdicts)
    found = texts(selfevaluation_docx(with_duty(replace(SPENT, verdicts=met))))
    assert "没有未达标的指标。" in found
    assert "没有缺数据的指标。" in found


def test_the_closing_holds_the_digests_and_the_day() -> None:
    *_, last = tables(REPORT)
    assert last[1:] == [(each.title, each.value) for each in REPORT.hashes]
    assert texts(selfevaluation_docx(REPORT))[-2:] == ["县教育局", "2018年10月26日"]


@pytest.mark.parametrize(
    ("synthetic", "locked", "expected"),
    [
        (True, True, "示例数据"),
        (False, True, ""),
        (False, False, "草稿"),
        (True, False, "示例数据　草稿"),
    ],
)
def test_every_page_says_what_the_paper_is_not(
    synthetic: bool, locked: bool, expected: str
) -> None:
    assembled = REPORT.assembled if locked else None
    report = replace(REPORT, synthetic=synthetic, assembled=assembled)
    content = selfevaluation_docx(report)
    assert opened(content).sections[0].header.paragraphs[0].text == expected
    assert texts(content)[0] == (expected or "示例县2018年自评报告")
    assert ("目前尚未定稿" in whole(content)) is not locked


@pytest.mark.parametrize(
    "text", ["<w:p/>", "甲\x0b乙\x00", "&amp;</w:t>", "职责" * 5000, "<script>alert(1)</script>"]
)
def test_what_a_department_wrote_is_literal(text: str) -> None:
    report = with_duty(replace(SPENT, texts=(Narrative("县财政局", text),)))
    shown = text.replace("\x0b", "\ufffd").replace("\x00", "\ufffd")
    assert shown in texts(selfevaluation_docx(report))


def test_a_long_narrative_of_many_paragraphs_arrives_whole() -> None:
    lines = [f"第{number}段。" for number in range(1000)]
    report = with_duty(replace(SPENT, texts=(Narrative("县财政局", "\n".join(lines)),)))
    found = between(report, "县财政局（牵头单位）：", "三、等次范围")
    assert found[:1000] == lines


def test_equal_values_give_equal_bytes() -> None:
    assert selfevaluation_docx(REPORT) == selfevaluation_docx(replace(REPORT))


def test_values_read_back_from_json_give_the_same_file() -> None:
    stored = msgspec.json.encode(REPORT)
    read = msgspec.json.decode(stored, type=SelfEvaluation)
    assert read == REPORT
    assert msgspec.json.encode(read) == stored
    assert selfevaluation_docx(read) == selfevaluation_docx(REPORT)


@given(
    st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(State), st.integers(0, 2**40)
)
def test_any_values_survive_json(text: str, state: State, size: int) -> None:
    verdict = replace(FUNDS, title=text, value=text, state=state)
    evidence = EvidenceLine(text, size, "0" * 64, text)
    duty = DutyPart(text, text, text, (text,), (Narrative(text, text),), (verdict,), (evidence,))
    report = replace(REPORT, sections=(SectionPart(text, (duty, BALANCE)),), assembled=None)
    assert msgspec.json.decode(msgspec.json.encode(report), type=SelfEvaluation) == report


def test_a_state_that_does_not_exist_is_not_read() -> None:
    stored = msgspec.json.encode(REPORT).replace(b'"state":3', b'"state":9')
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(stored, type=SelfEvaluation)
