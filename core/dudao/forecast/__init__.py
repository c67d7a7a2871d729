"""Class sizes of the years ahead, cohort by cohort, from the class lists of past years. Pure."""

from .assuming import deadline, read_assumptions, read_deadline
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
    is_gap,
)
from .projecting import rounded
from .wording import (
    UNTOLD,
    back_test_words,
    number_words,
    range_words,
    span_words,
    value_words,
)

__all__ = [
    "GRADES_OF",
    "LIMITS",
    "LOWEST",
    "ORIGIN_LABELS",
    "UNTOLD",
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
    "back_test_words",
    "deadline",
    "forecast",
    "foretell",
    "foretell_region",
    "has_classes",
    "history_of",
    "is_gap",
    "join",
    "limits_of",
    "number_words",
    "range_words",
    "read_assumptions",
    "read_deadline",
    "rounded",
    "span_words",
    "value_words",
]
