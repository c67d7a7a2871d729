"""What is in force for a span of days."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class Dated(BaseModel):
    """Something in force from `since` to `until`, both days included; open when absent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether it is in force on this day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )
