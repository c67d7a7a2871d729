"""The demo's folder, for the commands of the documents."""

from __future__ import annotations

from tests.journeys.conftest import demo_folder

__all__ = ["demo_folder"]
