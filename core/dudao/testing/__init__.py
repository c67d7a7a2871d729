"""What a plugin's author checks a plugin with: worked cases and conformance."""

from .cases import Case, Expected, WorkedCase, cases_in, run_case, run_cases
from .conformance import conform, gaps, unnoticed

__all__ = [
    "Case",
    "Expected",
    "WorkedCase",
    "cases_in",
    "conform",
    "gaps",
    "run_case",
    "run_cases",
    "unnoticed",
]
