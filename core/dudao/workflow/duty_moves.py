"""The moves of a year's duty work: parts, duties, the plan.

A *part* is what one department files for a duty, a *duty* is what its leading department reports,
the *plan* is the county's whole year under one book. A part moves only while its duty is open, a
duty only while the plan is open; from the moment the plan is locked nothing below it moves.
"""

from __future__ import annotations

from functools import partial

from .moves import Move, Party
from .states import DutyState, PartState, PlanState

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
# Until it is locked, what the plan's grade rests on can still be stated.
UNLOCKED = (PlanState.OPEN, PlanState.ASSEMBLED)
