"""What a rule book has to satisfy before it may judge anyone: references, dates, no loosening."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from ..errors import Problem
from ..metrics import Level, Vocabulary
from .measures import Attested, Ratio, Tally, Variation, indicators_of, terms_of
from .model import Dated, Indicator, RuleBook, Target

_RANK = {"county": 0, "school": 1, "stage": 2, Level.CLASS: 3}
_STRICTER = {">=": 1, ">": 1, "<=": -1, "<": -1}
_GRADES = ("poor", "fair", "good", "excellent")


def verify(book: RuleBook, vocabulary: Vocabulary, where: str) -> list[Problem]:
    """Return every fault of a merged book; an empty list means it may be used."""
    return [
        *_codes(book, where),
        *_dates(book, where),
        *_clauses(book, where),
        *_indicators(book, vocabulary, where),
        *_links(book, vocabulary, where),
    ]


def verify_tightening(child: RuleBook, parent: RuleBook, where: str) -> list[Problem]:
    """Return a problem for each target that is looser than the one it stands beside."""
    problems = []
    for entry in child.tighten:
        inherited = parent.by_code.get(entry.indicator)
        for target in entry.targets:
            for old in inherited.targets if inherited else ():
                if _meet(target, old) and _looser(target, old):
                    problems.append(
                        Problem(
                            f"{where} tighten {entry.indicator}",
                            f"目标 {target.op} {target.limit} 比 {parent.name} 的"
                            f" {old.op} {old.limit} 宽松",
                            "只能收紧上级标准",
                        )
                    )
    return problems


def verify_editions(books: Sequence[tuple[RuleBook, str]]) -> Iterator[Problem]:
    """Yield a problem for each two editions of one code that are in force on the same day."""
    for (one, here), (other, there) in combinations(books, 2):
        if one.code == other.code and _overlap(one, other):
            yield Problem(
                there,
                f"{other.name} 与 {one.name}({here})的有效期重叠",
                "请给较早的版本填 until",
            )


def _codes(book: RuleBook, where: str) -> Iterator[Problem]:
    for name in ("indicators", "duties", "conditions", "departments", "phases", "checks"):
        seen: set[str] = set()
        for entry in getattr(book, name):
            if entry.code in seen:
                yield Problem(f"{where} {name} {entry.code}", "代码重复")
            seen.add(entry.code)


def _dates(book: RuleBook, where: str) -> Iterator[Problem]:
    if book.until and book.until < book.since:
        yield Problem(f"{where} until", "早于 since")
    inherited = [(entry.indicator, target) for entry in book.tighten for target in entry.targets]
    for indicator in book.indicators:
        own = [target for target in indicator.targets if (indicator.code, target) not in inherited]
        for one, other in combinations(own, 2):
            if (one.stage, one.when) == (other.stage, other.when) and _overlap(one, other):
                yield Problem(
                    f"{where} indicators {indicator.code} targets",
                    f"两个目标({one.limit} 与 {other.limit})的日期重叠",
                    "请让前一个的 until 早于后一个的 since",
                )


def _clauses(book: RuleBook, where: str) -> Iterator[Problem]:
    documents = (book.basis, *book.sources)
    for name in ("indicators", "duties", "conditions", "phases"):
        for entry in getattr(book, name):
            cited = [entry.clause]
            for part in (*getattr(entry, "targets", ()), *getattr(entry, "relaxations", ())):
                cited += [part.clause] if part.clause else []
            for clause in cited:
                if not clause.startswith(documents):
                    yield Problem(
                        f"{where} {name} {entry.code} clause",
                        f"“{clause}”引用的文件不在本办法的依据中",
                        f"应以 {'、'.join(documents)} 之一开头,或在 sources 中列出该文件",
                    )


def _indicators(book: RuleBook, vocabulary: Vocabulary, where: str) -> Iterator[Problem]:
    for indicator in book.indicators:
        place = f"{where} indicators {indicator.code}"
        yield from _unknown(indicator.reads, vocabulary, place)
        for code in terms_of(indicator.measure):
            if code in vocabulary:
                yield from _level(indicator, vocabulary[code].level, code, place)
        for code in indicators_of(indicator.measure):
            yield from _member(book, indicator, code, place)
        yield from _limits(indicator, vocabulary, place)


def _unknown(codes: Iterable[str], vocabulary: Vocabulary, place: str) -> Iterator[Problem]:
    for code in dict.fromkeys(codes):
        if code not in vocabulary:
            yield Problem(place, f"不认识的数据项 {code}", vocabulary.resembling(code))


def _level(indicator: Indicator, level: Level, code: str, place: str) -> Iterator[Problem]:
    coarser = _RANK[level] < _RANK[indicator.subject]
    shared = isinstance(indicator.measure, Ratio) and indicator.measure.shared
    if coarser and not (shared and level is Level.SCHOOL):
        yield Problem(place, f"数据项 {code} 按 {level} 填报,不能按 {indicator.subject} 评价")


def _member(book: RuleBook, indicator: Indicator, code: str, place: str) -> Iterator[Problem]:
    member = book.by_code.get(code)
    if member is None:
        yield Problem(place, f"引用了不存在的指标 {code}")
    elif isinstance(indicator.measure, Variation):
        if not isinstance(member.measure, Ratio) or member.subject != "stage":
            yield Problem(place, f"{code} 不是按学段计算的比值,不能求差异系数")


def _limits(indicator: Indicator, vocabulary: Vocabulary, place: str) -> Iterator[Problem]:
    measure = indicator.measure
    if not indicator.targets and measure.kind != "k_of_n" and indicator.counts:
        yield Problem(place, "没有目标值")
    for target in indicator.targets:
        worded = isinstance(measure, Attested)
        if worded is not isinstance(target.limit, bool | str):
            yield Problem(place, f"目标值 {target.limit} 与测量方式 {measure.kind} 不符")
    if isinstance(measure, Tally) and indicator.subject == "school":
        yield Problem(place, "班级个数按学段或县统计")


def _links(book: RuleBook, vocabulary: Vocabulary, where: str) -> Iterator[Problem]:
    units = {name for unit in book.departments for name in (unit.code, unit.name, *unit.aliases)}
    for duty in book.duties:
        place = f"{where} duties {duty.code}"
        for name in (duty.lead, *duty.support):
            if name not in units:
                yield Problem(place, f"部门 {name} 不在 departments 中")
    for name in ("duties", "phases"):
        for entry in getattr(book, name):
            for code in entry.indicators:
                if code not in book.by_code:
                    yield Problem(f"{where} {name} {entry.code}", f"引用了不存在的指标 {code}")
    for condition in book.conditions:
        place = f"{where} conditions {condition.code}"
        if condition.metric:
            yield from _unknown([condition.metric], vocabulary, place)
        if condition.indicator and condition.indicator not in book.by_code:
            yield Problem(place, f"引用了不存在的指标 {condition.indicator}")
        if book.grading.grades and condition.grade not in book.grading.grades:
            yield Problem(place, f"等次 {condition.grade} 不在 grading.grades 中")


def _overlap(one: Dated, other: Dated) -> bool:
    first = max(one.since or date.min, other.since or date.min)
    last = min(one.until or date.max, other.until or date.max)
    return first <= last


def _meet(new: Target, old: Target) -> bool:
    same_stage = new.stage is None or old.stage is None or new.stage == old.stage
    return same_stage and (old.when is None or new.when == old.when) and _overlap(new, old)


def _looser(new: Target, old: Target) -> bool:
    if isinstance(old.limit, str) and isinstance(new.limit, str):
        return _GRADES.index(new.limit) < _GRADES.index(old.limit)
    if isinstance(old.limit, bool | str) or isinstance(new.limit, bool | str):
        return new.limit != old.limit
    direction = _STRICTER.get(old.op, 0)
    if _STRICTER.get(new.op, 0) != direction or direction == 0:
        return True
    strictness = (new.limit - old.limit) * direction
    return strictness < 0 or (strictness == 0 and len(new.op) > len(old.op))
