"""A county under a book of points: its dashboard shows the score that the grade rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from litestar.testing import TestClient
from tests.docs.pages import blocks, page
from tests.web.county import Client
from tests.web.test_pages import text

from dudao.casework import Office, assess, open_office, take_in
from dudao.plugins import Plugins
from dudao.store import Tenant, add_tenant
from dudao_web.app import create_app
from dudao_web.here import find_here
from dudao_web.view.duties.grade import GradeView

COUNTY = "999009"
PLUGIN = """
from dudao.api import BookFile, impl


@impl
def dudao_rulebooks():
    return [BookFile("duties.toml", {book!r})]
"""


def figures(**facts: object) -> bytes:
    """Return a hand-in of a county with one small school."""
    school = {
        "code": "S1",
        "kind": "school",
        "name": "一小",
        "attributes": {"type": "primary"},
        "stages": {"primary": {"students": 40, "teachers": 2}},
        "classes": [{"grade": 1, "students": 40}],
    }
    county = {"code": COUNTY, "kind": "county", "name": "示例县", "facts": facts}
    document = {"tenant": COUNTY, "period": "2025", "subjects": [school, county]}
    return json.dumps(document).encode()


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plugins:
    """An installation with the book of points that the documents show."""
    (book,) = [
        block.text
        for block in blocks(page("rulebooks.md"), "toml")
        if block.file == "books/duties-2025.toml"
    ]
    (tmp_path / "scored_of_tests.py").write_text(PLUGIN.format(book=book), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    found = Plugins([EntryPoint("shili", "scored_of_tests", "dudao")])
    assert found.problems == {}
    return found


@pytest.fixture
def office(tmp_path: Path, plugins: Plugins) -> Iterator[Office]:
    """A county that reported everything but its retention."""
    with open_office(f"sqlite:///{tmp_path / 'dudao.db'}", plugins) as office:
        with office.database.session() as session:
            add_tenant(session, Tenant(COUNTY, "示例县", "county", book="shili.duties"))
        assert take_in(office, COUNTY, "a.json", figures(veto_safety_or_fraud=False), "张").recorded
        yield office


@pytest.fixture
def scored(office: Office) -> Iterator[Client]:
    """A client over that county."""
    with TestClient(create_app(office)) as client:
        yield client


def test_the_dashboard_shows_the_score_with_what_is_still_open(scored: Client) -> None:
    said = text(scored, f"/t/{COUNTY}/2025")
    assert "尚不能确定 得分 60 至 100 分(满分 100 分) 仍可能:优秀、良好、合格、不合格。" in said
    assert "没有使更高等次不再可能的项目。" in said
    assert "尚不能确定" in text(scored, "/")


def test_the_grade_page_shows_what_each_item_brings(office: Office) -> None:
    judged = assess(office, COUNTY).judged
    here = find_here(office, COUNTY, "2025", None, None)
    page = GradeView(judged, office.plugins.vocabulary, here).page("")
    assert page.outlook.score == "得分 60 至 100 分(满分 100 分)"
    assert judged.grade.score
    assert [line.points for line in page.items] == [each.full for each in judged.grade.score.lines]
    assert "0 至 40" in [line.brings for line in page.items]
    assert {rung.key for rung in page.rungs} == {"possible"}
