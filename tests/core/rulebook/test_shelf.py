"""Books that build on each other, found by code and day; a faulty one is set aside by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.core.build import VOCABULARY, county, run, verdict_of

from dudao.errors import DudaoError
from dudao.rulebook import BookFile, RuleBook, Shelf, assemble


def text(
    code: str = "cn.basis", edition: str = "2017", since: str = "2017-01-01", more: str = ""
) -> str:
    """Return a book's file with one indicator, or what `more` says instead."""
    own = f"""
[[indicators]]
code = "P"
title = "巩固率"
subject = "county"
clause = "{code}〔{edition}〕 1"
measure = {{ kind = "value", metric = "primary_retention" }}
targets = [{{ op = ">=", limit = 95 }}]
"""
    head = f"""
code = "{code}"
edition = "{edition}"
title = "示例 {code}"
basis = "{code}〔{edition}〕"
since = {since}
"""
    return head + (more or own)


def shelved(**files: str | list[str]) -> tuple[Shelf, dict[str, list[str]]]:
    """Return the shelf of some plugins' files and the problems by plugin."""
    given = {
        name: [
            BookFile(f"{name}/books/{number}.toml", each)
            for number, each in enumerate([found] if isinstance(found, str) else found, 1)
        ]
        for name, found in files.items()
    }
    shelf, faults = assemble(given, VOCABULARY)
    return shelf, {name: [str(each) for each in found] for name, found in faults.items()}


def only(shelf: Shelf, name: str) -> RuleBook:
    """Return a book in force in 2023."""
    return shelf.named(name, date(2023, 12, 31))


EXTENDS = 'extends = "cn.basis@2017"\n'
REDEFINED = """
[[indicators]]
code = "P"
title = "x"
subject = "county"
clause = "local.book〔2019〕 1"
measure = { kind = "value", metric = "gdp" }
targets = [{ op = ">=", limit = 1 }]
"""
TIGHTER = """
extends = "cn.basis@2017"
[[tighten]]
indicator = "P"
targets = [{ op = ">=", limit = 97, since = 2020-01-01, clause = "local.book〔2019〕 3" }]
[[indicators]]
code = "L"
title = "本地"
subject = "county"
clause = "local.book〔2019〕 4"
measure = { kind = "value", metric = "junior_retention" }
targets = [{ op = ">=", limit = 96 }]
"""


def test_a_book_has_all_of_the_one_it_extends_and_what_it_adds() -> None:
    shelf, faults = shelved(national=text(), local=text("local.book", "2019", more=TIGHTER))
    assert faults == {}
    book = only(shelf, "local.book")
    assert [entry.code for entry in book.indicators] == ["P", "L"]
    assert [target.limit for target in book.by_code["P"].targets] == [Decimal(95), Decimal(97)]
    assert book.sources == ("cn.basis〔2017〕",)
    assert shelf.owner(book) == "local"
    assert [target.limit for target in only(shelf, "cn.basis").by_code["P"].targets] == [95]


@pytest.mark.parametrize(
    ("day", "limit", "clause"),
    [
        (date(2019, 12, 31), "95", "cn.basis〔2017〕 1"),
        (date(2020, 1, 1), "97", "local.book〔2019〕 3"),
    ],
)
def test_a_tightened_target_holds_from_its_own_day(day: date, limit: str, clause: str) -> None:
    shelf, _ = shelved(national=text(), local=text("local.book", "2019", more=TIGHTER))
    found = run(only(shelf, "local.book"), county(primary_retention=96), day=day)
    verdict = verdict_of(found, "P")
    assert (verdict.limit, verdict.clause) == (limit, clause)


def test_a_book_may_extend_one_that_already_tightens() -> None:
    more = """
extends = "local.book@2019"
[[tighten]]
indicator = "P"
targets = [{ op = ">=", limit = 98, since = 2021-01-01 }]
"""
    shelf, faults = shelved(
        a=text("town.book", "2021", more=more),
        local=text("local.book", "2019", more=TIGHTER),
        national=text(),
    )
    assert faults == {}
    limits = [target.limit for target in only(shelf, "town.book").by_code["P"].targets]
    assert limits == [95, 97, 98]


def test_what_a_book_does_not_say_itself_comes_from_its_parent() -> None:
    parent = text(more='borderline = 0.1\n[grading]\nscheme="all_met"\ngrades=["甲","乙"]\n')
    silent = text("local.book", more='extends = "cn.basis@2017"')
    speaking = text("town.book", more='extends = "cn.basis@2017"\nborderline = 0.2')
    shelf, faults = shelved(national=parent, local=[silent, speaking])
    assert faults == {}
    assert only(shelf, "local.book").borderline == Decimal("0.1")
    assert only(shelf, "local.book").grading.grades == ("甲", "乙")
    assert only(shelf, "town.book").borderline == Decimal("0.2")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('extends = "cn.basis@2016"', "extends:找不到可用的 cn.basis@2016"),
        ('extends = "local.book@2019"', "extends:找不到可用的 local.book@2019"),
        (
            EXTENDS + '[[tighten]]\nindicator = "X"\ntargets = [{ op = ">=", limit = 1 }]',
            " tighten X:cn.basis@2017 没有此指标",
        ),
        (
            EXTENDS + '[[tighten]]\nindicator = "P"\ntargets = [{ op = ">=", limit = 94 }]',
            " tighten P:目标 >= 94 比 cn.basis@2017 的 >= 95 宽松;只能收紧上级标准",
        ),
        (
            EXTENDS + REDEFINED,
            " indicators P:cn.basis@2017 已有此指标;请用 tighten",
        ),
    ],
)
def test_a_book_that_does_not_fit_its_parent_is_set_aside(more: str, expected: str) -> None:
    shelf, faults = shelved(national=text(), local=text("local.book", "2019", more=more))
    assert [book.name for book in shelf] == ["cn.basis@2017"]
    (fault,) = faults["local"]
    assert fault.startswith("local/books/1.toml")
    assert expected in fault


def test_all_faults_of_a_book_are_told_at_once() -> None:
    more = """
extends = "cn.basis@2017"
phases = [{ code = "1", title = "x", clause = "无据", since = 2021-01-01, until = 2020-01-01 }]
[[tighten]]
indicator = "P"
targets = [{ op = ">=", limit = 94 }]
[[tighten]]
indicator = "X"
targets = [{ op = ">=", limit = 94 }]
"""
    _, faults = shelved(national=text(), local=text("local.book", "2019", more=more))
    found = " ".join(faults["local"])
    for part in ("phases 1:until", "宽松", "没有此指标", "引用的文件不在本办法的依据中"):
        assert part in found


def test_books_that_extend_each_other_are_set_aside() -> None:
    shelf, faults = shelved(
        a=text("a.book", more='extends = "b.book@2017"'),
        b=text("b.book", more='extends = "a.book@2017"'),
        c=text(),
    )
    assert [book.name for book in shelf] == ["cn.basis@2017"]
    assert faults == {
        "a": ["a/books/1.toml extends:找不到可用的 b.book@2017"],
        "b": ["b/books/1.toml extends:找不到可用的 a.book@2017"],
    }


def test_a_faulty_book_takes_down_what_builds_on_it_and_nothing_else() -> None:
    shelf, faults = shelved(
        bad=[text("bad.book", more="borderline = 7"), text("bad.sound")],
        child=text("child.book", more='extends = "bad.book@2017"'),
        good=text("good.book"),
    )
    assert [book.name for book in shelf] == ["bad.sound@2017", "good.book@2017"]
    assert faults == {
        "bad": ["bad/books/1.toml borderline:应小于 1"],
        "child": ["child/books/1.toml extends:找不到可用的 bad.book@2017"],
    }


def test_an_edition_that_two_plugins_ship_is_refused_with_both_names() -> None:
    shelf, faults = shelved(first=text(), second=text())
    assert shelf.owner(only(shelf, "cn.basis")) == "first"
    assert faults == {"second": ["second/books/1.toml:cn.basis@2017 已由插件 first 提供"]}


def test_overlapping_editions_are_refused_with_both_names() -> None:
    _, faults = shelved(first=text(), second=text(edition="2020", since="2020-01-01"))
    (fault,) = faults["second"]
    assert fault.startswith("second/books/1.toml:cn.basis@2020 与 cn.basis@2017(first)的有效期")


def test_a_book_is_found_by_the_edition_in_force_on_the_day_or_by_its_full_name() -> None:
    first = text(more="until = 2019-12-31")
    shelf, _ = shelved(national=[first, text(edition="2020", since="2020-01-01")])
    assert shelf.named("cn.basis", date(2019, 12, 31)).edition == "2017"
    assert shelf.named("cn.basis", date(2020, 1, 1)).edition == "2020"
    assert shelf.named("cn.basis@2017", date(2024, 1, 1)).edition == "2017"
    assert shelf.latest("cn.basis").edition == "2020"
    assert shelf.latest("cn.basis@2017").edition == "2017"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cn.other", "评价办法 cn.other:没有安装;已安装:cn.basis"),
        ("cn.other@2017", "评价办法 cn.other@2017:没有安装;已安装:cn.basis"),
        (
            "cn.basis@2018",
            "评价办法 cn.basis@2018:没有这个版本;已有版本:2017(2017-01-01 起)",
        ),
        (
            "cn.basis",
            "评价办法 cn.basis:在 2016-12-31 没有生效的版本;已有版本:2017(2017-01-01 起)",
        ),
    ],
)
def test_a_book_that_is_not_there_is_refused_with_those_that_are(name: str, expected: str) -> None:
    shelf, _ = shelved(national=text())
    with pytest.raises(DudaoError) as refused:
        shelf.named(name, date(2016, 12, 31))
    assert str(refused.value) == expected


def test_an_empty_shelf_says_so() -> None:
    with pytest.raises(DudaoError, match=r"已安装:\(无\)"):
        Shelf().named("cn.basis", date(2020, 1, 1))


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("cn.basis", date(2017, 1, 1), True),
        ("cn.basis", date(2016, 12, 31), False),
        ("cn.basis@2017", date(2016, 12, 31), True),
        ("cn.basis@2018", date(2018, 1, 1), False),
        ("cn.nothing", date(2018, 1, 1), False),
    ],
)
def test_whether_a_book_is_in_force_is_told_without_a_refusal(
    name: str, day: date, expected: bool
) -> None:
    shelf, _ = shelved(national=text())
    assert shelf.in_force(name, day) is expected
