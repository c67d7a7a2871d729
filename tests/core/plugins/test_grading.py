"""Grading by a plugin: only a book's owner is asked, and its failure claims no grade."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dudao.casework import Office, assess, assess_below, evaluation_document, take_in
from dudao.casework.office import reading
from dudao.cli.main import cli
from dudao.grading import Grade, Standing, graded
from dudao.plugins import GROUP, Plugins
from dudao.store import Database, Tenant, add_tenant, load_run, summaries
from dudao.testing import Case, WorkedCase, run_case

DAY = date(2023, 12, 31)
HEAD = """
from dudao.api import BookFile, Closed, Grade, Held, Score, ScoreLine, graded, impl

BOOK = '''
code = "NAME.book"
edition = "2020"
title = "示例"
basis = "示〔2020〕1号"
since = 2020-01-01

[grading]
scheme = "all_met"
grades = ["达标", "不达标"]

[[indicators]]
code = "P"
title = "巩固率"
subject = "county"
clause = "示〔2020〕1号 1"
measure = { kind = "value", metric = "primary_retention" }
targets = [{ op = ">=", limit = 95 }]

[[conditions]]
code = "V"
title = "存在重点班"
effect = "veto"
grade = "不达标"
metric = "veto_key_classes"
clause = "示〔2020〕1号 2"
'''


@impl
def dudao_rulebooks():
    return [BookFile("NAME.toml", BOOK)]

"""
HOOK = """
@impl
def dudao_grade(book, standings, reported, as_of):
    {}
"""
WORST = 'return Grade("own", ("不达标",), (Closed("达标", "own", "另有规定"),), ())'
SCORED = """from fractions import Fraction
    line = ScoreLine("P", "巩固率", 100, Fraction(181, 3), Fraction(185, 2))
    return Grade("own", ("达标",), (), (), Score((line,)))"""

Install = Callable[..., EntryPoint]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Make a plugin with a book, and a hook of this body where one is given."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)

    def made(name: str, body: str = "") -> EntryPoint:
        module = f"grading_of_tests_{name}"
        text = HEAD.replace("NAME", name) + (HOOK.format(body) if body else "")
        (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")
        return EntryPoint(name, module, GROUP)

    yield made
    for module in set(sys.modules) - before:
        if module.startswith("grading_of_tests_"):
            del sys.modules[module]


def grade_of(plugins: Plugins, name: str, **reported: int) -> Grade:
    """Return what a county gets that meets the only indicator of a plugin's book."""
    book = plugins.shelf.named(f"{name}.book", DAY)
    standings = [Standing("P", True, (1, 0, 0, 0, 0))]
    return plugins.grade(book, standings, {"veto_key_classes": 0, **reported}, DAY)


def test_a_book_without_a_hook_is_graded_by_its_schemes(install: Install) -> None:
    found = grade_of(Plugins([install("plain")]), "plain")
    assert (found.scheme, found.possible, found.fault) == ("all_met", ("达标",), "")


def test_only_the_owner_of_a_book_is_asked(install: Install) -> None:
    plugins = Plugins([install("a", WORST), install("b"), install("c", "return 1 / 0")])
    assert (grade_of(plugins, "a").scheme, grade_of(plugins, "a").possible) == ("own", ("不达标",))
    assert grade_of(plugins, "b").possible == ("达标",)
    assert plugins.problems == {}


def test_an_owner_that_has_nothing_to_say_leaves_it_to_the_schemes(install: Install) -> None:
    assert grade_of(Plugins([install("a", "return None")]), "a").possible == ("达标",)


def test_an_owner_may_build_on_what_the_schemes_give(install: Install) -> None:
    plugins = Plugins([install("a", "return graded(book, standings, reported, as_of)")])
    assert grade_of(plugins, "a").possible == ("达标",)
    assert grade_of(plugins, "a", veto_key_classes=1).possible == ("不达标",)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return 1 / 0", "ZeroDivisionError"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ('return "达标"', "'达标' 不是 Grade"),
        ('yield Grade("own", (), (), ())', "不是 Grade"),
        (
            'return Grade("own", ("优秀",), (), ())',
            "'优秀' 不是 a.book@2020 的等次,应为 达标、不达标 之一",
        ),
        ('return Grade("own", ("不达标", "达标"), (), ())', "应为元组,从高到低,不重复"),
        ('return Grade("own", ["达标"], (), ())', "['达标'] 不是 tuple"),
        ('return Grade("own", ("达标",), ("P",), ())', "'P' 不是 Closed"),
        ('return Grade("own", ("达标",), (), ("V",))', "'V' 不是 Held"),
        ('return Grade("own", ("达标",), (), (), 90)', "90 不是 Score"),
        (
            'return Grade("own", ("达标",), (), (), Score((ScoreLine("P", "", 1, 0, 0.5),)))',
            "0.5 不是 Rational",
        ),
        ("return Grade(5, (), (), ())", "5 不是 str"),
        ("reported.clear()", "AttributeError"),
    ],
)
def test_a_failing_hook_claims_no_grade_and_is_named(
    install: Install, body: str, said: str
) -> None:
    plugins = Plugins([install("a", body), install("b")])
    for _ in range(2):
        found = grade_of(plugins, "a", veto_key_classes=1)
        assert (found.possible, found.closed, found.score) == ((), (), None)
        assert said in found.fault
        assert found.fault.startswith("插件 a:dudao_grade时出错:")
        # What the data says of conditions stands.
        assert [held.code for held in found.vetoes] == ["V"]
    (problem,) = plugins.problems["a"]
    assert str(problem) == found.fault
    assert list(plugins.problems) == ["a"]
    assert grade_of(plugins, "b").possible == ("达标",)


def facts(tenant: str = "640221") -> bytes:
    """Return a hand-in of a county that meets the only indicator."""
    figures = {"primary_retention": 95, "veto_key_classes": False}
    subject = {"code": tenant, "kind": "county", "name": "示例县", "facts": figures}
    return json.dumps({"tenant": tenant, "period": "2023", "subjects": [subject]}).encode()


def office_of(database: Database, plugins: Plugins) -> Office:
    """Return an installation with a province and a county that handed in."""
    with database.session() as session:
        add_tenant(session, Tenant("640000", "示例省", "province", book="a.book"))
        add_tenant(session, Tenant("640221", "示例县", "county", "640000", book="a.book"))
    office = Office(database, plugins)
    take_in(office, "640221", "a.json", facts(), "张")
    return office


def test_the_owner_is_asked_for_new_stored_and_many_counties(
    install: Install, database: Database
) -> None:
    office = office_of(database, Plugins([install("a", WORST)]))
    fresh = assess(office, "640221", keep=True)
    stored = assess(Office(database, office.plugins), "640221")
    assert (fresh.run, fresh.grade) == (stored.run, stored.grade)
    assert fresh.grade.possible == ("不达标",)
    assert assess_below(office, "640000", "2023", "a.book") == 1
    assert summary(office) == ["不达标"]


def summary(office: Office) -> Any:
    """Return the grades kept for the county in its province's comparison."""
    with reading(office, "640000") as session:
        number = summaries(session, ["640221"], "a.book", "2023")["640221"].run
        return load_run(session, number).summary["grade"]


def test_a_failing_owner_takes_no_evaluation_down(install: Install, database: Database) -> None:
    office = office_of(database, Plugins([install("a", "return 1 / 0")]))
    found = assess(office, "640221", keep=True)
    document = evaluation_document(found.judged, office.plugins.vocabulary)
    assert [each["state"] for each in document["verdicts"]] == ["met"]
    assert (document["grade"]["possible"], document["grade"]["fault"]) == ([], found.grade.fault)
    assert assess_below(office, "640000", "2023", "a.book") == 1
    assert summary(office) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (WORST, "等次可能为:不达标\n  因 own 另有规定,不能评为达标"),
        (SCORED, "  得分:60.33 至 92.5 分(满分 100 分)\n  等次可能为:达标"),
        ("return 1 / 0", "等次未能给出:插件 a:dudao_grade时出错"),
    ],
)
def test_a_file_judged_without_a_database_asks_the_owner_too(
    install: Install, tmp_path: Path, body: str, said: str
) -> None:
    path = tmp_path / "figures.json"
    path.write_bytes(facts())
    ran = CliRunner().invoke(
        cli,
        ["evaluate", "--facts", str(path), "--book", "a.book"],
        obj=Plugins([install("a", body)]),
    )
    assert ran.exit_code == 0
    assert said in ran.output


def test_a_worked_case_holds_the_hook(install: Install) -> None:
    fields: dict[str, Any] = {
        "title": "另有规定",
        "clause": "示〔2020〕1号 1",
        "book": "a.book@2020",
        "as_of": DAY,
        "figures": "figures.json",
        "possible": ("不达标",),
    }
    worked = WorkedCase("示例", Case.model_validate(fields), facts().decode())
    sound, failing = Plugins([install("a", WORST)]), Plugins([install("broken", "return 1 / 0")])
    assert run_case(worked, sound.shelf, sound.vocabulary, sound.grade) == []
    assert len(run_case(worked, sound.shelf, sound.vocabulary, graded)) == 1
    other = WorkedCase(
        "示例", Case.model_validate(fields | {"book": "broken.book"}), facts().decode()
    )
    said = [str(each) for each in run_case(other, failing.shelf, failing.vocabulary, failing.grade)]
    assert "ZeroDivisionError" in said[0]
