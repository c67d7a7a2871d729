"""A book as people read it: by section, a composite before its parts, short names where there are."""

from __future__ import annotations

from tests.core.build import at_least, book, indicator

from dudao.rulebook import RuleBook, chapters_of, nested, parts_of, short_name, whole_of

YES = {"op": "==", "limit": True}


def arranged() -> RuleBook:
    """Return a book whose composite comes after one of its parts, and an indicator of no section."""
    attested = {"kind": "attested", "metric": "layout_meets_plan"}
    return book(
        indicator("loose", {"kind": "value", "metric": "nine_year_retention"}, at_least(97)),
        indicator("a", attested, YES, section="一", counts=False),
        indicator("G1", {"kind": "k_of_n", "of": ("a", "b")}, section="一"),
        indicator("b", attested, YES, section="一", counts=False),
        sections=[{"code": "一", "title": "目标"}, {"code": "二", "title": "空的"}],
    )


def test_sections_come_in_the_books_order_what_has_none_last_and_empty_ones_not() -> None:
    found = [(chapter.code, chapter.title) for chapter in chapters_of(arranged())]
    assert found == [("一", "目标"), ("", "其他")]


def test_a_composite_is_followed_by_its_parts() -> None:
    rules = arranged()
    order = [each.code for each in nested(rules, chapters_of(rules)[0].indicators)]
    assert order == ["G1", "a", "b"]
    assert whole_of(rules) == {"a": "G1", "b": "G1"}
    assert [each.code for each in parts_of(rules, rules.by_code["G1"])] == ["a", "b"]
    assert parts_of(rules, rules.by_code["a"]) == ()


def test_an_indicator_is_called_by_its_code_where_people_do_so() -> None:
    rules = arranged()
    assert short_name(rules.by_code["G1"]) == "G1"
    assert short_name(rules.by_code["loose"]) == "loose 指标"
