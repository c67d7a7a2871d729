"""The self-evaluation says what departments wrote and what the figures say, and stays as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import msgspec
import pytest
from sqlalchemy import text
from tests.core.casework.county import (
    COUNTY,
    EDITOR,
    REVIEWER,
    SOUND,
    YEAR,
    accept_all,
    of,
    report,
    send_up,
    write,
)
from tests.core.evidence.samples import PDF
from tests.core.store.work import raw

from dudao.casework import (
    Duties,
    Office,
    assemble,
    assess,
    attach_new,
    decide,
    judged_of,
    load_duties,
    report_of,
    review,
)
from dudao.casework.office import reading
from dudao.casework.self_evaluation import (
    Frozen,
    compile_self_evaluation,
    hindrances,
    read_frozen,
)
from dudao.evaluate import State, verdicts
from dudao.grading import Closed, ConditionState, Grade, Held
from dudao.papers import DutyPart, SelfEvaluation, selfevaluation_docx
from dudao.store import log_head


def duties_in(paper: SelfEvaluation) -> dict[str, DutyPart]:
    return {duty.code: duty for section in paper.sections for duty in section.duties}


def test_the_frozen_text_is_what_was_shown_and_its_digest_is_stored(
    installed: Office, accepted: Duties
) -> None:
    shown = report_of(installed, accepted)
    assert shown.assembled is None
    sent = send_up(installed, accepted)
    content = sent.plan.content
    assert content is not None
    assert sent.plan.content_hash == hashlib.sha256(content.encode()).hexdigest()
    frozen = msgspec.json.decode(content, type=Frozen)
    assert frozen == read_frozen(sent)
    assert frozen.report.sections == shown.sections
    assert frozen.report.grade == shown.grade
    assert frozen.report.assembled is not None
    assert json.loads(content)["report"]["tenant"] == "示例县"
    assert sent.plan.run == assess(installed, COUNTY, YEAR).run


def test_the_paper_carries_the_digest_of_its_content(installed: Office, sent: Duties) -> None:
    hashes = {each.title: each.value for each in report_of(installed, sent).hashes}
    assert hashes["自评内容"] == sent.plan.content_hash
    assert hashes["评价办法"] == sent.rules.digest
    assert hashes["数据"] == assess(installed, COUNTY, YEAR).facts_hash


def test_the_paper_names_the_log_it_closes(installed: Office, accepted: Duties) -> None:
    assemble(installed, EDITOR, accepted)
    with reading(installed, COUNTY) as session:
        count, head = log_head(session, COUNTY)
    found = compile_self_evaluation(installed, load_duties(installed, COUNTY, YEAR))
    hashes = {each.title: each.value for each in found.frozen.report.hashes}
    assert hashes[f"办理日志(共 {count} 条)"] == head


def test_the_verdicts_are_those_of_the_assessment(installed: Office, sent: Duties) -> None:
    judged = assess(installed, COUNTY, YEAR)
    found = list(verdicts(judged.evaluation, installed.plugins.vocabulary))
    paper = duties_in(report_of(installed, sent))
    for duty in sent.rules.duties:
        expected = [
            (verdict.title, verdict.printed, verdict.printed_limit, verdict.state)
            for code in duty.indicators
            for verdict in found
            if verdict.indicator == code
        ]
        lines = paper[duty.code].verdicts
        assert [(line.title, line.value, line.limit, line.state) for line in lines] == expected
    states = {line.state for duty in paper.values() for line in duty.verdicts}
    assert states >= {State.MET, State.NO_DATA}


@pytest.mark.parametrize("given", [(), ("gdp",), tuple(SOUND)])
def test_what_has_no_data_never_appears_as_met(
    installed: Office, opened: Duties, given: Sequence[str]
) -> None:
    if given:
        report(installed, {code: SOUND[code] for code in given})
    paper = report_of(installed, accept_all(installed, opened))
    judged = judged_of(installed, load_duties(installed, COUNTY, YEAR))
    unknown = {
        judged.book.by_code[each.indicator].title
        for each in judged.standings
        if each.state is State.NO_DATA
    }
    lines = [line for duty in duties_in(paper).values() for line in duty.verdicts]
    for line in lines:
        met = line.state in (State.MET, State.MET_RELAXED)
        assert not (met and line.title in unknown)
        if not given:
            assert line.state is State.NO_DATA
    assert sum(line.title in unknown for line in lines) > 0


def test_without_figures_every_condition_is_undetermined(installed: Office, opened: Duties) -> None:
    grade = report_of(installed, opened).grade
    assert len(grade.undetermined) == 12
    assert grade.closed == ()


def test_texts_come_in_the_order_of_the_book_and_empty_ones_are_left_out(
    installed: Office, opened: Duties
) -> None:
    write(installed, opened, "二.1", "education", "教育局写的")
    write(installed, opened, "二.1", "finance", "财政局写的")
    write(installed, opened, "二.2", "housing", "住建局写的")
    paper = duties_in(report_of(installed, load_duties(installed, COUNTY, YEAR)))
    said = [(each.department, each.text) for each in paper["二.1"].texts]
    assert said == [("县财政局", "财政局写的"), ("县教育局", "教育局写的")]
    assert [each.text for each in paper["二.2"].texts if each.text] == ["住建局写的"]
    assert list(paper) == [duty.code for duty in opened.rules.duties]


def test_evidence_is_listed_with_its_digest_where_it_was_attached(
    installed: Office, opened: Duties
) -> None:
    digest = attach_new(installed, of("finance"), opened, "二.1", "finance", "决算.pdf", PDF)
    paper = duties_in(report_of(installed, opened))
    [line] = paper["二.1"].evidence
    assert (line.name, line.size, line.digest, line.department) == (
        "决算.pdf",
        len(PDF),
        digest,
        "县财政局",
    )
    assert not any(duty.evidence for code, duty in paper.items() if code != "二.1")


def test_a_locked_paper_is_the_same_for_ever_and_the_decision_comes_beside(
    installed: Office, sent: Duties
) -> None:
    before = report_of(installed, sent)
    report(installed, {**SOUND, "gdp": 9})
    review(installed, REVIEWER, sent)
    decide(installed, REVIEWER, sent, "不合格", "复核")
    after = report_of(installed, load_duties(installed, COUNTY, YEAR))
    assert after.grade.decided == "不合格"
    assert before.grade.decided == ""
    assert (after.sections, after.hashes, after.assembled) == (
        before.sections,
        before.hashes,
        before.assembled,
    )
    assert selfevaluation_docx(after) != selfevaluation_docx(before)


def test_content_that_was_altered_no_longer_fits_its_digest(
    installed: Office, sent: Duties, database_url: str
) -> None:
    with raw(database_url) as connection:
        connection.execute(text("UPDATE plan SET content = replace(content, '示例县', '另一县')"))
    altered = load_duties(installed, COUNTY, YEAR).plan
    assert altered.content is not None
    assert hashlib.sha256(altered.content.encode()).hexdigest() != altered.content_hash


GRADES = ("优秀", "良好", "合格", "不合格")


def held(effect: str, grade: str, state: ConditionState) -> Held:
    return Held("C1", "情形", effect, grade, state, "条")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "blocked"),
    [
        (held("ceiling", "优秀", ConditionState.UNDETERMINED), ["优秀"]),
        (held("ceiling", "良好", ConditionState.UNDETERMINED), ["优秀", "良好"]),
        (held("veto", "不合格", ConditionState.UNDETERMINED), ["优秀", "良好", "合格"]),
    ],
)
def test_an_undetermined_condition_stands_against_what_it_could_close(
    condition: Held, blocked: list[str]
) -> None:
    found = hindrances(Grade("ceilings", GRADES, (), (condition,)), GRADES)
    assert [grade for grade in GRADES if found[grade]] == blocked
    assert all("尚不能判定" in found[grade][0] for grade in blocked)


def test_a_closed_grade_names_what_closes_it_and_the_others_are_free() -> None:
    closed = (Closed("优秀", "C1", "责任书"),)
    found = hindrances(Grade("ceilings", GRADES[1:], closed, ()), GRADES)
    assert found == {"优秀": ("C1 责任书,不能评为优秀",), "良好": (), "合格": (), "不合格": ()}


def test_where_no_grade_could_be_given_none_may_be_decided_on() -> None:
    failed = Grade("plugin", (), (), (), fault="插件 demo:没有给出等次")
    found = hindrances(failed, GRADES)
    assert found == dict.fromkeys(GRADES, ("插件 demo:没有给出等次",))


def test_a_grade_out_of_reach_without_a_condition_is_not_free() -> None:
    found = hindrances(Grade("points", ("良好", "合格"), (), ()), GRADES)
    assert [grade for grade in GRADES if not found[grade]] == ["良好", "合格"]
