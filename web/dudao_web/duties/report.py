"""The self-evaluation and its way up: assembled, locked, sent, reviewed."""

from __future__ import annotations

from typing import Any

HANDLERS: tuple[Any, ...] = ()
