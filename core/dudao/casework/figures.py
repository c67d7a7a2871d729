"""Making figures the county's that were written down on a page, not in a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from ..facts import FactSet, Key, SubjectFacts
from ..metrics import Level
from ..store import NewIntake, TenantSession, load_facts, record_facts, withdraw_fact
from .office import Office


def record_figures(
    office: Office,
    session: TenantSession,
    period: str,
    figures: Mapping[str, int],
    title: str,
    place: str,
    who: str,
    lacking: Mapping[str, str] | None = None,
) -> None:
    """Record the county's figures of the tenant written, all from one place of one hand-in.

    `lacking` says beside the place what a figure, by its metric, leaves out.
    """
    tenant = session.writes
    name = load_facts(session, tenant, period).county.name
    subject = SubjectFacts(tenant, Level.COUNTY, name, facts=dict(figures))
    facts = FactSet(tenant, period, (subject,), name)
    beside = lacking or {}
    places = {
        Key(tenant, None, code): f"{place} {beside.get(code, '')}".rstrip() for code in figures
    }
    intake = _intake(period, figures, title, place, who)
    record_facts(session, office.plugins.vocabulary, facts, places, intake)


def withdraw_figure(
    office: Office,
    session: TenantSession,
    period: str,
    metric: str,
    title: str,
    place: str,
    who: str,
) -> None:
    """Make one of the county's figures unknown again."""
    key, intake = (
        Key(session.writes, None, metric),
        _intake(period, {metric: None}, title, place, who),
    )
    withdraw_fact(session, office.plugins.vocabulary, period, key, place, intake)


def _intake(
    period: str, figures: Mapping[str, int | None], title: str, place: str, who: str
) -> NewIntake:
    payload = msgspec.json.encode([place, period, dict(figures)], order="sorted")
    return NewIntake(title, hashlib.sha256(payload).hexdigest(), who)
