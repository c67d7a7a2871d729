"""One department's part of a duty: as it was filed, and as a form for whose part it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dudao.api import (
    MOVES,
    PART_MOVES,
    Actor,
    Attachment,
    Draft,
    Duties,
    DutyFigure,
    EvidenceUse,
    Metric,
    Part,
    PartState,
    Party,
    in_words,
    obstacle,
    parties_of,
    possible,
)

from ..marks import Mark
from .comparing import Conflict, conflict, figure_words, stored_words
from .evidence import FileLine, file_line
from .marks import PART_MARKS


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a form of the page that was refused, and into which form.

    `theirs` is the part as somebody else saved it meanwhile.
    """

    move: str
    department: str = ""
    comment: str = ""
    draft: Draft | None = None
    theirs: Part | None = None


@dataclass(frozen=True, slots=True)
class FigureField:
    """A figure to be filled in; `known` is what is stored of it, `fault` what is wrong as typed."""

    code: str
    label: str
    unit: str
    note: str
    is_counted: bool
    is_whole: bool
    choices: tuple[tuple[str, str], ...]
    value: str
    known: str
    origin: str
    fault: str


@dataclass(frozen=True, slots=True)
class PartForm:
    """What whoever writes a part fills in; `offered` are the tenant's other files."""

    version: int
    narrative: str
    fields: tuple[FigureField, ...]
    offered: tuple[FileLine, ...]
    conflict: Conflict | None


@dataclass(frozen=True, slots=True)
class PartView:
    """One department's part; `moves` are those possible now for who is at work.

    `hindrance` says why whose part it is cannot write it now, `said` is the comment typed for
    handing it back.
    """

    department: str
    name: str
    leads: bool
    is_mine: bool
    is_filed: bool
    mark: Mark
    narrative: str
    figures: tuple[tuple[str, str], ...]
    files: tuple[FileLine, ...]
    by: str
    at: str
    comment: str
    moves: frozenset[str]
    hindrance: str
    said: str
    form: PartForm | None


@dataclass(frozen=True, slots=True)
class Filing:
    """What is known of the parts of one duty."""

    duties: Duties
    duty: str
    actor: Actor | None
    figures: tuple[DutyFigure, ...]
    proof: tuple[Attachment, ...]
    library: tuple[EvidenceUse, ...]
    typed: Typed | None

    @property
    def metrics(self) -> list[Metric]:
        """The figures that the duty asks for."""
        return [figure.metric for figure in self.figures]

    def typed_in(self, move: str, department: str) -> str:
        """Return the comment that was typed into a form, if it was the one refused."""
        typed = self.typed
        asked = typed is not None and (typed.move, typed.department) == (move, department)
        return typed.comment if typed and asked else ""


def part_view(filing: Filing, part: Part) -> PartView:
    """Return a department's part for the page."""
    own = own_parties(filing, part)
    at = filing.duties.position(part.duty, part.department)
    moves = {move.code for move in possible(PART_MOVES, at, own)}
    hindrance = obstacle(MOVES["save"], at, own) if own and "save" not in moves else ""
    if part.position > 0:
        moves |= _asked_back(filing, part)
    files = [each.file for each in filing.proof if each.department == part.department]
    return PartView(
        part.department,
        filing.duties.directory[part.department].name,
        part.position == 0,
        bool(own),
        part.state == PartState.FILED,
        PART_MARKS[PartState(part.state)],
        part.narrative,
        tuple(_as_filed(part.figures, filing.metrics)),
        tuple(file_line(file) for file in files),
        part.by,
        in_words(part.at) if part.at else "",
        part.comment if part.state != PartState.FILED else "",
        frozenset(moves),
        hindrance,
        filing.typed_in("hand_back", part.department),
        _form(filing, part, [file.digest for file in files]) if "save" in moves else None,
    )


def own_parties(filing: Filing, part: Part) -> frozenset[Party]:
    """Return what the person at work is to a part of their own department; nothing for others'."""
    if filing.actor is None:
        return frozenset()
    seats = replace(filing.duties.seats(part.duty), lead=part.department, support=())
    if Party.LEAD not in parties_of(filing.actor, seats):
        return frozenset()
    return frozenset({Party.LEAD if part.position == 0 else Party.SUPPORT})


def _asked_back(filing: Filing, part: Part) -> set[str]:
    """Return whether the leader at work can ask for more."""
    if filing.actor is None:
        return set()
    parties = parties_of(filing.actor, filing.duties.seats(part.duty))
    at = filing.duties.position(part.duty, part.department)
    return set() if obstacle(MOVES["hand_back"], at, parties) else {"hand_back"}


def _as_filed(figures: Mapping[str, str], asked: Iterable[Metric]) -> list[tuple[str, str]]:
    return [
        (metric.label, figure_words(metric, figures[metric.code]))
        for metric in asked
        if metric.code in figures
    ]


def _form(filing: Filing, part: Part, attached: Sequence[str]) -> PartForm:
    typed = filing.typed
    draft = typed.draft if typed and typed.department == part.department else None
    theirs = typed.theirs if typed and draft else None
    figures = draft.figures if draft else part.figures
    return PartForm(
        theirs.version if theirs else draft.version if draft else part.version,
        draft.narrative if draft else part.narrative,
        tuple(_field(each, figures, is_typed=draft is not None) for each in filing.figures),
        tuple(file_line(use.file) for use in filing.library if use.file.digest not in attached),
        conflict(theirs, draft.narrative, draft.figures, filing.metrics)
        if theirs and draft
        else None,
    )


def _field(figure: DutyFigure, written: Mapping[str, str], *, is_typed: bool) -> FigureField:
    metric, source = figure.metric, figure.source
    value = written.get(metric.code, "")
    known = "" if figure.stored is None else stored_words(metric, figure.stored)
    if known and source:
        known += f",{source.who or source.file} {source.when[:10]} 填报"
    return FigureField(
        metric.code,
        metric.label,
        metric.unit,
        metric.note,
        metric.events,
        metric.decimals == 0,
        tuple((metric.exact(rank), label) for rank, label in metric.choices.items()),
        value,
        known,
        str(source) if source else "",
        fault_of(metric, value) if is_typed else "",
    )


def fault_of(metric: Metric, written: str) -> str:
    """Return what is wrong with a figure as typed, empty for a good one or none."""
    try:
        if written.strip():
            metric.read(written)
    except ValueError as error:
        return str(error)
    return ""
