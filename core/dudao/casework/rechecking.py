"""Comparing the ledger with the latest figures and duties, and writing down what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..ledger import (
    Bench,
    Changes,
    Checked,
    Finding,
    GapKey,
    GapKind,
    YearOfDuties,
    opened,
    recheck,
)
from ..rulebook import RuleBook
from ..store import (
    LogEntry,
    Plan,
    TenantSession,
    add_findings,
    duty_works,
    findings,
    hold_ledger,
    load_facts,
    plans,
    write_findings,
    write_log,
)
from ..workflow import PlanState
from .assessing import assess
from .judged import day_of
from .ledger import SYSTEM
from .office import Office, TenantCard, card_of, tenant_card, writing
from .work import duty_standing

_BY_FIGURES = (GapKind.CLASS, GapKind.INDICATOR)


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What rechecking brought: how many findings opened, came back, have another result."""

    opened: int
    returned: int
    checked: int


def follow_up(office: Office, tenant: str, period: str, on: date | None = None) -> None:
    """Evaluate figures that have just been stored and recheck the ledger by them.

    Done where the tenant's book was in force: the year before its first edition is only there to
    be compared with.
    """
    card = tenant_card(office, tenant)
    if card.book and office.plugins.shelf.in_force(card.book, day_of(period, None)):
        assess(office, tenant, period, keep=True)
        recheck_ledger(office, tenant, on=on)


def recheck_ledger(
    office: Office, tenant: str, book: str | None = None, on: date | None = None
) -> Rechecked:
    """Compare a tenant's ledger with its latest figures and its duties.

    Figures are judged by the edition in force in their period; where none was, only duties are
    looked at. `on` is the day of the record, today by default. Raises DudaoError for an unknown
    tenant or book.
    """
    with writing(office, tenant) as session:
        card = card_of(session, tenant)
        rules = office.plugins.shelf.latest(card.chosen_book(book))
        day = on or card.today
        last = hold_ledger(session)
        held = findings(session, tenant, rules.code)
        changes = _by_figures(office, session, card, rules.code, held) + _by_duties(
            session, card, rules, held, day
        )
        new = [
            opened(gap, checked, number, rules.code, day)
            for number, (gap, checked) in enumerate(changes.opened, last + 1)
        ]
        add_findings(session, new)
        write_findings(session, [*changes.returned, *changes.checked])
        write_log(
            session,
            *_entries("find", new, day),
            *_entries("return_gap", changes.returned, day),
            *_entries("recheck", changes.checked, day),
        )
    return Rechecked(len(new), len(changes.returned), len(changes.checked))


def _entries(action: str, found: Iterable[Finding], day: date) -> list[LogEntry]:
    return [
        LogEntry(
            SYSTEM, action, each.period, each.book, finding=each.number, detail=_said(each, day)
        )
        for each in found
    ]


def _said(finding: Finding, day: date) -> dict[str, str]:
    now = finding.checked
    assert now is not None, "a rule has looked at it"
    return {
        "on": day.isoformat(),
        "result": now.recheck.value,
        "value": now.value,
        "limit": finding.gap.limit,
        "figures": now.period,
    }


def _by_figures(
    office: Office,
    session: TenantSession,
    card: TenantCard,
    book: str,
    held: Sequence[Finding],
) -> Changes:
    shelf = office.plugins.shelf
    periods = [each for each in card.periods if shelf.in_force(book, day_of(each, None))]
    if not periods:
        return Changes()
    period, day = periods[-1], day_of(periods[-1], None)
    before = str(int(period) - 1)
    previous = load_facts(session, card.code, before) if before in card.periods else None
    facts = load_facts(session, card.code, period)
    bench = Bench(shelf.named(book, day), facts, day, office.plugins.vocabulary, previous)
    return recheck(held, bench.gaps(), bench.check, _BY_FIGURES)


def _by_duties(
    session: TenantSession,
    card: TenantCard,
    rules: RuleBook,
    held: Sequence[Finding],
    day: date,
) -> Changes:
    years = {
        plan.period: _year(session, card, rules, plan, day)
        for plan in plans(session, [card.code])
        if plan.book == rules.code
    }
    gaps = [gap for year in years.values() for gap in year.gaps()]

    def check(key: GapKey) -> Checked:
        return years[key.item].check(key)

    return recheck(held, gaps, check, (GapKind.DUTY,))


def _year(
    session: TenantSession, card: TenantCard, rules: RuleBook, plan: Plan, day: date
) -> YearOfDuties:
    works = duty_works(session, card.code, plan.period, plan.book)
    duties = [duty_standing(work) for work in works.values()]
    is_open = plan.state == PlanState.OPEN
    return YearOfDuties(card.code, card.name, plan.period, day, rules, duties, is_open)
