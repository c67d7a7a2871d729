"""A synthetic county for the demo: Pingluo publishes no figures by school, so all are made here.

The same at every call, on every machine: variation comes from checksums, not from chance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any
from zlib import crc32

from dudao.api import DemoTenant

from .demo_county import FIGURES
from .demo_schools import PROFILES, YEARS, Profile, flaws_of

Figures = dict[str, Any]

_TENANT, _NAME = "640221", "平罗县"
_STAGES, _AREAS = ("primary", "junior"), ("urban", "town", "rural")
_GRADES = {"primary": range(1, 7), "junior": range(7, 10)}
_POINT_GRADES = range(1, 5)
_LARGEST_CLASS = {"primary": 45, "junior": 50}
_WEIGHTS = {"primary": Fraction(1), "junior": Fraction("1.1"), "senior": Fraction("1.32")}
# By how many ‰ a grade is larger than the one above it: the city grows, villages shrink.
_TREND = {"urban": 15, "town": -5, "rural": -30}
_PUPILS_PER_TEACHER = {"urban": 15, "town": 13, "rural": 9}
_SPECIAL_LARGEST_CLASS, _SPECIAL_PUPILS_PER_TEACHER = 12, 4
_FUNDS_PER_PUPIL = 780
# By indicator: the metric, its target per pupil (primary, junior), and how much schools have of
# it, in % of the target (urban, town, rural).
_RATES = {
    "R1": ("teachers_above_degree", ("0.042", "0.053"), (118, 132, 165)),
    "R2": ("backbone_teachers", ("0.01", "0.01"), (185, 125, 120)),
    "R3": ("pe_arts_teachers", ("0.009", "0.009"), (115, 135, 150)),
    "R4": ("teaching_area", ("4.5", "5.8"), (112, 190, 330)),
    "R5": ("sports_area", ("7.5", "10.2"), (109, 235, 360)),
    "R6": ("equipment_value", ("2000", "2500"), (118, 145, 190)),
    "R7": ("multimedia_rooms", ("0.023", "0.024"), (113, 140, 180)),
}
_OF_STAGE, _SHARED = ("R1", "R2", "R3"), ("R4", "R5", "R6", "R7")
# Schools had less of everything in the year before.
_SUPPLY = {"2019": Fraction("0.94"), "2020": Fraction(1)}
_ATTESTED: Figures = {
    "charter": True,
    "informatised": True,
    "ict_teaching": True,
    "moral_education": "good",
    "full_curriculum": True,
    "no_excess_homework": True,
}


def demo_county() -> DemoTenant:
    """Return the synthetic county with its facts files of 2019 and 2020."""
    return DemoTenant(
        code=_TENANT,
        name=_NAME,
        level="county",
        book="pingluo.balanced",
        facts=tuple(_facts_file(year) for year in YEARS),
        source="示例数据生成器",
    )


def _facts_file(year: str) -> str:
    figures = {code: values[YEARS.index(year)] for code, *values in FIGURES}
    county = {"code": _TENANT, "kind": "county", "name": _NAME, "facts": _reported(figures)}
    subjects = [_School(profile, year).subject() for profile in PROFILES]
    document = {"tenant": _TENANT, "period": year, "name": _NAME, "subjects": [*subjects, county]}
    return json.dumps(document, ensure_ascii=False)


def _reported(figures: Mapping[str, object]) -> Figures:
    return {code: value for code, value in figures.items() if value is not None}


def _vary(width: int, *words: str) -> int:
    """Return a number from −width to width, always the same for the same words."""
    return crc32("/".join(words).encode()) % (2 * width + 1) - width


class _School:
    """One school in one year, its figures made from its profile and its flaws."""

    def __init__(self, profile: Profile, year: str) -> None:
        self.profile = profile
        self.year = year
        self.flaws = flaws_of(profile.code, year)
        self.classes = {stage: self._classes(stage) for stage in _STAGES if getattr(profile, stage)}
        self.pupils = {stage: sum(map(sum, each.values())) for stage, each in self.classes.items()}
        if profile.senior:
            self.pupils["senior"] = profile.senior

    @property
    def _special(self) -> bool:
        return self.profile.type == "special"

    def subject(self) -> Figures:
        """Return the school as the facts file holds it."""
        facts = self._own_figures()
        stages = {stage: self._stage_figures(stage) for stage in self.classes}
        self._spoil(facts, stages)
        return {
            "code": self.profile.code,
            "kind": "school",
            "name": self.profile.name,
            "attributes": self._attributes(),
            "facts": _reported(facts),
            "stages": {stage: _reported(sheet) for stage, sheet in stages.items()},
            "classes": [
                {"grade": grade, "students": size}
                for grades in self.classes.values()
                for grade, sizes in grades.items()
                for size in sizes
            ],
        }

    def _spoil(self, facts: Figures, stages: dict[str, Figures]) -> None:
        """Put the figures of the school's flaws in place of those made so far."""
        for flaw in self.flaws:
            for code, value in flaw.figures.items():
                sheet = next((sheet for sheet in stages.values() if code in sheet), facts)
                sheet[code] = value

    def _attributes(self) -> Figures:
        profile = self.profile
        attributes: Figures = {
            "type": profile.type,
            "owner": profile.owner,
            "area": profile.area,
            "built": profile.built,
            "boarding": bool(profile.junior) and profile.area != "urban",
        }
        if profile.parent:
            attributes |= {"counts_as_school": False, "parent": profile.parent}
        return attributes

    def _classes(self, stage: str) -> dict[int, list[int]]:
        """Return the sizes of the classes of each grade."""
        largest = _SPECIAL_LARGEST_CLASS if self._special else _LARGEST_CLASS[stage]
        crowded = dict(flaw.crowded for flaw in self.flaws if flaw.crowded)
        return {
            grade: _split(pupils, largest, crowded.get(grade))
            for grade, pupils in self._grades(stage).items()
        }

    def _grades(self, stage: str) -> dict[int, int]:
        """Return the pupils of each grade; a year earlier the same children were a grade lower."""
        point = self.profile.type == "teaching_point"
        grades = _POINT_GRADES if point else _GRADES[stage]
        trend, code = _TREND[self.profile.area], self.profile.code
        shares = [1000 - trend * grade + _vary(30, code, str(grade)) for grade in grades]
        total: int = getattr(self.profile, stage)
        pupils = [total * share // sum(shares) for share in shares]
        for place in range(total - sum(pupils)):
            pupils[place] += 1
        if self.year == YEARS[0]:
            pupils = [*pupils[1:], pupils[-1]]
            pupils = [each + _vary(1, code, "moved", str(at)) for at, each in enumerate(pupils)]
        return dict(zip(grades, pupils, strict=True))

    def _supply(self, indicator: str) -> Fraction:
        """Return how much the school has of what an indicator counts, as a share of its target."""
        for flaw in self.flaws:
            if indicator in flaw.rates:
                return Fraction(flaw.rates[indicator], 100)
        usual = _RATES[indicator][2][_AREAS.index(self.profile.area)]
        return Fraction(usual + _vary(8, self.profile.code, indicator), 100) * _SUPPLY[self.year]

    def _amount(self, indicator: str, needed: Fraction) -> int:
        supply = self._supply(indicator)
        return ceil(needed * supply) if supply >= 1 else floor(needed * supply)

    def _stage_figures(self, stage: str) -> Figures:
        pupils = self.pupils[stage]
        counts = {
            metric: self._amount(indicator, _target(targets, stage) * pupils)
            for indicator, (metric, targets, _) in _RATES.items()
            if indicator in _OF_STAGE
        }
        each = _PUPILS_PER_TEACHER[self.profile.area]
        usual = ceil(pupils / (_SPECIAL_PUPILS_PER_TEACHER if self._special else each))
        teachers = max(usual, counts["teachers_above_degree"] + 1)
        titles = teachers * (48 + _vary(6, self.profile.code, "titles")) // 100
        return counts | {
            "students": pupils,
            "classes": sum(map(len, self.classes[stage].values())),
            "grades": len(self.classes[stage]),
            "teachers": teachers,
            "certified_teachers": teachers,
            "mid_title_teachers": titles,
            "travelling_pe_arts_teachers": 0,
        }

    def _own_figures(self) -> Figures:
        pupils = sum(self.pupils.values())
        classes = sum(len(sizes) for grades in self.classes.values() for sizes in grades.values())
        figures = {_RATES[indicator][0]: self._shared(indicator) for indicator in _SHARED}
        figures["rooms_area"] = figures["teaching_area"]
        figures |= self._rooms(max(1, ceil(classes / 12)))
        figures["computers"] = ceil(pupils * (13 + _vary(1, self.profile.code, "computers")) / 100)
        figures["books"] = pupils * (27 + _vary(3, self.profile.code, "books"))
        figures["migrant_students"] = pupils * (12 + _vary(6, self.profile.code, "migrants")) // 100
        if self.profile.senior:
            figures |= {"senior_students": self.profile.senior}
        return figures | self._funds(pupils) | _ATTESTED

    def _shared(self, indicator: str) -> int:
        """Return what the stages of a school share: enough for the stage that needs most of it."""
        _, targets, _ = _RATES[indicator]
        weighted = sum(_WEIGHTS[stage] * count for stage, count in self.pupils.items())
        stages = tuple(self.classes) or ("junior",)
        target = max(_target(targets, stage) / _WEIGHTS[stage] for stage in stages)
        return self._amount(indicator, target * weighted)

    def _rooms(self, each: int) -> Figures:
        spare = 12 + _vary(6, self.profile.code, "rooms")
        return {
            "music_rooms": each,
            "art_rooms": each,
            "music_room_min_area": 96 + spare,
            "art_room_min_area": 90 + spare,
        }

    def _funds(self, pupils: int) -> Figures:
        counted = max(pupils, 100)
        budget = counted * _FUNDS_PER_PUPIL
        return {
            "public_funds_pupils_counted": counted,
            "public_funds_budget": budget,
            "training_budget": budget * (58 + _vary(6, self.profile.code, "training")) // 1000,
        }


def _target(targets: tuple[str, str], stage: str) -> Fraction:
    return Fraction(targets[_STAGES.index(stage)])


def _split(pupils: int, largest: int, crowded: int | None) -> list[int]:
    """Return a grade's classes: as few as fit, of like size, one of them crowded if so asked."""
    if crowded:
        return [crowded, *_split(pupils - crowded, largest, None)]
    many = ceil(pupils / largest)
    return [pupils // many + (place < pupils % many) for place in range(many)]
