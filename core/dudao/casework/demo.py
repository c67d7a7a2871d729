"""Loading the demo tenants that the installed plugins contribute."""

from __future__ import annotations

from collections.abc import Iterator

from ..demo import DemoTenant
from ..errors import DudaoError
from ..store import Tenant, add_tenant
from .assessing import Assessed, assess
from .intake import take_in
from .office import Office, tenant_cards


def load_demo(office: Office) -> Iterator[Assessed]:
    """Load each demo tenant with its figures and yield its assessment.

    Loading again changes nothing: figures that are already there count as unchanged. Raises
    DudaoError when a plugin's demo figures are not sound.
    """
    present = {card.code for card in tenant_cards(office)}
    for entry in office.plugins.demo:
        if entry.code not in present:
            with office.database.session() as session:
                add_tenant(session, _tenant(entry))
        yield _load(office, entry)


def _tenant(entry: DemoTenant) -> Tenant:
    return Tenant(entry.code, entry.name, entry.level, entry.parent, entry.synthetic, entry.book)


def _load(office: Office, entry: DemoTenant) -> Assessed:
    for text in entry.facts:
        taken = take_in(office, entry.code, entry.source, text.encode(), "演示")
        if taken.recorded is None:
            raise DudaoError(taken.problems)
    return assess(office, entry.code, keep=True)
