"""How far a year's plan has come: from collecting to the grade, with the days of each step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dudao.api import Duties, DutyState, LogEntry, PlanState, in_words

_LABELS = ("办理", "汇总", "锁定", "报送", "审核", "评定")
# The moves that end each of these steps but the first, which ends with the second.
_ENDS = ("assemble", "assemble", "lock", "send", "review", "decide")
_PRESENT = {
    PlanState.OPEN: 0,
    PlanState.SENT_BACK: 0,
    PlanState.ASSEMBLED: 2,
    PlanState.LOCKED: 3,
    PlanState.SENT: 4,
    PlanState.REVIEWED: 5,
    PlanState.DECIDED: 6,
}


@dataclass(frozen=True, slots=True)
class Stride:
    """A step of the plan; `when` is past, present or future, `note` says since when or by when."""

    label: str
    when: str
    note: str


def progress(duties: Duties, log: Sequence[LogEntry]) -> tuple[Stride, ...]:
    """Return the steps of a plan; `log` holds what was done to the plan itself, the latest first."""
    present = _PRESENT[duties.state]
    if duties.state is PlanState.OPEN and _all_accepted(duties):
        present = 1
    ended = _ended(duties, log)
    return tuple(
        Stride(label, _when(place, present), _note(duties, place, present, ended))
        for place, label in enumerate(_LABELS)
    )


def _all_accepted(duties: Duties) -> bool:
    return all(work.state == DutyState.ACCEPTED for work in duties.works.values())


def _when(place: int, present: int) -> str:
    return "past" if place < present else "present" if place == present else "future"


def _note(duties: Duties, place: int, present: int, ended: dict[str, str]) -> str:
    if place < present:
        return ended.get(_ENDS[place], "")
    if place == 0 and duties.state is PlanState.SENT_BACK:
        return "上级退回,待重新办理"
    if place == 0:
        last = max((work.due for work in duties.works.values()), default=None)
        return _before(last)
    return _before(duties.standing().send_by) if _LABELS[place] == "报送" else ""


def _before(day: date | None) -> str:
    return f"{day} 前" if day else ""


def _ended(duties: Duties, log: Iterable[LogEntry]) -> dict[str, str]:
    """Return the day of each move of this round: what came before a reopening has been undone."""
    found: dict[str, str] = {}
    for entry in log:
        if entry.action == "reopen":
            break
        if entry.at:
            found.setdefault(entry.action, _day(in_words(entry.at)))
    for said in duties.reviews:
        if said.sending == duties.plan.sending:
            found[said.move] = _day(in_words(said.at))
    return found


def _day(moment: str) -> str:
    return moment.partition(" ")[0]
