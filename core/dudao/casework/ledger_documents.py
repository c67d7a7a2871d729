"""The JSON documents on the ledger that other programs read; their shape is a contract."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..ledger import Finding, Month
from .documents import Document
from .ledger import Ledger
from .rechecking import Rechecked


def ledger_document(ledger: Ledger, found: Iterable[Finding], today: date) -> Document:
    """Return what `dudao ledger --format json` prints."""
    return {
        "tenant": ledger.tenant.code,
        "book": ledger.rules.code,
        "today": today.isoformat(),
        "findings": [_finding(ledger, each, today) for each in found],
    }


def _finding(ledger: Ledger, finding: Finding, today: date) -> Document:
    key, gap, checked = finding.key, finding.gap, finding.checked
    return {
        "number": finding.number,
        "kind": key.kind,
        "rule": key.rule or None,
        "subject": key.subject,
        "stage": key.stage or None,
        "item": key.item or None,
        "step": _day(key.step),
        "title": gap.title,
        "name": gap.name,
        "found": gap.value,
        "asked": gap.limit,
        "clause": gap.clause,
        "new": gap.is_new,
        "returns": finding.returns,
        "period": finding.period,
        "opened": finding.opened.isoformat(),
        "state": finding.state,
        "measure": finding.measure or None,
        "owner": ledger.named(finding.owner) or None,
        "deadline": _day(finding.deadline),
        "overdue": finding.is_overdue(today),
        "recheck": checked
        and {"result": checked.recheck, "value": checked.value, "period": checked.period},
        "ready": finding.is_ready,
        "struck": _day(finding.struck),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def months_document(months: Iterable[Month]) -> list[Document]:
    """Return what `dudao ledger months --format json` prints."""
    return [
        {
            "month": f"{each.year}-{each.month:02}",
            "opened": each.opened,
            "closed": each.closed,
            "standing": each.standing,
        }
        for each in months
    ]


def rechecked_document(found: Rechecked) -> Document:
    """Return what `dudao ledger recheck --format json` prints."""
    return {"opened": found.opened, "returned": found.returned, "checked": found.checked}
