"""All moves by code, and what the log calls everything that is done."""

from __future__ import annotations

from .case_moves import CASE_MOVES
from .duty_moves import DUTY_MOVES, PART_MOVES, PLAN_MOVES
from .finding_moves import FINDING_MOVES

MOVES = {
    move.code: move for move in (*PART_MOVES, *DUTY_MOVES, *PLAN_MOVES, *FINDING_MOVES, *CASE_MOVES)
}

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
    "roster": "登记名册",
    "inspect": "安排督导",
    "merge": "并入督导",
    "paper": "制发文书",
    "publish": "公开督导结果",
    "correct": "更正公开结果",
}
