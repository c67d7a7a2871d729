"""Files in and out: the facts file and the workbook."""

from .facts_json import read_facts_json, write_facts_json
from .listing import Heading, Listing, Tone, Toned, listing_workbook
from .marking import mark_workbook
from .needed import needed_by
from .reading import Reading
from .template import write_template
from .workbook import read_workbook

__all__ = [
    "Heading",
    "Listing",
    "Reading",
    "Tone",
    "Toned",
    "listing_workbook",
    "mark_workbook",
    "needed_by",
    "read_facts_json",
    "read_workbook",
    "write_facts_json",
    "write_template",
]
