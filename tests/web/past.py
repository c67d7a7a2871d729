"""A city whose counties have class lists of several years, one, or none."""

from __future__ import annotations

import json
from typing import Any

from dudao.casework import Office, take_in
from dudao.store import Tenant, add_tenant

CITY, COUNTY, SECOND, NEW, YOUNG, EMPTY = (
    *("998000", "998001", "998002"),
    *("998003", "998004", "997000"),
)
YEARS = (2021, 2022, 2023)


def at(tenant: str = COUNTY, year: int = 2023, *rest: str) -> str:
    """Return the address of a forecast page."""
    return "/".join((f"/t/{tenant}/{year}/forecast", *rest))


def _school(code: str, name: str, kind: str, pupils: int, grades: range) -> dict[str, Any]:
    stages = {
        stage: {"teachers": 12}
        for stage, own in (("primary", range(1, 7)), ("junior", range(7, 10)))
        if set(own) & set(grades)
    }
    return {
        "code": code,
        "kind": "school",
        "name": name,
        "attributes": {"type": kind},
        "stages": stages,
        "classes": [{"grade": grade, "students": pupils} for grade in grades],
    }


def _year(tenant: str, year: int) -> dict[str, Any]:
    """Return a year: the first school is too full, the second grows into it, the third never."""
    growing = 40 + 2 * (year - YEARS[0])
    return {
        "tenant": tenant,
        "period": str(year),
        "subjects": [
            _school("S1", "中心小学", "primary", 48, range(1, 7)),
            _school("S2", "九年制学校", "nine_year", growing, range(1, 10)),
            _school("S3", "村小", "teaching_point", 9, range(1, 4)),
        ],
    }


def fill(office: Office) -> None:
    """Register the tenants and hand in their class lists."""
    with office.database.session() as session:
        add_tenant(session, Tenant(EMPTY, "空省", "province"))
        add_tenant(session, Tenant(CITY, "有城市", "prefecture", book="cn.balanced"))
        for code, name in ((COUNTY, "甲县"), (SECOND, "乙县"), (NEW, "新县"), (YOUNG, "幼县")):
            add_tenant(session, Tenant(code, name, "county", CITY, book="cn.balanced"))
    for tenant, years in ((COUNTY, YEARS), (SECOND, YEARS), (YOUNG, YEARS[-1:])):
        for year in years:
            text = json.dumps(_year(tenant, year)).encode()
            take_in(office, tenant, f"{year}.json", text, "统计员")
