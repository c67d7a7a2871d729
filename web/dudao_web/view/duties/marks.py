"""How the states of duty work look: a word, a symbol that survives black and white, a class."""

from __future__ import annotations

from dudao.api import STATE_WORDS, DutyState, PartState

from ..marks import Mark

DUTY_MARKS = {
    DutyState.COLLECTING: Mark("no_data", "○", STATE_WORDS[DutyState.COLLECTING]),
    DutyState.SUBMITTED: Mark("met_relaxed", "◐", STATE_WORDS[DutyState.SUBMITTED]),
    DutyState.RETURNED: Mark("near", "←", STATE_WORDS[DutyState.RETURNED]),
    DutyState.ACCEPTED: Mark("met", "●", STATE_WORDS[DutyState.ACCEPTED]),
}
PART_MARKS = {
    PartState.DRAFT: Mark("no_data", "○", STATE_WORDS[PartState.DRAFT]),
    PartState.FILED: Mark("met", "●", STATE_WORDS[PartState.FILED]),
    PartState.HANDED_BACK: Mark("near", "←", STATE_WORDS[PartState.HANDED_BACK]),
}
OVER = Mark("not_met", "!", "超期")
