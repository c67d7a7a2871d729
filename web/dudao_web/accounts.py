"""The account of schools, one row a school: of a county, or of all counties below a body."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery

from dudao.api import (
    STAGE_LABELS,
    TYPE_LABELS,
    Account,
    Accounts,
    FindingsOf,
    Office,
    SchoolType,
    Sieve,
    Stage,
    Territory,
    accounts_of,
    accounts_workbook,
    open_findings,
    refuse,
)

from .choice import choice_above, stamp_above
from .files import XLSX, attachment
from .here import Here
from .pages import AnyRequest, Context, Pages
from .view.above import reasons
from .view.accounts import Asked, accounts_page, pages_of
from .view.marks import LEGEND

_ORDERS = ("reported", "worst")


def _asked(
    county: FromQuery[str] = "",
    stage: FromQuery[str] = "",
    type: FromQuery[str] = "",
    gaps: FromQuery[str] = "",
    order: FromQuery[str] = "reported",
    page: FromQuery[str] = "1",
) -> Asked:
    if order not in _ORDERS:
        raise refuse("order(排序)", f"没有“{order}”这种排序", f"可选:{'、'.join(_ORDERS)}")
    number = int(page) if page.isdecimal() and page.isascii() and len(page) < 5 else 0
    sieve = Sieve(county, _stage(stage), _type(type), only_gaps=bool(gaps))
    return Asked(sieve, order, number)


def _stage(key: str) -> Stage | None:
    if key and key not in STAGE_LABELS:
        raise refuse("stage(学段)", f"没有学段“{key}”", f"可选:{'、'.join(Stage)}")
    return Stage(key) if key else None


def _type(key: str) -> SchoolType | None:
    if key and key not in TYPE_LABELS:
        raise refuse("type(学校类型)", f"没有类型“{key}”", f"可选:{'、'.join(SchoolType)}")
    return SchoolType(key) if key else None


_ASKED = {"asked": Provide(_asked, sync_to_thread=False)}


@get("/t/{tenant:str}/{period:str}/accounts", dependencies=_ASKED, sync_to_thread=True)
def show_accounts(
    request: AnyRequest,
    office: NamedDependency[Office],
    pages: NamedDependency[Pages],
    here: NamedDependency[Here],
    territory: NamedDependency[Territory],
    asked: NamedDependency[Asked],
) -> Response[bytes]:
    """Show every school with its sizes, its verdicts, its gaps and what is open against it."""
    findings = _findings(office, territory)

    def build() -> Context:
        accounts = _accounts(office, territory)
        lines = _lines(accounts, asked) if accounts else []
        return {
            "here": here,
            "choice": choice_above(office, here, territory),
            "page": accounts and accounts_page(accounts, territory, here, asked, lines, findings),
            "reasons": reasons(territory),
            "legend": LEGEND,
        }

    stamp = stamp_above(here, territory, findings)
    return pages.stamped(request, stamp, "above/accounts.html", build)


@get("/t/{tenant:str}/{period:str}/accounts.xlsx", dependencies=_ASKED, sync_to_thread=True)
def download_accounts(
    office: NamedDependency[Office],
    here: NamedDependency[Here],
    territory: NamedDependency[Territory],
    asked: NamedDependency[Asked],
) -> Response[bytes]:
    """Hand out the same schools as a workbook, all pages of them."""
    accounts = _accounts(office, territory)
    if accounts is None:
        raise NotFoundException(f"{here.period} 年还没有可列入台账的学校")
    content = accounts_workbook(accounts, _lines(accounts, asked), _findings(office, territory))
    return attachment(content, f"{here.tenant.name}{here.period}年逐校台账.xlsx", XLSX)


def _findings(office: Office, territory: Territory) -> FindingsOf:
    codes = [each.tenant.code for each in territory.counties]
    return open_findings(office, territory.tenant.code, codes)


def _accounts(office: Office, territory: Territory) -> Accounts | None:
    """Return the account under the book of most counties; None where no county was judged."""
    return accounts_of(office, territory, territory.books[0]) if territory.books else None


def _lines(accounts: Accounts, asked: Asked) -> list[Account]:
    lines = accounts.sifted(asked.sieve, worst_first=asked.order == "worst")
    if not 1 <= asked.page <= pages_of(lines):
        raise refuse("page(页)", "没有这一页", f"可选:1 至 {pages_of(lines)}")
    return lines


HANDLERS = (show_accounts, download_accounts)
