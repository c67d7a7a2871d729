"""What a move is, who may make it and when; where a thing stands.

The tables of moves beside this module are the only places that say so: use cases ask them before
they write, pages ask them which buttons to show, tests walk through all of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from .states import (
    RECHECK_WORDS,
    STATE_WORDS,
    DutyState,
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
    OFFICE = "office"
    TEAM = "team"
    SUBJECT = "subject"


PARTY_WORDS = {
    Party.SUPPORT: "配合部门",
    Party.LEAD: "牵头部门",
    Party.COLLECTOR: "汇总部门",
    Party.REVIEWER: "上级审核",
    Party.OWNER: "责任单位",
    Party.KEEPER: "台账管理人员",
    Party.OFFICE: "督导机构",
    Party.TEAM: "参加督导的督学",
    Party.SUBJECT: "被督导单位",
}


class Circumstance(StrEnum):
    """Something beside its state that a move of a case may need."""

    LATE = "late"
    ALL_PROVED = "all_proved"
    LOOKED_AGAIN = "looked_again"
    NOT_URGED = "not_urged"
    URGED = "urged"
    INTERVIEWED = "interviewed"
    CRITICISED = "criticised"


# What to say where it is lacking.
_LACKING = {
    Circumstance.LATE: "期限还没有过",
    Circumstance.ALL_PROVED: "还有整改事项没有报送证明",
    Circumstance.LOOKED_AGAIN: "还没有登记复查记录",
    Circumstance.NOT_URGED: "已经督办过",
    Circumstance.URGED: "还没有下发督办通知",
    Circumstance.INTERVIEWED: "还没有约谈",
    Circumstance.CRITICISED: "还没有通报批评",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One move: from any of `before` to `after`, by any of `by`.

    `duty_in` and `plan_in` are the states above in which it is possible. With `comment` the
    reason has to be given. `rule_in` is what the rule behind a finding has to say, None where
    there is no rule; `needs` are circumstances that all have to be there.
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
    needs: tuple[Circumstance, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Where a thing stands: its own state and those of what is above it.

    `rule` is what the rule behind a finding says now, None where there is no rule.
    `circumstances` are what else a move may need.
    """

    own: State
    duty: DutyState | None = None
    plan: PlanState | None = None
    rule: Recheck | None = None
    circumstances: frozenset[Circumstance] = frozenset()


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
    for circumstance in move.needs:
        if circumstance not in at.circumstances:
            return f"{_LACKING[circumstance]},不能{move.label}"
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
