"""The units of a rule book's supervision system: its members, its groups, their names."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import refuse
from ..rulebook import RuleBook, Supervision, Unit

_MEMBER = "member"


def supervision_of(rules: RuleBook) -> Supervision:
    """Return the supervision system of a book. Raises DudaoError when it has none."""
    if rules.supervision is None:
        raise refuse(f"评价办法 {rules.name}", "没有规定督导体系", "请选用有督导规定的办法")
    return rules.supervision


def members_of(rules: RuleBook) -> Mapping[str, Unit]:
    """Return the member units of the committee by code."""
    return {unit.code: unit for unit in rules.organisation if unit.kind == _MEMBER}


def groups_of(rules: RuleBook) -> Mapping[str, Unit]:
    """Return the units that inspect the schools of a district each, by code."""
    districts = {body.unit for body in supervision_of(rules).bodies if body.district}
    return {unit.code: unit for unit in rules.organisation if unit.code in districts}


def unit_name(rules: RuleBook, code: str) -> str:
    """Return the name of a unit of the organisation, or its code where the book has none."""
    return next((unit.name for unit in rules.organisation if unit.code == code), code)
