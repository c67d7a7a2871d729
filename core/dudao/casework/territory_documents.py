"""The JSON documents on a territory that other programs read; their shape is a contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..evaluate import State, Verdict
from .accounts import Account, Accounts, totals_of
from .checklist import CheckItem, CheckLine, Checklist
from .documents import Document


def accounts_document(accounts: Accounts, lines: Sequence[Account]) -> Document:
    """Return what `dudao accounts --format json` prints."""
    totals = totals_of(lines)
    return {
        "tenant": accounts.tenant.code,
        "name": accounts.tenant.name,
        "period": accounts.period,
        "book": accounts.book.code,
        "edition": accounts.book.edition,
        "as_of": accounts.as_of.isoformat(),
        "totals": {
            "schools": totals.schools,
            "met": totals.met,
            "decided": totals.decided,
            "by_state": _counted(totals.by_state),
            "pupils": totals.pupils,
            "pupils_lacking": totals.lacking,
            "classes": totals.classes,
            "largest_class": totals.largest,
        },
        "schools": [_school(accounts, line) for line in lines],
    }


def _counted(by_state: Mapping[State, int]) -> Document:
    return {_name(state): by_state.get(state, 0) for state in State}


def _name(state: State) -> str:
    return state.name.lower()


def _school(accounts: Accounts, line: Account) -> Document:
    verdicts = zip(accounts.indicators, line.verdicts, strict=True)
    return {
        "tenant": line.tenant,
        "code": line.code,
        "name": line.name,
        "type": line.school.type,
        "area": line.school.area,
        "pupils": line.pupils,
        "classes": line.classes,
        "largest_class": line.largest,
        "state": _name(line.state),
        "gaps": line.count(State.NOT_MET),
        "verdicts": {
            indicator.code: {"state": _name(verdict.state), "stage": verdict.stage}
            for indicator, verdict in verdicts
            if verdict
        },
        "left_out": line.left_out,
    }


def checklist_document(checklist: Checklist) -> Document:
    """Return what `dudao checklist --format json` prints."""
    return {
        "tenant": checklist.tenant.code,
        "name": checklist.tenant.name,
        "period": checklist.period,
        "book": checklist.book.code,
        "edition": checklist.book.edition,
        "as_of": checklist.as_of.isoformat(),
        "items": [
            {**_item(item), "counties": _counted(counts)}
            for item, counts in zip(checklist.items, checklist.sums, strict=True)
        ],
        "counties": [_county(line) for line in checklist.lines],
        "others": [year.tenant.code for year in checklist.others],
    }


def _item(item: CheckItem) -> Document:
    return {
        "indicator": item.indicator.code,
        "title": item.indicator.title,
        "stage": item.stage,
        "section": item.section,
        "part_of": item.whole or None,
    }


def _county(line: CheckLine) -> Document:
    return {
        "tenant": line.county.tenant.code,
        "name": line.county.tenant.name,
        "verdicts": [_verdict(verdict) for verdict in line.verdicts],
        "reason": "" if line.verdicts else line.county.reason,
    }


def _verdict(verdict: Verdict) -> Document:
    return {
        "indicator": verdict.indicator,
        "stage": verdict.stage,
        "state": _name(verdict.state),
        "value": verdict.value,
    }
