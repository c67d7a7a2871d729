"""What the supervision system of a book has to satisfy before anyone is inspected under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from ..errors import Problem
from .citing import verify_clause
from .model import RuleBook
from .procedure import is_day
from .supervision import DeadlineKind, SubjectKind, Supervision, Term

Fault = tuple[str, str, str]  # which key, what is wrong, what is expected
_CODED = ("modes", "terms", "forms", "grounds", "sanctions", "fields")


def verify_supervision(book: RuleBook, where: str) -> Iterator[Problem]:
    """Yield every fault of the supervision system of a merged book, where it has one."""
    rules = book.supervision
    if rules is None:
        return
    place = f"{where} supervision"
    for key, what, expected in (
        *_units(rules, {unit.code for unit in book.organisation}),
        *_twice(rules),
        *_modes(rules),
        *_terms(rules.terms),
        *_deadlines(rules),
        *_everybody(rules),
        *_indicators(rules, book),
    ):
        yield Problem(f"{place} {key}", what, expected)
    for key, clause in _clauses(rules):
        yield from verify_clause(clause, book, f"{place} {key}")


def _units(rules: Supervision, known: set[str]) -> Iterator[Fault]:
    named = [("committee", rules.committee), ("office", rules.office)]
    named += [("bodies", body.unit) for body in rules.bodies]
    named += [("interviews", unit) for rule in rules.interviews for unit in rule.by]
    for key, unit in named:
        if unit not in known:
            yield key, f"机构 {unit} 不在 organisation 中", "写 organisation 中的 code"


def _twice(rules: Supervision) -> Iterator[Fault]:
    for key in _CODED:
        codes = (entry.code for entry in getattr(rules, key))
        yield from ((f"{key} {code}", "代码重复", "") for code in _repeated(codes))
    for form in rules.forms:
        codes = (item.code for item in form.items)
        yield from (
            (f"forms {form.code} items {code}", "代码重复", "") for code in _repeated(codes)
        )
    for unit in _repeated(body.unit for body in rules.bodies):
        yield f"bodies {unit}", "机构重复", "一个机构只写一次"
    # Two bodies with one mark would give two papers the same number.
    for mark in _repeated(body.mark for body in rules.bodies if body.mark):
        yield "bodies", f"发文机关代字“{mark}”重复", "各机构的 mark 应不同"


def _modes(rules: Supervision) -> Iterator[Fault]:
    for pair, number in Counter(mode.pair for mode in rules.modes).items():
        if number != 2:
            yield "modes", f"{pair} 有 {number} 种方式", "每一对有且只有两种"
    if not any(mode.whole for mode in rules.modes):
        yield "modes", "没有综合督导的方式", "请给其中一种写 whole = true"


def _terms(terms: tuple[Term, ...]) -> Iterator[Fault]:
    sound = []
    for term in terms:
        wrong = [day for day in (term.since, term.until) if not is_day(day)]
        yield from ((f"terms {term.code}", f"{day} 不是日期", "应为 MM-DD") for day in wrong)
        if not wrong:
            sound.append(term)
    for one, other in combinations(sound, 2):
        if _meet(one, other):
            yield f"terms {other.code}", f"与 {one.code} 的日期重叠", "一天只属于一个学期"


def _meet(one: Term, other: Term) -> bool:
    """Return whether two terms have a day in common: the first day of either lies in the other."""
    return _within(one.since, other) or _within(other.since, one)


def _within(day: str, term: Term) -> bool:
    if term.since <= term.until:
        return term.since <= day <= term.until
    return day >= term.since or day <= term.until


def _deadlines(rules: Supervision) -> Iterator[Fault]:
    times = Counter(deadline.kind for deadline in rules.deadlines)
    for kind in DeadlineKind:
        if times[kind] == 0:
            yield "deadlines", f"没有 {kind} 的期限", "每一种期限写一条"
        elif times[kind] > 1:
            yield f"deadlines {kind}", "期限重复", "每一种期限写一条"


def _everybody(rules: Supervision) -> Iterator[Fault]:
    """Yield a fault for each kind of body that a part of the rules leaves out or has twice."""
    parts = {
        "bodies": [body.inspects for body in rules.bodies],
        "forms": [form.kinds for form in rules.forms],
        "interviews": [rule.kinds for rule in rules.interviews],
    }
    for key, kinds in parts.items():
        times = Counter(kind for several in kinds for kind in set(several))
        for kind in SubjectKind:
            if times[kind] == 0:
                yield key, f"没有写到 {kind}", "每一种督导对象都要写到"
            elif times[kind] > 1 and key == "interviews":
                yield key, f"{kind} 有 {times[kind]} 条约谈规定", "一种对象只由一条规定"


def _indicators(rules: Supervision, book: RuleBook) -> Iterator[Fault]:
    for form in rules.forms:
        for item in form.items:
            if item.indicator and item.indicator not in book.by_code:
                key = f"forms {form.code} items {item.code}"
                yield key, f"引用了不存在的指标 {item.indicator}", ""


def _clauses(rules: Supervision) -> Iterator[tuple[str, str]]:
    """Yield each clause with the key it stands under; what may be left out only where it is not."""
    entries: list[tuple[str, str]] = [("staffing", rules.staffing.clause)]
    entries += [(f"bodies {body.unit}", body.clause) for body in rules.bodies]
    entries += [(f"deadlines {each.kind}", each.clause) for each in rules.deadlines]
    entries += [(f"interviews {'、'.join(each.kinds)}", each.clause) for each in rules.interviews]
    entries += [(f"grounds {each.code}", each.clause) for each in rules.grounds]
    entries += [(f"sanctions {each.code}", each.clause) for each in rules.sanctions]
    for form in rules.forms:
        entries += [(f"forms {form.code} items {item.code}", item.clause) for item in form.items]
    yield from ((f"{key} clause", clause) for key, clause in entries if clause)
    if rules.burden_clause:
        yield "burden_clause", rules.burden_clause


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]
