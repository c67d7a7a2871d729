"""The installed plugins, assembled once: what every test here reads."""

from __future__ import annotations

import pytest

from dudao.api import Plugins


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    return Plugins()
