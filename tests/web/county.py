"""A small county with something to say on every page."""

from __future__ import annotations

import json
from typing import Any

from litestar import Litestar
from litestar.testing import TestClient

from dudao.casework import Office, take_in
from dudao.store import Tenant, add_tenant

Client = TestClient[Litestar]
COUNTY = "999001"
YEAR = "2023"
HOME = f"/t/{COUNTY}/{YEAR}"
EVIL = "<script>alert('校')</script>学校"


def school(code: str, name: str, pupils: int, **changes: Any) -> dict[str, Any]:
    """Return a primary school that meets every standard, but for the changes."""
    stage = {
        "students": pupils,
        "classes": pupils // 40,
        "teachers": pupils // 12,
        "teachers_above_degree": pupils * 5 // 100,
        "backbone_teachers": pupils * 2 // 100,
        "pe_arts_teachers": pupils * 2 // 100,
        "certified_teachers": pupils // 12,
        "grades": 6,
    }
    facts: dict[str, Any] = {
        "teaching_area": pupils * 6,
        "sports_area": pupils * 9,
        "equipment_value": pupils * 3000,
        "multimedia_rooms": pupils * 4 // 100,
        "music_rooms": 3,
        "art_rooms": 3,
        "music_room_min_area": 100,
        "art_room_min_area": 95,
        "public_funds_budget": pupils * 800,
        "training_budget": pupils * 60,
        "charter": True,
        "informatised": True,
        "moral_education": "good",
    }
    for key, value in changes.items():
        (stage if key in stage else facts)[key] = value
    classes = [{"grade": number % 6 + 1, "students": 40} for number in range(pupils // 40)]
    return {
        "code": code,
        "kind": "school",
        "name": name,
        "attributes": {"type": "primary", "owner": 5, "area": "town", "built": 2008},
        "facts": {key: value for key, value in facts.items() if value is not None},
        "stages": {"primary": {key: value for key, value in stage.items() if value is not None}},
        "classes": classes,
    }


def county(tenant: str = COUNTY, year: str = YEAR) -> dict[str, Any]:
    """Return a county with one school in order, one short of teachers, one short of figures."""
    return {
        "tenant": tenant,
        "period": year,
        "subjects": [
            school("S1", "第一小学", 600),
            school("S2", "第二小学", 480, teachers_above_degree=19, music_rooms=0),
            school("S3", EVIL, 240, sports_area=None, equipment_value=48),
            {
                "code": tenant,
                "kind": "county",
                "name": "试验县",
                "facts": {
                    "special_funds_per_pupil": 7000,
                    "teacher_average_pay": 90000,
                    "civil_servant_average_pay": 90000,
                    "veto_exam_admission": False,
                },
            },
        ],
    }


def fill(office: Office) -> None:
    """Register the tenants of the tests and hand in the county's figures."""
    with office.database.session() as session:
        add_tenant(session, Tenant("999000", "试验市", "prefecture"))
        for tenant in (
            Tenant(COUNTY, "试验县", "county", "999000", book="cn.balanced"),
            Tenant("999002", "演示县", "county", "999000", True, "cn.balanced"),
            Tenant("999003", "新县", "county", "999000", book="cn.balanced"),
        ):
            add_tenant(session, tenant)
    for tenant in (COUNTY, "999002"):
        text = json.dumps(county(tenant)).encode()
        take_in(office, tenant, "试验县.json", text, "教育局 统计员")
