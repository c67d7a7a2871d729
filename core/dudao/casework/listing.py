"""Entering a gap in the ledger by hand: one that no rule over figures finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..errors import NotAllowed, Problem, refuse
from ..ledger import Finding, Gap, GapKey, GapKind
from ..store import LogEntry, add_findings, hold_ledger, write_log
from ..workflow import Actor, FindingState, Role
from .ledger import ledger_of
from .office import Office, card_of, writing
from .parts import plain_text
from .rectifying import Treatment, treated
from .work import require_name

LONGEST_TITLE = 100
LONGEST_FOUND = 500


@dataclass(frozen=True, slots=True)
class ByHand:
    """A gap as a person saw it: its name, where (a school's code, or empty), what was found.

    `asked` is what has to be reached, `clause` the rule it rests on, if any.
    """

    title: str
    found: str
    asked: str = ""
    clause: str = ""
    school: str = ""


def add_by_hand(
    office: Office,
    actor: Actor,
    tenant: str,
    entry: ByHand,
    treatment: Treatment,
    book: str | None = None,
    on: date | None = None,
) -> int:
    """Enter a gap with what is to be done about it, and return its number in the ledger.

    No rule rechecks it: it is struck off on approved proof alone. Raises DudaoError for what is
    missing or too long, NotAllowed for whoever does not keep the ledger.
    """
    require_name(actor)
    where = f"台账 {entry.title[:LONGEST_TITLE]}".rstrip()
    if actor.tenant != tenant or actor.role is not Role.EDITOR:
        raise NotAllowed(Problem(where, "只有台账管理人员可以立项"))
    title = _text(where, "名称", entry.title, LONGEST_TITLE)
    found = _text(where, "情况", entry.found, LONGEST_FOUND)
    asked = _text(where, "整改要求", entry.asked, LONGEST_FOUND, needed=False)
    clause = _text(where, "依据", entry.clause, LONGEST_FOUND, needed=False)
    with writing(office, tenant) as session:
        card = card_of(session, tenant)
        rules = office.plugins.shelf.latest(card.chosen_book(book))
        ledger = ledger_of(session, card, rules, ())
        if entry.school and entry.school not in ledger.schools:
            raise refuse(where, f"没有学校 {entry.school}", "请从名单中选择")
        number, day = hold_ledger(session) + 1, on or card.today
        gap = Gap(
            GapKey(GapKind.HAND, "", entry.school or tenant, item=str(number)),
            title,
            ledger.schools.get(entry.school, card.name),
            found,
            asked,
            clause,
        )
        found_by = Finding(number, rules.code, gap, str(day.year), day, state=FindingState.ACTIVE)
        finding = treated(ledger, found_by, treatment, day)
        add_findings(session, [finding])
        detail = {"on": day.isoformat(), "title": title, "found": found}
        who, period = actor.name, finding.period
        write_log(session, LogEntry(who, "find", period, rules.code, finding=number, detail=detail))
    return number


def _text(where: str, label: str, typed: str, longest: int, *, needed: bool = True) -> str:
    text = plain_text(typed)
    if needed and not text:
        raise refuse(where, f"没有问题{label}", f"请写明{label}")
    if len(text) > longest:
        raise refuse(where, f"问题{label}有 {len(text)} 字", f"不超过 {longest} 字")
    return text
