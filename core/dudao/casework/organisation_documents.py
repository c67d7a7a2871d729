"""The supervision system of a tenant as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..supervision import Assignment, Proposal, coverage
from .organisation import Organisation


def organisation_document(found: Organisation) -> Mapping[str, Any]:
    """Return groups with what they need, and what the roster lacks, as of the tenant's day."""
    day = found.tenant.today
    return {
        "tenant": found.tenant.code,
        "synthetic": found.tenant.synthetic,
        "book": found.rules.code,
        "day": day.isoformat(),
        "groups": [
            {
                "code": each.code,
                "name": each.name,
                "schools": len(each.schools),
                "needed": each.needed,
                "inspectors": len(each.inspectors),
            }
            for each in coverage(found.rules, found.roster, day).groups
        ],
        "lacks": [
            {
                "kind": each.kind.value,
                "code": each.code,
                "where": each.where,
                "what": each.what,
                "advice": each.advice,
                "count": each.count,
            }
            for each in found.lacks(day)
        ],
    }


def proposal_document(proposal: Proposal) -> Mapping[str, Any]:
    """Return who would answer for which school, by codes."""
    return {
        "day": proposal.day.isoformat(),
        "kept": [_pair(each) for each in proposal.kept],
        "new": [_pair(each) for each in proposal.new],
        "ended": [_pair(each) for each in proposal.ended],
        "uncovered": [
            {"school": each.school.code, "reason": each.reason} for each in proposal.uncovered
        ],
    }


def _pair(each: Assignment) -> Mapping[str, str]:
    return {"inspector": each.inspector, "school": each.school}
