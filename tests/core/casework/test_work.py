"""Who may do what to a year's work: strangers are told so, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from tests.core.casework.county import (
    ALONE,
    BOOK,
    COUNTY,
    EDITOR,
    NEIGHBOUR,
    PREFECTURE,
    REVIEWER,
    STRANGERS,
    YEAR,
    accept_all,
    begin,
    log,
    of,
    part,
    report_sound,
    send_up,
    submit,
    unchanged,
    write,
)
from tests.core.evidence.samples import PDF

from dudao.casework import (
    Draft,
    Duties,
    Office,
    accept_duty,
    assemble,
    attach_known,
    attach_new,
    decide,
    find_duties,
    hand_back_part,
    history_of,
    load_duties,
    lock,
    open_plan,
    reopen,
    return_duty,
    review,
    save_part,
    send,
    send_back,
    set_address,
    submit_duty,
    take_back_part,
    take_off,
    usual_book,
)
from dudao.casework.work import LONGEST_COMMENT, check
from dudao.errors import DudaoError, NotAllowed
from dudao.workflow import MOVES, Actor, DutyState, PartState, Party, PlanState, Position

Use = Callable[[Office, Actor, Duties], object]
DIGEST = sha256(PDF).hexdigest()
DRAFT = Draft(0, "已拨付", {"gdp": "15"})
# A year in which every move is made, each by whom it belongs to.
YEAR_OF_MOVES: list[tuple[Actor, Use]] = [
    (of("finance"), lambda o, a, d: save_part(o, a, d, "二.1", "finance", DRAFT)),
    (of("finance"), lambda o, a, d: attach_new(o, a, d, "二.1", "finance", "a.pdf", PDF)),
    (of("finance"), lambda o, a, d: attach_known(o, a, d, "二.1", "finance", DIGEST)),
    (of("finance"), lambda o, a, d: take_off(o, a, d, "二.1", "finance", DIGEST)),
    (
        of("education"),
        lambda o, a, d: save_part(o, a, d, "二.1", "education", DRAFT, file=True),
    ),
    (of("finance"), lambda o, a, d: hand_back_part(o, a, d, "二.1", "education", "缺凭证")),
    (
        EDITOR,
        lambda o, a, d: save_part(
            o, a, d, "二.1", "education", replace(DRAFT, version=2), file=True
        ),
    ),
    (EDITOR, lambda o, a, d: take_back_part(o, a, d, "二.1", "education")),
    (of("finance"), lambda o, a, d: submit_duty(o, a, d, "二.1", "教育局未交")),
    (EDITOR, lambda o, a, d: return_duty(o, a, d, "二.1", "不全")),
    (of("finance"), lambda o, a, d: submit_duty(o, a, d, "二.1", "教育局未交")),
    (EDITOR, lambda o, a, d: accept_duty(o, a, d, "二.1")),
    (EDITOR, lambda o, a, d: set_address(o, a, d, "县税务局", "tax@example.cn")),
]
SENDING: list[tuple[Actor, Use]] = [
    (EDITOR, assemble),
    (EDITOR, lambda o, a, d: reopen(o, a, d, "漏报")),
    (EDITOR, assemble),
    (EDITOR, lock),
    (EDITOR, send),
    (REVIEWER, lambda o, a, d: send_back(o, a, d, "数据不符")),
    (EDITOR, lambda o, a, d: reopen(o, a, d, "更正")),
    (EDITOR, assemble),
    (EDITOR, lock),
    (EDITOR, send),
    (REVIEWER, review),
    (REVIEWER, lambda o, a, d: decide(o, a, d, "优秀", "依据充分")),
    (REVIEWER, lambda o, a, d: decide(o, a, d, "合格", "更正")),
]


def walk(office: Office, duties: Duties, moves: list[tuple[Actor, Use]]) -> None:
    """Make the moves; before each, everybody whose it is not tries, and changes nothing."""
    for rightful, use in moves:
        same = unchanged(office)
        others = {**STRANGERS, "the editor": EDITOR, "the reviewer": REVIEWER}
        for name, actor in others.items():
            own = (actor.role, actor.tenant) == (rightful.role, rightful.tenant)
            if own and actor.name.strip() and actor.department == rightful.department:
                continue
            if actor == EDITOR and rightful == of("education"):
                continue  # the bureau's people act for the bureau
            with pytest.raises(NotAllowed):
                pytest.fail(f"{name} did it: {use(office, actor, duties)}")
        same()
        use(office, rightful, duties)


def test_nobody_but_whose_it_is_moves_a_part_or_a_duty(installed: Office, opened: Duties) -> None:
    walk(installed, opened, YEAR_OF_MOVES)


def test_nobody_but_whose_it_is_moves_the_plan_or_judges_it(
    installed: Office, accepted: Duties
) -> None:
    walk(installed, accepted, SENDING)
    assert load_duties(installed, COUNTY, YEAR).state is PlanState.DECIDED
    # The prefecture wrote its reviews and its log, and nothing into the county's.
    assert {entry.who.split()[-1] for entry in log(installed)} == {"张经办"}
    assert [entry.action for entry in log(installed, PREFECTURE)] == [
        "send_back",
        "review",
        "decide",
        "decide",
    ]


def test_a_county_with_nobody_above_it_is_reviewed_by_itself(installed: Office) -> None:
    duties = begin(installed, ALONE)
    report_sound(installed, ALONE)
    duties = send_up(installed, accept_all(installed, duties))
    with pytest.raises(NotAllowed):
        review(installed, REVIEWER, duties)
    own = replace(REVIEWER, tenant=ALONE)
    review(installed, own, duties)
    decide(installed, own, duties, "优秀", "依据充分")
    decided = load_duties(installed, ALONE, YEAR)
    assert (decided.state, decided.reviews[-1].grade) == (PlanState.DECIDED, "优秀")


def test_two_counties_of_one_book_do_not_meet(installed: Office, opened: Duties) -> None:
    other = begin(installed, NEIGHBOUR)
    same = unchanged(installed)
    write(installed, other, "二.1", "finance", "邻县的", {"gdp": "9"}, file=True)
    submit(installed, other, "二.2")
    same()
    assert part(installed, "二.1", "finance").narrative == ""
    assert {entry.action for entry in log(installed)} == {"open"}
    assert find_duties(installed, "632600", YEAR, BOOK) is None


ON_A_DUTY: tuple[Callable[[Office, Duties, str], object], ...] = (
    lambda o, d, code: save_part(o, EDITOR, d, code, "education", DRAFT),
    lambda o, d, code: take_back_part(o, EDITOR, d, code, "education"),
    lambda o, d, code: hand_back_part(o, EDITOR, d, code, "education", "缺"),
    lambda o, d, code: attach_new(o, EDITOR, d, code, "education", "a.pdf", PDF),
    lambda o, d, code: attach_known(o, EDITOR, d, code, "education", DIGEST),
    lambda o, d, code: take_off(o, EDITOR, d, code, "education", DIGEST),
    lambda o, d, code: submit_duty(o, EDITOR, d, code),
    lambda o, d, code: accept_duty(o, EDITOR, d, code),
    lambda o, d, code: return_duty(o, EDITOR, d, code, "缺"),
)


@pytest.mark.parametrize("code", ["九.9", ""])
def test_a_duty_that_is_none_is_refused_in_plain_words(
    installed: Office, opened: Duties, code: str
) -> None:
    same = unchanged(installed)
    for use in ON_A_DUTY:
        with pytest.raises(DudaoError, match=f"任务 {code}.*中没有"):
            use(installed, opened, code)
    same()


def test_a_department_is_found_by_any_of_its_names_and_refused_by_none(
    installed: Office, opened: Duties
) -> None:
    save_part(installed, of("finance"), opened, "二.1", "财政局", DRAFT)
    assert part(installed, "二.1", "finance").narrative == "已拨付"
    with pytest.raises(DudaoError, match="不在本办法的部门名单中"):
        save_part(installed, EDITOR, opened, "二.1", "海事局", DRAFT)
    with pytest.raises(NotAllowed, match="县公安局没有这项任务;承担部门:县财政局、县教育局"):
        save_part(installed, of("police"), opened, "二.1", "公安局", DRAFT)


def test_a_move_that_needs_a_reason_is_refused_without_and_a_long_one_too() -> None:
    at = Position(DutyState.SUBMITTED, plan=PlanState.OPEN)
    for comment in ("", " \n\u3000"):
        with pytest.raises(DudaoError, match="退回没有写明理由"):
            check(MOVES["return"], at, {Party.COLLECTOR}, "任务", comment)
    check(MOVES["accept"], at, {Party.COLLECTOR}, "任务")
    check(MOVES["return"], at, {Party.COLLECTOR}, "任务", "长" * LONGEST_COMMENT)
    with pytest.raises(DudaoError, match="不超过 2000 字"):
        check(MOVES["return"], at, {Party.COLLECTOR}, "任务", "长" * (LONGEST_COMMENT + 1))


def test_who_asks_is_told_apart_from_what_is_locked() -> None:
    at = Position(PartState.DRAFT, DutyState.COLLECTING, PlanState.OPEN)
    with pytest.raises(NotAllowed):
        check(MOVES["save"], at, {Party.COLLECTOR}, "任务")
    locked = replace(at, plan=PlanState.LOCKED)
    with pytest.raises(DudaoError) as refused:
        check(MOVES["save"], locked, {Party.COLLECTOR}, "任务")
    assert not isinstance(refused.value, NotAllowed)


def test_the_record_names_the_department_somebody_acts_for(
    installed: Office, opened: Duties
) -> None:
    write(installed, opened, "二.1", "finance")
    save_part(installed, replace(EDITOR, department="tax"), opened, "二.1", "education", DRAFT)
    assert [entry.who for entry in log(installed)] == [
        "县教育局 张经办",
        "县财政局 填报员",
        "县教育局 张经办",
    ]
    assert part(installed, "二.1", "education").by == "县教育局 张经办"


def test_the_history_of_a_plan_and_of_a_duty_is_the_latest_first(
    installed: Office, opened: Duties
) -> None:
    write(installed, opened, "二.1", "finance")
    write(installed, opened, "二.2", "finance")
    assert [entry.action for entry in history_of(installed, opened)] == ["save", "save", "open"]
    [entry] = history_of(installed, opened, "二.1")
    assert (entry.duty, entry.department) == ("二.1", "finance")


def test_a_plan_that_was_not_opened_is_none_and_loading_it_says_so(installed: Office) -> None:
    assert find_duties(installed, COUNTY, YEAR) is None
    with pytest.raises(DudaoError, match="尚未部署"):
        load_duties(installed, COUNTY, YEAR)
    with pytest.raises(DudaoError, match="没有指定评价办法"):
        load_duties(installed, "632600", YEAR)
    with pytest.raises(DudaoError, match="没有职责任务"):
        load_duties(installed, COUNTY, YEAR, "cn.balanced")
    with pytest.raises(DudaoError, match="999999"):
        load_duties(installed, "999999", YEAR)


def test_the_usual_book_is_the_tenants_unless_another_is_named(installed: Office) -> None:
    duties = begin(installed)
    assert duties.rules.name == usual_book(installed, duties.tenant, YEAR, None).name
    assert duties.is_pinned
    assert not replace(duties, plan=replace(duties.plan, book_hash="0" * 64)).is_pinned


@pytest.mark.parametrize("period", ["", "18", "20180", "2018 ", "２０１８", "2_18", "+018", "0000"])
def test_a_year_that_is_written_oddly_is_refused(installed: Office, period: str) -> None:
    # Else one year could be opened twice, and its figures be two.
    with pytest.raises(DudaoError, match="请写四位年份"):
        open_plan(installed, EDITOR, COUNTY, period, date(2018, 1, 20))
