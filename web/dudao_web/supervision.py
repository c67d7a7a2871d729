"""The supervision system of a tenant: its groups, what the roster lacks, who could answer for whom."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency

from dudao.api import Office, load_organisation

from .here import Here
from .pages import Pages
from .view.supervision import organisation_page


@get("/t/{tenant:str}/{period:str}/supervision", sync_to_thread=True)
def show_organisation(
    office: NamedDependency[Office], pages: NamedDependency[Pages], here: NamedDependency[Here]
) -> Response[bytes]:
    """Show who inspects whom, what is lacking, and the proposal, as of the tenant's day."""
    found = load_organisation(office, here.tenant.code, here.book)
    return pages.page(
        "supervision.html", {"here": here, "choice": None, "page": organisation_page(found)}
    )


HANDLERS = (show_organisation,)
