"""A plugin whose hooks return what they should not is named, and the others work on."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest

from dudao.plugins import Plugins

WRONG = """
from dudao.api import impl


@impl
def {hook}():
    return {answer}
"""


def installed_beside(
    folder: Path, monkeypatch: pytest.MonkeyPatch, hook: str, answer: str
) -> Plugins:
    """Return the national plugin's installation with a faulty plugin beside it."""
    name = f"wrong_{hook}_{len(answer)}"
    (folder / f"{name}.py").write_text(WRONG.format(hook=hook, answer=answer), encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    (national,) = entry_points(group="dudao", name="national")
    return Plugins([EntryPoint("wrong", name, "dudao"), national])


@pytest.mark.parametrize("hook", ["dudao_rulebooks", "dudao_metrics", "dudao_demo"])
@pytest.mark.parametrize("answer", ["5", "['books/x.toml']"])
def test_a_wrong_answer_is_its_plugins_own_fault(
    hook: str, answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugins = installed_beside(tmp_path, monkeypatch, hook, answer)
    assert plugins.demo == ()
    assert [book.code for book in plugins.shelf][:1] == ["cn.balanced"]
    assert list(plugins.problems) == ["wrong"]
    (problem,) = plugins.problems["wrong"]
    assert hook in problem.what


def test_a_hook_that_answers_nothing_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugins = installed_beside(tmp_path, monkeypatch, "dudao_demo", "None")
    assert (plugins.demo, plugins.problems) == ((), {})
