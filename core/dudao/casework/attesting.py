"""What only a person can say about the conditions of a grade: yes or no, and who says it where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import NotAllowed, Problem, refuse
from ..facts import Key, Source
from ..metrics import Kind, Level, Metric
from ..rulebook import Condition, RuleBook, indicators_of
from ..store import load_facts, sources, write_log
from ..workflow import STATE_WORDS, Actor, Party, figures_of
from .figures import record_figures
from .office import Office, reading, writing
from .parts import assess_again
from .work import Duties, check_parties, entry, held, signed


@dataclass(frozen=True, slots=True)
class Attestation:
    """A yes or no behind conditions (their codes): as stored, with its source, None while unsaid.

    `duties` are those that ask for it; where there is none, the collecting department says it.
    """

    metric: Metric
    conditions: tuple[str, ...]
    duties: tuple[str, ...]
    stored: int | None
    source: Source | None


def attestations(office: Office, duties: Duties) -> tuple[Attestation, ...]:
    """Return what people have to say about the county for the conditions of a plan's book."""
    asked = _asked(office, duties.rules)
    tenant, period = duties.plan.tenant, duties.plan.period
    with reading(office, tenant) as session:
        keys = {code: Key(tenant, None, code) for code in asked}
        known = sources(session, tenant, period, keys.values())
        stored = load_facts(session, tenant, period).county.facts
    return tuple(
        Attestation(
            office.plugins.vocabulary[code],
            conditions,
            _duties_asking(office, duties, code),
            stored.get(code),
            known.get(keys[code]),
        )
        for code, conditions in asked.items()
    )


def _asked(office: Office, rules: RuleBook) -> dict[str, tuple[str, ...]]:
    """Return the yes-or-no metrics of the county behind conditions, with the conditions' codes."""
    vocabulary = office.plugins.vocabulary
    found: dict[str, tuple[str, ...]] = {}
    for condition in rules.conditions:
        for code in dict.fromkeys(_read_by(condition, rules)):
            metric = vocabulary[code]
            if metric.kind is Kind.YESNO and metric.level is Level.COUNTY:
                found[code] = (*found.get(code, ()), condition.code)
    return found


def _read_by(condition: Condition, rules: RuleBook) -> Iterator[str]:
    if condition.metric:
        yield condition.metric
    pending = [condition.indicator] if condition.indicator else []
    while pending:
        indicator = rules.by_code[pending.pop(0)]
        yield from indicator.reads
        pending = [*indicators_of(indicator.measure), *pending]


def _duties_asking(office: Office, duties: Duties, code: str) -> tuple[str, ...]:
    return tuple(
        duty.code
        for duty in duties.rules.duties
        if code in {each.code for each in figures_of(duty, duties.rules, office.plugins.vocabulary)}
    )


def attest(office: Office, actor: Actor, duties: Duties, metric: str, value: bool) -> None:
    """State, as the collecting department, whether something behind a condition is so.

    Raises DudaoError for what no condition of the book asks, what is stated with a duty, and once
    the self-evaluation is locked: the figures it rests on stay. NotAllowed for anybody else.
    """
    vocabulary, plan = office.plugins.vocabulary, duties.plan
    where = f"情形确认 {vocabulary[metric].label if metric in vocabulary else metric}"
    if metric not in _asked(office, duties.rules):
        raise refuse(where, "不是本办法等次情形要确认的事项", "请从等次页面选择")
    if asking := _duties_asking(office, duties, metric):
        raise refuse(where, f"由任务 {'、'.join(asking)} 填报", "请在该任务页面填报,一个数只填一处")
    with writing(office, plan.tenant) as session:
        now = held(office, session, plan.period, plan.book)
        if Party.COLLECTOR not in check_parties(actor, now.seats()):
            raise NotAllowed(Problem(where, f"只有{now.collector.name}可以确认"))
        if now.is_locked:
            what = f"自评{STATE_WORDS[now.state]},所依据的数据不能再改动"
            raise refuse(where, what, "如须更改,请先重新办理")
        who = signed(now, actor)
        place = f"{now.collector.name}确认"
        record_figures(
            office, session, plan.period, {metric: int(value)}, "等次情形确认", place, who
        )
        write_log(session, entry(now, actor, "attest", metric=metric, value=value))
    assess_again(office, duties)
