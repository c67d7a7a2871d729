"""Career thresholds as data: years served at certain schools that bring a teacher something."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .dated import Dated
from .measures import Text

# Nobody serves so long; a figure from here on is a slip.
MOST_YEARS = 60


class Served(StrEnum):
    """A kind of school whose years are counted; a school may be of several kinds."""

    RURAL = "rural"
    TOWNSHIP = "township"
    VILLAGE = "village"
    SPECIAL = "special"
    WEAK = "weak"


class Post(StrEnum):
    """What the school is at which a teacher is now: where it stands, and of what kind."""

    URBAN = "urban"
    TOWN = "town"
    RURAL = "rural"
    VILLAGE = "village"
    POINT = "point"
    SPECIAL = "special"
    WEAK = "weak"


class Title(StrEnum):
    """A professional title that teachers apply for, the highest first."""

    FULL_SENIOR = "full_senior"
    SENIOR = "senior"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


SERVED_LABELS = {
    Served.RURAL: "乡村学校",
    Served.TOWNSHIP: "乡镇及以下学校",
    Served.VILLAGE: "村小学和教学点",
    Served.SPECIAL: "特殊教育学校",
    Served.WEAK: "薄弱学校",
}
POST_LABELS = {
    Post.URBAN: "城区",
    Post.TOWN: "镇区",
    Post.RURAL: "乡村",
    Post.VILLAGE: "村小学",
    Post.POINT: "教学点",
    Post.SPECIAL: "特殊教育学校",
    Post.WEAK: "薄弱学校",
}
TITLE_LABELS = {
    Title.FULL_SENIOR: "正高级",
    Title.SENIOR: "高级",
    Title.FIRST: "一级",
    Title.SECOND: "二级",
    Title.THIRD: "三级",
}


class Years(BaseModel):
    """Years served `at` schools of these kinds, taken together; `unbroken`: one after another.

    Only "at least" and "more than" are there, so that a year more never loses a threshold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: tuple[Served, ...] = Field(min_length=1)
    unbroken: bool = False
    op: Literal[">=", ">"]
    limit: Annotated[Decimal, Field(gt=0, lt=MOST_YEARS)]


class Threshold(Dated):
    """What a teacher has to have served; all of `years` has to hold.

    `posts` says at what school a teacher has to be now (any of them; none: anywhere), `titles`
    for which applications it counts. What people judge, such as merit, stands in the statement.
    """

    code: Text
    title: Text
    statement: str = ""
    clause: Text
    posts: tuple[Post, ...] = ()
    titles: tuple[Title, ...] = ()
    years: tuple[Years, ...] = Field(min_length=1)
