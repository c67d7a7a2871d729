"""An installation has one place for evidence, or says that it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from dudao.casework import Office, evidence_of, open_office
from dudao.errors import DudaoError
from dudao.evidence import local_evidence
from dudao.plugins import Plugins

PDF = b"%PDF-1.7\n%%EOF\n"


def test_an_office_keeps_evidence_where_it_is_told(tmp_path: Path, plugins: Plugins) -> None:
    url = f"sqlite:///{tmp_path / 'dudao.db'}"
    with open_office(url, plugins, local_evidence(tmp_path)) as office:
        digest = evidence_of(office).keep("640221", "a.pdf", PDF).digest
    with open_office(url, plugins, local_evidence(tmp_path)) as office:
        assert evidence_of(office).read("640221", digest) == PDF


def test_an_office_without_a_place_refuses_evidence_instead_of_losing_it(office: Office) -> None:
    with pytest.raises(DudaoError, match="没有设定存放处"):
        evidence_of(office)
