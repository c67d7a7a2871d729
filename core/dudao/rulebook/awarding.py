"""What the grading of a book has to satisfy, and what an extending book may not lighten in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ..errors import Problem
from ..metrics import plain
from .model import RuleBook
from .schemes import DeductionsItem, Grading, Item, PointsItem

Fault = tuple[str, str, str]  # which key, what is wrong, what is expected


def verify_grading(book: RuleBook, where: str) -> Iterator[Problem]:
    """Yield every fault of how a merged book gives grades."""
    grading = book.grading
    for key, what, expected in (
        *_schemes(grading),
        *_grades(grading),
        *_items(grading, book),
        *_bands(grading),
    ):
        yield Problem(f"{where} grading {key}", what, expected)


def _schemes(grading: Grading) -> Iterator[Fault]:
    for scheme, times in Counter(grading.schemes).items():
        if times > 1:
            yield "scheme", f"重复写了 {scheme}", ""
    if "none" in grading.schemes and len(grading.schemes) > 1:
        yield "scheme", "none 表示不评等次,不能与其他方式并用", ""


def _grades(grading: Grading) -> Iterator[Fault]:
    grades = grading.grades
    if len(set(grades)) < len(grades):
        yield "grades", "等次重复", ""
    if grading.schemes == ("all_met",):
        if len(grades) != 2:
            yield "grades", "all_met 须有两个等次", "先写达标的,后写不达标的"
    elif grading.schemes != ("none",) and len(grades) < 2:
        yield "grades", f"{grading.scheme} 须有两个以上等次", "从高到低写"


def _items(grading: Grading, book: RuleBook) -> Iterator[Fault]:
    kinds = {item.kind for item in grading.items}
    for kind in ("points", "deductions"):
        if kind in grading.schemes and kind not in kinds:
            yield "items", f"scheme 有 {kind},而没有这一种计分项", f'请写 kind = "{kind}" 的 items'
        if kind in kinds and kind not in grading.schemes:
            yield "items", f"有 {kind} 计分项,而 scheme 中没有", f"请在 scheme 中加上 {kind}"
    for code, times in Counter(item.indicator for item in grading.items).items():
        if code not in book.by_code:
            yield f"items {code}", f"引用了不存在的指标 {code}", ""
        if times > 1:
            yield f"items {code}", "同一指标计分两次", "请合并为一项"
    for item in grading.items:
        if isinstance(item, DeductionsItem) and item.deduct > item.points:
            what = f"每处扣 {plain(item.deduct)} 分,多于该项的 {plain(item.points)} 分"
            yield f"items {item.indicator}", what, "deduct 不应大于 points"


def _bands(grading: Grading) -> Iterator[Fault]:
    if not grading.is_scored:
        if grading.bands:
            yield "bands", "分档只用于 points 和 deductions", ""
        return
    for band in grading.bands:
        if band.grade not in grading.grades:
            yield "bands", f"等次 {band.grade} 不在 grades 中", ""
        if grading.items and band.at_least > grading.full:
            what = f"{band.grade}须 {plain(band.at_least)} 分,多于总分 {plain(grading.full)} 分"
            yield "bands", what, "按各项的 points 之和写"
    if tuple(band.grade for band in grading.bands) != grading.grades[:-1]:
        wanted = "、".join(grading.grades[:-1])
        yield "bands", "分档与等次对不上", f"从高到低依次写 {wanted};最低一等不写,其余都归它"
    for upper, lower in pairwise(grading.bands):
        if lower.at_least >= upper.at_least:
            what = f"{lower.grade}的 {plain(lower.at_least)} 分不低于{upper.grade}的"
            yield "bands", what, "分档从高到低写"


def verify_kept(child: RuleBook, parent: RuleBook, where: str) -> Iterator[Problem]:
    """Yield a problem for what a book gives grades for more lightly than the book it extends."""
    new, old = child.grading, parent.grading
    if "grading" in child.model_fields_set:
        for key, what in (*_dropped(new, old), *_lighter_items(new, old), *_lowered(new, old)):
            yield Problem(f"{where} grading {key}", what, "只能收紧上级标准")


def _dropped(new: Grading, old: Grading) -> Iterator[tuple[str, str]]:
    for scheme in old.schemes:
        if scheme not in (*new.schemes, "none"):
            yield "scheme", f"去掉了上级办法的 {scheme}"


def _lighter_items(new: Grading, old: Grading) -> Iterator[tuple[str, str]]:
    items = {item.indicator: item for item in new.items}
    for item in old.items:
        own = items.get(item.indicator)
        if own is None:
            yield "items", f"去掉了上级办法的计分项 {item.indicator}"
        elif _lighter(own, item):
            yield f"items {item.indicator}", "扣分比上级办法的轻"


def _lighter(new: Item, old: Item) -> bool:
    """Return whether a shortfall costs less of the item's points, as far as that can be told."""
    match new, old:
        case DeductionsItem(), DeductionsItem():
            return new.deduct * old.points < old.deduct * new.points
        case PointsItem(by="all"), _:
            return False
        case PointsItem(), PointsItem():
            return old.by == "all"
        case DeductionsItem(), PointsItem(by="all"):
            return new.deduct < new.points
        case _:
            return False


def _lowered(new: Grading, old: Grading) -> Iterator[tuple[str, str]]:
    if not new.items:
        return
    bands = {band.grade: band.at_least for band in new.bands}
    for band in old.bands:
        own = bands.get(band.grade)
        if own is not None and _part(own, new) < _part(band.at_least, old):
            what = f"{band.grade}由 {plain(band.at_least)}/{plain(old.full)} 降到"
            yield "bands", f"{what} {plain(own)}/{plain(new.full)}"


def _part(points: Decimal, grading: Grading) -> Fraction:
    return Fraction(points) / Fraction(grading.full)
