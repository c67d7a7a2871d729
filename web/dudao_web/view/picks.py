"""What one can choose on a page: links to parts of it, and the options of its filters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pick:
    """A part of a page, or an order of it, that can be looked at instead."""

    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter."""

    value: str
    label: str
    is_chosen: bool
