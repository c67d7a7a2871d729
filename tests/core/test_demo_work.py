"""The duty work that a plugin contributes to the demo: read whole, each fault at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from dudao.casework import load_demo, open_office
from dudao.demo import DemoTenant, Filing, Nothing, read_work
from dudao.errors import DudaoError
from dudao.plugins import Plugins

HEAD = """
period = "2018"
opened = 2018-01-22
editor = "示例经办员"
filler = "示例填报员"
"""
STEPS = """
[[steps]]
kind = "file"
duty = "一.1"
department = "县教育局"
narrative = "示例"
figures = { gdp = "1620000000" }

[[steps]]
kind = "none"
metric = "gangcha.accidents"
"""
COUNTY = '{"code": "632224", "kind": "county", "facts": {"gdp": 1620000000}}'
FACTS = f'{{"tenant": "632224", "period": "2018", "subjects": [{COUNTY}]}}'


def test_steps_are_read_in_their_order() -> None:
    work = read_work(HEAD + STEPS, "demo.toml")
    assert work.steps == (
        Filing(
            kind="file",
            duty="一.1",
            department="县教育局",
            narrative="示例",
            figures={"gdp": "1620000000"},
        ),
        Nothing(kind="none", metric="gangcha.accidents"),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("period = ", "demo.toml 末尾:不是有效的 TOML"),
        (STEPS, "demo.toml period:缺少此项"),
        (HEAD + '[[steps]]\nkind = "lock"', "steps → 第 1 项:不认识的种类 lock"),
        (HEAD + '[[steps]]\nduty = "一.1"', "steps → 第 1 项:缺少 kind"),
        (HEAD + STEPS.replace("narrative", "narative"), "narative:不认识的键"),
        (HEAD + STEPS.replace('"1620000000"', "1620000000"), "figures → gdp:应为文本"),
        (
            HEAD + '[[steps]]\nkind="attach"\nduty="一.1"\ndepartment="a"\nname="纪要.txt"',
            "demo.toml steps 第 1 项:files 中没有 纪要.txt",
        ),
    ],
)
def test_a_fault_is_told_at_its_place(text: str, told: str) -> None:
    with pytest.raises(DudaoError) as refused:
        read_work(text, "demo.toml")
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ('kind = "submit"\nduty = "九.9"', "任务 九.9:本年任务中没有"),
        (
            'kind = "save"\nduty = "九.9"\ndepartment = "县教育局"\nnarrative = "x"',
            "任务 九.9:本年任务中没有",
        ),
        (
            'kind = "save"\nduty = "一.1"\ndepartment = "无此局"\nnarrative = "x"',
            "部门 无此局",
        ),
        ('kind = "none"\nmetric = "gdp"', "数据项 gdp:不是按事件登记的数据"),
    ],
)
def test_a_step_that_cannot_be_taken_stops_the_demo_and_says_why(
    step: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = f"{HEAD}\n[[steps]]\n{step}\n"
    entry = DemoTenant("632224", "示例县", "county", "gangcha.duties", (FACTS,), "示例", work=work)
    plugins = Plugins()
    monkeypatch.setattr(plugins, "demo", (entry,))
    with (
        open_office(f"sqlite:///{tmp_path / 'dudao.db'}", plugins) as office,
        pytest.raises(DudaoError) as refused,
    ):
        list(load_demo(office))
    assert told in str(refused.value)
