"""A file is known once by its content, and attached wherever it proves something."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError
from tests.core.store.records import COUNTY, NEIGHBOUR, PROVINCE
from tests.core.store.work import BOOK, YEAR, at_once, open_plan

from dudao.store import (
    Database,
    EvidenceFile,
    Scope,
    ScopeError,
    TenantSession,
    add_evidence,
    attach,
    attachments,
    detach,
    evidence_file,
    evidence_files,
    evidence_uses,
)

MINE = Scope(COUNTY)
ONE, TWO = "a" * 64, "b" * 64
FINANCE, TAX = (YEAR, BOOK, "二.1", "finance"), (YEAR, BOOK, "一.1", "tax")


@pytest.fixture
def opened(peopled: Database) -> Database:
    """A county and its neighbour, each with the same year opened."""
    open_plan(peopled)
    open_plan(peopled, NEIGHBOUR)
    return peopled


def known(session: TenantSession, digest: str = ONE, name: str = "拨付凭证.pdf") -> bool:
    return add_evidence(session, digest, name, 3, "application/pdf", "李")


def test_a_file_is_known_once_under_the_name_it_first_came_with(opened: Database) -> None:
    before = datetime.now(UTC)
    with opened.session(MINE) as session:
        assert known(session) is True
    with opened.session(MINE) as session:
        assert known(session, name="另名.pdf") is False
    with opened.reading(MINE) as session:
        [found] = evidence_files(session, COUNTY)
        assert evidence_file(session, COUNTY, ONE) == found
        assert evidence_file(session, COUNTY, TWO) is None
    assert before <= found.at <= datetime.now(UTC)
    assert found == EvidenceFile(ONE, "拨付凭证.pdf", 3, "application/pdf", "李", found.at)


def test_of_two_who_bring_the_same_file_at_once_one_makes_it_known(opened: Database) -> None:
    def bring(key: tuple[str, str, str, str]) -> bool:
        with opened.session(MINE) as session:
            is_new = known(session)
            attach(session, key, ONE, "李")
            return is_new

    found = at_once(lambda: bring(FINANCE), lambda: bring(TAX))
    assert sorted(map(str, found)) == ["False", "True"]
    with opened.reading(MINE) as session:
        assert sorted(evidence_uses(session, COUNTY).get(ONE, [])) == sorted([FINANCE, TAX])


def test_one_file_serves_many_duties_and_taking_off_one_use_leaves_the_other(
    opened: Database,
) -> None:
    with opened.session(MINE) as session:
        known(session)
        assert attach(session, FINANCE, ONE, "李") is True
        assert attach(session, TAX, ONE, "赵") is True
        assert attach(session, TAX, ONE, "钱") is False
    with opened.session(MINE) as session:
        assert evidence_uses(session, COUNTY).get(ONE, []) == [FINANCE, TAX]
        assert detach(session, FINANCE, ONE) is True
        assert detach(session, FINANCE, ONE) is False
        assert evidence_uses(session, COUNTY).get(ONE, []) == [TAX]
        assert evidence_file(session, COUNTY, ONE) is not None


def test_the_evidence_of_a_plan_comes_in_the_order_it_was_attached(opened: Database) -> None:
    with opened.session(MINE) as session:
        known(session, TWO, "乙.pdf")
        known(session, ONE, "甲.pdf")
        for key, digest in ((TAX, TWO), (FINANCE, ONE), (TAX, ONE)):
            attach(session, key, digest, "李")
    with opened.reading(MINE) as session:
        found = attachments(session, COUNTY, YEAR, BOOK)
        assert [(each.duty, each.department, each.file.name) for each in found] == [
            ("一.1", "tax", "乙.pdf"),
            ("二.1", "finance", "甲.pdf"),
            ("一.1", "tax", "甲.pdf"),
        ]
        narrowed = attachments(session, COUNTY, YEAR, BOOK, ["二.1"])
        assert [each.file.digest for each in narrowed] == [ONE]
        assert attachments(session, COUNTY, YEAR, BOOK, []) == []
        assert attachments(session, COUNTY, "2019", BOOK) == []


@pytest.mark.parametrize("digest", [ONE, TWO])
def test_nothing_is_attached_that_is_not_known_or_to_a_part_that_is_not_there(
    opened: Database, digest: str
) -> None:
    key = FINANCE if digest == TWO else (YEAR, BOOK, "二.1", "tax")

    def attach_unfit() -> None:
        with opened.session(MINE) as session:
            known(session)
            attach(session, key, digest, "李")

    with pytest.raises(IntegrityError):
        attach_unfit()
    with opened.reading(MINE) as session:
        assert evidence_files(session, COUNTY) == []


def test_the_same_content_is_each_tenants_own(opened: Database) -> None:
    for tenant in (COUNTY, NEIGHBOUR):
        with opened.session(Scope(tenant)) as session:
            assert known(session, name=f"{tenant}.pdf") is True
            attach(session, FINANCE, ONE, tenant)
    with opened.session(Scope(NEIGHBOUR)) as session:
        detach(session, FINANCE, ONE)
    with opened.reading(MINE) as session:
        assert [each.file.name for each in attachments(session, COUNTY, YEAR, BOOK)] == [
            f"{COUNTY}.pdf"
        ]
    # The parent reads both, joined with the right file each.
    with opened.reading(Scope(PROVINCE, frozenset({COUNTY, NEIGHBOUR}))) as session:
        [found] = attachments(session, COUNTY, YEAR, BOOK)
        assert found.file.by == "李"
        assert found.file.name == f"{COUNTY}.pdf"
        assert evidence_uses(session, NEIGHBOUR).get(ONE, []) == []


def test_a_neighbours_evidence_is_refused_not_answered_with_nothing(opened: Database) -> None:
    with opened.reading(MINE) as session:
        for ask in (
            lambda: evidence_files(session, NEIGHBOUR),
            lambda: evidence_file(session, NEIGHBOUR, ONE),
            lambda: attachments(session, NEIGHBOUR, YEAR, BOOK),
            lambda: evidence_uses(session, NEIGHBOUR).get(ONE, []),
        ):
            with pytest.raises(ScopeError, match=NEIGHBOUR):
                ask()
