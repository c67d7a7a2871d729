"""What is made to happen in the demo: schools that act late, classes that grow, a point that closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crowded:
    """A class, by the year its pupils began school and its number, and its size in some years."""

    school: str
    began: int
    number: int
    sizes: Mapping[int, int]
    why: str


# By how many years schools are behind in opening and dividing classes: at the end of 2018 they are
# why the milestone is missed, one of them still a year later.
LATE = {
    "0502J1": 1,
    "0521P2": 2,
    "0523P2": 1,
    "0524J3": 1,
    "0581P6": 1,
    "0581J2": 1,
}
CROWDED = (
    Crowded("0523P3", 2017, 2, {2019: 53, 2020: 57}, "newly too large where none had been"),
    Crowded("0524P4", 2015, 3, {2017: 55, 2018: 57, 2019: 52, 2020: 58}, "gone and back again"),
)
# The first year in which a point is closed; its pupils go to its town's school.
CLOSING = {"0521D4": 2019}
# The school and year whose list of classes has not been handed in.
UNLISTED = ("0503T2", "2020")
# Counties that are slow to close what their figures show.
LATE_COUNTIES = ("220521", "220523", "220582")
