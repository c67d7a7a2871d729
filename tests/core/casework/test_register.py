"""The register of events: every entry counted, a wrong one cancelled, and silence is not a zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.core.casework.county import (
    COUNTY,
    EDITOR,
    NEIGHBOUR,
    REVIEWER,
    YEAR,
    log,
    of,
    report,
    stored,
)
from tests.core.store.work import at_once

from dudao.casework import (
    Counted,
    Office,
    assess,
    cancel_registered,
    declare_none,
    event_metrics,
    register_event,
    registered,
    sources_of,
)
from dudao.casework.office import reading
from dudao.casework.register import LONGEST_NOTE
from dudao.errors import DudaoError, NotAllowed
from dudao.facts import Key
from dudao.grading import ConditionState
from dudao.store import history
from dudao.workflow import Actor, Role

ACCIDENTS, UNREST, MISCONDUCT = (
    "gangcha.accidents",
    "gangcha.unrest_events",
    "gangcha.misconduct_cases",
)
DAY = date(2018, 5, 1)


def enter(office: Office, metric: str = ACCIDENTS, note: str = "校车剐蹭") -> Counted:
    return register_event(office, EDITOR, COUNTY, YEAR, metric, DAY, note)


def cancel(office: Office, number: int) -> Counted:
    return cancel_registered(office, EDITOR, COUNTY, YEAR, number, "重复登记")


def condition(office: Office, code: str = "V4") -> ConditionState:
    found = {held.code: held.state for held in assess(office, COUNTY, YEAR).grade.conditions}
    return found.get(code, ConditionState.CLEAR)


def numbers(office: Office) -> list[int]:
    return [event.id for event in registered(office, COUNTY, YEAR)]


def test_the_books_three_kinds_of_events_are_counted(installed: Office) -> None:
    assert {metric.code for metric in event_metrics(installed)} >= {ACCIDENTS, UNREST, MISCONDUCT}
    assert all(metric.events for metric in event_metrics(installed))


def test_each_entry_is_counted_and_is_the_source_of_the_figure(installed: Office) -> None:
    assert [enter(installed).count, enter(installed).count] == [1, 2]
    assert enter(installed, UNREST).reported == 1
    assert stored(installed) == {ACCIDENTS: 2, UNREST: 1}
    key = Key(COUNTY, None, ACCIDENTS)
    source = sources_of(installed, COUNTY, YEAR, [key])[key]
    assert (source.file, source.who, source.place) == (
        "事件登记",
        "张经办",
        f"第 {numbers(installed)[1]} 号",
    )
    assert [entry.action for entry in log(installed)] == ["event"] * 3


def test_an_entry_closes_grades_at_once(installed: Office) -> None:
    report(installed, {"gdp": 1})
    assert condition(installed) is ConditionState.UNDETERMINED
    enter(installed)
    assert condition(installed) is ConditionState.TRIGGERED


def test_an_empty_register_stays_unknown_until_somebody_says_none_happened(
    installed: Office,
) -> None:
    report(installed, {"gdp": 1})
    for metric in (ACCIDENTS, UNREST):
        assert declare_none(installed, EDITOR, COUNTY, YEAR, metric) == Counted(
            installed.plugins.vocabulary[metric], 0, 0
        )
        assert condition(installed) is ConditionState.UNDETERMINED
    declare_none(installed, EDITOR, COUNTY, YEAR, MISCONDUCT)
    assert condition(installed) is ConditionState.CLEAR
    assert stored(installed) | {ACCIDENTS: 0, UNREST: 0, MISCONDUCT: 0} == stored(installed)


def test_a_cancelled_entry_counts_no_more_and_stays_in_the_register(installed: Office) -> None:
    enter(installed)
    enter(installed)
    wrong, right = numbers(installed)
    assert (cancel(installed, wrong).count, stored(installed)[ACCIDENTS]) == (1, 1)
    assert [(e.id, e.is_cancelled) for e in registered(installed, COUNTY, YEAR)] == [
        (wrong, True),
        (right, False),
    ]
    assert (log(installed)[-1].action, log(installed)[-1].detail["note"]) == ("cancel", "重复登记")


def test_cancelling_the_only_entry_does_not_say_that_nothing_happened(installed: Office) -> None:
    for metric in (UNREST, MISCONDUCT):
        declare_none(installed, EDITOR, COUNTY, YEAR, metric)
    enter(installed)
    [number] = numbers(installed)
    counted = cancel(installed, number)
    assert (counted.count, counted.reported, counted.agrees) == (0, None, True)
    assert ACCIDENTS not in stored(installed)
    assert condition(installed) is ConditionState.UNDETERMINED
    with reading(installed, COUNTY) as session:
        changes = history(session, COUNTY, YEAR, Key(COUNTY, None, ACCIDENTS))
    assert [(change.old, change.new) for change in changes] == [(None, 1), (1, None)]
    assert changes[1].source.place == f"撤销第 {number} 号"
    declare_none(installed, EDITOR, COUNTY, YEAR, ACCIDENTS)
    assert condition(installed) is ConditionState.CLEAR


def test_none_after_an_entry_is_refused(installed: Office) -> None:
    enter(installed)
    with pytest.raises(DudaoError, match="2018 年已登记 1 次"):
        declare_none(installed, EDITOR, COUNTY, YEAR, ACCIDENTS)
    assert stored(installed)[ACCIDENTS] == 1


def test_an_entry_after_none_was_declared_counts(installed: Office) -> None:
    declare_none(installed, EDITOR, COUNTY, YEAR, ACCIDENTS)
    assert enter(installed) == Counted(installed.plugins.vocabulary[ACCIDENTS], 1, 1)


def test_a_number_reported_otherwise_is_told_and_not_overruled(installed: Office) -> None:
    report(installed, {ACCIDENTS: 3})
    counted = enter(installed)
    assert (counted.count, counted.reported, counted.agrees) == (1, 3, False)
    assert stored(installed)[ACCIDENTS] == 3
    [number] = numbers(installed)
    counted = cancel(installed, number)
    assert (counted.count, counted.reported, counted.agrees) == (0, 3, False)
    counted = declare_none(installed, EDITOR, COUNTY, YEAR, ACCIDENTS)
    assert (counted.reported, counted.agrees) == (3, False)
    assert stored(installed)[ACCIDENTS] == 3


@pytest.mark.parametrize(
    ("metric", "on", "note", "told"),
    [
        ("gdp", DAY, "事", "不是按事件登记的数据"),
        ("nonsense", DAY, "事", "不是按事件登记的数据"),
        (ACCIDENTS, date(2017, 12, 31), "事", "不在 2018 年"),
        (ACCIDENTS, date(2019, 1, 1), "事", "不在 2018 年"),
        (ACCIDENTS, DAY, " \n", "没有写明事由"),
        (ACCIDENTS, DAY, "长" * (LONGEST_NOTE + 1), "不超过 500 字"),
    ],
)
def test_an_entry_that_says_too_little_or_belongs_elsewhere_is_refused(
    installed: Office, metric: str, on: date, note: str, told: str
) -> None:
    with pytest.raises(DudaoError, match=told):
        register_event(installed, EDITOR, COUNTY, YEAR, metric, on, note)
    assert registered(installed, COUNTY, YEAR) == []
    assert log(installed) == []


def test_what_has_not_happened_yet_is_refused(
    installed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dudao.casework.office.today", lambda: DAY)
    with pytest.raises(DudaoError, match="还没有到"):
        register_event(installed, EDITOR, COUNTY, YEAR, ACCIDENTS, DAY + timedelta(days=1), "事")
    register_event(installed, EDITOR, COUNTY, YEAR, ACCIDENTS, DAY, "事")
    assert len(registered(installed, COUNTY, YEAR)) == 1


def test_only_an_entry_of_this_year_is_cancelled_once_and_with_its_reason(
    installed: Office,
) -> None:
    enter(installed)
    [number] = numbers(installed)
    with pytest.raises(DudaoError, match="没有写明撤销理由"):
        cancel_registered(installed, EDITOR, COUNTY, YEAR, number, " ")
    for period, wrong in ((YEAR, number + 9), ("2019", number)):
        with pytest.raises(DudaoError, match="没有这一条"):
            cancel_registered(installed, EDITOR, COUNTY, period, wrong, "错")
    cancel(installed, number)
    with pytest.raises(DudaoError, match="已经撤销"):
        cancel(installed, number)


@pytest.mark.parametrize(
    "actor",
    [
        REVIEWER,
        replace(EDITOR, tenant=NEIGHBOUR),
        Actor("钱", Role.VIEWER, COUNTY),
        replace(EDITOR, name=" "),
    ],
    ids=["reviewer", "neighbour", "viewer", "nameless"],
)
def test_only_people_of_the_county_with_a_name_register(installed: Office, actor: Actor) -> None:
    enter(installed)
    [number] = numbers(installed)
    for use in (
        lambda: register_event(installed, actor, COUNTY, YEAR, ACCIDENTS, DAY, "事"),
        lambda: cancel_registered(installed, actor, COUNTY, YEAR, number, "错"),
        lambda: declare_none(installed, actor, COUNTY, YEAR, UNREST),
    ):
        with pytest.raises(NotAllowed):
            use()
    assert stored(installed) == {ACCIDENTS: 1}
    assert len(log(installed)) == 1
    register_event(installed, of("police"), COUNTY, YEAR, ACCIDENTS, DAY, "事")


def test_entries_at_once_are_all_counted(installed: Office) -> None:
    answers = at_once(*[lambda: enter(installed)] * 3)
    assert sorted(each.count for each in answers if isinstance(each, Counted)) == [1, 2, 3]
    assert stored(installed)[ACCIDENTS] == 3
    assert len(registered(installed, COUNTY, YEAR)) == len(log(installed)) == 3


def test_an_entry_and_a_declaration_of_none_at_once_do_not_contradict(installed: Office) -> None:
    entering, declaring = at_once(
        lambda: enter(installed),
        lambda: declare_none(installed, EDITOR, COUNTY, YEAR, ACCIDENTS),
    )
    assert isinstance(entering, Counted)
    assert isinstance(declaring, Counted | DudaoError)
    assert stored(installed)[ACCIDENTS] == 1


def test_figures_of_a_year_without_rules_are_stored_and_not_judged(installed: Office) -> None:
    # They are there to compare with: refusing them after they were stored helped nobody.
    report(installed, {"gdp": 1}, "2017")
    assert register_event(
        installed, EDITOR, COUNTY, "2017", ACCIDENTS, date(2017, 3, 1), "事"
    ).agrees
    with reading(installed, COUNTY) as session:
        changes = history(session, COUNTY, "2017", Key(COUNTY, None, "gdp"))
    assert len(changes) == 1
    with pytest.raises(DudaoError, match="没有生效的版本"):
        assess(installed, COUNTY, "2017")
