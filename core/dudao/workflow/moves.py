"""The states of duty work, the moves between them, who may make each, and what it locks.

This table is the only place that says so: use cases ask it before they write, pages ask it which
buttons to show, tests walk through all of it.

Three things move in a year's plan. A *part* is what one department files for a duty, a *duty* is what its leading
department reports, the *plan* is the county's whole year under one book. A part moves only while
its duty is open, a duty only while the plan is open; from the moment the plan is locked nothing
below it moves.

A *finding* of the ledger moves by itself: it is struck off only when the rule it broke passes on
newer figures and the proof of its owner is accepted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from .states import (
    RECHECK_WORDS,
    STATE_WORDS,
    DutyState,
    FindingState,
    PartState,
    PlanState,
    Recheck,
    State,
)


class Party(StrEnum):
    """What a person is to a piece of work."""

    SUPPORT = "support"
    LEAD = "lead"
    COLLECTOR = "collector"
    REVIEWER = "reviewer"
    OWNER = "owner"
    KEEPER = "keeper"


PARTY_WORDS = {
    Party.SUPPORT: "配合部门",
    Party.LEAD: "牵头部门",
    Party.COLLECTOR: "汇总部门",
    Party.REVIEWER: "上级审核",
    Party.OWNER: "责任单位",
    Party.KEEPER: "台账管理人员",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One move: from any of `before` to `after`, by any of `by`.

    `duty_in` and `plan_in` are the states above in which it is possible. With `comment` the
    reason has to be given. `rule_in` is what the rule behind a finding has to say, None where
    there is no rule.
    """

    code: str
    label: str
    before: tuple[State, ...]
    after: State
    by: tuple[Party, ...]
    comment: bool = False
    duty_in: tuple[DutyState, ...] = ()
    plan_in: tuple[PlanState, ...] = ()
    rule_in: tuple[Recheck | None, ...] = ()


_OPEN_DUTY = (DutyState.COLLECTING, DutyState.RETURNED)
_OPEN_PLAN = (PlanState.OPEN,)
_EDITABLE = (PartState.DRAFT, PartState.HANDED_BACK)

# Whose part it is: the use case sees to it that nobody writes another department's.
_ITS_OWN = (Party.SUPPORT, Party.LEAD)
_of_part = partial(Move, duty_in=_OPEN_DUTY, plan_in=_OPEN_PLAN)
_of_duty = partial(Move, plan_in=_OPEN_PLAN)

PART_MOVES = (
    _of_part("save", "保存", _EDITABLE, PartState.DRAFT, _ITS_OWN),
    _of_part("file", "提交给牵头部门", _EDITABLE, PartState.FILED, _ITS_OWN),
    _of_part("take_back", "收回修改", (PartState.FILED,), PartState.DRAFT, _ITS_OWN),
    _of_part(
        "hand_back",
        "退回配合部门补充",
        (PartState.FILED,),
        PartState.HANDED_BACK,
        (Party.LEAD,),
        comment=True,
    ),
)
DUTY_MOVES = (
    _of_duty("submit", "汇总报送", _OPEN_DUTY, DutyState.SUBMITTED, (Party.LEAD,)),
    _of_duty("accept", "受理", (DutyState.SUBMITTED,), DutyState.ACCEPTED, (Party.COLLECTOR,)),
    _of_duty(
        "return",
        "退回",
        (DutyState.SUBMITTED, DutyState.ACCEPTED),
        DutyState.RETURNED,
        (Party.COLLECTOR,),
        comment=True,
    ),
)
PLAN_MOVES = (
    Move("assemble", "汇总自评", _OPEN_PLAN, PlanState.ASSEMBLED, (Party.COLLECTOR,)),
    Move(
        "reopen",
        "重新办理",
        (PlanState.ASSEMBLED, PlanState.LOCKED, PlanState.SENT_BACK),
        PlanState.OPEN,
        (Party.COLLECTOR,),
        comment=True,
    ),
    Move("lock", "锁定", (PlanState.ASSEMBLED,), PlanState.LOCKED, (Party.COLLECTOR,)),
    Move("send", "报送上级", (PlanState.LOCKED,), PlanState.SENT, (Party.COLLECTOR,)),
    Move(
        "send_back",
        "退回",
        (PlanState.SENT, PlanState.REVIEWED),
        PlanState.SENT_BACK,
        (Party.REVIEWER,),
        comment=True,
    ),
    Move("review", "审核通过", (PlanState.SENT,), PlanState.REVIEWED, (Party.REVIEWER,)),
    Move(
        "decide",
        "评定等次",
        (PlanState.REVIEWED, PlanState.DECIDED),
        PlanState.DECIDED,
        (Party.REVIEWER,),
        comment=True,
    ),
)
_UNDER_WAY = (FindingState.LISTED, FindingState.ACTIVE, FindingState.DECLINED)
FINDING_MOVES = (
    Move("measure", "落实措施", _UNDER_WAY, FindingState.ACTIVE, (Party.OWNER, Party.KEEPER)),
    Move(
        "prove",
        "报送整改证明",
        (FindingState.ACTIVE, FindingState.DECLINED),
        FindingState.PROVED,
        (Party.OWNER,),
        comment=True,
    ),
    Move("approve", "认可证明", (FindingState.PROVED,), FindingState.APPROVED, (Party.KEEPER,)),
    Move(
        "decline",
        "退回证明",
        (FindingState.PROVED, FindingState.APPROVED),
        FindingState.DECLINED,
        (Party.KEEPER,),
        comment=True,
    ),
    Move(
        "strike",
        "销号",
        (FindingState.APPROVED,),
        FindingState.STRUCK,
        (Party.KEEPER,),
        rule_in=(None, Recheck.PASSES, Recheck.GONE),
    ),
    Move(
        "revive",
        "重新立项",
        (FindingState.STRUCK,),
        FindingState.ACTIVE,
        (Party.KEEPER,),
        comment=True,
    ),
    Move(
        "withdraw",
        "撤销",
        _UNDER_WAY,
        FindingState.WITHDRAWN,
        (Party.KEEPER,),
        comment=True,
        rule_in=(None,),
    ),
)
# Until it is locked, what the plan's grade rests on can still be stated.
UNLOCKED = (PlanState.OPEN, PlanState.ASSEMBLED)
MOVES = {move.code: move for move in (*PART_MOVES, *DUTY_MOVES, *PLAN_MOVES, *FINDING_MOVES)}

# What the log calls everything that is done, the moves included.
ACTION_WORDS = {move.code: move.label for move in MOVES.values()} | {
    "open": "部署任务",
    "attach": "添加佐证材料",
    "detach": "移除佐证材料",
    "event": "登记事件",
    "cancel": "撤销事件登记",
    "none": "确认没有发生",
    "attest": "确认等次情形",
    "remind": "邮件提醒",
    "contact": "登记邮箱",
    "find": "列入台账",
    "recheck": "按新数据复核",
    "return_gap": "问题再次出现,自动重新立项",
}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a thing stands: its own state and those of what is above it.

    `rule` is what the rule behind a finding says now, None where there is no rule.
    """

    own: State
    duty: DutyState | None = None
    plan: PlanState | None = None
    rule: Recheck | None = None


def obstacle(move: Move, at: Position, parties: Collection[Party]) -> str:
    """Return why the move cannot be made, in a sentence; empty when it can.

    What is locked above is named before who may: it holds for everybody.
    """
    if move.plan_in and at.plan not in move.plan_in:
        return f"自评{_word(at.plan)},各项任务不能再改动"
    if move.duty_in and at.duty not in move.duty_in:
        return f"任务{_word(at.duty)},不能再改动"
    if at.own not in move.before:
        return f"现为“{_word(at.own)}”,不能{move.label}"
    if move.rule_in and at.rule not in move.rule_in:
        return _ruled_out(move, at.rule)
    if not set(parties) & set(move.by):
        allowed = "、".join(PARTY_WORDS[party] for party in move.by)
        return f"只有{allowed}可以{move.label}"
    return ""


def possible(moves: Collection[Move], at: Position, parties: Collection[Party]) -> tuple[Move, ...]:
    """Return the moves that these parties can make now."""
    return tuple(move for move in moves if not obstacle(move, at, parties))


def _word(state: State | None) -> str:
    return "未开始" if state is None else STATE_WORDS[state]


def _ruled_out(move: Move, rule: Recheck | None) -> str:
    if move.rule_in == (None,):
        return f"由数据自动发现的问题不能{move.label},只能整改后销号"
    return f"复核结果为“{RECHECK_WORDS[rule]}”,不能{move.label}"
