"""Reading a book's file: every fault in Chinese, with its file, key and what belongs there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dudao.errors import DudaoError
from dudao.rulebook import BookFile, RuleBook, read_book

HEAD = """
code = "demo.book"
edition = "2020"
title = "示例"
basis = "示〔2020〕1号"
since = 2020-01-01
"""
INDICATOR = """
[[indicators]]
code = "P"
title = "巩固率"
subject = "county"
clause = "示〔2020〕1号 1"
"""
KINDS = (
    "'ratio'、'share'、'value'、'attested'、'extreme'、'tally'、'cv'、'mean_cv'、'change'、'k_of_n'"
)
OR_A_WORD = "或应为 true 或 false,或不是可选值,应为 'poor'、'fair'、'good'、'excellent'"
MEASURE = INDICATOR + 'measure = { kind = "value", metric = "primary_retention" }\n'


def read(text: str) -> RuleBook:
    """Read a book's text after the usual head."""
    return read_book(BookFile("demo/books/book.toml", HEAD + text))


def faults(text: str) -> list[str]:
    """Return the faults of a book's text, without the name of its file."""
    with pytest.raises(DudaoError) as refused:
        read(text)
    where = "demo/books/book.toml "
    found = [str(problem) for problem in refused.value.problems]
    assert all(fault.startswith(where) for fault in found)
    return [fault.removeprefix(where) for fault in found]


def test_numbers_are_read_as_they_are_written() -> None:
    found = read(MEASURE + 'targets = [{ op = ">=", limit = 4.505 }, { op = ">=", limit = 1 }]')
    assert [target.limit for target in found.indicators[0].targets] == [
        Decimal("4.505"),
        Decimal(1),
    ]
    assert all(type(target.limit) is Decimal for target in found.indicators[0].targets)


def test_limits_may_be_yes_or_no_or_a_word() -> None:
    found = read(MEASURE + 'targets = [{ op = "==", limit = true }, { op = ">=", limit = "good" }]')
    assert [target.limit for target in found.indicators[0].targets] == [True, "good"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("titel = 1", "titel:不认识的键,请检查拼写"),
        ("borderline = 2", "borderline:应小于 1"),
        ("until = 2020-12-31T00:00:01", "until:应只有日期,没有时刻"),
        ('until = "soon"', "until:不是日期,应为 YYYY-MM-DD"),
        ('extends = "cn.balanced"', r"extends:格式不对,应符合 ^[a-z]+\.[a-z_]+@.+$"),
        ("indicators = 5", "indicators:应为列表"),
        ("indicators = [5]", "indicators → 第 1 项:应为一组键值"),
        (INDICATOR, "indicators P → measure:缺少此项"),
        (INDICATOR + 'measure = "cv"', "indicators P → measure:应为一组键值"),
        (INDICATOR + 'measure = { of = "R" }', "indicators P → measure:缺少 kind"),
        (INDICATOR + 'measure = { kind = "cv" }', "indicators P → measure → of:缺少此项"),
        (
            INDICATOR + 'measure = { kind = "tally", at_least = { primary = 56 } }',
            "indicators P → measure → at_least → junior:缺少此项",
        ),
        (
            INDICATOR + 'measure = { kind = "tally", at_least = "many" }',
            "indicators P → measure → at_least:应为整数",
        ),
        (
            INDICATOR + 'measure = { kind = "tally", at_least = { primary = 0, junior = 1 } }',
            "indicators P → measure → at_least → primary:不应小于 1",
        ),
        (
            INDICATOR + 'measure = { kind = "cvv", of = "R" }',
            f"indicators P → measure:不认识的种类 cvv;可用:{KINDS}",
        ),
        (
            INDICATOR + 'measure = { kind = "value", metric = "x", places = 7 }',
            "indicators P → measure → places:不应大于 6",
        ),
        (
            INDICATOR + 'measure = { kind = "k_of_n", of = ["R"], k = 1 }',
            "indicators P → measure → of:至少要有 2 项",
        ),
        (
            MEASURE + 'targets = [{ op = "=>", limit = 1 }]',
            "indicators P → targets → 第 1 项 → op:不是可选值,应为 '>='、'>'、'<='、'<'、'=='",
        ),
        (
            MEASURE + 'targets = [{ op = ">=", limit = "great" }]',
            f"indicators P → targets → 第 1 项 → limit:应为数字,{OR_A_WORD}",
        ),
        (
            MEASURE + 'targets = [{ op = ">=", limit = nan }]',
            f"indicators P → targets → 第 1 项 → limit:应为有限的数,{OR_A_WORD}",
        ),
        (
            MEASURE + 'relaxations = [{ code = "x", title = "y", when = {} }]',
            "indicators P → relaxations x → clause:缺少此项",
        ),
        (MEASURE.replace('"P"', '""'), "indicators  → code:不能为空"),
        ("[population]\nweights = { primary = 1 }", "population → weights:至少要有 3 项"),
        (
            "[population]\nweights = { primary = 1, junior = 0, senior = 1 }",
            "population → weights → junior:应大于 0",
        ),
        (
            '[[duties]]\ncode = "一"\ntitle = "x"\nlead = "x"\nclause = "x"\ndue = "October"',
            r"duties 一 → due:格式不对,应符合 ^(\d{4}-)?\d{2}-\d{2}$",
        ),
    ],
)
def test_a_fault_is_told_with_its_key_and_what_belongs_there(text: str, expected: str) -> None:
    assert faults(text) == [expected]


def test_a_scheme_of_grading_that_is_not_there_is_refused_with_those_that_are() -> None:
    (fault,) = faults('[grading]\nscheme = "lottery"')
    assert fault.startswith("grading → scheme:不是可选值,应为 'all_met'、")


def test_every_fault_of_a_file_is_told_at_once() -> None:
    text = "borderline = -1\n" + INDICATOR + 'measure = { kind = "cv" }\nweight = 3'
    assert faults(text) == [
        "borderline:不应小于 0",
        "indicators P → measure → of:缺少此项",
        "indicators P → weight:不认识的键,请检查拼写",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [("sections = [", "末尾"), ("x = = 1", "第 7 行第 5 列")],
)
def test_what_is_no_toml_is_told_with_its_place(text: str, place: str) -> None:
    assert faults(text) == [f"{place}:不是有效的 TOML;请检查此处的括号、引号、逗号和重复的键"]


def test_the_digest_changes_with_a_limit_and_with_nothing_that_is_not_a_rule() -> None:
    target = 'targets = [{{ op = ">=", limit = {} }}]'
    first = read(MEASURE + target.format(95))
    again = read("# a comment\n" + MEASURE + target.format(95))
    other = read(MEASURE + target.format("95.1"))
    assert first.digest == again.digest
    assert first.digest != other.digest


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    weights = ("primary = 1", "junior = 1.1", "senior = 1.32")
    digests = {
        read(f"[population]\nweights = {{ {', '.join(order)} }}").digest
        for order in (weights, weights[::-1])
    }
    assert len(digests) == 1


def test_a_changed_copy_of_a_book_is_another_book() -> None:
    found = read(MEASURE + 'targets = [{ op = ">=", limit = 95 }]')
    assert list(found.by_code) == ["P"]
    without = found.model_copy(update={"indicators": ()})
    assert without.digest != found.digest
    assert list(without.by_code) == []
