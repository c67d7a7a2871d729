"""What a person is to a duty follows from their role, their tenant and their department."""

from __future__ import annotations

import pytest

from dudao.workflow import (
    ROLE_WORDS,
    Actor,
    Owner,
    OwnerKind,
    Party,
    Role,
    Seats,
    parties_of,
    parties_to,
)

COUNTY, NEIGHBOUR, PREFECTURE = "632224", "632223", "632200"
FINANCE_LEADS = Seats(COUNTY, PREFECTURE, "education", "finance", ("education", "tax"))
EDUCATION_LEADS = Seats(COUNTY, PREFECTURE, "education", "education", ("finance",))
THE_PLAN = Seats(COUNTY, PREFECTURE, "education")
ALONE = Seats(COUNTY, COUNTY, "education", "finance")

EDITOR, FILLER, SCHOOL, INSPECTOR, REVIEWER, VIEWER = Role
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
    (SCHOOL, COUNTY, "finance", "", "", "", ""),
    (INSPECTOR, COUNTY, "education", "", "", "", ""),
    (INSPECTOR, COUNTY, "finance", "", "", "", ""),
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


FINANCE, A_SCHOOL = Owner(OwnerKind.DEPARTMENT, "finance"), Owner(OwnerKind.SCHOOL, "S1")
# Role, tenant, department, school; then what that is to a finding of finance, of a school, of
# nobody yet.
TO_FINDINGS = [
    (EDITOR, COUNTY, "education", "", "keeper", "keeper", "keeper"),
    # Who keeps the ledger does not prove what they approve.
    (EDITOR, COUNTY, "finance", "S1", "keeper", "keeper", "keeper"),
    (EDITOR, NEIGHBOUR, "finance", "", "", "", ""),
    (FILLER, COUNTY, "finance", "", "owner", "", ""),
    (FILLER, COUNTY, "tax", "S1", "", "", ""),
    (FILLER, COUNTY, "S1", "", "", "", ""),
    (FILLER, NEIGHBOUR, "finance", "", "", "", ""),
    (SCHOOL, COUNTY, "", "S1", "", "owner", ""),
    (SCHOOL, COUNTY, "finance", "S2", "", "", ""),
    (SCHOOL, NEIGHBOUR, "", "S1", "", "", ""),
    (INSPECTOR, COUNTY, "finance", "S1", "", "", ""),
    (REVIEWER, PREFECTURE, "finance", "", "", "", ""),
    (VIEWER, COUNTY, "finance", "S1", "", "", ""),
]


@pytest.mark.parametrize(
    ("role", "tenant", "department", "school", "of_finance", "of_school", "of_nobody"), TO_FINDINGS
)
def test_a_person_is_to_a_finding_what_the_table_says(
    role: Role,
    tenant: str,
    department: str,
    school: str,
    of_finance: str,
    of_school: str,
    of_nobody: str,
) -> None:
    actor = Actor("张三", role, tenant, department, school)
    found = [parties_to(actor, COUNTY, owner) for owner in (FINANCE, A_SCHOOL, None)]
    expected = [of_finance, of_school, of_nobody]
    assert found == [{Party(each) for each in words.split()} for words in expected]
