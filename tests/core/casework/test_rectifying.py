"""Working on findings: who may do what, all or none, and nothing struck off on words alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.core.casework.ledgers import (
    COUNTY,
    KEEPER,
    OF_SCHOOL,
    PROOF,
    SCHOOL,
    SOON,
    STRANGERS,
    TODAY,
    bring_to,
    found,
    history,
    log_words,
    move,
    one,
    prove,
    register_city,
    report_classes,
    sealed,
    treat,
)
from tests.core.store.work import at_once

from dudao.casework import (
    ByHand,
    Office,
    Treatment,
    add_by_hand,
    move_findings,
    offer_proof,
    proofs_of,
    recheck_ledger,
    set_treatment,
)
from dudao.errors import ConflictError, DudaoError, NotAllowed
from dudao.evidence import local_evidence, open_evidence
from dudao.plugins import Plugins
from dudao.store import Database
from dudao.workflow import Actor, FindingState, Owner, OwnerKind, Recheck, Role


@pytest.fixture
def city(database: Database, plugins: Plugins, tmp_path: Path) -> Office:
    """A city with a county in which three classes are too large."""
    office = Office(database, plugins, evidence=open_evidence(local_evidence(tmp_path)))
    register_city(office)
    report_classes(office, 2017, c3_1=60, c3_2=57, c4_1=58)
    return office


def test_a_finding_goes_from_listed_to_struck_off(city: Office) -> None:
    treat(city)
    prove(city)
    move(city, "approve")
    report_classes(city, 2018, c4_1=44)
    move(city, "strike", on=date(2018, 10, 1))
    finding = one(city)
    assert (finding.state, finding.struck) == (FindingState.STRUCK, date(2018, 10, 1))
    assert log_words(history(city)) == ["find", "measure", "prove", "approve", "recheck", "strike"]
    assert [entry.who for entry in history(city)][1:4] == ["张经办", "李校长", "张经办"]
    assert sealed(city)


def test_nothing_is_struck_off_while_the_rule_fails(city: Office) -> None:
    bring_to(city, FindingState.APPROVED)
    with pytest.raises(DudaoError, match="仍未达标"):
        move(city, "strike")
    report_classes(city, 2018, c4_1=56)
    with pytest.raises(DudaoError, match="仍未达标"):
        move(city, "strike")


def test_nothing_is_struck_off_without_approved_proof(city: Office) -> None:
    report_classes(city, 2018, c4_1=44)
    for state in (FindingState.LISTED, FindingState.ACTIVE, FindingState.PROVED):
        bring_to(city, state)
        assert one(city).state is state
        assert one(city).passes
        with pytest.raises(DudaoError, match="不能销号"):
            move(city, "strike")


def test_nothing_is_struck_off_while_figures_are_missing(city: Office) -> None:
    bring_to(city, FindingState.APPROVED)
    report_classes(city, 2018)
    assert one(city).rule is Recheck.UNKNOWN
    with pytest.raises(DudaoError, match="缺数据"):
        move(city, "strike")


def test_a_class_that_is_gone_can_be_struck_off_on_proof(city: Office) -> None:
    bring_to(city, FindingState.APPROVED)
    report_classes(city, 2018, c1_1=40)
    assert one(city).rule is Recheck.GONE
    move(city, "strike")
    assert one(city).state is FindingState.STRUCK


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"measure": " "}, "没有整改措施"),
        ({"measure": "长" * 2001}, "不超过 2000 字"),
        ({"owner": Owner(OwnerKind.SCHOOL, "S9")}, "没有责任单位 S9"),
        ({"owner": Owner(OwnerKind.DEPARTMENT, "S1")}, "没有责任单位 S1"),
        ({"deadline": date(2018, 2, 28)}, "期限 2018-02-28 已经过去"),
    ],
)
def test_a_treatment_that_is_not_whole_is_refused(
    city: Office, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(DudaoError, match=message):
        treat(city, **changes)
    assert one(city).state is FindingState.LISTED


def test_a_deadline_has_to_be_set_where_the_rule_gives_none(city: Office) -> None:
    report_classes(city, 2018, c4_1=60, c4_3=59)
    report_classes(city, 2019, c5_1=60, c5_9=59)
    late = found(city)[-1]
    assert late.deadline is None
    with pytest.raises(DudaoError, match="没有整改期限"):
        treat(city, late.number, deadline=None)


def test_the_owner_words_the_measure_and_cannot_move_the_deadline(city: Office) -> None:
    set_treatment(city, SCHOOL, COUNTY, [1], Treatment("扩建两间教室"), on=TODAY)
    assert one(city).measure == "扩建两间教室"
    for change in (Treatment(deadline=SOON), Treatment(owner=Owner(OwnerKind.SCHOOL, "S2"))):
        with pytest.raises(NotAllowed, match="由台账管理人员确定"):
            set_treatment(city, SCHOOL, COUNTY, [1], change, on=TODAY)
    assert one(city).owner == OF_SCHOOL


def test_somebody_else_was_faster(city: Office) -> None:
    seen = one(city).version
    treat(city)
    with pytest.raises(ConflictError, match="刚被别人改过"):
        set_treatment(city, KEEPER, COUNTY, [1], Treatment("另一措施"), seen, on=TODAY)
    assert one(city).measure == "增设一个班"


@pytest.mark.parametrize("who", STRANGERS)
def test_whoever_has_no_part_in_a_finding_cannot_move_it(city: Office, who: str) -> None:
    stranger = STRANGERS[who]
    bring_to(city, FindingState.PROVED)
    before = found(city)
    attempts = (
        lambda: set_treatment(city, stranger, COUNTY, [1], Treatment("另一措施"), on=TODAY),
        lambda: offer_proof(city, stranger, COUNTY, [1], "已分班", PROOF, TODAY),
        lambda: move_findings(city, stranger, COUNTY, [1], "approve", "", TODAY),
        lambda: move_findings(city, stranger, COUNTY, [1], "decline", "不清楚", TODAY),
        lambda: add_by_hand(
            city, stranger, COUNTY, ByHand("问题", "情况"), Treatment("改", OF_SCHOOL, SOON)
        ),
    )
    for attempt in attempts:
        with pytest.raises(DudaoError):
            attempt()
    assert found(city) == before
    with pytest.raises(NotAllowed):
        attempts[2]()


def test_the_keeper_cannot_prove_for_the_owner_nor_the_owner_approve(city: Office) -> None:
    treat(city)
    with pytest.raises(NotAllowed, match="只有责任单位可以报送整改证明"):
        offer_proof(city, KEEPER, COUNTY, [1], "已分班", PROOF, TODAY)
    prove(city)
    with pytest.raises(NotAllowed, match="只有台账管理人员可以认可证明"):
        move_findings(city, SCHOOL, COUNTY, [1], "approve", "", TODAY)


def test_proof_needs_a_file_and_words(city: Office) -> None:
    treat(city)
    with pytest.raises(DudaoError, match="没有证明材料"):
        prove(city, files=())
    with pytest.raises(DudaoError, match="没有写明理由"):
        offer_proof(city, SCHOOL, COUNTY, [1], " ", PROOF, TODAY)
    assert one(city).state is FindingState.ACTIVE
    assert proofs_of(city, COUNTY, 1) == ()


def test_one_file_proves_many_findings_and_is_kept_once(city: Office) -> None:
    treat(city, 1, 2, 3)
    prove(city, 1, 2, 3)
    files = {proofs_of(city, COUNTY, number) for number in (1, 2, 3)}
    [(file,)] = files
    assert file.name == "分班方案.txt"


def test_declined_proof_goes_back_to_the_owner_with_the_reason(city: Office) -> None:
    bring_to(city, FindingState.APPROVED)
    with pytest.raises(DudaoError, match="没有写明理由"):
        move(city, "decline")
    move(city, "decline", comment="没有班级名单")
    assert one(city).state is FindingState.DECLINED
    assert history(city)[-1].detail["comment"] == "没有班级名单"
    prove(city, files=())  # what was offered before still counts
    assert one(city).state is FindingState.PROVED


def test_of_several_findings_all_move_or_none_and_each_hindrance_is_told(city: Office) -> None:
    treat(city, 1, 2)
    before = found(city)
    with pytest.raises(DudaoError) as refused:
        move(city, "approve", 1, 2, 3)
    told = [problem.where for problem in refused.value.problems]
    assert [where.split()[1] for where in told] == ["1", "2", "3"]
    assert found(city) == before


@pytest.mark.parametrize(
    ("numbers", "message"),
    [((), "没有选中"), ((1, 99), "第 99 号.*没有这个问题"), (range(501), "一次不超过 500 个")],
)
def test_a_selection_that_cannot_be_worked_on_is_refused(
    city: Office, numbers: tuple[int, ...], message: str
) -> None:
    with pytest.raises(DudaoError, match=message):
        move_findings(city, KEEPER, COUNTY, numbers, "approve", "", TODAY)


def test_a_move_that_is_none_is_refused(city: Office) -> None:
    for code in ("prove", "measure", "accept", "", "nonsense"):
        with pytest.raises(DudaoError, match="没有这一步"):
            move(city, code)


def test_a_struck_finding_can_be_revived_with_a_reason(city: Office) -> None:
    bring_to(city, FindingState.APPROVED)
    report_classes(city, 2018, c4_1=44)
    move(city, "strike")
    with pytest.raises(DudaoError, match="没有写明理由"):
        move(city, "revive")
    move(city, "revive", comment="抽查发现未真正分班")
    finding = one(city)
    assert (finding.state, finding.struck) == (FindingState.ACTIVE, None)


def test_two_who_approve_at_once_do_it_once(city: Office) -> None:
    bring_to(city, FindingState.PROVED)
    outcomes = at_once(*[lambda: move(city, "approve")] * 2)
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert log_words(history(city)).count("approve") == 1


ENTRY = ByHand("校门口道路拥堵", "上学时段车辆堵塞", "错峰放学", "督查反馈", "S1")
TREATMENT = Treatment("协调交警疏导", OF_SCHOOL, SOON)


def test_a_gap_entered_by_hand_is_struck_off_on_proof_alone(city: Office) -> None:
    number = add_by_hand(city, KEEPER, COUNTY, ENTRY, TREATMENT, on=TODAY)
    finding = one(city, number)
    assert (finding.state, finding.rule) == (FindingState.ACTIVE, None)
    assert finding.gap.name == "示例一小"
    prove(city, number)
    move(city, "approve", number)
    recheck_ledger(city, COUNTY)
    move(city, "strike", number)
    assert one(city, number).state is FindingState.STRUCK


def test_what_was_entered_by_mistake_is_withdrawn_but_what_figures_show_is_not(
    city: Office,
) -> None:
    number = add_by_hand(city, KEEPER, COUNTY, ENTRY, TREATMENT, on=TODAY)
    move(city, "withdraw", number, comment="重复立项")
    assert one(city, number).state is FindingState.WITHDRAWN
    with pytest.raises(DudaoError, match="由数据自动发现的问题不能撤销"):
        move(city, "withdraw", 1, comment="重复立项")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (replace(ENTRY, title=" "), "没有问题名称"),
        (replace(ENTRY, title="长" * 101), "不超过 100 字"),
        (replace(ENTRY, found=""), "没有问题情况"),
        (replace(ENTRY, found="长" * 501), "不超过 500 字"),
        (replace(ENTRY, asked="长" * 501), "不超过 500 字"),
        (replace(ENTRY, clause="长" * 501), "不超过 500 字"),
        (replace(ENTRY, school="S9"), "没有学校 S9"),
    ],
)
def test_an_entry_by_hand_that_is_not_whole_is_refused(
    city: Office, entry: ByHand, message: str
) -> None:
    with pytest.raises(DudaoError, match=message):
        add_by_hand(city, KEEPER, COUNTY, entry, TREATMENT, on=TODAY)
    assert len(found(city)) == 3


def test_nobody_without_a_name_works_on_the_ledger(city: Office) -> None:
    nameless = Actor(" ", Role.EDITOR, COUNTY)
    with pytest.raises(NotAllowed, match="没有姓名"):
        set_treatment(city, nameless, COUNTY, [1], TREATMENT, on=TODAY)
    with pytest.raises(NotAllowed, match="没有姓名"):
        add_by_hand(city, nameless, COUNTY, ENTRY, TREATMENT, on=TODAY)


def test_what_is_overdue_can_be_treated_without_another_deadline(city: Office) -> None:
    treat(city)
    late = date(2018, 10, 1)
    treatment = Treatment("再增设一个班", OF_SCHOOL, SOON)
    set_treatment(city, KEEPER, COUNTY, [1], treatment, on=late)
    assert one(city).measure == "再增设一个班"
    other = replace(treatment, deadline=date(2018, 9, 2))
    with pytest.raises(DudaoError, match="已经过去"):
        set_treatment(city, KEEPER, COUNTY, [1], other, on=late)
