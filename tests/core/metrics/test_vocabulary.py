"""The vocabulary: whole in itself, and a plugin's additions refused with file and key."""

from __future__ import annotations

import pytest

from dudao.errors import DudaoError
from dudao.metrics import Level, MetricsFile, Vocabulary, read_vocabulary, shared_vocabulary

SHARED = shared_vocabulary()
HEAD = '[levels.county]\nform = "county"\nmetrics = [\n'


def own(*metrics: str, head: str = HEAD) -> Vocabulary:
    """Return the metrics of a plugin named demo."""
    text = head + "".join(f"  {{ {metric} }},\n" for metric in metrics) + "]\n"
    return read_vocabulary(MetricsFile("demo/metrics.toml", text), "demo.")


def joined(more: Vocabulary) -> Vocabulary:
    """Return the shared vocabulary with more metrics."""
    return SHARED.joined(more, "demo/metrics.toml")


def refusal(text: str) -> list[str]:
    """Return the problems of a plugin's metrics file, joined to the shared ones."""
    with pytest.raises(DudaoError) as refused:
        joined(read_vocabulary(MetricsFile("demo/metrics.toml", text), "demo."))
    return [str(problem) for problem in refused.value.problems]


def test_the_shared_metrics_refer_to_each_other_and_to_forms_that_exist() -> None:
    assert [fault for metric in SHARED for fault in SHARED.faults(metric, "")] == []


def test_metrics_are_found_by_level_in_the_order_of_their_forms() -> None:
    stage = [metric.code for metric in SHARED.of(Level.STAGE)]
    assert stage[:2] == ["students", "classes"]
    assert sum(len(SHARED.of(level)) for level in Level) == len(SHARED)


def test_an_unknown_code_is_answered_with_the_nearest_one() -> None:
    assert SHARED.resembling("teachers_above_degre") == (
        "是否为 teachers_above_degree(高于规定学历教师数)?"
    )
    assert SHARED.resembling("zzzzzz") == ""


def test_a_plugin_adds_metrics_that_build_on_the_shared_ones() -> None:
    more = own('code = "demo.fund", label = "专项经费", kind = "amount", part_of = "gdp"')
    assert joined(more)["demo.fund"].part_of == "gdp"
    assert len(joined(more)) == len(SHARED) + 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("levels = [", "demo/metrics.toml 末尾:不是有效的 TOML"),
        ("levels = 5", "demo/metrics.toml levels:应为各层级的表"),
        (
            '[levels.country]\nform="county"\nmetrics=[]',
            "demo/metrics.toml levels.country:不认识的层级",
        ),
        ('[levels]\ncounty = "x"', "demo/metrics.toml levels.county:应为一个表"),
        (HEAD + '"demo.a"]', "demo/metrics.toml levels.county:metrics 第 1 项不是数据项"),
        (
            HEAD + '{ label = "a", kind = "count" }]',
            "数据项 ?:代码的前缀不对;插件的数据项代码须以 demo. 开头",
        ),
        (HEAD + '{ code = "fund", label = "a", kind = "count" }]', "数据项 fund:代码的前缀不对"),
        (HEAD + '{ code = "demo.a", kind = "count" }]', "数据项 demo.a label:缺少此项"),
        (HEAD + '{ code = "demo.a", label = "a", kind = "sum" }]', "数据项 demo.a kind:不是可选值"),
        (
            HEAD + '{ code = "demo.a", label = "a", kind = "count", extra = 1 }]',
            "demo.a extra:不认识的键",
        ),
        (
            '[levels.county]\nmetrics=[{code="demo.a",label="a",kind="count"}]',
            "数据项 demo.a form:应为文本",
        ),
        (
            HEAD.replace('"county"\nm', '"nowhere"\nm')
            + '{ code = "demo.a", label = "a", kind = "count" }]',
            "数据项 demo.a:没有表 nowhere",
        ),
        (
            HEAD + '{ code = "demo.a", label = "a", kind = "count", part_of = "gpd" }]',
            "数据项 demo.a:引用了不存在的数据项 gpd;是否为 gdp(地区生产总值)?",
        ),
        (
            HEAD + '{ code = "demo.a", label = "a", kind = "count", plus = ["students"] }]',
            "数据项 demo.a:引用的数据项 students 不是按 county 填报的",
        ),
        ('[[forms]]\ntitle = "无代码"', "demo/metrics.toml forms:每张表须有 code 和 title"),
        (
            HEAD
            + '{ code = "demo.a", label = "a", kind = "count" },\n'
            + '{ code = "demo.a", label = "b", kind = "count" }]',
            "数据项 demo.a:代码重复",
        ),
    ],
)
def test_a_faulty_file_of_metrics_is_refused_with_its_place(text: str, expected: str) -> None:
    problems = refusal(text)
    assert any(expected in problem for problem in problems), problems
    assert all(problem.startswith("demo/metrics.toml") for problem in problems)


def test_events_are_counted_by_the_county() -> None:
    assert [metric.code for metric in SHARED if metric.events] == ["standing_meetings_education"]
    fund = 'code = "demo.fund", label = "专项经费", kind = "amount", events = true'
    visits = 'code = "demo.visits", label = "走访次数", kind = "count", events = true'
    fault = "events 只用于按县填报、类型为 count 的数据项"
    assert own(visits)["demo.visits"].events
    for metric, head in ((fund, HEAD), (visits, HEAD.replace("county]", "school]"))):
        with pytest.raises(DudaoError) as refused:
            own(metric, head=head)
        code = metric.split('"')[1]
        assert str(refused.value) == f"demo/metrics.toml 数据项 {code}:{fault}"


def test_a_code_that_is_taken_keeps_its_meaning() -> None:
    with pytest.raises(DudaoError, match="数据项 gdp:代码已被使用"):
        joined(shared_vocabulary())
