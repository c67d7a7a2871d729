"""The plan as a whole: a year from opening to its grade, and what stands in the way of each step."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from tests.core.casework.county import (
    COUNTY,
    EDITOR,
    PREFECTURE,
    REVIEWER,
    SOUND,
    YEAR,
    accept_all,
    log,
    of,
    report,
    report_sound,
    send_up,
    state,
    stored,
    unchanged,
    write,
)
from tests.core.evidence.samples import PDF
from tests.core.store.work import at_once

from dudao.casework import (
    Duties,
    Office,
    accept_duty,
    assemble,
    attach_new,
    decide,
    load_duties,
    lock,
    open_plan,
    reopen,
    report_of,
    return_duty,
    review,
    send,
    send_back,
    submit_duty,
)
from dudao.casework.office import Memory
from dudao.casework.self_evaluation import read_frozen
from dudao.errors import DudaoError, NotAllowed
from dudao.workflow import DutyState, PlanState, Task, owed

T = TypeVar("T")


def now(office: Office) -> Duties:
    return load_duties(office, COUNTY, YEAR)


def test_a_whole_year_from_opening_to_the_grade(installed: Office) -> None:
    report(installed, SOUND, "2017")
    duties = open_plan(installed, EDITOR, COUNTY, YEAR, date(2018, 1, 20))
    figures = {"gdp": "1500000000", "education_spending": "58000000"}
    report(installed, {code: value for code, value in SOUND.items() if code not in figures})
    for code, work in duties.works.items():
        for part in work.parts[1:]:
            write(installed, duties, code, part.department, f"{code} {part.department}", file=True)
        lead = work.parts[0].department
        given = figures if code == "二.1" else {}
        write(installed, duties, code, lead, f"{code} 牵头情况", given)
        if code == "二.1":
            attach_new(installed, of(lead), duties, code, lead, "决算.pdf", PDF)
        submit_duty(installed, of(lead), duties, code)
        accept_duty(installed, EDITOR, duties, code)
    assert {work.state for work in now(installed).works.values()} == {DutyState.ACCEPTED}
    for move in (assemble, lock, send):
        move(installed, EDITOR, duties)
    review(installed, REVIEWER, duties, "属实")
    decide(installed, REVIEWER, duties, "优秀", "各项落实")
    ended = now(installed)
    assert (ended.state, ended.plan.sending) == (PlanState.DECIDED, 1)
    assert owed(ended.standing()) == ()
    paper = report_of(installed, ended)
    assert (paper.grade.decided, paper.grade.possible[0]) == ("优秀", "优秀")
    [duty] = [each for section in paper.sections for each in section.duties if each.code == "二.1"]
    assert [each.text for each in duty.texts] == ["二.1 牵头情况", "二.1 education"]
    assert [each.name for each in duty.evidence] == ["决算.pdf"]
    parts = sum(len(work.parts) for work in duties.works.values())
    assert len(log(installed)) == 1 + parts + 1 + 19 * 2 + 3
    assert [entry.action for entry in log(installed, PREFECTURE)] == ["review", "decide"]


def test_nothing_is_assembled_before_every_duty_is_accepted(
    installed: Office, accepted: Duties
) -> None:
    return_duty(installed, EDITOR, accepted, "二.1", "缺凭证")
    same = unchanged(installed)
    with pytest.raises(DudaoError, match=r"还有 1 项任务没有受理:二\.1;"):
        assemble(installed, EDITOR, accepted)
    same()


def test_steps_are_not_skipped(installed: Office, accepted: Duties) -> None:
    same = unchanged(installed)
    for move in (lock, send):
        with pytest.raises(DudaoError, match="现为“填报办理”"):
            move(installed, EDITOR, accepted)
    for judge in (review, lambda *a: send_back(*a, "退"), lambda *a: decide(*a, "优秀", "好")):
        with pytest.raises(DudaoError, match="现为“填报办理”"):
            judge(installed, REVIEWER, accepted)
    same()


def test_the_lock_freezes_what_stands_there_not_what_was_read_before(
    installed: Office, opened: Duties
) -> None:
    # `opened` was read before anybody wrote anything.
    report_sound(installed)
    write(installed, opened, "二.1", "finance", "拨付到位")
    accept_all(installed, opened)
    assemble(installed, EDITOR, opened)
    lock(installed, EDITOR, opened)
    frozen = read_frozen(now(installed))
    assert frozen is not None
    texts = [each.text for s in frozen.report.sections for d in s.duties for each in d.texts]
    assert "拨付到位" in texts
    assert frozen.report.grade.possible[0] == "优秀"
    assert len(texts) == sum(len(work.parts) for work in opened.works.values())


class Meddling(Memory):
    """Lets something happen while the self-evaluation is being written, once it has been judged."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self._meanwhile: list[Callable[[], object]] = [meanwhile]

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        made = super().recall(key, make)
        if self._meanwhile:
            self._meanwhile.pop()()
        return made


def test_the_lock_is_refused_when_figures_change_meanwhile(
    installed: Office, accepted: Duties
) -> None:
    assemble(installed, EDITOR, accepted)
    office = replace(installed, memory=Meddling(lambda: report(installed, {"gdp": 7})))
    with pytest.raises(DudaoError, match="数据刚有改动,没有锁定"):
        lock(office, EDITOR, accepted)
    assert now(installed).state is PlanState.ASSEMBLED
    assert now(installed).plan.content is None
    lock(installed, EDITOR, accepted)
    assert now(installed).state is PlanState.LOCKED


def test_the_lock_is_refused_when_the_plan_moves_meanwhile(
    installed: Office, accepted: Duties
) -> None:
    assemble(installed, EDITOR, accepted)

    def rewrite() -> None:
        reopen(installed, EDITOR, accepted, "漏报")
        return_duty(installed, EDITOR, accepted, "二.1", "重写")
        write(installed, accepted, "二.1", "finance", "重写过的")
        accept_all(installed, accepted)
        assemble(installed, EDITOR, accepted)

    with pytest.raises(DudaoError, match="没有锁定"):
        lock(replace(installed, memory=Meddling(rewrite)), EDITOR, accepted)
    assert now(installed).plan.content is None


def test_figures_after_the_lock_leave_what_was_frozen(installed: Office, sent: Duties) -> None:
    before = sent.plan.content, sent.plan.content_hash, sent.plan.run
    report(installed, {**SOUND, "nine_year_retention": "90"})
    after = now(installed)
    assert (after.plan.content, after.plan.content_hash, after.plan.run) == before
    assert report_of(installed, after).sections == report_of(installed, sent).sections


def test_what_was_sent_back_is_opened_again_and_counts_as_a_second_sending(
    installed: Office, sent: Duties
) -> None:
    send_back(installed, REVIEWER, sent, "数据不符")
    back = now(installed)
    assert back.state is PlanState.SENT_BACK
    assert [each.task for each in owed(back.standing())] == [Task.ASSEMBLE]
    reopen(installed, EDITOR, sent, "更正数据")
    again = now(installed)
    assert (again.state, again.plan.content, again.plan.content_hash, again.plan.run) == (
        PlanState.OPEN,
        None,
        None,
        None,
    )
    assert {work.state for work in again.works.values()} == {DutyState.ACCEPTED}
    second = send_up(installed, again)
    assert second.plan.sending == 2
    assert second.state is PlanState.SENT, "what was said of the first no longer applies"
    assert [each.sending for each in second.reviews] == [1]
    review(installed, REVIEWER, second)
    assert now(installed).state is PlanState.REVIEWED


def test_what_was_reviewed_but_lacks_figures_for_a_grade_can_still_go_back(
    installed: Office, sent: Duties
) -> None:
    review(installed, REVIEWER, sent)
    send_back(installed, REVIEWER, now(installed), "情形未填全,不能评定")
    assert now(installed).state is PlanState.SENT_BACK
    reopen(installed, EDITOR, sent, "补齐")
    assert now(installed).state is PlanState.OPEN


def test_what_was_sent_is_not_taken_back_by_the_county(installed: Office, sent: Duties) -> None:
    for move in (
        lambda: reopen(installed, EDITOR, sent, "漏报"),
        lambda: send(installed, EDITOR, sent),
    ):
        with pytest.raises(DudaoError, match="现为“已报送上级”"):
            move()


def test_reopening_before_it_goes_up_clears_the_lock(installed: Office, accepted: Duties) -> None:
    assemble(installed, EDITOR, accepted)
    lock(installed, EDITOR, accepted)
    with pytest.raises(DudaoError, match="没有写明理由"):
        reopen(installed, EDITOR, accepted, "")
    reopen(installed, EDITOR, accepted, "漏报一项")
    plan = now(installed).plan
    assert (plan.state, plan.content, plan.sending) == ("open", None, 0)
    assert log(installed)[-1].detail["comment"] == "漏报一项"


def test_the_log_keeps_the_digest_of_what_was_locked_and_sent(
    installed: Office, sent: Duties
) -> None:
    assembled, locked, up = log(installed)[-3:]
    assert assembled.detail["content"] == ""
    assert locked.detail["content"] == up.detail["content"] == sent.plan.content_hash


def test_a_county_is_told_that_it_may_not_judge_itself(installed: Office, sent: Duties) -> None:
    with pytest.raises(NotAllowed, match="只有上级审核单位可以审核通过"):
        review(installed, EDITOR, sent)
    with pytest.raises(NotAllowed, match="只有上级审核单位可以评定等次"):
        decide(installed, EDITOR, sent, "优秀", "自评")


def test_of_two_reviewers_at_once_one_is_told(installed: Office, sent: Duties) -> None:
    answers = at_once(
        lambda: review(installed, REVIEWER, sent),
        lambda: review(installed, replace(REVIEWER, name="赵审核"), sent),
    )
    [made] = now(installed).reviews
    assert answers.count(None) == 1
    [refused] = [each for each in answers if each is not None]
    assert isinstance(refused, DudaoError)
    assert made.by.endswith(REVIEWER.name if answers[0] is None else "赵审核")
    assert len(log(installed, PREFECTURE)) == 1


def test_two_who_lock_at_once_lock_once(installed: Office, accepted: Duties) -> None:
    assemble(installed, EDITOR, accepted)
    answers = at_once(*[lambda: lock(installed, EDITOR, accepted)] * 2)
    assert answers.count(None) == 1
    assert all(each is None or isinstance(each, DudaoError) for each in answers)
    assert [entry.action for entry in log(installed)].count("lock") == 1


def test_figures_handed_in_while_it_is_locked_are_in_it_or_refuse_it(
    installed: Office, accepted: Duties
) -> None:
    assemble(installed, EDITOR, accepted)
    locking, _ = at_once(
        lambda: lock(installed, EDITOR, accepted),
        lambda: report(installed, {"nine_year_retention": "90"}),
    )
    plan = now(installed).plan
    retention = installed.plugins.vocabulary["nine_year_retention"]
    assert stored(installed)[retention.code] == retention.read("90")
    assert (plan.state == "locked") is (locking is None)
    assert locking is None or "没有锁定" in str(locking)
    if locking is None:
        frozen = read_frozen(now(installed))
        assert frozen is not None
        sealed = {each.title: each.value for each in frozen.report.hashes}
        assert len(sealed["数据"]) == 64


def test_a_refused_step_changes_nothing(installed: Office, opened: Duties) -> None:
    before = state(installed)
    for step in (
        lambda: assemble(installed, EDITOR, opened),
        lambda: reopen(installed, EDITOR, opened, "漏报"),
        lambda: lock(installed, EDITOR, opened),
        lambda: send(installed, EDITOR, opened),
    ):
        with pytest.raises(DudaoError):
            step()
    assert state(installed) == before
