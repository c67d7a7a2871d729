"""A plugin with one small book, and a city with counties below it that report under it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint

from tests.core.build import county, facts_of, school

from dudao.api import BookFile, impl
from dudao.casework import Office, take_in
from dudao.exchange import write_facts_json
from dudao.facts import FactSet, SubjectFacts
from dudao.plugins import Plugins
from dudao.store import Tenant, add_tenant

CITY, FIRST, SECOND, THIRD, ELSEWHERE = "990000", "990001", "990002", "990003", "980001"
YEAR, BOOK = "2020", "shili.unified"
FOUR = ("layout_meets_plan", "staffing_by_county", "four_unifications", "rural_junior_favoured")
TEXT = f"""
code = "{BOOK}"
edition = "2020"
title = "示例统一办法"
basis = "示〔2020〕2号"
since = 2020-01-01
grading = {{ scheme = "all_met", grades = ["达标", "不达标"] }}
sections = [{{ code = "一", title = "主要目标" }}, {{ code = "二", title = "学校" }}]

[[indicators]]
code = "unified"
title = "四项统一"
section = "一"
subject = "county"
clause = "示〔2020〕2号 一"
measure = {{ kind = "k_of_n", of = {[f"u.{code}" for code in FOUR]} }}

{
    "".join(
        f'''
[[indicators]]
code = "u.{code}"
title = "统一之{place}"
section = "一"
subject = "county"
counts = false
clause = "示〔2020〕2号 一({place})"
measure = {{ kind = "attested", metric = "{code}" }}
targets = [{{ op = "==", limit = true }}]
'''
        for place, code in enumerate(FOUR, 1)
    )
}
[[indicators]]
code = "retention"
title = "巩固率"
section = "一"
subject = "county"
clause = "示〔2020〕2号 一(五)"
measure = {{ kind = "value", metric = "nine_year_retention" }}
targets = [{{ op = ">=", limit = 97 }}]
borderline = 0.001

[[indicators]]
code = "charter"
title = "依章程管理"
section = "二"
subject = "school"
clause = "示〔2020〕2号 二(一)"
measure = {{ kind = "attested", metric = "charter" }}
targets = [{{ op = "==", limit = true }}]

[[indicators]]
code = "size"
title = "班额"
section = "二"
subject = "stage"
clause = "示〔2020〕2号 二(二)"
measure = {{ kind = "extreme" }}
targets = [
  {{ stage = "primary", op = "<=", limit = 45 }},
  {{ stage = "junior", op = "<=", limit = 50 }},
]
borderline = 0

[[indicators]]
code = "big"
title = "大班数"
section = "二"
subject = "stage"
counts = false
clause = "示〔2020〕2号 二(二)"
measure = {{ kind = "tally", at_least = 46 }}
targets = [{{ op = "<=", limit = 0 }}]
"""


@impl
def dudao_rulebooks() -> Sequence[BookFile]:
    """Return the book."""
    return [BookFile("unified.toml", TEXT)]


def unified_plugins() -> Plugins:
    """Return an installation with this plugin beside those installed."""
    from importlib.metadata import entry_points

    own = EntryPoint("shili", __name__, "dudao")
    found = Plugins([own, *entry_points(group="dudao")])
    assert found.problems == {}
    return found


def register(office: Office) -> None:
    """Register the city with three counties, and a county elsewhere."""
    with office.database.session() as session:
        add_tenant(session, Tenant(CITY, "示例市", "prefecture"))
        for code, name in ((FIRST, "甲县"), (SECOND, "乙区"), (THIRD, "丙县")):
            add_tenant(session, Tenant(code, name, "county", CITY, True, BOOK))
        add_tenant(session, Tenant(ELSEWHERE, "外县", "county", book=BOOK))


def report(office: Office, *subjects: SubjectFacts, tenant: str, period: str = YEAR) -> None:
    """Hand figures of a tenant in."""
    facts = facts_of(*subjects, tenant=tenant, period=period)
    named = FactSet(tenant, period, facts.subjects, "")
    text = write_facts_json(named, office.plugins.vocabulary)
    taken = take_in(office, tenant, "示例.json", text.encode(), "张经办")
    assert taken.recorded, taken.problems


def schools(tenant: str) -> list[SubjectFacts]:
    """Return four schools: sound, with two gaps, unknown, and of two stages of which one is over."""
    return [
        school("S1", primary={"students": 80}, classes=[(1, 40), (2, 40)], charter=True),
        school("S2", primary={"students": 90}, classes=[(1, 44), (2, 46)], charter=False),
        school("S3", "junior", junior={"students": 100}, classes=[(7, 50), (8, 50)], area="rural"),
        school(
            "S4",
            "nine_year",
            primary={"students": 40},
            junior={"students": 51},
            classes=[(1, 40), (7, 51)],
            charter=True,
        ),
    ]


def fill(office: Office) -> None:
    """Register all of them; let two counties of the city and the one elsewhere report."""
    register(office)
    yes = dict.fromkeys(FOUR, True)
    own = county(FIRST, **yes, nine_year_retention="97.5")
    report(office, *schools(FIRST), own, tenant=FIRST)
    lacking = {**yes, FOUR[0]: False, FOUR[1]: None}
    own = county(SECOND, **lacking, nine_year_retention="96.9")
    report(office, *schools(SECOND)[:1], own, tenant=SECOND)
    report(office, *schools(ELSEWHERE), county(ELSEWHERE, **yes), tenant=ELSEWHERE)
    report(office, *schools(THIRD), tenant=THIRD, period="2019")
