"""One duty: what its departments file, its evidence, its moves and its history."""

from __future__ import annotations

from typing import Any

HANDLERS: tuple[Any, ...] = ()
