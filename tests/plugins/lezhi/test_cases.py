from __future__ import annotations

import pytest

from dudao.api import Plugins
from dudao.testing import WorkedCase, cases_in, run_case


@pytest.mark.parametrize("worked", cases_in("dudao_lezhi"), ids=str)
def test_a_worked_case_reproduces(worked: WorkedCase, plugins: Plugins) -> None:
    assert run_case(worked, plugins.shelf, plugins.vocabulary) == []
