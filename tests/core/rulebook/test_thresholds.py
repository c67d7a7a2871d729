"""Career thresholds in a book: what may be written, what is told, what a book inherits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.core.build import BASIS, VOCABULARY, raw_book

from dudao.errors import DudaoError
from dudao.rulebook import BookFile, RuleBook, assemble, read_book, verify, verify_dates

HEAD = f"""
code = "demo.book"
edition = "2020"
title = "示例"
basis = "{BASIS}"
since = 2020-01-01
"""
THRESHOLD = f"""
[[thresholds]]
code = "T"
title = "乡村满 3 年"
clause = "{BASIS} 一"
"""
SOUND = THRESHOLD + 'years = [{ at = ["rural"], op = ">=", limit = 2.5 }]\n'


def read(text: str) -> RuleBook:
    return read_book(BookFile("book.toml", HEAD + text))


def test_a_threshold_is_read_exactly() -> None:
    (found,) = read(SOUND + 'posts = ["village"]\ntitles = ["senior"]\n').thresholds
    assert found.years[0].limit == Decimal("2.5")
    assert (found.posts, found.titles, found.years[0].unbroken) == (
        ("village",),
        ("senior",),
        False,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (THRESHOLD, "thresholds T → years:缺少此项"),
        (THRESHOLD + "years = []\n", "thresholds T → years:至少要有 1 项"),
        (SOUND.replace('["rural"]', "[]"), "→ at:至少要有 1 项"),
        (SOUND.replace('"rural"', '"island"'), "不是可选值,应为 'rural'、'township'、'village'"),
        (SOUND.replace(">=", "<="), "→ op:不是可选值,应为 '>='、'>'"),
        (SOUND.replace("2.5", "0"), "→ limit:应大于 0"),
        (SOUND.replace("2.5", "60"), "→ limit:应小于 60"),
        (SOUND.replace("limit", "least"), "→ least:不认识的键"),
        (SOUND + 'posts = ["郊区"]\n', "→ posts → 第 1 项:不是可选值"),
        (SOUND + 'titles = ["专家"]\n', "→ titles → 第 1 项:不是可选值"),
    ],
)
def test_what_no_threshold_can_be_is_refused_with_its_key(text: str, said: str) -> None:
    with pytest.raises(DudaoError) as refused:
        read(text)
    assert any(said in str(problem) for problem in refused.value.problems)


def book(*thresholds: dict[str, object]) -> RuleBook:
    years = [{"at": ["rural"], "op": ">=", "limit": 3}]
    usual = {"code": "T", "title": "乡村满 3 年", "clause": f"{BASIS} 一", "years": years}
    return raw_book(thresholds=[usual | each for each in thresholds])


def test_clauses_codes_and_dates_are_verified_as_everywhere() -> None:
    faulty = book(
        {}, {"clause": "别的文件 一"}, {"code": "U", "since": "2021-01-02", "until": "2021-01-01"}
    )
    told = [str(each) for each in verify(faulty, VOCABULARY, "b")]
    assert "b thresholds T:代码重复" in told
    assert any(each.startswith("b thresholds T clause:“别的文件 一”引用的文件") for each in told)
    assert [str(each) for each in verify_dates(faulty, "b")] == [
        "b thresholds U:until 2021-01-01 早于 since 2021-01-02"
    ]


def test_a_book_inherits_thresholds_and_may_add_but_not_redefine() -> None:
    child = HEAD.replace("demo.book", "demo.child") + 'extends = "demo.book@2020"\n'
    own = SOUND.replace('"T"', '"U"')
    files = [BookFile("a", HEAD + SOUND), BookFile("b", child + own)]
    shelf, faults = assemble({"demo": files}, VOCABULARY)
    assert faults == {}
    assert [each.code for each in shelf.latest("demo.child").thresholds] == ["T", "U"]
    _, faults = assemble({"demo": [files[0], BookFile("b", child + SOUND)]}, VOCABULARY)
    assert [str(each) for each in faults["demo"]] == ["b thresholds T:代码重复"]
