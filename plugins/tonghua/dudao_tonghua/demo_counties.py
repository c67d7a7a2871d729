"""The seven counties of the demo with their invented schools, and what is made to happen there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

YEARS = ("2016", "2017", "2018", "2019", "2020")
_DIGITS = "零一二三四五六七八九"
_TOWNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_OLDEST, _NEWEST = 1978, 2014


@dataclass(frozen=True, slots=True)
class School:
    """An invented school: the grades it has, and how many pupils begin its first one in a year.

    `after` is the code of the school that its pupils go on to; empty for those in the city, whose
    pupils are shared among the junior schools there.
    """

    code: str
    name: str
    type: str
    area: str
    built: int
    grades: range
    entry: int
    after: str = ""


@dataclass(frozen=True, slots=True)
class County:
    """A county-level unit of the prefecture: how many schools of each kind are invented for it.

    `city_entry` and `town_entry` are the pupils who begin in a year at one primary school there,
    on the whole; junior schools have whom the primary schools hand on.
    """

    code: str
    name: str
    short: str
    city_primaries: int
    city_entry: int
    city_juniors: int
    town_primaries: int
    town_entry: int
    town_juniors: int
    villages: int
    points: int
    nine_years: int

    @property
    def prefix(self) -> str:
        """What the codes of its schools begin with."""
        return self.code[2:]


COUNTIES = (
    County("220502", "东昌区", "东昌", 7, 228, 4, 4, 46, 1, 9, 4, 2),
    County("220503", "二道江区", "二道江", 2, 172, 1, 4, 36, 1, 8, 4, 1),
    County("220521", "通化县", "通化县", 3, 176, 2, 10, 38, 5, 16, 9, 2),
    County("220523", "辉南县", "辉南", 4, 216, 3, 11, 42, 6, 20, 11, 2),
    County("220524", "柳河县", "柳河", 4, 214, 3, 11, 42, 6, 21, 11, 2),
    County("220581", "梅河口市", "梅河口", 7, 240, 5, 15, 44, 8, 31, 17, 3),
    County("220582", "集安市", "集安", 3, 168, 2, 9, 36, 5, 15, 9, 1),
)


def schools_of(county: County) -> tuple[School, ...]:
    """Return the schools of a county, points before those that take their pupils."""
    return tuple(_schools(county))


def _schools(county: County) -> Iterator[School]:
    make = _Maker(county)
    towns = [_TOWNS[place] for place in range(county.town_primaries)]
    for place in range(county.points):
        town = f"T{place % county.town_primaries + 1}"
        yield make(f"D{place + 1}", f"{_number(place + 1)}屯教学点", range(1, 4), 7, town)
    for place in range(county.villages):
        name = f"{_number(place + 1)}村小学"
        yield make(f"V{place + 1}", name, range(1, 7), 15, _junior(county, place))
    for place, town in enumerate(towns):
        after = _junior(county, place)
        yield make(f"T{place + 1}", f"{town}镇中心小学", range(1, 7), county.town_entry, after)
    for place in range(county.city_primaries):
        name = f"第{_number(place + 1)}小学"
        yield make(f"P{place + 1}", name, range(1, 7), county.city_entry)
    for place in range(county.nine_years):
        town = _TOWNS[-1 - place]
        yield make(f"N{place + 1}", f"{town}镇九年一贯制学校", range(1, 10), county.town_entry)
    for place in range(county.town_juniors):
        yield make(f"M{place + 1}", f"{towns[place % len(towns)]}镇初级中学", range(7, 10), 0)
    for place in range(county.city_juniors):
        yield make(f"J{place + 1}", f"第{_number(place + 1)}中学", range(7, 10), 0)
    yield make("X1", "特殊教育学校", range(1, 10), 8)


def _junior(county: County, place: int) -> str:
    return f"M{place % county.town_juniors + 1}"


# Type and area by the letter of a code.
_KINDS = {
    "D": ("teaching_point", "rural"),
    "V": ("primary", "rural"),
    "T": ("primary", "town"),
    "P": ("primary", "urban"),
    "N": ("nine_year", "town"),
    "M": ("junior", "town"),
    "J": ("junior", "urban"),
    "X": ("special", "urban"),
}


@dataclass(frozen=True, slots=True)
class _Maker:
    county: County

    def __call__(self, code: str, name: str, grades: range, entry: int, after: str = "") -> School:
        whole = f"{self.county.prefix}{code}"
        kind, area = _KINDS[code[0]]
        built = _OLDEST + chance(_NEWEST - _OLDEST, whole, "built")
        # The largest schools of a kind are half as large again as the smallest.
        begin = entry * (80 + chance(41, whole, "entry")) // 100
        next_to = f"{self.county.prefix}{after}" if after else ""
        title = f"示例{self.county.short}{name}"
        return School(whole, title, kind, area, built, grades, begin, next_to)


def chance(many: int, *words: object) -> int:
    """Return a number below `many`, always the same for the same words: checksums, not chance."""
    return crc32("/".join(map(str, words)).encode()) % many


def _number(value: int) -> str:
    """Return a number below a hundred in Chinese."""
    tens, ones = divmod(value, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{'' if tens == 1 else _DIGITS[tens]}十{_DIGITS[ones] if ones else ''}"
