"""What a plugin contributes to `dudao demo`: a tenant with figures and the book to judge it by."""

from __future__ import annotations

from dataclasses import dataclass

SYNTHETIC = "示例数据"


@dataclass(frozen=True, slots=True)
class DemoTenant:
    """A tenant for the demo.

    `facts` holds the texts of facts files (JSON), one a period, oldest first: they are read with
    the vocabulary of the installation, like anybody's. `source` names where they come from and is
    recorded as their source file; `synthetic` puts 示例数据 on every page.
    """

    code: str
    name: str
    level: str
    book: str
    facts: tuple[str, ...]
    source: str
    parent: str | None = None
    synthetic: bool = True
