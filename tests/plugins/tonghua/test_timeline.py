"""Class sizes on the day before each milestone and on the day itself."""

from __future__ import annotations

from datetime import date

import pytest

from dudao.api import ClassFact, FactSet, Level, Plugins, School, SchoolType, Stage, SubjectFacts
from dudao.casework import judge_facts
from dudao.evaluate import Evaluator, State, verdicts
from dudao.facts import columns_of
from dudao.timeline import Nearness, Past, timeline

COUNTY, YEAR = "990521", 2018
# A primary and a junior class that keep the first limit and break the second.
CLASSES = (ClassFact("1", 1, 55), ClassFact("2", 7, 60))
SCHOOL = SubjectFacts("S1", Level.SCHOOL, "示例学校", School(SchoolType.NINE_YEAR), classes=CLASSES)
FACTS = FactSet(COUNTY, str(YEAR), (SCHOOL,), "示例县")
NOT_APPLICABLE, MET, NOT_MET = State.NOT_APPLICABLE, State.MET, State.NOT_MET


@pytest.mark.parametrize(
    ("day", "state", "limits"),
    [
        (date(2018, 12, 30), NOT_APPLICABLE, [None, None]),
        (date(2018, 12, 31), MET, ["55", "60"]),
        (date(2020, 12, 30), MET, ["55", "60"]),
        (date(2020, 12, 31), NOT_MET, ["45", "50"]),
    ],
)
def test_the_milestone_in_force_decides_and_the_timeline_says_the_same(
    day: date, state: State, limits: list[str | None], plugins: Plugins
) -> None:
    book, vocabulary = plugins.shelf.latest("tonghua.integration"), plugins.vocabulary
    judged = judge_facts(book, FACTS, day, vocabulary)
    own = [
        each for each in verdicts(judged.evaluation, vocabulary) if each.indicator == "class_size"
    ]
    assert [each.state for each in own] == [state, state]
    assert [each.limit for each in own] == limits

    laid = Evaluator(book, [columns_of(FACTS)], vocabulary)
    past = Past(COUNTY, "示例县", book, vocabulary, {COUNTY: "示例县"}, {YEAR: laid}, {"S1": "甲"})
    found = timeline(past, book.by_code["class_size"], day)
    assert [strand.stage for strand in found.strands] == [*Stage]
    for strand, limit in zip(found.strands, limits, strict=True):
        held = [each for each in strand.distances if each.nearness is Nearness.IN_FORCE]
        assert [each.milestones[0].limit for each in held] == ([limit] if limit else [])
        assert all(each.state is state for each in held)
