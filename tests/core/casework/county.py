"""A county in the middle of a year of duties, the people who work on it, and short forms."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dudao.casework import (
    Draft,
    Duties,
    Office,
    accept_duty,
    assemble,
    load_duties,
    lock,
    open_plan,
    save_part,
    send,
    submit_duty,
    take_in,
)
from dudao.casework.office import reading, writing
from dudao.store import (
    LogEntry,
    Part,
    Tenant,
    add_tenant,
    broken_seals,
    load_facts,
    log_entries,
    move_duty,
    write_part,
)
from dudao.workflow import Actor, DutyState, PartState, Role

PREFECTURE, COUNTY, NEIGHBOUR, ELSEWHERE = "632200", "632224", "632223", "632600"
ALONE = "632225"  # a county with nobody above it
YEAR, BOOK = "2018", "gangcha.duties"
OPENED = date(2018, 1, 20)
EDITOR = Actor("张经办", Role.EDITOR, COUNTY, "education")
REVIEWER = Actor("王审核", Role.REVIEWER, PREFECTURE)
STRANGERS = {
    "the neighbour's editor": replace(EDITOR, tenant=NEIGHBOUR),
    "the neighbour's department": Actor("李", Role.FILLER, NEIGHBOUR, "finance"),
    "the prefecture's editor": replace(EDITOR, tenant=PREFECTURE),
    "another prefecture's reviewer": replace(REVIEWER, tenant=ELSEWHERE),
    "a reviewer of the county": replace(REVIEWER, tenant=COUNTY),
    "a viewer": Actor("钱", Role.VIEWER, COUNTY, "finance"),
    "a department without the duty": Actor("孙", Role.FILLER, COUNTY, "police"),
    "somebody of no department": Actor("周", Role.FILLER, COUNTY),
    "somebody without a name": Actor(" ", Role.EDITOR, COUNTY, "education"),
}
STAGES = ("kindergarten", "primary", "junior", "senior")
# A county to which none of the twelve conditions applies, its spending that of the year before.
SOUND: dict[str, object] = {
    **{f"gangcha.{code}": True for code in ("large_class_plan", "weak_school_plan")},
    **{f"gangcha.{code}": True for code in ("heating_plan", "balance_plan", "other_plans")},
    **{f"gangcha.{code}": False for code in ("target_letter_missed", "monitoring_low", "fraud")},
    **{f"gangcha.{code}": False for code in ("deviation", "core_targets_missed")},
    **{f"gangcha.{code}": 0 for code in ("unrest_events", "accidents", "misconduct_cases")},
    "gangcha.dangerous_building": False,
    "gangcha.education_plan": True,
    "education_spending": 58_000_000,
    **{f"education_spending_per_pupil_{stage}": 12_000 for stage in STAGES},
    "fiscal_education_spending": 60_000_000,
    "gdp": 1_500_000_000,
    "nine_year_retention": "94.5",
}


def register(office: Office) -> None:
    """Register a prefecture with two counties, another prefecture, and a county of nobody's."""
    with office.database.session() as session:
        for code in (PREFECTURE, ELSEWHERE):
            add_tenant(session, Tenant(code, f"示例州{code}", "prefecture"))
        for code, name in ((COUNTY, "示例县"), (NEIGHBOUR, "邻县")):
            add_tenant(session, Tenant(code, name, "county", PREFECTURE, True, BOOK))
        add_tenant(session, Tenant(ALONE, "独县", "county", None, True, BOOK))


def begin(office: Office, county: str = COUNTY) -> Duties:
    """Open the year of a county."""
    return open_plan(office, replace(EDITOR, tenant=county), county, YEAR, OPENED)


def of(department: str, county: str = COUNTY) -> Actor:
    """Return somebody of a department."""
    return Actor("填报员", Role.FILLER, county, department)


def part(office: Office, duty: str, department: str, county: str = COUNTY) -> Part:
    """Return a part as it stands now."""
    found = load_duties(office, county, YEAR).works[duty].part(department)
    assert found is not None
    return found


def write(
    office: Office,
    duties: Duties,
    duty: str,
    department: str,
    narrative: str = "已办理",
    figures: Mapping[str, str] | None = None,
    *,
    file: bool = False,
) -> int:
    """Write a part over the one that stands there."""
    version = part(office, duty, department, duties.tenant.code).version
    draft = Draft(version, narrative, figures or {})
    actor = of(department, duties.tenant.code)
    return save_part(office, actor, duties, duty, department, draft, file=file)


def submit(office: Office, duties: Duties, duty: str) -> None:
    """Write a duty's leading part and report the duty without the others."""
    lead = duties.works[duty].parts[0].department
    write(office, duties, duty, lead)
    submit_duty(office, of(lead, duties.tenant.code), duties, duty, "配合部门未交")


def accept(office: Office, duties: Duties, duty: str) -> None:
    """Report a duty and accept it."""
    submit(office, duties, duty)
    accept_duty(office, replace(EDITOR, tenant=duties.tenant.code), duties, duty)


def accept_all(office: Office, duties: Duties) -> Duties:
    """Put every duty where accepting it would, all in one step: the way there is tested once."""
    plan = duties.plan
    with writing(office, plan.tenant) as session:
        for code, work in load_duties(office, plan.tenant, YEAR).works.items():
            for each in work.parts:
                said = each.narrative or f"{each.department} 的 {code}"
                filed = replace(each, state=PartState.FILED.value, narrative=said, by="张")
                write_part(session, plan.period, plan.book, filed)
            move_duty(session, plan.period, plan.book, code, DutyState.ACCEPTED.value, "")
    return load_duties(office, plan.tenant, YEAR)


def send_up(office: Office, duties: Duties) -> Duties:
    """Assemble, lock and send a plan whose duties are all accepted."""
    editor = replace(EDITOR, tenant=duties.tenant.code)
    for move in (assemble, lock, send):
        move(office, editor, duties)
    return load_duties(office, duties.tenant.code, YEAR)


def report(
    office: Office, figures: Mapping[str, object], period: str = YEAR, county: str = COUNTY
) -> None:
    """Hand in a county's figures by file, with one school that teaches all subjects."""
    school = {
        "code": "S1",
        "kind": "school",
        "name": "示例小学",
        "attributes": {"type": "primary"},
        "facts": {"full_curriculum": True},
    }
    own: dict[str, Any] = {"code": county, "kind": "county", "facts": dict(figures)}
    document = {"tenant": county, "period": period, "subjects": [school, own]}
    taken = take_in(office, county, "全县.json", json.dumps(document).encode(), "张经办")
    assert taken.problems == ()
    assert taken.recorded is not None


def report_sound(office: Office, county: str = COUNTY, **changes: object) -> None:
    """Hand in the figures of a sound county, for the year before too."""
    report(office, SOUND, "2017", county)
    report(office, {**SOUND, **changes}, YEAR, county)


def stored(office: Office, county: str = COUNTY) -> dict[str, int]:
    """Return the county's own figures of the year, as stored."""
    with reading(office, county) as session:
        return dict(load_facts(session, county, YEAR).county.facts)


def log(office: Office, tenant: str = COUNTY) -> list[LogEntry]:
    """Return what was done apart from the ledger, the earliest first; the log's seals hold."""
    with reading(office, tenant) as session:
        assert list(broken_seals(session, tenant)) == []
        return [each for each in log_entries(session, tenant)[::-1] if each.finding is None]


def state(office: Office, county: str = COUNTY) -> tuple[Any, ...]:
    """Return all that a refused move must leave as it was."""
    duties = load_duties(office, county, YEAR)
    tenants = (county, PREFECTURE)
    return (
        duties.plan,
        duties.works,
        duties.reviews,
        stored(office, county),
        *(log(office, each) for each in tenants),
    )


def unchanged(office: Office, county: str = COUNTY) -> Callable[[], None]:
    """Return what asserts that nothing has been written since."""
    before = state(office, county)

    def check() -> None:
        assert state(office, county) == before

    return check
