"""The invented schools of the demo county, and what is deliberately wrong at some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

YEARS = ("2019", "2020")


@dataclass(frozen=True, slots=True)
class Profile:
    """An invented school; pupils by stage are those of 2020."""

    code: str
    name: str
    type: str
    area: str
    built: int
    primary: int = 0
    junior: int = 0
    senior: int = 0
    owner: int = 5
    parent: str | None = None


PROFILES = (
    Profile("U1", "示例第一小学", "primary", "urban", 2013, 2064),
    Profile("U2", "示例第二小学", "primary", "urban", 2006, 2118),
    Profile("U3", "示例第三小学", "primary", "urban", 2009, 1610),
    Profile("U4", "示例第四小学", "primary", "urban", 1998, 1480),
    Profile("U5", "示例第五小学", "primary", "urban", 2011, 1001),
    Profile("U6", "示例第六小学", "primary", "urban", 2015, 1236),
    Profile("U7", "示例第七小学", "primary", "urban", 2018, 1742),
    Profile("P1", "示例民办小学", "primary", "urban", 2014, 468, owner=10),
    Profile("T1", "示例甲镇中心小学", "primary", "town", 2008, 620),
    Profile("T2", "示例乙镇中心小学", "primary", "town", 2010, 540),
    Profile("T3", "示例丙镇中心小学", "primary", "town", 2003, 512),
    Profile("T4", "示例丁镇中心小学", "primary", "town", 2012, 468),
    Profile("T5", "示例戊镇中心小学", "primary", "town", 2007, 433),
    Profile("T6", "示例己镇中心小学", "primary", "town", 2009, 412),
    Profile("T7", "示例庚镇中心小学", "primary", "town", 2018, 386),
    Profile("T8", "示例辛镇中心小学", "primary", "town", 2011, 351),
    Profile("T9", "示例壬镇中心小学", "primary", "town", 2014, 318),
    Profile("T10", "示例癸镇中心小学", "primary", "town", 2012, 300),
    Profile("V1", "示例一村小学", "primary", "rural", 2005, 214),
    Profile("V2", "示例二村小学", "primary", "rural", 2008, 196),
    Profile("V3", "示例三村小学", "primary", "rural", 2011, 183),
    Profile("V4", "示例四村小学", "primary", "rural", 2009, 171),
    Profile("V5", "示例五村小学", "primary", "rural", 2012, 164),
    Profile("V6", "示例六村小学", "primary", "rural", 2006, 152),
    Profile("V7", "示例七村小学", "primary", "rural", 2010, 148),
    Profile("V8", "示例八村小学", "primary", "rural", 2004, 137),
    Profile("V9", "示例九村小学", "primary", "rural", 2017, 126),
    Profile("V10", "示例十村小学", "primary", "rural", 2010, 118),
    Profile("V11", "示例十一村小学", "primary", "rural", 2007, 109),
    Profile("V12", "示例十二村小学", "primary", "rural", 2009, 96),
    Profile("V13", "示例十三村小学", "primary", "rural", 2008, 86),
    Profile("V14", "示例十四村小学", "primary", "rural", 2006, 74),
    # From fifty pupils on a teaching point counts like a school; smaller ones are left out.
    Profile("D1", "示例甲镇东村教学点", "teaching_point", "rural", 2008, 68),
    Profile("D2", "示例乙镇东村教学点", "teaching_point", "rural", 2005, 61),
    Profile("D3", "示例丙镇东村教学点", "teaching_point", "rural", 2010, 57),
    Profile("D4", "示例丁镇东村教学点", "teaching_point", "rural", 2007, 52),
    Profile("D5", "示例戊镇东村教学点", "teaching_point", "rural", 2003, 44),
    Profile("D6", "示例己镇东村教学点", "teaching_point", "rural", 2006, 37),
    Profile("D7", "示例庚镇东村教学点", "teaching_point", "rural", 2009, 31),
    Profile("D8", "示例辛镇东村教学点", "teaching_point", "rural", 2004, 24),
    Profile("D9", "示例壬镇东村教学点", "teaching_point", "rural", 2008, 20),
    # Not counted as schools (不计校数): their figures are merged into the parent's.
    Profile("D10", "示例癸镇东村教学点", "teaching_point", "rural", 2010, 33, parent="T10"),
    Profile("D11", "示例丁镇西村教学点", "teaching_point", "rural", 2011, 27, parent="T4"),
    Profile("J1", "示例第一中学", "junior", "urban", 2012, junior=1812),
    Profile("J2", "示例第二中学", "junior", "urban", 2008, junior=1654),
    Profile("J3", "示例第三中学", "junior", "urban", 2014, junior=1420),
    Profile("J4", "示例第四中学", "junior", "urban", 2010, junior=1236),
    Profile("J5", "示例第五中学", "junior", "urban", 2016, junior=980),
    Profile("J6", "示例甲镇初级中学", "junior", "town", 2006, junior=486),
    Profile("J7", "示例乙镇初级中学", "junior", "town", 2009, junior=420),
    Profile("J8", "示例丙镇初级中学", "junior", "town", 2011, junior=400),
    Profile("J9", "示例丁镇初级中学", "junior", "town", 2005, junior=318),
    Profile("J10", "示例戊镇初级中学", "junior", "town", 2013, junior=262),
    Profile("N1", "示例子镇九年一贯制学校", "nine_year", "town", 2012, 420, 214),
    Profile("N2", "示例丑镇九年一贯制学校", "nine_year", "town", 2010, 356, 176),
    Profile("N3", "示例寅村九年一贯制学校", "nine_year", "rural", 2009, 188, 92),
    Profile("N4", "示例新区九年一贯制学校", "nine_year", "urban", 2019, 1020, 520),
    Profile("M1", "示例完全中学", "complete_middle", "urban", 2009, junior=640, senior=1420),
    Profile("X1", "示例特殊教育学校", "special", "urban", 2013, 66, 30),
    Profile("X2", "示例职业学校", "vocational", "urban", 2011, senior=1150),
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something made wrong, or on the edge, at one school.

    `rates` holds indicators at a percentage of their target; `figures` puts figures in place of
    the generated ones (None: not reported); `crowded` is a grade and its largest class.
    """

    school: str
    why: str
    rates: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, object] = field(default_factory=dict)
    crowded: tuple[int, int] | None = None
    years: tuple[str, ...] = YEARS


_ONLY_2019, _ONLY_2020 = ("2019",), ("2020",)

FLAWS = (
    # Resources: one short but not below 85 %, one short and below it, two short.
    Flaw("U3", "R4 short, not below 85 %: six of seven pass", {"R4": 90}),
    Flaw("J1", "R1 short, not below 85 %: six of seven pass", {"R1": 92}),
    Flaw("T1", "R3 short, not below 85 %: six of seven pass", {"R3": 90}),
    Flaw("U6", "R5 below 85 %: six of seven do not suffice", {"R5": 70}),
    Flaw("P1", "R2 below 85 %", {"R2": 50}),
    Flaw("J6", "R7 below 85 %", {"R7": 80}),
    Flaw("T3", "R6 and R7 short: five of seven", {"R6": 92, "R7": 90}),
    # On the edge.
    Flaw("U5", "42 for 1,001 pupils is 4.196, printed 4.20", {}, {"teachers_above_degree": 42}),
    Flaw("J8", "4 for 400 pupils is exactly 1 per 100", {}, {"backbone_teachers": 4}),
    # Rooms, classes and funds; size needs no flaw: U1 is too large, U2 too, but of 2006.
    Flaw("U7", "half of the music rooms", {}, {"music_rooms": 2}),
    Flaw("T9", "no art room at all", {}, {"art_rooms": 0, "art_room_min_area": None}),
    Flaw("T7", "too late for the relaxation of rooms", {}, {"music_room_min_area": 80}),
    Flaw("U7", "a class of 48", crowded=(3, 48)),
    Flaw("J3", "a class of 53", crowded=(9, 53)),
    Flaw("J2", "a class of 57, split up in 2020", crowded=(8, 57), years=_ONLY_2019),
    Flaw("V14", "funded by its own pupils, not by 100", {}, {"public_funds_pupils_counted": 74}),
    Flaw("V2", "4.6 % of its funds for training", {}, {"training_budget": 7000}),
    # Met under the relaxations of 2019.
    Flaw("T6", "music room of a school built by 2016", {}, {"music_room_min_area": 75}),
    Flaw("V9", "art room of a rural school with small classes", {}, {"art_room_min_area": 60}),
    Flaw(
        "V13",
        "travelling teachers only",
        {},
        {"pe_arts_teachers": 0, "travelling_pe_arts_teachers": 1},
    ),
    Flaw(
        "U4",
        "leased sports ground in a dense centre",
        {"R5": 80},
        {"leased_sports_area": 2600, "dense_city_centre": True},
    ),
    # Figures that are wrong or missing.
    Flaw("J4", "10,000 yuan typed as yuan", {}, {"equipment_value": "370.8"}, years=_ONLY_2020),
    Flaw("T2", "504 for the 540 of its classes", {}, {"students": 504}, years=_ONLY_2020),
    Flaw("T5", "more certificates than teachers", {}, {"certified_teachers": 36}, years=_ONLY_2020),
    Flaw("T8", "a new sports ground", {}, {"sports_area": 14200}, years=_ONLY_2020),
    Flaw("V4", "rooms not reported", {}, {"multimedia_rooms": None}, years=_ONLY_2020),
)


def flaws_of(school: str, year: str) -> list[Flaw]:
    """Return what is made wrong at a school in a year."""
    return [flaw for flaw in FLAWS if flaw.school == school and year in flaw.years]
