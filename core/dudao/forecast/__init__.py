"""Class sizes of the years ahead, cohort by cohort, from the class lists of past years. Pure."""

from .assuming import read_assumptions
from .forecasting import forecast
from .model import (
    LIMITS,
    ORIGIN_LABELS,
    Assumptions,
    BackTest,
    CountyYear,
    Forecast,
    GradeYear,
    Origin,
    Range,
    Rate,
    SchoolForecast,
    SchoolYear,
    StageYear,
    Told,
)
from .projecting import rounded

__all__ = [
    "LIMITS",
    "ORIGIN_LABELS",
    "Assumptions",
    "BackTest",
    "CountyYear",
    "Forecast",
    "GradeYear",
    "Origin",
    "Range",
    "Rate",
    "SchoolForecast",
    "SchoolYear",
    "StageYear",
    "Told",
    "forecast",
    "read_assumptions",
    "rounded",
]
