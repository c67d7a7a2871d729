"""Entering a gap in the ledger by hand: one that no rule over figures finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..errors import NotAllowed, Problem, refuse
from ..ledger import Finding, Gap, GapKey, GapKind
from ..store import LogEntry, TenantSession, add_findings, hold_ledger, write_log
from ..workflow import Actor, FindingState, Role
from .ledger import Ledger, ledger_of
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
    title = typed_text(where, "名称", entry.title, LONGEST_TITLE)
    found = typed_text(where, "情况", entry.found, LONGEST_FOUND)
    asked = typed_text(where, "整改要求", entry.asked, LONGEST_FOUND, needed=False)
    clause = typed_text(where, "依据", entry.clause, LONGEST_FOUND, needed=False)
    with writing(office, tenant) as session:
        card = card_of(session, tenant)
        rules = office.plugins.shelf.latest(card.chosen_book(book))
        ledger = ledger_of(session, card, rules, ())
        if entry.school and entry.school not in ledger.schools:
            raise refuse(where, f"没有学校 {entry.school}", "请从名单中选择")
        number, day = hold_ledger(session) + 1, on or card.today
        key = GapKey(GapKind.HAND, "", entry.school or tenant, item=str(number))
        gap = Gap(key, title, ledger.schools.get(entry.school, card.name), found, asked, clause)
        enter(session, ledger, actor, [(number, gap)], treatment, day)
    return number


def enter(
    session: TenantSession,
    ledger: Ledger,
    actor: Actor,
    gaps: Sequence[tuple[int, Gap]],
    treatment: Treatment,
    day: date,
) -> None:
    """Enter gaps that a person saw, by number, with what is to be done about them, and log it.

    The ledger is held. Raises DudaoError for what is lacking.
    """
    book, period = ledger.rules.code, str(day.year)
    found = []
    for number, gap in gaps:
        opened = Finding(number, book, gap, period, day, state=FindingState.ACTIVE)
        found.append(treated(ledger, opened, treatment, day))
    add_findings(session, found)
    write_log(session, *(_entry(each, actor, day) for each in found))


def _entry(finding: Finding, actor: Actor, day: date) -> LogEntry:
    gap = finding.gap
    detail = {"on": day.isoformat(), "title": gap.title, "found": gap.value}
    return LogEntry(
        actor.name, "find", finding.period, finding.book, finding=finding.number, detail=detail
    )


def typed_text(where: str, label: str, typed: str, longest: int, *, needed: bool = True) -> str:
    """Return what was typed about a gap. Raises DudaoError where it is lacking or too long."""
    text = plain_text(typed)
    if needed and not text:
        raise refuse(where, f"没有问题{label}", f"请写明{label}")
    if len(text) > longest:
        raise refuse(where, f"问题{label}有 {len(text)} 字", f"不超过 {longest} 字")
    return text
