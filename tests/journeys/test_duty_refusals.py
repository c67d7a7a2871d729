"""What the commands of duty work refuse: each in Chinese, with its place, and without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.journeys.conftest import COUNTY, OPEN, PREFECTURE, YEAR, Dudao

REFUSED = [
    (("duties", "000001"), "000001:未登记"),
    (("duties", "640221"), "没有职责任务或办理程序"),
    (("duties", "640221", "--period", "2020"), "没有职责任务或办理程序"),
    (("duties", COUNTY, "--period", "2017"), "2017-12-31 没有生效的版本"),
    (("duties", COUNTY, "--period", "2019"), "尚未部署"),
    (("duties", COUNTY, "--period", "二〇一八"), "不是年份"),
    (("duties", COUNTY, "--department", "县财政厅"), "县财政局"),
    (("duties", COUNTY, "--as-of", "10-15"), "--as-of"),
    (("duties", "shwo", COUNTY), "show"),
    (("duties",), "命令"),
    ((*OPEN,), "已经部署过"),
    (("duties", "open", COUNTY, "--period", YEAR, "--by", "张"), "--opened"),
    ((*OPEN[:5], "--opened", "2018-10-16", *OPEN[7:]), "早于部署日期 2018-10-16"),
    ((*OPEN, "--due", "一.1=2018-01-21"), "完成时限 2018-01-21 早于部署日期"),
    ((*OPEN, "--due", "九.9=2018-11-01"), "任务 九.9"),
    ((*OPEN, "--due", "一.1=11-01"), "应如 一.1=2018-11-01"),
    ((*OPEN, "--due", "一.1"), "应如 一.1=2018-11-01"),
    ((*OPEN, "--due", "一.1=2018-02-30"), "应如 一.1=2018-11-01"),
    (("duties", "letter", COUNTY, "县财政局"), "--output"),
    (("duties", "letter", COUNTY, "无此局", "-o", "x.docx"), "无此局"),
    (("duties", "letter", COUNTY, "县财政局", "-o", "missing/x.docx"), "missing"),
    (("duties", "report", COUNTY, "-o", "missing/x.docx"), "missing"),
    (("duties", "history", COUNTY, "--duty", "九.9"), "任务有:一.1"),
    (("grade", "000001"), "000001"),
    (("grade", PREFECTURE), PREFECTURE),
    (("grade", COUNTY, "--decide", "合格", "--as-of", "2018-12-31"), "--as-of"),
    (("grade", COUNTY, "--decide", "合格", "--reason", "x", "--by", "王"), "现为“填报办理”"),
    (("grade", "640221", "--decide", "达标", "--reason", "x", "--by", "王"), "职责任务"),
    (("event", "list", PREFECTURE), "--period"),
    (("event", "add", COUNTY, "gdp", "--on", "2018-01-01", "--note", "x", "--by", "张"), "可登记"),
    (
        ("event", "add", COUNTY, "gangcha.accidents", "--on", "2018-01-01", "--note", " ",
         "--by", "张"),
        "没有写明事由",
    ),
    (("event", "cancel", COUNTY, "99", "--note", "x", "--by", "张"), "第 99 号"),
    (("event", "cancel", COUNTY, "一", "--note", "x", "--by", "张"), "NUMBER"),
    (("event", "none", COUNTY, "gangcha.accidents"), "--by"),
    (("audit", "verify", "000001"), "000001"),
    (("audit", "list"), "TENANT"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "named"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_done_is_refused_in_chinese_and_leaves_no_trace(
    arguments: tuple[str, ...],
    named: str,
    demo: Dudao,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = demo("audit", "verify").out
    refused = demo(*arguments)
    assert (refused.code, refused.out) == (2, "")
    assert named in refused.err
    for english in ("Traceback", "Error", "Invalid", "Missing"):
        assert english not in refused.err
    assert list(tmp_path.iterdir()) == []
    assert demo("audit", "verify").out == before


def test_a_refusal_for_the_day_of_a_duty_names_every_duty(county: Dudao) -> None:
    ran = county(*OPEN[:5], "--opened", "2018-10-16", *OPEN[7:])
    assert ran.code == 2
    assert ran.err.count("早于部署日期 2018-10-16") == 19
    assert county("duties", COUNTY).code == 2


def test_a_tenant_of_that_code_that_is_real_is_left_alone_by_the_demo(county: Dudao) -> None:
    ran = county("demo", "--no-serve")
    assert ran.code == 2
    assert "已登记,不是演示用的" in ran.err
    assert county("audit", "verify", COUNTY).out.startswith(f"{COUNTY}:0 条")
