"""The public API: the only module that plugins and the web import. Re-exports, nothing else."""

from .demo import SYNTHETIC, DemoTenant
from .errors import DudaoError, Problem, refuse
from .facts import (
    AREA_LABELS,
    OWNER_LABELS,
    STAGE_LABELS,
    TYPE_LABELS,
    Area,
    ClassFact,
    FactSet,
    Key,
    School,
    SchoolType,
    Source,
    Stage,
    SubjectFacts,
)
from .hookspecs import impl
from .metrics import Kind, Level, Metric, Vocabulary
from .plugins import MetricsFile, Plugins, metrics_in
from .rulebook import BookFile, Indicator, RuleBook, Shelf, books_in

__all__ = [
    "AREA_LABELS",
    "OWNER_LABELS",
    "STAGE_LABELS",
    "SYNTHETIC",
    "TYPE_LABELS",
    "Area",
    "BookFile",
    "ClassFact",
    "DemoTenant",
    "DudaoError",
    "FactSet",
    "Indicator",
    "Key",
    "Kind",
    "Level",
    "Metric",
    "MetricsFile",
    "Plugins",
    "Problem",
    "RuleBook",
    "School",
    "SchoolType",
    "Shelf",
    "Source",
    "Stage",
    "SubjectFacts",
    "Vocabulary",
    "books_in",
    "impl",
    "metrics_in",
    "refuse",
]
