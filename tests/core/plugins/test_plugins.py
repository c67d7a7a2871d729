"""Plugins are found by entry point; a broken one is set aside by name and the others work on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from textwrap import dedent

import click
import pytest

from dudao.metrics import shared_vocabulary
from dudao.plugins import GROUP, Plugins

HEAD = "from dudao.api import BookFile, DemoTenant, MetricsFile, impl\n"
BOOK = """
code = "{code}"
edition = "2020"
title = "示例"
basis = "示〔2020〕1号"
since = 2020-01-01
"""
INDICATOR = """
[[indicators]]
code = "P"
title = "x"
subject = "county"
clause = "示〔2020〕1号 1"
measure = {{ kind = "value", metric = "{metric}" }}
targets = [{{ op = ">=", limit = 1 }}]
"""

Install = Callable[[str, str], EntryPoint]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Make a plugin of a module's text and return its entry point."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)

    def made(name: str, text: str) -> EntryPoint:
        module = f"plugin_of_tests_{name}"
        (tmp_path / f"{module}.py").write_text(HEAD + dedent(text), encoding="utf-8")
        return EntryPoint(name, module, GROUP)

    yield made
    for module in set(sys.modules) - before:
        if module.startswith("plugin_of_tests_"):
            del sys.modules[module]


def shipping(*codes: str, more: str = "") -> str:
    """Return the text of a plugin that ships sound books."""
    files = [(f"{code}.toml", BOOK.format(code=code) + more) for code in codes]
    return f"""
@impl
def dudao_rulebooks():
    return [BookFile(*file) for file in {files!r}]
"""


def problems(plugins: Plugins) -> dict[str, list[str]]:
    """Return the problems by plugin as people read them."""
    return {name: [str(each) for each in found] for name, found in plugins.problems.items()}


def books(plugins: Plugins) -> list[str]:
    """Return the names of all books on the shelf."""
    return [book.name for book in plugins.shelf]


def test_sound_plugins_bring_their_books(install: Install) -> None:
    found = Plugins([install("b", shipping("b.book")), install("a", shipping("a.book"))])
    assert problems(found) == {}
    assert books(found) == ["a.book@2020", "b.book@2020"]
    assert [found.shelf.owner(book) for book in found.shelf] == ["a", "b"]
    assert list(found.states) == ["a", "b"]


def test_without_plugins_there_are_no_books_and_the_shared_metrics() -> None:
    found = Plugins([])
    assert books(found) == []
    assert len(found.vocabulary) == len(shared_vocabulary())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("raise RuntimeError('坏了')", "插件 bad:装入时出错:RuntimeError: 坏了"),
        ("import nowhere_to_be_found", "插件 bad:装入时出错:ModuleNotFoundError"),
        ("def (", "插件 bad:装入时出错:SyntaxError"),
        ("raise SystemExit(3)", "插件 bad:装入时出错:SystemExit: 3"),
        (
            "@impl\ndef dudao_rulebook():\n    return []",
            "插件 bad:装入时出错:PluginValidationError",
        ),
        (
            "@impl\ndef dudao_demo(tenant):\n    return []",
            "插件 bad:装入时出错:PluginValidationError",
        ),
        (
            "@impl\ndef dudao_rulebooks():\n    return 1 / 0",
            "dudao_rulebooks时出错:ZeroDivisionError",
        ),
        (
            "@impl\ndef dudao_rulebooks():\n    yield BookFile('a', '')\n    raise OSError('没有')",
            "dudao_rulebooks时出错:OSError: 没有",
        ),
        ("@impl\ndef dudao_rulebooks():\n    raise SystemExit", "dudao_rulebooks时出错:SystemExit"),
        ("@impl\ndef dudao_rulebooks():\n    return 5", "dudao_rulebooks时出错:TypeError"),
        ("@impl\ndef dudao_rulebooks():\n    return ['a.toml']", "'a.toml' 不是 BookFile"),
        ("@impl\ndef dudao_metrics():\n    return ['a.toml']", "'a.toml' 不是 MetricsFile"),
        ("@impl\ndef dudao_rulebooks():\n    return [BookFile('bad.toml', 'x')]", "bad.toml 末尾:"),
        (shipping("bad.book", more="sections = 5"), "bad.book.toml sections:应为列表"),
        (
            shipping("bad.book", more=INDICATOR.format(metric="gpd")),
            "bad.book.toml indicators P:不认识的数据项 gpd;是否为 gdp(地区生产总值)?",
        ),
        (
            "@impl\ndef dudao_metrics():\n    return [MetricsFile('m.toml', 'levels = 5')]",
            "m.toml levels:",
        ),
        (shipping("good.book"), "good.book.toml:good.book@2020 已由插件"),
    ],
)
def test_a_broken_plugin_is_named_and_the_others_work_on(
    install: Install, text: str, expected: str
) -> None:
    entries = [install("zgood", shipping("zgood.book")), install("agood", shipping("good.book"))]
    found = Plugins([*entries, install("bad", text)])
    assert list(found.problems) == ["bad"]
    assert expected in "\n".join(problems(found)["bad"])
    assert books(found) == ["good.book@2020", "zgood.book@2020"]


def test_an_entry_point_that_leads_nowhere_is_named(install: Install) -> None:
    there = install("here", shipping("a.book"))
    missing = EntryPoint("lost", f"{there.value}:plugin", GROUP)
    found = Plugins([there, missing])
    assert list(found.problems) == ["lost"]
    assert books(found) == ["a.book@2020"]


def test_two_plugins_of_one_name_leave_the_first_in_place(install: Install) -> None:
    first = install("same", shipping("first.book"))
    second = EntryPoint("same", install("other", shipping("second.book")).value, GROUP)
    found = Plugins([first, second])
    assert books(found) == ["first.book@2020"]
    (problem,) = problems(found)["same"]
    assert problem.startswith("插件 same:有两个插件同名")


def test_a_plugins_own_metrics_serve_its_books(install: Install) -> None:
    metrics = """
[levels.county]
form = "county"
metrics = [{ code = "own.fund", label = "专项经费", unit = "元", kind = "amount" }]
"""
    text = (
        shipping("own.book", more=INDICATOR.format(metric="own.fund"))
        + f"""
@impl
def dudao_metrics():
    return [MetricsFile("own.toml", {metrics!r})]
"""
    )
    found = Plugins([install("own", text)])
    assert problems(found) == {}
    assert found.vocabulary["own.fund"].label == "专项经费"
    # Another plugin may not speak in its name.
    other = Plugins([install("thief", text)])
    assert "数据项 own.fund:代码的前缀不对" in problems(other)["thief"][0]
    assert books(other) == []


def test_demo_tenants_come_in_order_of_their_codes(install: Install) -> None:
    text = """
@impl
def dudao_demo():
    return [DemoTenant(code, "示例县", "county", "a.book", (), "x") for code in {codes}]
"""
    found = Plugins(
        [
            install("a", text.format(codes=["3", "1"])),
            install("b", text.format(codes=["2"])),
            install("c", "@impl\ndef dudao_demo():\n    return [1]"),
        ]
    )
    assert [tenant.code for tenant in found.demo] == ["1", "2", "3"]
    assert "1 不是 DemoTenant" in problems(found)["c"][0]


def test_each_plugin_adds_its_commands(install: Install) -> None:
    text = """
import click
@impl
def dudao_commands(cli):
    cli.add_command(click.Command("hello"))
"""
    cli = click.Group()
    found = Plugins(
        [install("a", text), install("b", "@impl\ndef dudao_commands(cli):\n    1 / 0")]
    )
    found.add_commands(cli)
    assert list(cli.commands) == ["hello"]
    assert list(found.problems) == ["b"]


def test_what_is_said_of_a_broken_plugin_tells_what_is_left_of_it(install: Install) -> None:
    text = shipping("half.book") + "\n@impl\ndef dudao_demo():\n    return 1 / 0\n"
    found = Plugins([install("half", text), install("gone", "1 / 0")])
    assert found.demo == ()
    assert books(found) == ["half.book@2020"]
    assert problems(found)["half"][0].endswith("没有采用这一项")
    assert problems(found)["gone"][0].endswith("已停用该插件")
