"""The ledgers below a superior: each county in numbers, who is late where, the months of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dudao.api import (
    LedgerBelow,
    TenantCard,
    Totals,
    late_by_owner,
    months_together,
    totals,
)

from ...here import Here
from .months import MonthsPage, months_page
from .owners import owner_text

_NONE = Totals(0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county's ledger in numbers, with the ways into it; `rate` is empty for an empty one."""

    name: str
    synthetic: bool
    found: Totals
    rate: str
    url: str
    late_url: str
    figures: str


@dataclass(frozen=True, slots=True)
class LateLine:
    """An owner in a county with what they have not closed in time."""

    county: str
    owner: str
    count: int
    since: date
    days: int
    url: str


@dataclass(frozen=True, slots=True)
class BelowPage:
    """All ledgers below, and all of them together."""

    lines: tuple[CountyLine, ...]
    all: Totals
    rate: str
    late: tuple[LateLine, ...]
    months: MonthsPage


def below_page(found: Sequence[LedgerBelow], tenant: TenantCard, period: str) -> BelowPage:
    """Return the ledgers below a tenant; counties open in their latest year, else in this one."""
    ledgers = [each.ledger for each in found]
    counted = [totals(each.findings, each.tenant.today) for each in ledgers]
    together = sum(counted, _NONE)
    lines = [
        _line(each.ledger.tenant, numbers, period)
        for each, numbers in zip(found, counted, strict=True)
    ]
    late = [line for each in found for line in _late(each, period)]
    days = [tenant.today, *(each.tenant.today for each in ledgers)]
    return BelowPage(
        tuple(lines),
        together,
        _rate(together),
        tuple(sorted(late, key=lambda each: (-each.count, each.since, each.county, each.owner))),
        months_page(months_together(found, max(days))),
    )


def _line(card: TenantCard, found: Totals, period: str) -> CountyLine:
    here = _into(card, period)
    return CountyLine(
        card.name,
        card.synthetic,
        found,
        _rate(found),
        here.url("ledger"),
        here.url("ledger", "overdue"),
        card.periods[-1] if card.periods else "",
    )


def _into(card: TenantCard, period: str) -> Here:
    return Here(card, card.years[-1] if card.years else period)


def _rate(found: Totals) -> str:
    return "" if found.rate is None else f"{found.rate * 100:.1f}%"


def _late(each: LedgerBelow, period: str) -> list[LateLine]:
    ledger = each.ledger
    today, here = ledger.tenant.today, _into(ledger.tenant, period)
    lines = []
    for owner, found in late_by_owner(ledger.findings, today):
        since = min(one.deadline for one in found if one.deadline)
        lines.append(
            LateLine(
                ledger.tenant.name,
                ledger.named(owner) or "未定责任单位",
                len(found),
                since,
                (today - since).days,
                here.url("ledger", "overdue", owner=owner_text(owner)),
            )
        )
    return lines
