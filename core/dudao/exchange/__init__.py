"""Files in and out: the facts file and the workbook."""

from .facts_json import read_facts_json, write_facts_json
from .reading import Reading

__all__ = ["Reading", "read_facts_json", "write_facts_json"]
