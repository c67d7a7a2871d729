"""The national standard, counted against its document: 7 + 15 + 9 items, recognition, six vetoes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dudao.api import Plugins, RuleBook
from dudao.rulebook import KOfN

# 教督〔2017〕6号: limits of the seven indicators, primary and junior.
SEVEN = {
    "R1": ("4.2", "5.3"),
    "R2": ("1", "1"),
    "R3": ("0.9", "0.9"),
    "R4": ("4.5", "5.8"),
    "R5": ("7.5", "10.2"),
    "R6": ("2000", "2500"),
    "R7": ("2.3", "2.4"),
}


@pytest.fixture(scope="module")
def book(plugins: Plugins) -> RuleBook:
    return plugins.shelf.named("cn.balanced", date(2023, 12, 31))


def test_the_counting_items_are_the_seven_as_one_rule_their_coefficients_and_the_rest(
    book: RuleBook,
) -> None:
    counting = [entry.code for entry in book.indicators if entry.counts]
    coefficients = [f"CV-R{number}" for number in range(1, 8)]
    support = [f"G{number}" for number in range(1, 16)]
    quality = [f"Q{number}" for number in range(1, 10)]
    assert counting == ["R", *coefficients, *support, *quality, "S1"]


@pytest.mark.parametrize("code", SEVEN)
def test_the_limits_of_the_seven_indicators_are_those_of_the_document(
    code: str, book: RuleBook
) -> None:
    found = {target.stage: target.limit for target in book.by_code[code].targets}
    primary, junior = SEVEN[code]
    assert found == {"primary": Decimal(primary), "junior": Decimal(junior)}


def test_a_part_feeds_exactly_the_item_whose_code_it_carries(book: RuleBook) -> None:
    for entry in book.indicators:
        if "." in entry.code:
            whole = book.by_code[entry.code.partition(".")[0]].measure
            assert isinstance(whole, KOfN)
            assert entry.code in whole.of
            assert not entry.counts


def test_every_veto_closes_the_county(book: RuleBook) -> None:
    assert [entry.code for entry in book.conditions] == [f"V{number}" for number in range(1, 7)]
    assert {(entry.effect, entry.grade) for entry in book.conditions} == {("veto", "不达标")}


def test_no_relaxation_outlives_its_document(book: RuleBook) -> None:
    relaxations = [each for entry in book.indicators for each in entry.relaxations]
    assert {(each.since, each.until) for each in relaxations} == {
        (date(2019, 10, 1), date(2022, 9, 30))
    }
