"""The moves that a self-evaluation can make from its page, and what the page warns of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dudao.api import PLAN_MOVES, Duties, DutyState, Party, PlanState, Position, possible

_OWN = ("assemble", "lock", "send", "reopen")
_MEANS = {
    "assemble": "结束填报:各部门不能再改动所填内容,可以通读全文。",
    "lock": "定稿:文字、数据、结论和佐证清单都固定下来,任务和情形确认不能再改动。",
    "send": "报送{above}:本级不能再撤回或改动,由上级审核通过或退回。",
    "reopen": "回到填报办理:各部门可以继续改动,已锁定的稿子作废,须重新汇总、锁定。",
}
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class PlanMove:
    """A move with what it means; `hindered` says what stands against it for now."""

    code: str
    label: str
    means: str
    comment: bool
    hindered: str


def plan_moves(duties: Duties, parties: Collection[Party], above: str) -> tuple[PlanMove, ...]:
    """Return what these parties can do with the self-evaluation now."""
    found = {move.code: move for move in possible(PLAN_MOVES, Position(duties.state), parties)}
    return tuple(
        PlanMove(
            code,
            found[code].label,
            _MEANS[code].format(above=above),
            found[code].comment,
            _hindered(duties) if code == "assemble" else "",
        )
        for code in _OWN
        if code in found
    )


def _hindered(duties: Duties) -> str:
    waiting = [code for code, work in duties.works.items() if work.state != DutyState.ACCEPTED]
    return f"还有 {len(waiting)} 项任务没有受理:{'、'.join(waiting)}" if waiting else ""


def warnings(duties: Duties, changed: tuple[str, str] | None) -> Iterator[str]:
    """Yield what a reader has to know: sent back and why, figures changed, rules replaced."""
    if duties.state is PlanState.SENT_BACK:
        yield f"上级退回了第 {duties.plan.sending} 次报送:{duties.reviews[-1].comment}"
    if changed:
        locked, now = (digest[:_DIGITS] for digest in changed)
        yield (
            f"锁定后数据有改动:锁定时的摘要为 {locked},现在为 {now}。本页仍是锁定时的内容;"
            "评定等次时,锁定时和现在的数据都要允许。"
        )
    if not duties.is_pinned:
        opened, now = duties.plan.book_hash[:_DIGITS], duties.rules.digest[:_DIGITS]
        yield (
            f"现在安装的评价办法与部署时的不一致:部署时的摘要为 {opened},现在为 {now}。"
            "没有锁定的结论按现在安装的计算;请先核对两者的差别。"
        )
