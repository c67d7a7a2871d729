"""The shared vocabulary of figures: codes, labels, units, and how each value is read and shown."""

from .model import LABELS, PUPILS_IN_SCHOOL, WORDS, Band, Kind, Level, Metric, plain
from .vocabulary import (
    Form,
    MetricsFile,
    Vocabulary,
    metrics_in,
    read_vocabulary,
    shared_vocabulary,
)

__all__ = [
    "LABELS",
    "PUPILS_IN_SCHOOL",
    "WORDS",
    "Band",
    "Form",
    "Kind",
    "Level",
    "Metric",
    "MetricsFile",
    "Vocabulary",
    "metrics_in",
    "plain",
    "read_vocabulary",
    "shared_vocabulary",
]
