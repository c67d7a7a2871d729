"""Between facts and stored documents: what a subject holds, what changed, and how it is written.

Nothing here touches the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from ..facts import CLASS_LIST, ClassFact, School, Stage, SubjectFacts
from ..metrics import Level

# Like CLASS_LIST it holds a colon, which no metric's code does.
ATTRIBUTES = "subject:attributes"

ClassItem = tuple[str, int, int]

# A look-up takes a tenth of the time of making the member from its value.
_STAGES = {stage.value: stage for stage in Stage}


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a subject is, apart from its figures."""

    kind: Level
    name: str
    school: School | None = None


@dataclass(slots=True)
class Holding:
    """All that is stored of one subject: attributes (None: gone), figures by stage, classes.

    The stage "" is the subject itself. A stage without figures is no fact and is not held.
    """

    attributes: Attributes | None = None
    figures: dict[str, dict[str, int]] = field(default_factory=dict)
    classes: Sequence[ClassItem] = ()

    def facts(self, code: str) -> SubjectFacts | None:
        """Return the subject as a value; None when it is gone."""
        if self.attributes is None:
            return None
        stages = {_STAGES[stage]: data for stage, data in self.figures.items() if stage and data}
        return SubjectFacts(
            code,
            self.attributes.kind,
            self.attributes.name,
            self.attributes.school,
            self.figures.get("", {}),
            stages,
            tuple(ClassFact(*item) for item in self.classes),
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure, class list or set of attributes that became another (texts are JSON)."""

    stage: str
    metric: str
    old: int | None = None
    new: int | None = None
    old_text: str | None = None
    new_text: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing was stored before."""
        return self.old is None and self.old_text is None


def holding_of(subject: SubjectFacts) -> Holding:
    """Return what a reported subject would be stored as."""
    figures = {"": dict(subject.facts)}
    figures |= {stage.value: dict(data) for stage, data in subject.stages.items()}
    classes = [(one.code, one.grade, one.students) for one in subject.classes]
    return Holding(
        Attributes(subject.kind, subject.name, subject.school),
        {stage: data for stage, data in figures.items() if data},
        classes,
    )


def differences(held: Holding, given: Holding) -> Iterator[Difference]:
    """Yield what changes when `given` is put upon `held`; what is not given stays."""
    if given.attributes != held.attributes:
        was = encode(held.attributes) if held.attributes else None
        yield Difference("", ATTRIBUTES, old_text=was, new_text=encode(given.attributes))
    for stage, data in given.figures.items():
        before = held.figures.get(stage, {})
        for metric, value in data.items():
            if before.get(metric) != value:
                yield Difference(stage, metric, before.get(metric), value)
    if given.classes and list(given.classes) != list(held.classes):
        former = encode(held.classes) if held.classes else None
        yield Difference("", CLASS_LIST, old_text=former, new_text=encode(given.classes))


def size_of(given: Holding) -> int:
    """Return how many items a hand-in holds: its figures, class list and attributes."""
    return sum(map(len, given.figures.values())) + bool(given.classes) + 1


def apply(holding: Holding, change: Difference) -> None:
    """Make a change to a holding."""
    _put(holding, change.stage, change.metric, change.new, change.new_text)


def undo(holding: Holding, change: Difference) -> None:
    """Take a change back."""
    _put(holding, change.stage, change.metric, change.old, change.old_text)


def _put(holding: Holding, stage: str, metric: str, value: int | None, text: str | None) -> None:
    if metric == ATTRIBUTES:
        holding.attributes = None if text is None else msgspec.json.decode(text, type=Attributes)
    elif metric == CLASS_LIST:
        holding.classes = () if text is None else msgspec.json.decode(text, type=list[ClassItem])
    elif value is None:
        holding.figures.get(stage, {}).pop(metric, None)
    else:
        holding.figures.setdefault(stage, {})[metric] = value


def documents(holding: Holding, form_of: Callable[[str], str]) -> dict[tuple[str, str], str]:
    """Return the documents a holding is written as: (stage, form) → JSON in canonical order."""
    sheets: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for stage, data in holding.figures.items():
        for metric, value in data.items():
            sheets[stage, form_of(metric)][metric] = value
    written = {key: encode(data) for key, data in sheets.items()}
    if holding.classes:
        written["", CLASS_LIST] = encode(holding.classes)
    return written


def encode(value: object) -> str:
    """Return the canonical JSON of a value: the same value is always the same text."""
    return msgspec.json.encode(value, order="sorted").decode()


def decode_figures(texts: Sequence[str]) -> list[dict[str, int]]:
    """Decode many documents of figures in one call."""
    return msgspec.json.decode(_joined(texts), type=list[dict[str, int]])


def decode_classes(texts: Sequence[str]) -> list[list[ClassItem]]:
    """Decode many class lists in one call."""
    return msgspec.json.decode(_joined(texts), type=list[list[ClassItem]])


def decode_schools(texts: Iterable[str | None]) -> list[School | None]:
    """Decode many schools in one call; None stands for a subject that is no school."""
    return msgspec.json.decode(_joined(text or "null" for text in texts), type=list[School | None])


def _joined(texts: Iterable[str]) -> str:
    return f"[{','.join(texts)}]"


def forms_by_metric(documents: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return under which form each metric of some stored documents is kept."""
    kept: dict[str, str] = {}
    for (_, form), text in documents.items():
        if form != CLASS_LIST:
            kept |= dict.fromkeys(msgspec.json.decode(text, type=dict[str, int]), form)
    return kept
