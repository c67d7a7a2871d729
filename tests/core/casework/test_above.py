"""A superior sees the plans of all below it with their states, and of nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dudao.casework import Office, decide, load_duties, open_plan, plans_below, review
from dudao.casework.office import writing
from dudao.errors import DudaoError
from dudao.plugins import Plugins
from dudao.store import Database, Tenant, add_tenant, hold_plan, write_plan
from dudao.workflow import Actor, PlanState, Role

PROVINCE, PREFECTURE, COUNTY, SECOND, STRANGER = "630000", "632200", "632224", "632221", "640221"
BOOK = "gangcha.duties"
REVIEWER = Actor("王审核", Role.REVIEWER, PREFECTURE)


@pytest.fixture
def office(database: Database, plugins: Plugins) -> Office:
    """A prefecture below a province, with two counties, and a county elsewhere."""
    with database.session() as session:
        add_tenant(session, Tenant(PROVINCE, "示例省", "province"))
        add_tenant(session, Tenant(PREFECTURE, "示例州", "prefecture", PROVINCE))
        for code, parent in ((COUNTY, PREFECTURE), (SECOND, PREFECTURE), (STRANGER, None)):
            add_tenant(session, Tenant(code, f"示例县{code}", "county", parent, book=BOOK))
    return Office(database, plugins)


def begin(office: Office, code: str, year: int = 2018) -> None:
    """Open a county's year."""
    actor = Actor("张经办", Role.EDITOR, code, "education")
    open_plan(office, actor, code, str(year), date(year, 1, 20))


def send_up(office: Office, code: str) -> None:
    """Put a plan where its sending up would have."""
    with writing(office, code) as session:
        plan = hold_plan(session, "2018", BOOK, moving=True)
        write_plan(session, replace(plan, state=PlanState.SENT.value, sending=1))


def test_plans_at_any_depth_below_are_listed_the_latest_year_first(office: Office) -> None:
    begin(office, COUNTY)
    begin(office, COUNTY, 2019)
    begin(office, SECOND)
    begin(office, STRANGER)
    for superior in (PREFECTURE, PROVINCE):
        listed = [(each.period, each.tenant.code) for each in plans_below(office, superior)]
        assert listed == [("2019", COUNTY), ("2018", SECOND), ("2018", COUNTY)]


def test_a_plan_tells_its_book_its_state_and_who_judges_it(office: Office) -> None:
    begin(office, COUNTY)
    (found,) = plans_below(office, PROVINCE)
    assert (found.code, found.book) == (BOOK, office.plugins.shelf.latest(BOOK).title)
    assert (found.state, found.reviewer, found.decided) == (PlanState.OPEN, PREFECTURE, "")


def test_what_was_said_of_a_sending_is_part_of_its_state(office: Office) -> None:
    begin(office, COUNTY)
    send_up(office, COUNTY)
    assert plans_below(office, PREFECTURE)[0].state is PlanState.SENT
    review(office, REVIEWER, load_duties(office, COUNTY, "2018"))
    assert plans_below(office, PREFECTURE)[0].state is PlanState.REVIEWED
    decide(office, REVIEWER, load_duties(office, COUNTY, "2018"), "不合格", "核查属实")
    (found,) = plans_below(office, PREFECTURE)
    assert (found.state, found.decided) == (PlanState.DECIDED, "不合格")


def test_a_plan_under_a_book_that_is_not_installed_here_is_listed_all_the_same(
    office: Office,
) -> None:
    begin(office, COUNTY)
    without = Office(office.database, Plugins([]))
    assert [each.book for each in plans_below(without, PREFECTURE)] == [f"{BOOK}@2018"]


def test_a_county_has_nobody_below(office: Office) -> None:
    begin(office, COUNTY)
    assert plans_below(office, COUNTY) == ()


def test_an_unknown_superior_is_refused(office: Office) -> None:
    with pytest.raises(DudaoError):
        plans_below(office, "999999")
