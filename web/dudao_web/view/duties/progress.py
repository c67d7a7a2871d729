"""How the states of duty work look: a word, a symbol that survives black and white, a class."""

from __future__ import annotations

from dudao.api import STATE_WORDS, DutyState, PartState

from ..marks import Mark

_PART = {
    PartState.DRAFT: ("no_data", "○"),
    PartState.FILED: ("met", "●"),
    PartState.HANDED_BACK: ("not_met", "↩"),
}
_DUTY = {
    DutyState.COLLECTING: ("no_data", "○"),
    DutyState.SUBMITTED: ("met_relaxed", "◐"),
    DutyState.RETURNED: ("not_met", "↩"),
    DutyState.ACCEPTED: ("met", "●"),
}
PART_MARKS = {state: Mark(*look, STATE_WORDS[state]) for state, look in _PART.items()}
DUTY_MARKS = {state: Mark(*look, STATE_WORDS[state]) for state, look in _DUTY.items()}
