"""How a state looks on every page: a word, a symbol that survives black and white, a class."""

from __future__ import annotations

from dataclasses import dataclass

from dudao.api import FLAG_LABELS, STATE_LABELS, Flag, State


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as shown: `key` for style sheets and addresses, `symbol` for dense tables."""

    key: str
    symbol: str
    label: str


_SYMBOLS = {
    State.MET: "●",
    State.MET_RELAXED: "◐",
    State.NOT_MET: "✕",
    State.NO_DATA: "?",
    State.NOT_APPLICABLE: "–",
}
MARKS = {
    state: Mark(state.name.lower(), symbol, STATE_LABELS[state])
    for state, symbol in _SYMBOLS.items()
}
# Met, but by a hair: worth a colour of its own where states stand close together.
NEAR = Mark("near", "△", f"{STATE_LABELS[State.MET]},{FLAG_LABELS[Flag.BORDERLINE]}")
LEGEND = (
    MARKS[State.MET],
    NEAR,
    MARKS[State.MET_RELAXED],
    MARKS[State.NOT_MET],
    MARKS[State.NO_DATA],
    MARKS[State.NOT_APPLICABLE],
)
BY_KEY = {mark.key: state for state, mark in MARKS.items()}


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a whole that is split by state, with its share in percent of the width."""

    mark: Mark
    count: int
    start: str
    width: str


def slices(by_state: tuple[int, ...]) -> tuple[Slice, ...]:
    """Return the parts of a bar over counts by state (in the order of State), empty ones left out.

    What does not apply is no part of the whole.
    """
    judged = by_state[:4]
    total = sum(judged)
    found = []
    before = 0
    for state, count in zip(State, judged, strict=False):
        if count:
            found.append(Slice(MARKS[state], count, percent(before, total), percent(count, total)))
        before += count
    return tuple(found)


def percent(part: float, whole: float) -> str:
    """Return a share of a width as SVG wants it."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"
