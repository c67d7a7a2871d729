"""Duties that were not reported in time, as gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..rulebook import RuleBook
from ..workflow import DutyStanding, DutyState, Owner, OwnerKind, Recheck
from .model import Checked, Gap, GapKey, GapKind

_DONE = (DutyState.SUBMITTED, DutyState.ACCEPTED)
_RULE = "按期报送并受理"


@dataclass(frozen=True, slots=True)
class YearOfDuties:
    """How the duties of a year stand on a day, in the county of this code and name.

    Once the year is no longer open to its departments, nothing new is asked of them.
    """

    tenant: str
    name: str
    period: str
    today: date
    rules: RuleBook
    duties: Sequence[DutyStanding]
    is_open: bool = True

    def gaps(self) -> Iterator[Gap]:
        """Yield a gap for each duty that is past its day and not reported."""
        titles = {duty.code: duty for duty in self.rules.duties}
        for duty in self.duties if self.is_open else ():
            if duty.due < self.today and duty.state not in _DONE and duty.code in titles:
                said = titles[duty.code]
                yield Gap(
                    GapKey(GapKind.DUTY, duty.code, self.tenant, item=self.period),
                    said.title,
                    f"{self.name} {self.period} 年",
                    f"{duty.due} 到期,未报送",
                    _RULE,
                    said.clause,
                    owner=Owner(OwnerKind.DEPARTMENT, duty.lead),
                )

    def check(self, key: GapKey) -> Checked:
        """Return whether the duty is done now: accepted; one that waits is not known yet."""
        states = {duty.code: duty.state for duty in self.duties}
        match states.get(key.rule):
            case None:
                return self._checked(Recheck.GONE)
            case DutyState.ACCEPTED:
                return self._checked(Recheck.PASSES, "已受理")
            case DutyState.SUBMITTED:
                return self._checked(Recheck.UNKNOWN, "已报送,待受理")
            case _:
                return self._checked(Recheck.FAILS, "未报送")

    def _checked(self, recheck: Recheck, value: str = "") -> Checked:
        return Checked(recheck, value, self.period, self.today)
