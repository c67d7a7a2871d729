"""The moves of an inspection's cases: from the plan to the end, or up the ladder to accountability.

Each rung of the ladder (notice, interview, criticism, accountability) rests on the one before it;
only a ground that the book calls direct goes round them. After each rung the body inspected can
still put things right: what it hands in is looked at again, and the case is closed or climbs on.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from ..rulebook import DeadlineKind
from .moves import Circumstance, Move, Party
from .states import CaseState as S

_MENDING = (S.RECTIFYING, S.NOTIFIED, S.INTERVIEWED, S.CRITICISED, S.ACCOUNTABLE)
_OPEN = (S.VISITED, S.REPORTED, *_MENDING, S.HANDED_IN, S.INSUFFICIENT)
_office = partial(Move, by=(Party.OFFICE,))
_climb = partial(_office, comment=True)

CASE_MOVES = (
    Move("visit", "登记督导记录", (S.PLANNED, S.VISITED), S.VISITED, (Party.TEAM,)),
    _office("call_off", "取消督导", (S.PLANNED,), S.CANCELLED, comment=True),
    Move(
        "report", "出具督导报告", (S.VISITED,), S.REPORTED, (Party.TEAM, Party.OFFICE), comment=True
    ),
    _office("feed_back", "反馈并提出整改要求", (S.REPORTED,), S.RECTIFYING),
    _office("conclude", "反馈并办结(无整改事项)", (S.REPORTED,), S.CLOSED, comment=True),
    Move(
        "hand_in",
        "报送整改情况",
        _MENDING,
        S.HANDED_IN,
        (Party.SUBJECT,),
        comment=True,
        needs=(Circumstance.ALL_PROVED,),
    ),
    Move(
        "pass",
        "复查通过并办结",
        (S.HANDED_IN,),
        S.CLOSED,
        (Party.OFFICE,),
        needs=(Circumstance.LOOKED_AGAIN,),
    ),
    _office(
        "fail",
        "复查不通过",
        (S.HANDED_IN,),
        S.INSUFFICIENT,
        comment=True,
        needs=(Circumstance.LOOKED_AGAIN,),
    ),
    Move("look_again", "登记复查记录", (S.HANDED_IN,), S.HANDED_IN, (Party.TEAM, Party.OFFICE)),
    _office("lapse", "认定逾期未改", _MENDING, S.INSUFFICIENT, needs=(Circumstance.LATE,)),
    _climb("urge", "下发督办通知", (S.INSUFFICIENT,), S.NOTIFIED, needs=(Circumstance.NOT_URGED,)),
    _climb("interview", "约谈", (S.INSUFFICIENT,), S.INTERVIEWED, needs=(Circumstance.URGED,)),
    _climb(
        "criticise", "通报批评", (S.INSUFFICIENT,), S.CRITICISED, needs=(Circumstance.INTERVIEWED,)
    ),
    _climb("account", "问责", (S.INSUFFICIENT,), S.ACCOUNTABLE, needs=(Circumstance.CRITICISED,)),
    _climb("account_at_once", "直接问责", _OPEN, S.ACCOUNTABLE),
    _climb("hand_over", "移送有关部门", _OPEN, S.HANDED_OVER),
    _climb("settle", "登记处理结果并办结", (S.HANDED_OVER,), S.CLOSED),
    _climb("open_again", "重新办理", (S.CLOSED,), S.RECTIFYING),
)
# What a move that lets somebody work on sets a day for.
DUE_AFTER = {
    "visit": DeadlineKind.REPORT,
    "report": DeadlineKind.FEEDBACK,
    "feed_back": DeadlineKind.RECTIFY,
    "hand_in": DeadlineKind.RECHECK,
    "urge": DeadlineKind.NOTICE,
    "interview": DeadlineKind.INTERVIEW,
    "criticise": DeadlineKind.CRITICISM,
    "account": DeadlineKind.ACCOUNTABILITY,
    "account_at_once": DeadlineKind.ACCOUNTABILITY,
    "open_again": DeadlineKind.RECTIFY,
}
# Whoever is waited for in these states is the body inspected; else it is the office or the team.
MENDING: Collection[S] = frozenset(_MENDING)
