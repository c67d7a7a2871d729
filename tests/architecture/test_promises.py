"""Promises about the code as a whole, which no single package could keep."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from dudao import hookspecs
from dudao.api import Plugins

ROOT = Path(__file__).parents[2]
PLUGINS = sorted(path.parent for path in (ROOT / "plugins").glob("*/pyproject.toml"))
# Bundled or to come; none of them may be known outside its plugin.
JURISDICTIONS = (
    *("gangcha", "pingluo", "yimei", "lezhi", "tonghua", "henan"),
    *("刚察", "平罗", "伊美", "乐至", "通化", "河南"),
)
# The words agreed for the domain, each with the identifier that stands for it.
WORDS = {
    "行政区": "Jurisdiction",
    "租户": "Tenant",
    "部门/单位": "Department",
    "学校": "School",
    "学段": "Stage",
    "班级": "ClassGroup",
    "数据项": "Metric",
    "填报值": "Fact",
    "评价办法": "RuleBook",
    "指标": "Indicator",
    "目标值": "Target",
    "职责任务": "Duty",
    "否决/限等情形": "Condition",
    "结论": "Verdict",
    "评价": "Assessment",
    "整改问题": "Finding",
    "台账、销号": "Ledger",
    "督导": "Inspection",
    "督办通知": "Notice",
    "约谈": "Interview",
}


def text(*path: str) -> str:
    return ROOT.joinpath(*path).read_text(encoding="utf-8")


def toml(*path: str) -> dict[str, Any]:
    return tomllib.loads(text(*path))


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


HOOKS = [
    function
    for name, function in vars(hookspecs).items()
    if name.startswith("dudao_") and callable(function)
]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.__name__)
def test_every_hook_is_described_with_its_exact_arguments(hook: Any) -> None:
    signature = str(inspect.signature(hook)).replace("'", "")
    assert f"## `{hook.__name__}{signature}`" in text("docs", "hooks.md").splitlines()
    assert hook.__doc__


def test_no_hook_is_described_that_does_not_exist() -> None:
    described = re.findall(r"^## `(\w+)", text("docs", "hooks.md"), re.MULTILINE)
    assert sorted(described) == sorted(hook.__name__ for hook in HOOKS)


def test_there_are_plugins() -> None:
    assert ROOT / "plugins" / "national" in PLUGINS


@pytest.mark.parametrize("folder", PLUGINS, ids=lambda folder: folder.name)
def test_every_plugin_is_wired_where_it_has_to_be(folder: Path) -> None:
    project = toml("plugins", folder.name, "pyproject.toml")
    name = project["project"]["name"]
    (package,) = project["project"]["entry-points"]["dudao"].values()
    root = toml("pyproject.toml")
    linter = root["tool"]["importlinter"]
    beside, *_, describing = linter["contracts"]
    tox = ConfigParser()
    tox.read_string(text("tox.ini"))
    assert name in root["project"]["dependencies"]
    assert root["tool"]["uv"]["sources"][name] == {"workspace": True}
    assert package in linter["root_packages"]
    assert package in beside["layers"][0].split(" | ")
    assert package in describing["source_modules"]
    assert f"-e ./plugins/{folder.name}" in tox["testenv"]["deps"].splitlines()
    assert (folder / "README.md").exists()


@pytest.mark.parametrize("folder", PLUGINS, ids=lambda folder: folder.name)
def test_every_plugin_is_discovered_by_its_entry_point_and_sound(folder: Path) -> None:
    (name,) = toml("plugins", folder.name, "pyproject.toml")["project"]["entry-points"]["dudao"]
    assert Plugins().states[name].problems == []


def test_neither_core_nor_web_knows_a_jurisdiction() -> None:
    names = {*JURISDICTIONS, *(folder.name for folder in PLUGINS)} - {"national"}
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in _texts("core", "web")
        for name in names
        if name in path.read_text(encoding="utf-8").lower()
    ]
    assert found == []


def _texts(*folders: str) -> Iterator[Path]:
    endings = {".py", ".toml", ".html", ".css", ".js", ".svg", ".md", ".mako"}
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in endings and "vendor" not in path.parts:
                yield path


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules("core", "web", "plugins")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_everything_public_in_core_says_what_it_is_for_and_returns() -> None:
    silent = [
        f"{path.relative_to(ROOT)}: {problem}"
        for path in modules("core/dudao")
        for problem in _silent(path)
    ]
    assert silent == []


def _silent(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not ast.get_docstring(tree):
        yield "module"
    for node in _public(tree):
        if not ast.get_docstring(node):
            yield f"{node.name} has no docstring"
        if not isinstance(node, ast.ClassDef) and node.returns is None:
            yield f"{node.name} has no return annotation"


def _public(
    parent: ast.Module | ast.ClassDef,
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in parent.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not node.name.startswith("_"):
                yield node
                if isinstance(node, ast.ClassDef):
                    yield from _public(node)


def test_the_public_api_is_its_imports_and_nothing_else() -> None:
    whole, *groups = sorted((ROOT / "core" / "dudao" / "api").glob("*.py"))
    assert sorted(f"from .{group.stem} import *" for group in groups) == [
        ast.unparse(node) for node in _imports_of(whole)
    ]
    names = [alias for group in groups for node in _imports_of(group) for alias in node.names]
    assert [alias.name for alias in names] == [alias.asname for alias in names]
    assert len({alias.name for alias in names}) == len(names)


def _imports_of(path: Path) -> list[ast.ImportFrom]:
    description, *imports = ast.parse(path.read_text(encoding="utf-8")).body
    assert isinstance(description, ast.Expr)
    return [node for node in imports if isinstance(node, ast.ImportFrom)] + [
        pytest.fail(f"{path}: {ast.unparse(node)}")
        for node in imports
        if not isinstance(node, ast.ImportFrom)
    ]


def test_the_glossary_has_every_agreed_word_and_no_term_or_identifier_twice() -> None:
    rows = re.findall(r"^\| ([^|]+) \| (\w+) \|", text("docs", "glossary.md"), re.MULTILINE)
    rows = [row for row in rows if row != ("中文", "identifier")]
    terms, identifiers = zip(*rows, strict=True)
    assert WORDS.items() <= dict(rows).items()
    assert len(set(terms)) == len(terms)
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.skipif(not find_spec("importlinter"), reason="import-linter is not installed here")
def test_the_import_contracts_are_kept() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run(
        [str(command), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("package", ["core", "web"])
def test_every_direct_dependency_has_its_decision(package: str) -> None:
    project = toml(package, "pyproject.toml")["project"]
    extras = project.get("optional-dependencies", {}).values()
    wanted = [*project["dependencies"], *(name for extra in extras for name in extra)]
    decided = " ".join(re.findall(r"^\*\*(.+?)\*\*", text("docs", "decisions.md"), re.MULTILINE))
    missing = [
        name
        for entry in wanted
        if (name := re.split(r"[\[<>=]", entry)[0]) != "dudao" and name not in decided.lower()
    ]
    assert missing == []


def test_every_decision_says_when_it_was_taken() -> None:
    decisions = re.findall(r"^\*\*.+$", text("docs", "decisions.md"), re.MULTILINE)
    assert decisions
    assert [line for line in decisions if not re.search(r"\*\* \(\d{4}-\d\d\)\. ", line)] == []


def test_only_the_store_can_go_round_the_wall_between_tenants() -> None:
    ways = re.compile(
        r"\.connection\(|\.insert_rows\(|\.update_rows\(|\b(raw_connection|exec_driver_sql)\b"
    )
    store = ROOT / "core" / "dudao" / "store"
    sources = [*(ROOT / "core").rglob("*.py"), *(ROOT / "web").rglob("*.py")]
    outside = [path for path in sources if store not in path.parents]
    assert [str(path) for path in outside if ways.search(path.read_text(encoding="utf-8"))] == []
