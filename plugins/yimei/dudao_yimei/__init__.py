"""Yimei: duties of the district government, and the figures of its published self-check."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from dudao.api import BookFile, DemoTenant, MetricsFile, books_in, impl, metrics_in

_PACKAGE = "dudao_yimei"


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the book of the district's duties."""
    return books_in(_PACKAGE)


@impl
def dudao_metrics() -> Sequence[MetricsFile]:
    """Return the figures that only this report prints."""
    return metrics_in(_PACKAGE)


@impl
def dudao_demo() -> Sequence[DemoTenant]:
    """Return the district with the figures it published itself: nothing synthetic.

    The report speaks of 2022's spending and of 2023's work; both stand in one period, 2023.
    """
    figures = (files(_PACKAGE) / "figures.json").read_text(encoding="utf-8")
    return (
        DemoTenant(
            code="230717",
            name="伊美区",
            level="county",
            book="yimei.duties",
            facts=(figures,),
            source="伊美区自查报告(2023 年公开)",
            synthetic=False,
        ),
    )
