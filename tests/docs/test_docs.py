"""The documents hold: their examples are read and run, their commands exist, their links lead on."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import click
import openpyxl
import pytest
from pydantic import BaseModel
from tests.docs.pages import PAGES, ROOT, blocks, commands, page
from tests.journeys.conftest import runner
from tests.journeys.years import write_years
from tests.web.county import COUNTY, county

from dudao.api import BookFile, Grade, Plugins, Standing, read_facts_json
from dudao.cli.main import cli
from dudao.demo import DemoStep, LedgerStep, read_ledger, read_work
from dudao.grading import verify_grade
from dudao.metrics import shared_vocabulary
from dudao.rulebook import (
    DeadlineKind,
    DeductionsItem,
    Grading,
    PointsItem,
    Post,
    RuleBook,
    SanctionStep,
    Served,
    SubjectKind,
    Supervision,
    Threshold,
    Title,
    When,
    assemble,
)
from dudao.rulebook.loading import read_book
from dudao.rulebook.measures import Measure
from dudao.rulebook.schemes import Scheme
from dudao.teachers import Discrepancy, Reach


def kinds() -> list[str]:
    (union, _) = get_args(Measure)
    return [get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(union)]


def example_books() -> list[BookFile]:
    """Return the books of the page on rule books: the unnamed blocks are one."""
    written = blocks(page("rulebooks.md"), "toml")
    one = "\n".join(block.text for block in written if not block.file)
    return [
        BookFile("rulebooks.md", one),
        *(BookFile(block.file, block.text) for block in written if block.file),
    ]


def test_the_examples_of_rule_books_are_sound_books() -> None:
    shelf, faults = assemble({"shili": example_books()}, shared_vocabulary())
    assert faults == {}
    assert [book.name for book in shelf] == [
        "shili.balanced@2024",
        "shili.city@2025",
        "shili.duties@2025",
    ]


def test_the_examples_of_rule_books_use_every_section_and_key() -> None:
    written = {name for file in example_books() for name in read_book(file).model_fields_set}
    assert written == RuleBook.model_fields.keys()
    for name in When.model_fields:
        assert f"`{name}`" in page("rulebooks.md")


def test_the_examples_of_gradings_use_every_scheme_kind_and_key() -> None:
    gradings = [read_book(file).grading for file in example_books()]
    written = {name for grading in gradings for name in grading.model_fields_set}
    assert written == Grading.model_fields.keys()
    items = [item for grading in gradings for item in grading.items]
    for kind in (PointsItem, DeductionsItem):
        keys = {name for item in items if isinstance(item, kind) for name in item.model_fields_set}
        assert keys == kind.model_fields.keys()
    for scheme in get_args(Scheme):
        assert f"| `{scheme}` |" in page("rulebooks.md")


@pytest.mark.parametrize("kind", kinds())
def test_every_measure_is_described_with_an_example(kind: str) -> None:
    _, _, after = page("rulebooks.md").partition(f"\n### `{kind}`\n")
    section = re.split(r"^##", after, maxsplit=1, flags=re.MULTILINE)[0]
    (example, *_) = blocks(section, "toml")
    (first, *_) = tomllib.loads(example.text)["indicators"]
    assert first["measure"]["kind"] == kind


def test_every_kind_of_check_has_an_example() -> None:
    checks = read_book(example_books()[0]).checks
    assert {check.kind for check in checks} == {"sum", "same", "trend", "ratio", "passed_over"}


def test_the_examples_of_hooks_run(tmp_path: Path) -> None:
    found: dict[str, Callable[..., Any]] = {}
    for number, block in enumerate(blocks(page("hooks.md"), "python")):
        path = tmp_path / f"hook_{number}.py"
        path.write_text(block.text, encoding="utf-8")
        names = runpy.run_path(str(path))
        found |= {name: value for name, value in names.items() if name.startswith("dudao_")}
    assert lowered_by_accidents(found.pop("dudao_grade")) == {
        0: None,
        1: ("良好",),
        None: ("优秀", "良好"),
    }
    group = click.Group()
    found.pop("dudao_commands")(group)
    assert list(group.commands) == ["serve"]
    assert {name: bool(hook()) for name, hook in found.items()} == {
        "dudao_rulebooks": True,
        "dudao_metrics": True,
        "dudao_demo": True,
    }


def lowered_by_accidents(hook: Callable[..., Grade | None]) -> dict[int | None, Any]:
    """Return the grades the hook leaves a faultless county of the example, by its accidents."""
    shelf, _ = assemble({"shili": example_books()}, shared_vocabulary())
    book = shelf.latest("shili.duties")
    standings = [Standing(each.code, True, (1, 0, 0, 0, 0)) for each in book.indicators]
    left = {}
    for accidents in (0, 1, None):
        reported = {"veto_safety_or_fraud": 0, "shili.accidents": accidents}
        known = {code: value for code, value in reported.items() if value is not None}
        grade = hook(book, standings, known, book.since)
        left[accidents] = grade and verify_grade(grade, book).possible
    return left


def test_the_demo_work_shown_is_read_without_a_fault() -> None:
    example, _ = blocks(page("hooks.md"), "toml")
    work = read_work(example.text, "hooks.md")
    assert [step.kind for step in work.steps] == ["attach", "file"]
    for kind in {get_args(step.model_fields["kind"].annotation) for step in get_args(DemoStep)}:
        for name in kind:
            assert f"`{name}`" in page("hooks.md")


def test_the_work_on_a_ledger_shown_is_read_without_a_fault() -> None:
    _, example = blocks(page("hooks.md"), "toml")
    work = read_ledger(example.text, "hooks.md")
    assert [step.kind for step in work.steps] == ["measure", "prove"]
    for kind in get_args(LedgerStep.model_fields["kind"].annotation):
        assert f"`{kind}`" in page("hooks.md")
    assert {name for step in work.steps for name in step.model_fields_set} == set(
        LedgerStep.model_fields
    )


def test_the_documents_on_duties_have_the_keys_that_are_printed(
    demo_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dudao = runner(demo_folder, capsys)
    duties, grade = (json.loads(block.text) for block in blocks(page("duties.md"), "json"))
    printed = dudao("duties", duties["tenant"], "--format", "json").document
    assert shape_of(printed) == shape_of(duties)
    decided = grade.pop("decision")
    printed = dudao("grade", grade["tenant"], "--format", "json").document
    assert printed.pop("decision") is None
    assert shape_of(printed) == shape_of(grade)
    assert list(decided) == ["grade", "reason", "by", "at"]


def test_the_document_on_the_ledger_has_the_keys_that_are_printed(
    demo_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = (json.loads(block.text) for block in blocks(page("ledger.md"), "json"))
    ran = runner(demo_folder, capsys)("ledger", shown["tenant"], "--all", "--format", "json")
    assert shape_of(ran.document) == shape_of(shown)


def test_the_document_on_the_forecast_is_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = (json.loads(block.text) for block in blocks(page("forecast.md"), "json"))
    years = write_years(tmp_path, [40, 41, 42])
    given = [each for path in years for each in ("--facts", path)]
    ran = runner(tmp_path, capsys)("forecast", *given, "--capacity", "S001=6", "--format", "json")
    assert first_entries({**ran.document, "method": ["…"]}) == shown


def test_the_document_on_teachers_is_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown, listed = (json.loads(block.text) for block in blocks(page("teachers.md"), "json"))
    (tmp_path / "list.json").write_text(json.dumps(listed), encoding="utf-8")
    asked = ("--book", shown["book"], "--as-of", shown["as_of"], "--format", "json")
    ran = runner(tmp_path, capsys)("teachers", tmp_path / "list.json", *asked)
    assert first_entries({**ran.document, "book_hash": "…"}) == shown


def test_the_example_of_supervision_uses_every_key_and_describes_every_word() -> None:
    (rules,) = [
        book.supervision for book in map(read_book, example_books()) if book.supervision is not None
    ]
    assert keys_of(rules) == {name for kind in kinds_below(Supervision) for name in kind}
    for word in (*SubjectKind, *DeadlineKind, *SanctionStep):
        assert f"`{word}`" in page("rulebooks.md")


def keys_of(value: Any) -> set[tuple[str, str]]:
    """Return the keys written in a part of a book and in the parts below it, with its kind."""
    if isinstance(value, tuple):
        return {key for each in value for key in keys_of(each)}
    if not isinstance(value, BaseModel):
        return set()
    own = {(type(value).__name__, name) for name in value.model_fields_set}
    return own.union(*(keys_of(getattr(value, name)) for name in value.model_fields_set))


def kinds_below(kind: type[BaseModel]) -> list[set[tuple[str, str]]]:
    """Return the keys that a part of a book can have, and those of the kinds below it."""
    found = [{(kind.__name__, name) for name in kind.model_fields}]
    for field in kind.model_fields.values():
        for each in (field.annotation, *get_args(field.annotation)):
            if isinstance(each, type) and issubclass(each, BaseModel):
                found += kinds_below(each)
    return found


def test_every_column_and_kind_of_a_teacher_list_is_described() -> None:
    for code in (*Served, *Post, *Title):
        assert f"`{code}`" in page("rulebooks.md")
    for name in Threshold.model_fields.keys() - {"code", "title", "statement", "clause"}:
        assert f"`{name}`" in page("rulebooks.md")
    for word in (*Reach, *Discrepancy):
        assert f"`{word}`" in page("teachers.md")


def test_the_document_on_the_timeline_is_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = (json.loads(block.text) for block in blocks(page("timeline.md"), "json"))
    dudao = runner(tmp_path / "data", capsys)
    dudao("tenant", "add", "000001", "示例县", "--book", "tonghua.integration")
    for path in write_years(tmp_path, [57, 50, 46], first=2017):
        assert dudao("import", path).code == 0
    asked = ("timeline", "000001", "class_size", "--as-of", "2019-06-01", "--format", "json")
    printed = dudao(*asked).document
    assert first_entries(printed) == shown
    (listed, *_) = dudao("timeline", "000001", "--format", "json").document["indicators"]
    assert list(listed) == ["code", "title", "subject", "stages"]
    kept = [key for key in shown["stages"][0] if key not in ("days", "whole", "members")]
    assert list(listed["stages"][0]) == kept


def test_the_documents_on_a_territory_have_the_keys_that_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accounts, checklist = (json.loads(each.text) for each in blocks(page("territory.md"), "json"))
    dudao = runner(tmp_path, capsys)
    dudao("tenant", "add", COUNTY, "示例县", "--book", "cn.balanced")
    path = tmp_path / "figures.json"
    path.write_text(json.dumps(county()), encoding="utf-8")
    assert dudao("import", path).code == 0
    printed = dudao("accounts", COUNTY, "--format", "json").document
    # Of the verdicts of a school the page shows one.
    first = printed["schools"][0]
    first["verdicts"] = {"G5": first["verdicts"]["G5"]}
    assert shape_of(printed) == shape_of(accounts)
    printed = dudao("checklist", COUNTY, "--of", "G11", "--format", "json").document
    assert printed.pop("others") == checklist.pop("others") == []
    assert shape_of(printed) == shape_of(checklist)


def first_entries(document: Any) -> Any:
    """Return a document with only the first of several objects in a list."""
    if isinstance(document, dict):
        return {key: first_entries(value) for key, value in document.items()}
    if isinstance(document, list) and document and isinstance(document[0], dict):
        return [first_entries(document[0])]
    return document


def shape_of(document: Any) -> Any:
    """Return a document's keys in order, of a list those of its first entry."""
    if isinstance(document, dict):
        return [(key, shape_of(value)) for key, value in document.items()]
    if isinstance(document, list):
        return [shape_of(document[0])]
    return None


def test_the_facts_file_shown_is_read_without_a_fault() -> None:
    example, _ = blocks(page("facts.md"), "json")
    reading = read_facts_json(example.text, shared_vocabulary(), "figures.json")
    assert reading.problems == ()
    assert reading.facts


def test_the_refusal_shown_is_what_is_said() -> None:
    _, faulty = blocks(page("facts.md"), "json")
    (said,) = blocks(page("facts.md"), "text")
    reading = read_facts_json(faulty.text, shared_vocabulary(), "figures.json")
    assert "\n".join(map(str, reading.problems)) == said.text.strip()


@pytest.fixture
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in that holds `my-county.json`."""
    monkeypatch.chdir(tmp_path)
    example, _ = blocks(page("facts.md"), "json")
    (tmp_path / "my-county.json").write_text(example.text, encoding="utf-8")
    return tmp_path


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write the plugin of the page as an installed distribution; return its name."""
    for language in ("toml", "python"):
        for block in blocks(page("write-a-plugin.md"), language):
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ((name, package),) = project["entry-points"]["dudao"].items()
    about = folder / f"{package}-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    (about / "entry_points.txt").write_text(f"[dudao]\n{name} = {package}\n")
    monkeypatch.syspath_prepend(folder)
    # Another test may have imported the package from its own folder.
    monkeypatch.delitem(sys.modules, package, raising=False)
    return str(name)


def test_the_plugin_of_the_page_passes_its_checks_and_judges(
    own_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = install(own_file / "dudao-shili", monkeypatch)
    dudao = runner(own_file / "data", capsys)
    steps = commands(page("write-a-plugin.md"))
    assert ["plugin", "check", name, "--mutate"] in steps
    for step in steps:
        ran = dudao(*step)
        assert (ran.code, ran.err) == (0, ""), step


def test_the_plugin_of_the_page_is_noticed_when_a_limit_changes(
    own_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = install(own_file / "dudao-shili", monkeypatch)
    book = own_file / "dudao-shili" / "dudao_shili" / "books" / "balanced-2024.toml"
    book.write_text(book.read_text(encoding="utf-8").replace("limit = 2.5", "limit = 2.4"))
    ran = runner(own_file / "data", capsys)("plugin", "check", name)
    assert ran.code == 1
    assert "2.5" in ran.err


def test_the_tour_of_the_readme_runs(
    own_file: Path, demo_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A copy: the tour adds a county, and others look at the demo.
    dudao = runner(shutil.copytree(demo_folder, own_file / "data"), capsys)
    steps = commands((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {step[0] for step in steps} >= {"evaluate", "template", "import", "explain", "book"}
    for step in steps:
        ran = dudao(*step)
        assert ran.code == (1 if "--strict" in step else 0), (step, ran.err)
        if step[0] == "template":
            fill_in(own_file / step[-1])


def fill_in(workbook: Path) -> None:
    """Type one figure into a workbook, as whoever follows the tour would."""
    book = openpyxl.load_workbook(workbook)
    book["县级数据"]["D3"] = 98000
    book.save(workbook)


def test_there_are_commands_to_look_at() -> None:
    pages = [path.name for path in PAGES if commands(path.read_text(encoding="utf-8"))]
    assert pages == [
        "README.md",
        "duties.md",
        "forecast.md",
        "guide.zh.md",
        "ledger.md",
        "operate.md",
        "supervision.md",
        "teachers.md",
        "territory.md",
        "timeline.md",
        "write-a-plugin.md",
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_command_shown_exists_with_its_options(path: Path) -> None:
    Plugins().add_commands(cli)
    for step in commands(path.read_text(encoding="utf-8")):
        context = cli.make_context("dudao", list(step))
        while isinstance(context.command, click.Group):
            rest = [*context._protected_args, *context.args]
            _, command, rest = context.command.resolve_command(context, rest)
            assert command, step
            context = command.make_context(command.name, rest, parent=context)


def test_the_environment_of_an_operator_is_described() -> None:
    options = {option.opts[0]: option.envvar for option in cli.params if option.envvar}
    rows = re.findall(r"^\| `(--\w+) \w+` \| `(\w+)` \|", page("operate.md"), re.MULTILINE)
    assert dict(rows) == options


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", text)
    for link in links:
        target, _, anchor = link.partition("#")
        if target.startswith("http"):
            continue
        other = path.parent / target if target else path
        assert other.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings]
