"""How the states of findings and the results of rechecking look."""

from __future__ import annotations

from dudao.api import RECHECK_WORDS, STATE_WORDS, FindingState, Recheck

from ..marks import Mark

_STATES = {
    FindingState.LISTED: ("no_data", "○"),
    FindingState.ACTIVE: ("met_relaxed", "◐"),
    FindingState.PROVED: ("near", "◇"),
    FindingState.DECLINED: ("near", "←"),
    FindingState.APPROVED: ("met_relaxed", "◆"),
    FindingState.STRUCK: ("met", "●"),
    FindingState.WITHDRAWN: ("not_applicable", "–"),
}
_RESULTS: dict[Recheck | None, tuple[str, str]] = {
    Recheck.FAILS: ("not_met", "✕"),
    Recheck.PASSES: ("met", "●"),
    Recheck.GONE: ("met_relaxed", "–"),
    Recheck.UNKNOWN: ("no_data", "?"),
    None: ("not_applicable", "·"),
}
FINDING_MARKS = {
    state: Mark(key, symbol, STATE_WORDS[state]) for state, (key, symbol) in _STATES.items()
}
RECHECK_MARKS = {
    result: Mark(key, symbol, RECHECK_WORDS[result]) for result, (key, symbol) in _RESULTS.items()
}
