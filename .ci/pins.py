"""Keep every dependency pinned in pyproject.toml, without a lock file that names addresses.

`python .ci/pins.py` writes the versions that `uv lock` resolved into `constraint-dependencies`;
`--check` fails when they differ. To upgrade: empty the list, run `uv lock --upgrade`, run this.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LIST = re.compile(r"^constraint-dependencies = \[\n(?:.*\n)*?\]\n", re.MULTILINE)


def resolved() -> dict[str, str]:
    """Return name → version of every package in uv.lock that is not a member of the workspace."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for package in lock["package"]:
        if "registry" in package["source"]:
            # Where newer Pythons could take a newer version, all take the one that serves all.
            versions = [package["version"], *filter(None, [found.get(package["name"])])]
            found[package["name"]] = min(versions, key=_order)
    return found


def _order(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def written(pins: dict[str, str]) -> str:
    """Return the list as it stands in pyproject.toml."""
    lines = "".join(f'    "{name}=={version}",\n' for name, version in sorted(pins.items()))
    return f"constraint-dependencies = [\n{lines}]\n"


def main() -> int:
    """Write or check the pins; return the exit code."""
    path = ROOT / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    wanted = _LIST.sub(written(resolved()), text)
    if "--check" not in sys.argv:
        path.write_text(wanted, encoding="utf-8")
    elif wanted != text:
        print("pins differ from what was resolved: run `uv lock && python .ci/pins.py`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
