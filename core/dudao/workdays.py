"""Working days in China: weekends, public holidays and the days worked in their place.

The arrangement of a year is published by the State Council at the end of the year before; for
years without one, weekends are all that is known.
"""

from __future__ import annotations

from datetime import date, timedelta

from chinese_calendar import get_holiday_detail

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
_DAY = timedelta(days=1)


def is_arranged(day: date) -> bool:
    """Return whether the holidays of the day's year are known."""
    return _arranged(day) is not None


def rest_day(day: date) -> str:
    """Return why a day is not worked, as 国庆节 or 周末; empty for a working day."""
    known = _arranged(day)
    rests, name = (day.isoweekday() > 5, None) if known is None else known
    return _NAMES.get(name or "", "节假日" if name else "周末") if rests else ""


def _arranged(day: date) -> tuple[bool, str | None] | None:
    """Return whether a day is free and the holiday's name; None for years not arranged yet."""
    try:
        rests, name = get_holiday_detail(day)  # type: ignore[no-untyped-call]
    except NotImplementedError:
        return None
    return bool(rests), name


def working_day(day: date) -> date:
    """Return the day itself when it is worked, else the next one that is."""
    while rest_day(day):
        day += _DAY
    return day


def after_working_days(start: date, count: int) -> date:
    """Return the last of so many working days, the first of which is the one after `start`."""
    day = start
    for _ in range(count):
        day = working_day(day + _DAY)
    return day


def working_days_until(start: date, end: date) -> int:
    """Return how many working days there are after `start` up to `end`; negative when it is past."""
    if end < start:
        return -working_days_until(end, start)
    days = (start + timedelta(days=each) for each in range(1, (end - start).days + 1))
    return sum(not rest_day(day) for day in days)
