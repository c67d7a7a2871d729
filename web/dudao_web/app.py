"""The web application over an open office."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from litestar import Litestar, Router
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.params import FromPath, FromQuery
from litestar.static_files import create_static_files_router

from dudao.api import DudaoError, Office, Territory

from . import (
    above,
    accounts,
    forecasting,
    home,
    identity,
    schools,
    standing,
    supervision,
    teachers,
    timeline,
    workbook,
)
from .choice import NoFigures, open_results, open_territory
from .drawer import Drawer
from .duties import board, grading, planner, proof, report, review, work
from .duties.desk import Desk, open_desk
from .headers import add_headers
from .here import Here, find_here
from .ledger import entering, finding, listing
from .ledger.desk import LedgerDesk, open_ledger
from .pages import AnyRequest, Pages
from .refusals import Refusals, close_form
from .view.results import Results

_YEAR = 365 * 24 * 3600
_HANDLERS = (
    *identity.HANDLERS,
    *board.HANDLERS,
    *planner.HANDLERS,
    *work.HANDLERS,
    *proof.HANDLERS,
    *report.HANDLERS,
    *review.HANDLERS,
    *grading.HANDLERS,
    *listing.HANDLERS,
    *finding.HANDLERS,
    *entering.HANDLERS,
    *supervision.HANDLERS,
    *teachers.HANDLERS,
    *timeline.HANDLERS,
    *above.HANDLERS,
    *accounts.HANDLERS,
    home.list_tenants,
    home.open_tenant,
    home.health,
    standing.show_dashboard,
    standing.list_indicators,
    standing.show_indicator,
    standing.show_trace,
    schools.list_schools,
    schools.show_school,
    schools.list_doubts,
    workbook.show_workbook,
    workbook.download_workbook,
    workbook.upload_workbook,
    workbook.download_marked,
    *forecasting.HANDLERS,
)


def create_app(
    office: Office, secret: str | None = None, hosts: Sequence[str] | None = None
) -> Litestar:
    """Return the application.

    `secret` signs form tokens; without one, a new one each start. `hosts` are the names it
    answers to; without any, it answers to all.
    """
    pages, drawer = Pages(), Drawer()
    refusals = Refusals(pages)
    return Litestar(
        route_handlers=[*_HANDLERS, _static()],
        dependencies={
            "office": Provide(lambda: office, sync_to_thread=False),
            "pages": Provide(lambda: pages, sync_to_thread=False),
            "drawer": Provide(lambda: drawer, sync_to_thread=False),
            "here": Provide(_here, sync_to_thread=True),
            "results": Provide(_results, sync_to_thread=True),
            "territory": Provide(_territory, sync_to_thread=True),
            "desk": Provide(_desk, sync_to_thread=True),
            "ledger_desk": Provide(_ledger_desk, sync_to_thread=True),
        },
        exception_handlers={
            HTTPException: refusals.of_address,
            DudaoError: refusals.of_work,
            NoFigures: refusals.of_nothing,
            Exception: refusals.of_program,
        },
        allowed_hosts=AllowedHostsConfig(list(hosts), www_redirect=False) if hosts else None,
        after_exception=[close_form],
        before_send=[add_headers],
        compression_config=CompressionConfig("gzip", gzip_compress_level=4),
        csrf_config=CSRFConfig(
            secret or secrets.token_hex(32), cookie_httponly=True, cookie_samesite="strict"
        ),
        openapi_config=None,
        logging_config=None,
    )


def _static() -> Router:
    folder = Path(str(files("dudao_web"))) / "static"
    forever = CacheControlHeader(public=True, max_age=_YEAR, immutable=True)
    return create_static_files_router("/static", [folder], cache_control=forever)


def _here(
    office: NamedDependency[Office],
    tenant: FromPath[str],
    period: FromPath[str],
    book: FromQuery[str | None] = None,
    as_of: FromQuery[str | None] = None,
) -> Here:
    return find_here(office, tenant, period, book, as_of)


def _results(office: NamedDependency[Office], here: NamedDependency[Here]) -> Results:
    return open_results(office, here)


def _territory(office: NamedDependency[Office], here: NamedDependency[Here]) -> Territory:
    return open_territory(office, here)


def _desk(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
) -> Desk:
    return open_desk(request, office, pages, here)


def _ledger_desk(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
) -> LedgerDesk:
    return open_ledger(request, office, pages, here)
