"""The ledger: gaps that verdicts show, followed until they are closed. Pure values."""

from .bench import Bench
from .choosing import Wanted, chosen
from .counting import Month, Totals, Turn, by_month, late_by_owner, totals
from .duties import YearOfDuties
from .model import GAP_WORDS, Checked, Finding, Gap, GapKey, GapKind
from .recheck import Changes, opened, recheck

__all__ = [
    "GAP_WORDS",
    "Bench",
    "Changes",
    "Checked",
    "Finding",
    "Gap",
    "GapKey",
    "GapKind",
    "Month",
    "Totals",
    "Turn",
    "Wanted",
    "YearOfDuties",
    "by_month",
    "chosen",
    "late_by_owner",
    "opened",
    "recheck",
    "totals",
]
