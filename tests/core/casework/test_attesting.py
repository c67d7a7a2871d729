"""What only a person can say about a grade's conditions is said once, by whom it is for, in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dudao.casework import (
    Duties,
    Office,
    attest,
    attestations,
    history_of,
    judged_of,
    load_duties,
    open_plan,
)
from dudao.casework.office import writing
from dudao.errors import DudaoError, NotAllowed
from dudao.grading import ConditionState
from dudao.plugins import Plugins
from dudao.store import Database, Tenant, add_tenant, hold_plan, write_plan
from dudao.workflow import Actor, PlanState, Role

COUNTY, YEAR = "632224", "2018"
EDITOR = Actor("张经办", Role.EDITOR, COUNTY, "education")
FILLER = Actor("李财政", Role.FILLER, COUNTY, "finance")
FRAUD = "gangcha.fraud"


@pytest.fixture
def office(database: Database, plugins: Plugins) -> Office:
    """A county with duties."""
    with database.session() as session:
        add_tenant(session, Tenant(COUNTY, "示例县", "county", book="gangcha.duties"))
    return Office(database, plugins)


@pytest.fixture
def duties(office: Office) -> Duties:
    """Its year, opened."""
    return open_plan(office, EDITOR, COUNTY, YEAR, date(2018, 1, 20))


def now(office: Office) -> Duties:
    """Return the plan as it stands now."""
    return load_duties(office, COUNTY, YEAR)


def put(office: Office, state: PlanState) -> None:
    """Put the plan into a state, as its moves would have."""
    with writing(office, COUNTY) as session:
        plan = hold_plan(session, YEAR, "gangcha.duties", moving=True)
        write_plan(session, replace(plan, state=state.value))


def condition(office: Office, code: str) -> ConditionState:
    """Return how a condition stands; one that is not listed is cleared."""
    grade = judged_of(office, now(office)).grade
    found = {held.code: held.state for held in grade.conditions}
    return found.get(code, ConditionState.CLEAR)


@pytest.mark.parametrize(
    ("said", "state"), [(True, ConditionState.TRIGGERED), (False, ConditionState.CLEAR)]
)
def test_what_is_said_decides_the_condition_that_nothing_else_could(
    office: Office, duties: Duties, said: bool, state: ConditionState
) -> None:
    assert condition(office, "V1") is ConditionState.UNDETERMINED
    attest(office, EDITOR, duties, FRAUD, said)
    assert condition(office, "V1") is state


def test_it_is_kept_with_who_said_it_and_in_the_log(office: Office, duties: Duties) -> None:
    attest(office, EDITOR, duties, FRAUD, False)
    (found,) = (each for each in attestations(office, duties) if each.metric.code == FRAUD)
    assert found.stored == 0
    assert found.source
    assert (found.source.place, found.source.who) == ("县教育局确认", "县教育局 张经办")
    entry = history_of(office, duties)[0]
    assert (entry.action, entry.who) == ("attest", "县教育局 张经办")
    assert entry.detail == {"metric": FRAUD, "value": False}


def test_it_is_corrected_by_saying_it_again(office: Office, duties: Duties) -> None:
    attest(office, EDITOR, duties, FRAUD, True)
    attest(office, EDITOR, now(office), FRAUD, False)
    assert condition(office, "V1") is ConditionState.CLEAR


def test_what_duties_and_schools_say_is_told_apart_from_what_is_said_here(
    office: Office, duties: Duties
) -> None:
    found = {each.metric.code: each for each in attestations(office, duties)}
    assert found[FRAUD].conditions == ("V1",)
    assert found[FRAUD].duties == ()
    assert found["gangcha.education_plan"].duties == ("一.1",)
    assert found["gangcha.heating_plan"].conditions == ("C2",)
    assert "full_curriculum" not in found  # said school by school
    assert "gangcha.accidents" not in found  # counted from the register
    assert all(each.stored is None and each.source is None for each in found.values())


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        ("gangcha.education_plan", "由任务 一.1 填报"),
        ("gangcha.accidents", "不是本办法等次情形要确认的事项"),
        ("gangcha.guards", "不是本办法等次情形要确认的事项"),
        ("nothing.of_the_kind", "不是本办法等次情形要确认的事项"),
    ],
)
def test_only_what_is_behind_a_condition_and_asked_nowhere_else_is_said_here(
    office: Office, duties: Duties, metric: str, said: str
) -> None:
    with pytest.raises(DudaoError, match=said):
        attest(office, EDITOR, duties, metric, True)
    assert now(office).tenant.periods == ()


@pytest.mark.parametrize(
    "actor",
    [
        FILLER,
        Actor("外县", Role.EDITOR, "640221", "education"),
        Actor("自评", Role.REVIEWER, COUNTY),
        Actor(" ", Role.EDITOR, COUNTY, "education"),
    ],
)
def test_only_the_collecting_department_says_it(
    office: Office, duties: Duties, actor: Actor
) -> None:
    with pytest.raises(NotAllowed):
        attest(office, actor, duties, FRAUD, False)
    assert condition(office, "V1") is ConditionState.UNDETERMINED


@pytest.mark.parametrize("state", [each for each in PlanState if each is not PlanState.OPEN])
def test_it_is_said_until_the_self_evaluation_is_locked(
    office: Office, duties: Duties, state: PlanState
) -> None:
    put(office, state)
    if state is PlanState.ASSEMBLED:
        attest(office, EDITOR, duties, FRAUD, False)
        return
    with pytest.raises(DudaoError, match="如须更改,请先重新办理"):
        attest(office, EDITOR, duties, FRAUD, False)
    assert condition(office, "V1") is ConditionState.UNDETERMINED
