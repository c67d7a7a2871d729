"""The shared vocabulary of figures: codes, labels, units, and how each value is read and shown."""

from .model import Band, Kind, Level, Metric, plain
from .vocabulary import Form, Vocabulary, read_vocabulary, shared_vocabulary

__all__ = [
    "Band",
    "Form",
    "Kind",
    "Level",
    "Metric",
    "Vocabulary",
    "plain",
    "read_vocabulary",
    "shared_vocabulary",
]
