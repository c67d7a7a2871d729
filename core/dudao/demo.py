"""What a plugin contributes to `dudao demo`: a tenant with figures and the book to judge it by."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import FactSet

SYNTHETIC = "示例数据"


@dataclass(frozen=True, slots=True)
class DemoTenant:
    """A tenant for the demo.

    `facts` may hold several periods, oldest first; `source` names where they come from and is
    recorded as their source file; `synthetic` puts 示例数据 on every page.
    """

    code: str
    name: str
    level: str
    book: str
    facts: tuple[FactSet, ...]
    source: str
    parent: str | None = None
    synthetic: bool = True
