"""The assumptions of a forecast as they stand in an address, and as fields to type them into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dudao.api import (
    DEADLINE,
    GRADES_OF,
    LOWEST,
    STAGE_LABELS,
    TITLES,
    Assumptions,
    DudaoError,
    Problem,
    Stage,
    read_assumptions,
    read_deadline,
)

UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: texts by the name of their field, such as `entry.S001`; none is empty.

    `problems` are what is wrong with it.
    """

    texts: Mapping[str, str]
    problems: tuple[Problem, ...] = ()

    def of(self, kind: str) -> dict[str, str]:
        """Return what was typed of one kind, by whom it is about."""
        start = f"{kind}."
        return {
            name.removeprefix(start): text
            for name, text in self.texts.items()
            if name.startswith(start)
        }

    @property
    def schools(self) -> frozenset[str]:
        """The schools about which something was typed."""
        named = [key for kind in ("entry", "capacity") for key in self.of(kind)]
        named += [key for key in self.of("rate") if ":" in key]
        return frozenset(key.partition(":")[0] for key in named)

    @property
    def wrong(self) -> frozenset[str]:
        """The fields that something is wrong with."""
        places = {problem.where for problem in self.problems}
        return frozenset(name for name in self.texts if place_of_field(name) in places)

    def read(self) -> tuple[int | None, Assumptions]:
        """Return the deadline and the assumptions. Raises DudaoError with every fault."""
        problems: list[Problem] = []
        until = None
        try:
            until = read_deadline(self.texts[UNTIL]) if UNTIL in self.texts else None
        except DudaoError as error:
            problems += error.problems
        try:
            found = read_assumptions(*(self.of(kind) for kind in TITLES))
        except DudaoError as error:
            problems += error.problems
        if problems:
            raise DudaoError(problems)
        return until, found


def typed_in(query: Iterable[tuple[str, str]]) -> Typed:
    """Return the assumptions in an address in one order; whatever else stands there is left aside."""
    kinds = [UNTIL, *TITLES]
    texts = {
        (kinds.index(kind), name): text.strip()
        for name, text in query
        if (kind := name.partition(".")[0]) in kinds and ("." in name) != (kind == UNTIL)
    }
    return Typed({name: text for (_, name), text in sorted(texts.items()) if text})


def place_of_field(name: str) -> str:
    """Return how a fault names what was typed into a field."""
    kind, _, key = name.partition(".")
    return f"{TITLES[kind]} {key}" if key else DEADLINE


def readable(typed: Typed, names: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with schools named and stages in words, not by their codes."""
    labels = {place_of_field(name): _about(name, names) for name in typed.texts}
    for problem in typed.problems:
        yield replace(problem, where=labels.get(problem.where, problem.where))


def _about(name: str, names: Mapping[str, str]) -> str:
    kind, _, key = name.partition(".")
    if not key:
        return DEADLINE
    labels = {stage.value: label for stage, label in STAGE_LABELS.items()}
    if kind == "limit":
        return f"{labels.get(key, key)}{TITLES[kind]}"
    if kind == "rate":
        school, _, grade = key.rpartition(":")
        return f"{names.get(school, school)} 升入 {grade} 年级的{TITLES[kind]}".lstrip()
    school, _, stage = key.partition(":")
    return f"{names.get(school, school)}{labels.get(stage, stage)}{TITLES[kind]}"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: its name, what was typed, what holds while it is empty."""

    name: str
    label: str
    text: str
    usual: str
    is_wrong: bool = False

    @property
    def id(self) -> str:
        """What names it on the page, so that it is found again when its part is replaced."""
        return f"f-{self.name}"


def field(typed: Typed, name: str, label: str, usual: str = "") -> Field:
    """Return a field with what was typed into it."""
    return Field(name, label, typed.texts.get(name, ""), usual, name in typed.wrong)


def limit_fields(
    typed: Typed, stages: Iterable[Stage], limits: Mapping[Stage, int]
) -> Iterator[Field]:
    """Yield a field for the limit of each stage."""
    for stage in stages:
        usual = str(limits[stage]) if stage in limits else ""
        yield field(typed, f"limit.{stage.value}", f"{STAGE_LABELS[stage]}班额上限", usual)


def rising(stage: Stage) -> tuple[int, ...]:
    """Return the grades of a stage that are moved up into."""
    return tuple(grade for grade in GRADES_OF[stage] if grade not in LOWEST)


def rate_field(typed: Typed, key: str, whose: str = "", usual: str = "") -> Field:
    """Return the field for a survival ratio, by its grade or SCHOOL:GRADE."""
    label = f"{whose} 升入 {key.rpartition(':')[2]} 年级".lstrip()
    return field(typed, f"rate.{key}", label, usual)


def hidden(typed: Typed, shown: Iterable[Field]) -> list[tuple[str, str]]:
    """Return what was typed on another page and has no field here, so that it is not lost."""
    names = {each.name for each in shown}
    return [(name, text) for name, text in typed.texts.items() if name not in names]
