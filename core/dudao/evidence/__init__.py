"""Evidence: the files behind duties, checked before they are kept and verified when read."""

from .checking import LARGEST_EVIDENCE, TAKEN, check_file
from .names import clean_name, disposition
from .store import EvidenceStore, Kept, local_evidence, open_evidence

__all__ = [
    "LARGEST_EVIDENCE",
    "TAKEN",
    "EvidenceStore",
    "Kept",
    "check_file",
    "clean_name",
    "disposition",
    "local_evidence",
    "open_evidence",
]
