"""Gradings that could not be worked out are refused, and so are those that lighten a parent's."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.build import BASIS, VOCABULARY, at_least, indicator, raw_book

from dudao.errors import DudaoError
from dudao.rulebook import BookFile, read_book, verify, verify_extension

P = indicator("P", {"kind": "value", "metric": "primary_retention"}, at_least(95))
J = indicator("J", {"kind": "value", "metric": "junior_retention"}, at_least(95))
GRADES = ["优秀", "良好", "合格", "不合格"]
ONE = {"kind": "points", "indicator": "P", "points": 60, "clause": f"{BASIS} P"}
TWO = {"kind": "deductions", "indicator": "J", "points": 40, "deduct": 5, "clause": f"{BASIS} J"}
LIMITS = (90, 80, 65)
UNKNOWN = "引用的文件不在本办法的依据中;应以 示〔2020〕1号 之一开头,或在 sources 中列出该文件"
BOTH = ["points", "deductions"]
HEAD = """
code = "demo.book"
edition = "2020"
title = "示例"
basis = "示〔2020〕1号"
since = 2020-01-01
[grading]
"""


def bands(*limits: object) -> list[dict[str, Any]]:
    """Return bands of the grades from the best down."""
    return [
        {"grade": grade, "at_least": limit} for grade, limit in zip(GRADES, limits, strict=False)
    ]


def grading(**changes: Any) -> dict[str, Any]:
    """Return a sound grading by both kinds of points."""
    sound = {"scheme": BOTH, "grades": GRADES, "items": [ONE, TWO], "bands": bands(*LIMITS)}
    return {**sound, **changes}


def faults(**changes: Any) -> list[str]:
    """Return what is wrong with a book's grading, without the file's name."""
    found = verify(raw_book(P, J, grading=grading(**changes)), VOCABULARY, "demo.toml")
    return [str(problem).removeprefix("demo.toml grading ") for problem in found]


def test_a_sound_grading_has_no_faults() -> None:
    assert faults() == []
    assert faults(scheme=[*BOTH, "ceilings"]) == []
    assert faults(scheme=["all_met", *BOTH]) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"scheme": ["points", "points", "deductions"]}, "scheme:重复写了 points"),
        ({"scheme": [*BOTH, "none"]}, "scheme:none 表示不评等次,不能与其他方式并用"),
        (
            {"items": [ONE], "bands": bands(50, 40, 30)},
            'items:scheme 有 deductions,而没有这一种计分项;请写 kind = "deductions" 的 items',
        ),
        (
            {"scheme": "points"},
            "items:有 deductions 计分项,而 scheme 中没有;请在 scheme 中加上 deductions",
        ),
        (
            {"items": [ONE, TWO | {"indicator": "X"}]},
            "items X:引用了不存在的指标 X",
        ),
        (
            {"items": [ONE, TWO, TWO | {"deduct": 4}]},
            "items J:同一指标计分两次;请合并为一项",
        ),
        (
            {"items": [ONE, TWO | {"deduct": 41}]},
            "items J:每处扣 41 分,多于该项的 40 分;deduct 不应大于 points",
        ),
        (
            {"items": [ONE, TWO | {"clause": "别〔2020〕1号"}]},
            f"items J clause:“别〔2020〕1号”{UNKNOWN}",
        ),
        (
            {"bands": bands(101, 80, 65)},
            "bands:优秀须 101 分,多于总分 100 分;按各项的 points 之和写",
        ),
        ({"bands": bands(90, 90, 65)}, "bands:良好的 90 分不低于优秀的;分档从高到低写"),
        (
            {"bands": bands(90, 80)},
            "bands:分档与等次对不上;从高到低依次写 优秀、良好、合格;最低一等不写,其余都归它",
        ),
        (
            {"bands": bands(90, 80, 65, 10)},
            "bands:分档与等次对不上;从高到低依次写 优秀、良好、合格;最低一等不写,其余都归它",
        ),
        (
            {"scheme": "ceilings", "items": []},
            "bands:分档只用于 points 和 deductions",
        ),
    ],
)
def test_a_grading_that_could_not_be_worked_out_is_refused(
    changes: dict[str, Any], expected: str
) -> None:
    assert faults(**changes) == [expected]


def test_a_band_names_a_grade_of_the_book() -> None:
    strange = [{"grade": "优", "at_least": 90}, *bands(*LIMITS)[1:]]
    assert faults(bands=strange)[0] == "bands:等次 优 不在 grades 中"


def test_points_need_grades_items_and_bands() -> None:
    assert faults(scheme="points", grades=["合格"], items=[], bands=[]) == [
        "grades:points 须有两个以上等次;从高到低写",
        'items:scheme 有 points,而没有这一种计分项;请写 kind = "points" 的 items',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('scheme = "point"', "grading → scheme:不是可选值"),
        ('scheme = ["points", "x"]', "grading → scheme → 第 2 项:不是可选值"),
        ("scheme = []", "grading → scheme:至少要有 1 项"),
        ('items = [{ kind = "x" }]', "grading → items → 第 1 项:不认识的种类 x;可用:"),
        (
            f'items = [{{ kind = "points", indicator = "P", points = 0, clause = "{BASIS}" }}]',
            "grading → items → 第 1 项 → points:应大于 0",
        ),
        (
            'items = [{ kind = "points", indicator = "P", points = 5, clause = "x", deduct = 1 }]',
            "grading → items → 第 1 项 → deduct:不认识的键,请检查拼写",
        ),
        (
            'items = [{ kind = "deductions", indicator = "P", points = 5, deduct = 1 }]',
            "grading → items → 第 1 项 → clause:缺少此项",
        ),
    ],
)
def test_a_grading_that_cannot_be_read_is_refused_with_its_key(text: str, expected: str) -> None:
    with pytest.raises(DudaoError) as refused:
        read_book(BookFile("demo.toml", HEAD + text))
    (said,) = str(refused.value).splitlines()
    assert said.startswith(f"demo.toml {expected}")


def test_one_word_or_a_list_names_the_schemes() -> None:
    one = read_book(BookFile("demo.toml", HEAD + 'scheme = "ceilings"')).grading
    two = read_book(BookFile("demo.toml", HEAD + 'scheme = ["all_met", "points"]')).grading
    assert (one.schemes, one.scheme) == (("ceilings",), "ceilings")
    assert (two.schemes, two.scheme) == (("all_met", "points"), "all_met+points")


def lightened(child: dict[str, Any], **parent: Any) -> list[str]:
    """Return what a book's grading lightens beside its parent's."""
    above = raw_book(P, J, code="cn.parent", grading=grading(**parent))
    found = verify_extension(raw_book(grading=child), above, "b.toml")
    return [str(problem).removeprefix("b.toml grading ") for problem in found]


SHARE = ONE | {"by": "share"}


@pytest.mark.parametrize(
    ("child", "parent", "expected"),
    [
        (grading(), {}, []),
        (grading(bands=bands(95, 85, 65)), {}, []),
        (grading(bands=bands(90, 79, 65)), {}, ["bands:良好由 80/100 降到 79/100"]),
        # Bands are compared as parts of all points.
        (grading(items=[ONE | {"points": 160}, TWO], bands=bands(180, 160, 130)), {}, []),
        (
            grading(items=[ONE | {"points": 160}, TWO], bands=bands(180, 159, 130)),
            {},
            ["bands:良好由 80/100 降到 159/200"],
        ),
        (
            grading(scheme="points", items=[ONE], bands=bands(60, 50, 40)),
            {},
            ["scheme:去掉了上级办法的 deductions", "items:去掉了上级办法的计分项 J"],
        ),
        (
            {"scheme": "none"},
            {"scheme": "ceilings", "items": [], "bands": []},
            ["scheme:去掉了上级办法的 ceilings"],
        ),
        (grading(items=[ONE, TWO | {"deduct": 4}]), {}, ["items J:扣分比上级办法的轻"]),
        (grading(items=[ONE, TWO | {"deduct": 6}]), {}, []),
        (grading(items=[SHARE, TWO]), {}, ["items P:扣分比上级办法的轻"]),
        (grading(), {"items": [SHARE, TWO]}, []),
        (
            grading(items=[ONE | {"kind": "deductions", "deduct": 59}, TWO], scheme=BOTH[1:]),
            {},
            ["scheme:去掉了上级办法的 points", "items P:扣分比上级办法的轻"],
        ),
        (grading(scheme="ceilings", items=[], bands=[]), {"scheme": "none"}, []),
    ],
)
def test_an_extending_book_may_not_grade_more_lightly(
    child: dict[str, Any], parent: dict[str, Any], expected: list[str]
) -> None:
    if parent.get("scheme") == "none":
        parent = {**parent, "items": [], "bands": []}
    assert lightened(child, **parent) == [f"{each};只能收紧上级标准" for each in expected]


def test_a_book_that_says_nothing_of_grades_takes_its_parents() -> None:
    above = raw_book(P, J, code="cn.parent", grading=grading())
    below = raw_book()
    bare = below.model_copy(update={})
    bare.model_fields_set.discard("grading")
    assert list(verify_extension(bare, above, "b.toml")) == []
