"""What a person is to a duty follows from their role, their tenant and their department."""

from __future__ import annotations

import pytest

from dudao.workflow import ROLE_WORDS, Actor, Party, Role, Seats, parties_of

COUNTY, NEIGHBOUR, PREFECTURE = "632224", "632223", "632200"
FINANCE_LEADS = Seats(COUNTY, PREFECTURE, "education", "finance", ("education", "tax"))
EDUCATION_LEADS = Seats(COUNTY, PREFECTURE, "education", "education", ("finance",))
THE_PLAN = Seats(COUNTY, PREFECTURE, "education")
ALONE = Seats(COUNTY, COUNTY, "education", "finance")

EDITOR, FILLER, REVIEWER, VIEWER = Role
# Role, tenant, department; then what that is to a duty finance leads, to one education leads, to
# the plan as a whole, and to a duty of a county with nobody above it.
TABLE = [
    (EDITOR, COUNTY, "education", "collector support", "collector lead", "collector", "collector"),
    (EDITOR, COUNTY, "", "collector support", "collector lead", "collector", "collector"),
    # The bureau's people act for the bureau, whatever else they claim to be of.
    (EDITOR, COUNTY, "tax", "collector support", "collector lead", "collector", "collector"),
    (EDITOR, COUNTY, "finance", "collector support", "collector lead", "collector", "collector"),
    (EDITOR, NEIGHBOUR, "education", "", "", "", ""),
    (EDITOR, PREFECTURE, "education", "", "", "", ""),
    (FILLER, COUNTY, "finance", "lead", "support", "", "lead"),
    (FILLER, COUNTY, "tax", "support", "", "", ""),
    (FILLER, COUNTY, "education", "support", "lead", "", ""),
    (FILLER, COUNTY, "police", "", "", "", ""),
    (FILLER, COUNTY, "", "", "", "", ""),
    (FILLER, NEIGHBOUR, "finance", "", "", "", ""),
    (FILLER, PREFECTURE, "finance", "", "", "", ""),
    (REVIEWER, PREFECTURE, "", "reviewer", "reviewer", "reviewer", ""),
    (REVIEWER, PREFECTURE, "finance", "reviewer", "reviewer", "reviewer", ""),
    (REVIEWER, COUNTY, "finance", "", "", "", "reviewer"),
    (REVIEWER, NEIGHBOUR, "", "", "", "", ""),
    (REVIEWER, "632600", "", "", "", "", ""),
    (VIEWER, COUNTY, "finance", "", "", "", ""),
    (VIEWER, PREFECTURE, "", "", "", "", ""),
]


@pytest.mark.parametrize(
    ("role", "tenant", "department", "support", "lead", "plan", "alone"), TABLE
)
def test_a_person_is_to_the_work_what_the_table_says(
    role: Role, tenant: str, department: str, support: str, lead: str, plan: str, alone: str
) -> None:
    actor = Actor("张三", role, tenant, department)
    assert parties_of(actor, FINANCE_LEADS) == {Party(each) for each in support.split()}
    assert parties_of(actor, EDUCATION_LEADS) == {Party(each) for each in lead.split()}
    assert parties_of(actor, THE_PLAN) == {Party(each) for each in plan.split()}
    assert parties_of(actor, ALONE) == {Party(each) for each in alone.split()}


def test_the_table_has_every_role_and_every_role_has_words() -> None:
    assert {row[0] for row in TABLE} == set(Role) == ROLE_WORDS.keys()
