"""A metric: a typed, unit-bearing figure that people report, stored as an exact scaled integer."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]


class Level(StrEnum):
    """The kind of subject that a metric is reported for."""

    COUNTY = "county"
    SCHOOL = "school"
    STAGE = "stage"
    CLASS = "class"

    @property
    def depth(self) -> int:
        """How far below the county it stands: the higher, the finer."""
        return list(Level).index(self)


class Kind(StrEnum):
    """How a value is typed; decides reading, storing, showing and merging."""

    COUNT = "count"  # whole, not negative
    AMOUNT = "amount"  # areas and money
    PERCENT = "percent"  # 0-100 and above, the share already multiplied by 100
    RATE = "rate"  # a plain ratio such as a difference rate
    LEVEL = "level"  # monitoring level Ⅰ-Ⅳ, Ⅳ is best
    YESNO = "yesno"  # an attestation
    GRADE = "grade"  # an attested quality, poor < fair < good < excellent
    TREND = "trend"  # a direction that was reported without the figure before it


# Words are stored as their rank so that one comparison serves every kind.
WORDS: dict[Kind, dict[str, int]] = {
    Kind.YESNO: {"false": 0, "true": 1},
    Kind.GRADE: {"poor": 0, "fair": 1, "good": 2, "excellent": 3},
    Kind.TREND: {"fell": -1, "flat": 0, "rose": 1},
    Kind.LEVEL: {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4},
}
LABELS: dict[Kind, dict[int, str]] = {
    Kind.YESNO: {0: "否", 1: "是"},
    Kind.GRADE: {0: "差", 1: "一般", 2: "良好", 3: "优秀"},
    Kind.TREND: {-1: "低于上年", 0: "与上年持平", 1: "高于上年"},
    Kind.LEVEL: {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ"},
}
_ALIASES: dict[Kind, dict[str, int]] = {
    Kind.YESNO: {"yes": 1, "no": 0, "有": 1, "无": 0},
    Kind.GRADE: {"优": 3, "良": 2, "中": 1, "不合格": 0},
    Kind.LEVEL: {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4},
    Kind.TREND: {"下降": -1, "持平": 0, "上升": 1},
}
_DECIMALS: dict[Kind, int] = {Kind.AMOUNT: 4, Kind.PERCENT: 6, Kind.RATE: 6}
# A stored integer has at most 18 digits: it fits a 64-bit column. 100 万亿 is far above the gross
# product of any province in yuan.
_STORED_DIGITS = 18
_WHOLE_DIGITS = 14
_EXACT = Context(prec=_STORED_DIGITS + 1, traps=[Inexact])
# What a band may be counted per instead of a metric: the pupils of all stages of a school.
PUPILS_IN_SCHOOL = "pupils_in_school"


class Band(BaseModel):
    """A value's usual band per unit of another metric; outside it a slip of units is suspected."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: Decimal
    high: Decimal
    per: Code | None = None


class Metric(BaseModel):
    """A figure of the vocabulary. Values are exact: integers scaled by `10 ** decimals`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    label: str
    unit: str = ""
    level: Level
    kind: Kind
    form: str = Field(description="the sheet it is filled on together with its neighbours")
    note: str = ""
    part_of: Code | None = Field(None, description="a total that this figure cannot exceed")
    unbounded: bool = Field(False, description="a percentage that may exceed 100")
    usual: Band | None = None
    plus: tuple[Code, ...] = Field((), description="derived when absent: sum of these ...")
    minus: tuple[Code, ...] = Field((), description="... minus these")
    merge: str | None = Field(None, pattern="^(sum|min|keep)$")
    smallest_of: Code | None = Field(None, description="the things this is the smallest one of")
    events: bool = Field(False, description="counted from the register of events, one entry each")
    records: bool = Field(False, description="counted from the records of supervision")

    @model_validator(mode="after")
    def _what_is_counted_is_a_count_of_the_county(self) -> Self:
        counted = (self.kind, self.level) == (Kind.COUNT, Level.COUNTY)
        for name in ("events", "records"):
            if getattr(self, name) and not counted:
                raise ValueError(f"{name} 只用于按县填报、类型为 count 的数据项")
        return self

    @property
    def decimals(self) -> int:
        """Number of decimal places kept; more than that is refused, never rounded away."""
        return _DECIMALS.get(self.kind, 0)

    @property
    def ceiling(self) -> Decimal:
        """The number that every value has to stay below."""
        return Decimal(10) ** min(_WHOLE_DIGITS, _STORED_DIGITS - self.decimals)

    @property
    def merging(self) -> str:
        """How a point that is not counted as a school joins its parent: sum, min or keep."""
        if self.merge:
            return self.merge
        return "sum" if self.kind in (Kind.COUNT, Kind.AMOUNT) else "keep"

    @property
    def choices(self) -> dict[int, str]:
        """The words that may be entered, by stored rank; empty for numbers."""
        return LABELS.get(self.kind, {})

    def read(self, raw: object) -> int:
        """Return the stored integer for a raw value (number, decimal string, word, boolean).

        Raises ValueError with a Chinese sentence that says what is wrong and what is expected.
        """
        if self.kind in WORDS:
            return self._read_word(raw)
        if isinstance(raw, bool):
            raise ValueError(f"是/否不是{self._expected()}")
        return self._read_number(raw)

    def _read_word(self, raw: object) -> int:
        if isinstance(raw, bool):
            if self.kind is Kind.YESNO:
                return int(raw)
            raise ValueError(f"是/否不是{self._expected()}")
        text = str(raw).strip()
        for words in (WORDS[self.kind], _ALIASES[self.kind]):
            if text in words:
                return words[text]
        for rank, label in LABELS[self.kind].items():
            if text == label:
                return rank
        raise ValueError(f"“{text}”不是可选值,应为{self._expected()}")

    def _read_number(self, raw: object) -> int:
        if not isinstance(raw, int | float | Decimal | str):
            raise ValueError(f"{type(raw).__name__} 不是数字,应为{self._expected()}")
        text = str(raw).strip()
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValueError(f"“{text}”不是数字,应为{self._expected()}") from None
        if not number.is_finite():
            raise ValueError(f"“{text}”不是有限的数,应为{self._expected()}")
        if number < 0:
            raise ValueError(f"{text} 是负数,应为{self._expected()}")
        if number >= self.ceiling:
            raise ValueError(f"{text} 超出可填范围(应小于 {self.ceiling.scaleb(-8):f} 亿)")
        if (scaled := self._scaled(number)) is None:
            if self.decimals == 0:
                raise ValueError(f"{text} 不是整数,应为{self._expected()}")
            raise ValueError(f"{text} 的小数超过 {self.decimals} 位")
        return scaled

    def _scaled(self, number: Decimal) -> int | None:
        """Return the stored integer, or None when the number has more decimals than are kept."""
        try:
            scaled = number.scaleb(self.decimals, _EXACT)
        except Inexact:
            return None
        return int(scaled) if scaled == scaled.to_integral_value() else None

    def _expected(self) -> str:
        if self.choices:
            return "、".join(self.choices.values())
        unit = f"(单位:{self.unit})" if self.unit else ""
        return ("不小于 0 的整数" if self.decimals == 0 else "不小于 0 的数字") + unit

    def show(self, stored: int) -> str:
        """Return the stored value as people read it: thousands apart, no trailing zeros."""
        if self.kind in LABELS:
            return LABELS[self.kind].get(stored, str(stored))
        whole, dot, rest = plain(Decimal(stored).scaleb(-self.decimals)).partition(".")
        return f"{int(whole):,}{dot}{rest}"

    def exact(self, stored: int) -> str:
        """Return the stored value in the facts file's spelling (words in English)."""
        for word, rank in WORDS.get(self.kind, {}).items():
            if rank == stored:
                return word
        return plain(Decimal(stored).scaleb(-self.decimals))


def plain(number: Decimal) -> str:
    """Return a decimal in positional notation without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
