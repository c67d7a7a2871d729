"""What a rule book has to satisfy before it may judge anyone: codes, clauses, references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import Problem
from ..metrics import Kind, Level, Vocabulary
from .awarding import verify_grading
from .citing import verify_clause
from .directory import names_of, verify_departments
from .fitting import verify_indicator
from .model import PassedOverCheck, RatioCheck, RuleBook, SameCheck, SumCheck, TrendCheck
from .procedure import Procedure, is_day
from .supervising import verify_supervision

_CITING = ("indicators", "duties", "conditions", "consequences", "phases", "thresholds")
_CODED = (*_CITING, "departments", "checks")


def verify(book: RuleBook, vocabulary: Vocabulary, where: str) -> list[Problem]:
    """Return every fault of a merged book; an empty list means it may be used."""
    return [
        *_codes(book, where),
        *_clauses(book, where),
        *_groups(book, where),
        *verify_departments(book, where),
        *_days(book, where),
        *(
            problem
            for indicator in book.indicators
            for problem in verify_indicator(indicator, book, vocabulary, where)
        ),
        *verify_grading(book, where),
        *_conditions(book, vocabulary, where),
        *_consequences(book, where),
        *_checks(book, vocabulary, where),
        *verify_supervision(book, where),
    ]


def _codes(book: RuleBook, where: str) -> Iterator[Problem]:
    for name in _CODED:
        seen: set[str] = set()
        for entry in getattr(book, name):
            if entry.code in seen:
                yield Problem(f"{where} {name} {entry.code}", "代码重复")
            seen.add(entry.code)


def _clauses(book: RuleBook, where: str) -> Iterator[Problem]:
    for name in _CITING:
        for entry in getattr(book, name):
            cited = [entry.clause]
            for part in (*getattr(entry, "targets", ()), *getattr(entry, "relaxations", ())):
                cited += [part.clause] if part.clause else []
            for clause in cited:
                yield from verify_clause(clause, book, f"{where} {name} {entry.code} clause")
    for step in book.procedure.steps if book.procedure else ():
        yield from verify_clause(step.clause, book, f"{where} procedure steps {step.code} clause")
    for item in book.grading.items:
        place = f"{where} grading items {item.indicator} clause"
        yield from verify_clause(item.clause, book, place)


def _groups(book: RuleBook, where: str) -> Iterator[Problem]:
    sections = {section.code for section in book.sections}
    units = {name for unit in book.departments for name in (unit.code, unit.name, *unit.aliases)}
    for name in ("indicators", "duties"):
        for entry in getattr(book, name):
            place = f"{where} {name} {entry.code}"
            if entry.section and entry.section not in sections:
                yield Problem(place, f"分组 {entry.section} 不在 sections 中")
            named = entry.departments if name == "indicators" else (entry.lead, *entry.support)
            for unit in named:
                if unit not in units:
                    yield Problem(place, f"部门 {unit} 不在 departments 中")
    for name in ("duties", "phases"):
        for entry in getattr(book, name):
            for code in entry.indicators:
                if code not in book.by_code:
                    yield Problem(f"{where} {name} {entry.code}", f"引用了不存在的指标 {code}")


def _days(book: RuleBook, where: str) -> Iterator[Problem]:
    """Yield what is wrong with the days of duties and of the yearly procedure."""
    reporting = book.procedure and book.procedure.step_for("submit")
    for duty in book.duties:
        place = f"{where} duties {duty.code} due"
        if duty.due and not is_day(duty.due):
            yield Problem(place, f"{duty.due} 不是日期", "应为 MM-DD 或 YYYY-MM-DD")
        if book.procedure and not duty.due and not reporting:
            yield Problem(place, "没有完成时限", "请填 due,或在 procedure 中写明报告的日子")
    if book.procedure:
        yield from _procedure(book, book.procedure, where)


def _procedure(book: RuleBook, procedure: Procedure, where: str) -> Iterator[Problem]:
    units = {name for unit in book.departments for name in (unit.code, *names_of(unit))}
    if procedure.collector not in units:
        yield Problem(
            f"{where} procedure collector", f"部门 {procedure.collector} 不在 departments 中"
        )
    seen: set[str] = set()
    for step in procedure.steps:
        place = f"{where} procedure steps {step.code}"
        if step.code in seen:
            yield Problem(place, "代码重复")
        seen.add(step.code)
        wrong = [day for day in (step.starts, step.due) if day and not is_day(day)]
        yield from (Problem(place, f"{day} 不是日期", "应为 MM-DD") for day in wrong)
        if not wrong and step.starts and step.starts > step.due:
            yield Problem(place, f"starts {step.starts} 晚于 due {step.due}")
        if step.every > 1 and step.first is None:
            yield Problem(place, "不是每年一次,却没有 first", "请填其中一次所在的年份")


def _conditions(book: RuleBook, vocabulary: Vocabulary, where: str) -> Iterator[Problem]:
    for condition in book.conditions:
        place = f"{where} conditions {condition.code}"
        if (condition.metric is None) is (condition.indicator is None):
            yield Problem(place, "metric 与 indicator 应填且只填一项")
        if condition.metric:
            kinds = (Kind.YESNO, Kind.COUNT)
            yield from _of_county([condition.metric], vocabulary, place, kinds)
        if condition.indicator and condition.indicator not in book.by_code:
            yield Problem(place, f"引用了不存在的指标 {condition.indicator}")
        grades = book.grading.grades
        if grades and condition.grade not in grades:
            yield Problem(place, f"等次 {condition.grade} 不在 grading.grades 中")
        elif grades and condition.effect == "veto" and condition.grade != grades[-1]:
            yield Problem(place, f"否决的等次应为最低的 {grades[-1]}")
        elif grades and condition.effect == "ceiling" and condition.grade == grades[-1]:
            yield Problem(place, f"最低的等次 {grades[-1]} 不能关闭", "应为不能再评的最低一等")


def _consequences(book: RuleBook, where: str) -> Iterator[Problem]:
    for consequence in book.consequences:
        for grade in consequence.grades:
            if grade not in book.grading.grades:
                place = f"{where} consequences {consequence.code}"
                yield Problem(place, f"等次 {grade} 不在 grading.grades 中")


def _checks(book: RuleBook, vocabulary: Vocabulary, where: str) -> Iterator[Problem]:
    for check in book.checks:
        place = f"{where} checks {check.code}"
        match check:
            case SumCheck(total=total, parts=parts):
                yield from _of_county((total, *parts), vocabulary, place)
                yield from _alike((total, *parts), vocabulary, place)
            case SameCheck(metrics=metrics):
                yield from _of_county(metrics, vocabulary, place)
                yield from _alike(metrics, vocabulary, place)
            case TrendCheck(total=total, parts=parts):
                yield from _of_county((total, *parts), vocabulary, place, (Kind.TREND,))
            case RatioCheck():
                codes = (check.reported, check.numerator, check.denominator)
                yield from _of_county(codes, vocabulary, place)
            case PassedOverCheck(indicator=code):
                found = book.by_code.get(code)
                if found is None:
                    yield Problem(place, f"引用了不存在的指标 {code}")
                elif found.subject != "county":
                    yield Problem(place, f"{code} 不是按县评价的指标")


def _of_county(
    codes: Iterable[str],
    vocabulary: Vocabulary,
    place: str,
    kinds: tuple[Kind, ...] = (Kind.COUNT, Kind.AMOUNT, Kind.PERCENT, Kind.RATE),
) -> Iterator[Problem]:
    """Yield a problem for each code that is no metric of a county, of one of these kinds."""
    for code in dict.fromkeys(codes):
        if code not in vocabulary:
            yield Problem(place, f"不认识的数据项 {code}", vocabulary.resembling(code))
        elif vocabulary[code].level is not Level.COUNTY:
            yield Problem(place, f"数据项 {code} 不是按县填报的")
        elif vocabulary[code].kind not in kinds:
            yield Problem(place, f"数据项 {code} 的类型不对", f"应为 {'、'.join(kinds)}")


def _alike(codes: Iterable[str], vocabulary: Vocabulary, place: str) -> Iterator[Problem]:
    known = [vocabulary[code] for code in codes if code in vocabulary]
    if len({(metric.unit, metric.decimals) for metric in known}) > 1:
        yield Problem(place, f"{'、'.join(codes)} 的单位不同,不能相加或比较")
