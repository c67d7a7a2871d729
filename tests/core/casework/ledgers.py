"""A county with large classes, its ledger, and the people who work on it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from dudao.casework import (
    Office,
    Treatment,
    finding_history,
    load_ledger,
    move_findings,
    offer_proof,
    set_treatment,
    take_in,
)
from dudao.casework.office import reading
from dudao.ledger import Finding
from dudao.store import LogEntry, Tenant, add_tenant, broken_seals
from dudao.workflow import Actor, FindingState, Owner, OwnerKind, Role

CITY, COUNTY, NEIGHBOUR = "220500", "220521", "220523"
BOOK = "tonghua.integration"
KEEPER = Actor("张经办", Role.EDITOR, COUNTY)
SCHOOL = Actor("李校长", Role.SCHOOL, COUNTY, school="S1")
TODAY = date(2018, 3, 1)
SOON = date(2018, 9, 1)
OF_SCHOOL = Owner(OwnerKind.SCHOOL, "S1")
PROOF = (("分班方案.txt", "增设一个班".encode()),)
STRANGERS = {
    "the neighbour's keeper": replace(KEEPER, tenant=NEIGHBOUR),
    "the city's keeper": replace(KEEPER, tenant=CITY),
    "the city's reviewer": Actor("王", Role.REVIEWER, CITY),
    "another school": replace(SCHOOL, school="S2"),
    "a department": Actor("孙", Role.FILLER, COUNTY, "finance"),
    "a viewer": Actor("钱", Role.VIEWER, COUNTY, school="S1"),
}


def register_city(office: Office) -> None:
    """Register a city with two counties."""
    with office.database.session() as session:
        add_tenant(session, Tenant(CITY, "示例市", "prefecture", None, True, BOOK))
        for code, name in ((COUNTY, "示例县"), (NEIGHBOUR, "邻县")):
            add_tenant(session, Tenant(code, name, "county", CITY, True, BOOK))


def report_classes(
    office: Office, period: int, *, tenant: str = COUNTY, on: date | None = None, **sizes: int
) -> None:
    """Report one primary school's classes: `c3_2=56` is class 3-2 with 56 pupils."""
    classes = []
    for name, pupils in sizes.items():
        grade, number = name.removeprefix("c").split("_")
        classes.append({"grade": int(grade), "code": f"{grade}-{number}", "students": pupils})
    school = {
        "code": "S1",
        "kind": "school",
        "name": "示例一小",
        "attributes": {"type": "primary", "owner": 5, "area": "town"},
        "stages": {"primary": {"students": sum(sizes.values()) or 100}},
        "classes": classes,
    }
    other = {**school, "code": "S2", "name": "示例二小", "classes": []}
    document = {"tenant": tenant, "period": str(period), "subjects": [school, other]}
    taken = take_in(
        office, tenant, "班级.json", json.dumps(document).encode(), "张三", on=on or TODAY
    )
    assert taken.recorded is not None, taken.problems


def found(office: Office, tenant: str = COUNTY) -> list[Finding]:
    """Return the ledger's findings."""
    return list(load_ledger(office, tenant, BOOK).findings)


def one(office: Office, number: int = 1) -> Finding:
    """Return one finding."""
    [finding] = [each for each in found(office) if each.number == number]
    return finding


def history(office: Office, number: int = 1) -> list[LogEntry]:
    """Return what was done to a finding, the oldest first."""
    return finding_history(office, COUNTY, number)[::-1]


def treat(office: Office, *numbers: int, **changes: object) -> None:
    """Give findings a measure, an owner and a deadline."""
    treatment = replace(Treatment("增设一个班", OF_SCHOOL, SOON), **changes)  # type: ignore[arg-type]
    set_treatment(office, KEEPER, COUNTY, numbers or (1,), treatment, on=TODAY)


def prove(office: Office, *numbers: int, files: tuple[tuple[str, bytes], ...] = PROOF) -> None:
    """Offer proof for findings."""
    offer_proof(office, SCHOOL, COUNTY, numbers or (1,), "已经分班", files, on=TODAY)


def move(office: Office, code: str, *numbers: int, comment: str = "", on: date = TODAY) -> None:
    """Make a move with findings, as the keeper of the ledger."""
    move_findings(office, KEEPER, COUNTY, numbers or (1,), code, comment, on)


def bring_to(office: Office, state: FindingState) -> None:
    """Bring the first finding to a state, from where it was listed."""
    order = [
        (FindingState.ACTIVE, lambda: treat(office)),
        (FindingState.PROVED, lambda: prove(office)),
        (FindingState.APPROVED, lambda: move(office, "approve")),
    ]
    for reached, step in order:
        if one(office).state is state:
            return
        step()
        if reached is state:
            return


def sealed(office: Office) -> bool:
    """Return whether the county's log is whole."""
    with reading(office, COUNTY) as session:
        return not [*broken_seals(session, COUNTY)]


def log_words(entries: list[LogEntry]) -> list[str]:
    """Return the actions of entries."""
    return [entry.action for entry in entries]
