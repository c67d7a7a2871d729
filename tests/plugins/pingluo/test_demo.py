"""The synthetic county of the demo: sound figures, and every flaw seen where it was planted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from dudao_pingluo.demo import demo_county
from dudao_pingluo.demo_schools import FLAWS, PROFILES

from dudao.casework.judged import Judged, judge_facts
from dudao.evaluate import Flag, State, Verdict, verdicts
from dudao.exchange import read_facts_json
from dudao.facts import FactSet, stage_of_grade
from dudao.grading import ConditionState
from dudao.metrics import Level, shared_vocabulary
from dudao.plugins import Plugins
from dudao.rulebook import terms_of

VOCABULARY = shared_vocabulary()
RESOURCES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7")


@pytest.fixture(scope="module")
def counties() -> dict[str, FactSet]:
    """The county's figures by year."""
    readings = [read_facts_json(text, VOCABULARY, "示例") for text in demo_county().facts]
    assert [reading.problems for reading in readings] == [(), ()]
    return {one.facts.period: one.facts for one in readings if one.facts}


@pytest.fixture(scope="module")
def judged(counties: dict[str, FactSet]) -> dict[str, Judged]:
    """The county judged at the end of each year."""
    shelf = Plugins().shelf
    results, previous = {}, None
    for year, facts in counties.items():
        day = date(int(year), 12, 31)
        book = shelf.named(demo_county().book, day)
        results[year] = judge_facts(book, facts, day, VOCABULARY, previous)
        previous = facts
    return results


@pytest.fixture(scope="module")
def found(judged: dict[str, Judged]) -> dict[tuple[str, str, str, str | None], Verdict]:
    """The verdicts by year, indicator, subject and stage."""
    return {
        (year, one.indicator, one.subject, one.stage): one
        for year, result in judged.items()
        for one in verdicts(result.evaluation, VOCABULARY)
    }
