"""The use cases: values in and out, the database behind them."""

from .assessing import Assessed, assess, explain, sources_of
from .country import assess_below
from .demo import load_demo
from .documents import book_document, books_document, evaluation_document, metrics_document
from .explaining import trace_of
from .intake import TakenIn, read_figures, take_in, write_workbook
from .judged import Judged, day_of, judge_facts
from .office import (
    Office,
    TenantCard,
    evidence_of,
    local_url,
    open_office,
    tenant_card,
    tenant_cards,
)

__all__ = [
    "Assessed",
    "Judged",
    "Office",
    "TakenIn",
    "TenantCard",
    "assess",
    "assess_below",
    "book_document",
    "books_document",
    "day_of",
    "evaluation_document",
    "evidence_of",
    "explain",
    "judge_facts",
    "load_demo",
    "local_url",
    "metrics_document",
    "open_office",
    "read_figures",
    "sources_of",
    "take_in",
    "tenant_card",
    "tenant_cards",
    "trace_of",
    "write_workbook",
]
