"""Calendar, tasks, letters and addresses: what is due when, and who is told."""

from __future__ import annotations

from typing import Any

HANDLERS: tuple[Any, ...] = ()
