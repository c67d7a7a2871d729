"""Worked cases: what a wrong expectation, an unreadable file or a missing verdict is reported as."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dudao.api import DudaoError, Plugins, Problem
from dudao.testing import Case, Expected, WorkedCase, cases_in, run_case

FACTS = """{"tenant": "000000", "period": "2023", "subjects": [
 {"code": "000000", "kind": "county", "name": "示例县", "facts": {
   "disabled_children": 300, "disabled_children_enrolled": 286, "veto_exam_admission": true}}]}"""


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return Plugins()


def worked(**changes: Any) -> WorkedCase:
    fields: dict[str, Any] = {
        "title": "残疾儿童入学率",
        "clause": "教督〔2017〕6号 教育质量(2)",
        "book": "cn.balanced@2017",
        "as_of": date(2023, 12, 31),
        "figures": "figures.json",
        "expect": [{"indicator": "Q2", "state": "met", "value": "0.953"}],
    }
    return WorkedCase("示例", Case.model_validate(fields | changes), FACTS)


def problems_of(case: WorkedCase, plugins: Plugins) -> list[Problem]:
    return run_case(case, plugins.shelf, plugins.vocabulary)


def expecting(**changes: Any) -> WorkedCase:
    return worked(expect=[{"indicator": "Q2", "state": "met"} | changes])


def test_a_case_that_reproduces_reports_nothing(plugins: Plugins) -> None:
    assert problems_of(worked(), plugins) == []


def test_a_value_is_compared_at_the_decimals_it_is_written_with(plugins: Plugins) -> None:
    assert problems_of(expecting(value="0.95"), plugins) == []
    (problem,) = problems_of(expecting(value="0.954"), plugins)
    assert problem.expected == "应为 0.954"
    assert "0.9533333333" in problem.what


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": "not_met"}, "结论为达标"),
        ({"limit": "0.96"}, "目标值为 0.95"),
        ({"clause": "教督〔2017〕6号 第一条"}, "依据为"),
        ({"until": date(2022, 9, 30)}, "放宽期限为 None"),
        ({"flags": ["suspicious"]}, "标记为"),
        ({"subject": "S1"}, "没有这个结论"),
        ({"stage": "primary"}, "没有这个结论"),
        ({"value": "良好"}, "数值为"),
    ],
)
def test_each_part_of_an_expectation_can_fail(
    changes: dict[str, Any], said: str, plugins: Plugins
) -> None:
    (problem,) = problems_of(expecting(**changes), plugins)
    assert said in problem.what
    assert "残疾儿童入学率" in problem.where


def test_grades_and_vetoes_are_compared(plugins: Plugins) -> None:
    (problem,) = problems_of(worked(possible=["达标"]), plugins)
    assert problem.what == "可能等次为 不达标"
    (problem,) = problems_of(worked(vetoes={"V1": "undetermined"}), plugins)
    assert "triggered" in problem.what


def test_doubts_are_compared(plugins: Plugins) -> None:
    assert problems_of(worked(doubts=[]), plugins) == []
    (problem,) = problems_of(worked(doubts=["pupils_twice"]), plugins)
    assert problem.expected == "应为 pupils_twice"


def test_an_unknown_book_is_named(plugins: Plugins) -> None:
    (problem,) = problems_of(worked(book="cn.unknown"), plugins)
    assert "cn.unknown" in problem.where


def test_faulty_figures_are_reported_and_not_judged(plugins: Plugins) -> None:
    faulty = replace(worked(), facts=FACTS.replace("286", "-1"))
    (problem,) = problems_of(faulty, plugins)
    assert "-1" in problem.what


def package(folder: Path, monkeypatch: pytest.MonkeyPatch, cases: str) -> str:
    name = "dudao_case_" + folder.name.replace("-", "_")
    home = folder / name
    (home / "cases").mkdir(parents=True)
    (home / "__init__.py").write_text("", encoding="utf-8")
    (home / "cases" / "one.toml").write_text(cases, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    return name


CASE = """
[[cases]]
title = "一例"
clause = "教督〔2017〕6号"
book = "cn.balanced@2017"
as_of = 2023-12-31
subjects = [{ code = "000000", kind = "county", facts = { teacher_average_pay = 98000.50 } }]
expect = [{ indicator = "G8", state = "no_data" }]
"""


def test_inline_figures_reach_the_facts_file_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plugins: Plugins
) -> None:
    (one,) = cases_in(package(tmp_path, monkeypatch, CASE))
    assert '"98000.50"' in one.facts
    assert problems_of(one, plugins) == []
    assert str(one) == "一例"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (CASE.replace("expect", "expects"), "不认识的键"),
        (CASE.replace('clause = "教督〔2017〕6号"\n', ""), "缺少此项"),
        (CASE + 'figures = "figures.json"\n', "应填且只填一项"),
        (CASE.replace('expect = [{ indicator = "G8", state = "no_data" }]', ""), "没有写明"),
        ("[[cases", "不是有效的 TOML"),
    ],
)
def test_a_faulty_case_file_is_refused_with_its_place(
    wrong: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DudaoError, match=said) as refusal:
        cases_in(package(tmp_path, monkeypatch, wrong))
    assert "cases/one.toml" in refusal.value.problems[0].where


def test_a_package_without_cases_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = package(tmp_path, monkeypatch, CASE)
    (tmp_path / name / "cases" / "one.toml").unlink()
    (tmp_path / name / "cases").rmdir()
    assert cases_in(name) == ()


def test_an_expectation_without_a_subject_is_the_countys() -> None:
    assert Expected(indicator="Q1", state="met").subject == ""
