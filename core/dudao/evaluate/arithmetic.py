"""The arithmetic of a verdict in numbers of the size people entered them, one line a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np

from ..facts import STAGE_LABELS, WITH_SENIOR, Key, School, Stage
from ..metrics import Level, plain
from ..rulebook import Indicator, Ratio, Share, Tally
from .frame import Frame
from .outcome import Measured

_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The pupils of one stage of a school (None where unknown) and how much each weighs."""

    stage: Stage | None
    metric: str
    pupils: int | None
    weight: Decimal
    key: Key


def weighed(frame: Frame, row: int, school: School | None) -> list[Weighed]:
    """Return the pupils of all stages of the school that a stage row belongs to."""
    weights = frame.population.weights
    owner = frame.school_of_stage[row]
    code = frame.rows[Level.SCHOOL].codes[owner]
    students = frame.column(Level.STAGE, "students")
    found = []
    for each in np.flatnonzero(frame.school_of_stage == owner):
        stage = frame.rows[Level.STAGE].stages[each]
        assert stage is not None
        pupils = int(students.values[each]) if students.known[each] else None
        key = Key(code, stage, "students")
        found.append(Weighed(stage, "students", pupils, weights[stage.value], key))
    if school and school.type in WITH_SENIOR:
        senior = frame.column(Level.SCHOOL, "senior_students")
        pupils = int(senior.values[owner]) if senior.known[owner] else None
        key = Key(code, None, "senior_students")
        found.append(Weighed(None, "senior_students", pupils, weights["senior"], key))
    return found


def weighing(parts: list[Weighed]) -> str:
    """Return how the weighted pupils of a school, all known, are added up."""
    total = sum((part.weight * (part.pupils or 0) for part in parts), Decimal(0))
    terms = " + ".join(f"{part.pupils} × {plain(part.weight)}" for part in parts)
    return f"加权学生数 {terms} = {plain(total)}"


@dataclass(frozen=True, slots=True)
class Listed:
    """The classes of one stage of a school by their pupils, the largest first."""

    school: str
    name: str
    stage: Stage
    sizes: tuple[int, ...]


def listing(sizes: Iterable[int]) -> str:
    """Return the sizes of classes in a row."""
    return "、".join(str(size) for size in sizes)


def counting(lists: Sequence[Listed], tally: Tally) -> Iterator[str]:
    """Yield, for each stage there is, its bound and which classes reach it."""
    for stage in Stage:
        bound = tally.bound(stage)
        reaching = [
            (each.name, [size for size in each.sizes if size >= bound])
            for each in lists
            if each.stage is stage
        ]
        if reaching:
            many = sum(len(sizes) for _, sizes in reaching)
            which = ";".join(f"{name} {listing(sizes)}" for name, sizes in reaching if sizes)
            line = f"{STAGE_LABELS[stage]} {bound} 人及以上 {many} 个班"
            yield f"{line}:{which}" if which else line


def division(frame: Frame, indicator: Indicator, num: int, den: int) -> str:
    """Return numerator ÷ denominator of a ratio or share, without the scale of stored integers."""
    measure = indicator.measure
    if not isinstance(measure, Ratio | Share):
        return ""
    scale = 10 ** _decimals(frame, measure.numerator)
    if isinstance(measure, Ratio) and measure.shared:
        scale *= frame.weight_scale
    else:
        scale *= 10 ** _decimals(frame, measure.denominator)
    return f"{plain(Decimal(num) / scale)} ÷ {plain(Decimal(den) / scale)}"


def _decimals(frame: Frame, terms: tuple[str, ...]) -> int:
    return max(frame.vocabulary[term.lstrip("-")].decimals for term in terms)


def spreading(pupils: list[int], values: Measured, rows: list[int]) -> Iterator[str]:
    """Yield mean and standard deviation, both weighted, of the rows a coefficient is taken over."""
    ratios = [Fraction(int(values.num[row]), int(values.den[row])) for row in rows]
    total = sum(pupils)
    mean = sum((n * ratio for n, ratio in zip(pupils, ratios, strict=True)), Fraction(0)) / total
    apart = (n * (ratio - mean) ** 2 for n, ratio in zip(pupils, ratios, strict=True))
    variance = sum(apart, Fraction(0)) / total
    with localcontext() as context:
        context.prec = 50
        average, deviation = _decimal(mean), _decimal(variance).sqrt()
        shown = [plain(number.quantize(_PLACES)) for number in (average, deviation)]
    yield f"学生总数 {total:,},加权平均数 {shown[0]},加权标准差 {shown[1]}"
    yield f"{shown[1]} ÷ {shown[0]}"


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
