"""Facts files of consecutive years, as a county would have handed them in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FIRST = 2021


def facts_file(
    period: int, pupils: int, tenant: str = "000001", name: str = "示例县"
) -> dict[str, Any]:
    """Return a year of a school with one class of so many pupils in each grade."""
    return {
        "tenant": tenant,
        "period": str(period),
        "name": name,
        "subjects": [
            {
                "code": "S001",
                "kind": "school",
                "name": "示例小学",
                "attributes": {"type": "primary"},
                "stages": {"primary": {"teachers": 12}},
                "classes": [{"grade": grade, "students": pupils} for grade in range(1, 7)],
            }
        ],
    }


def write_years(folder: Path, pupils: Sequence[int], first: int = FIRST) -> list[Path]:
    """Write one file a year into a folder; return their paths."""
    paths = []
    for period, size in enumerate(pupils, start=first):
        path = folder / f"{period}.json"
        path.write_text(json.dumps(facts_file(period, size)), encoding="utf-8")
        paths.append(path)
    return paths
