"""The grade: what is still possible, what closes the rest, events, and the decision."""

from __future__ import annotations

from typing import Any

HANDLERS: tuple[Any, ...] = ()
