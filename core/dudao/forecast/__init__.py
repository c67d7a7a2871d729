"""Class sizes of the years ahead, cohort by cohort, from the class lists of past years. Pure."""

from .assuming import deadline, read_assumptions
from .forecasting import forecast, foretell
from .history import GRADES_OF, LOWEST, History, has_classes, history_of
from .joining import foretell_region, join
from .limiting import limits_of
from .model import (
    LIMITS,
    ORIGIN_LABELS,
    Assumptions,
    BackTest,
    Forecast,
    GradeYear,
    LeftOut,
    Origin,
    PastStage,
    PastYear,
    Range,
    Rate,
    Region,
    SchoolForecast,
    SchoolYear,
    StageYear,
    Told,
    YearSum,
)
from .projecting import rounded

__all__ = [
    "GRADES_OF",
    "LIMITS",
    "LOWEST",
    "ORIGIN_LABELS",
    "Assumptions",
    "BackTest",
    "Forecast",
    "GradeYear",
    "History",
    "LeftOut",
    "Origin",
    "PastStage",
    "PastYear",
    "Range",
    "Rate",
    "Region",
    "SchoolForecast",
    "SchoolYear",
    "StageYear",
    "Told",
    "YearSum",
    "deadline",
    "forecast",
    "foretell",
    "foretell_region",
    "has_classes",
    "history_of",
    "join",
    "limits_of",
    "read_assumptions",
    "rounded",
]
