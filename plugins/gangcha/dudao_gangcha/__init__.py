"""Gangcha: duties of the county government, with what closes a grade."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.resources import files

from dudao.api import BookFile, DemoTenant, MetricsFile, books_in, impl, metrics_in

_PACKAGE = "dudao_gangcha"
_PREFECTURE, _COUNTY = "632200", "632224"
# Three days before leading departments report.
_DAY = date(2018, 10, 12)


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the book of the county's duties."""
    return books_in(_PACKAGE)


@impl
def dudao_metrics() -> Sequence[MetricsFile]:
    """Return the figures and attestations that only this county's scheme asks for."""
    return metrics_in(_PACKAGE)


@impl
def dudao_demo() -> Sequence[DemoTenant]:
    """Return the county in the middle of a made-up year, below the prefecture that reviews it."""
    source = "示例数据"
    return (
        DemoTenant(_PREFECTURE, "海北州", "prefecture", "", (), source),
        DemoTenant(
            code=_COUNTY,
            name="刚察县",
            level="county",
            book="gangcha.duties",
            facts=(_text("demo-2017.json"), _text("demo-2018.json")),
            source=source,
            parent=_PREFECTURE,
            work=_text("demo.toml"),
            day=_DAY,
        ),
    )


def _text(name: str) -> str:
    return (files(_PACKAGE) / name).read_text(encoding="utf-8")
