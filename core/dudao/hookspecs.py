"""The hooks a plugin may implement. All are optional, synchronous, values in and values out.

Mark an implementation with `dudao.api.impl`. Hooks that contribute are called once, at start, for
every installed plugin; those that decide are asked whenever there is something to decide, and only
of the plugin that owns the rule book. What a hook returns is validated, and a plugin that fails is
set aside by name while the others work on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    import click

    from .demo import DemoTenant
    from .grading import Grade, Standing
    from .metrics import MetricsFile
    from .rulebook import BookFile, RuleBook

hookspec = pluggy.HookspecMarker("dudao")
impl = pluggy.HookimplMarker("dudao")


@hookspec
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the rule-book files this plugin ships; `dudao.api.books_in(package)` reads them."""


@hookspec
def dudao_metrics() -> Sequence[MetricsFile]:
    """Return files with metrics of this plugin's own, their codes prefixed with its name."""


@hookspec
def dudao_demo() -> Sequence[DemoTenant]:
    """Return tenants with figures for `dudao demo`; synthetic ones are marked as such."""


@hookspec
def dudao_commands(cli: click.Group) -> None:
    """Add sub-commands to the `dudao` command."""


@hookspec(firstresult=True)
def dudao_grade(
    book: RuleBook, standings: Sequence[Standing], reported: Mapping[str, int], as_of: date
) -> Grade | None:
    """Return a county's grade under a book of this plugin; None leaves it to the book's schemes."""
