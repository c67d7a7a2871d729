"""A national year from the database to the stored verdicts, against Polars written by hand.

Makes (once, in the folder given) a country of 2,850 counties and about 200,000 stages, 示例数据,
then times `assess_below` for the seven indicators and the Polars pipeline in turn, each in a
process of its own, and the whole national book once.

    uv run --group bench python benchmarks/national.py FOLDER [COUNTIES]
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from country import PERIOD, code_of, counties

from dudao.casework import assess_below, open_office
from dudao.casework.office import Office
from dudao.plugins import Plugins
from dudao.rulebook import RuleBook, Shelf
from dudao.store import (
    NewIntake,
    Scope,
    Tenant,
    add_tenant,
    default_url,
    open_database,
    record_facts,
)

NATION = "900"
ROUNDS = 5


def make(folder: Path, count: int) -> None:
    """Fill a database with the made-up country."""
    folder.mkdir(parents=True)
    vocabulary = Plugins().vocabulary
    with open_database(default_url(folder)) as database:
        database.upgrade()
        with database.session() as session:
            add_tenant(session, Tenant(NATION, "示例国", "province", synthetic=True))
            for number in range(count):
                county = Tenant(code_of(number), "示例县", "county", NATION, synthetic=True)
                add_tenant(session, county)
        for facts in counties(count, vocabulary):
            with database.session(Scope(facts.tenant)) as session:
                record_facts(session, vocabulary, facts, {}, NewIntake("示例", "0" * 64, "示例"))


def ours(folder: Path, whole: bool) -> None:
    """Evaluate once and print seconds, counties and peak memory."""
    plugins = Plugins()
    book = plugins.shelf.named("cn.balanced", date(2023, 12, 31))
    if not whole:
        plugins.shelf = Shelf([(_seven(book), "national")])
    with open_office(default_url(folder), plugins) as office:
        _report(lambda: _assess(office))


def _assess(office: Office) -> int:
    return assess_below(office, NATION, PERIOD, "cn.balanced")


def _seven(book: RuleBook) -> RuleBook:
    """Return the book with the seven indicators, their rule and their coefficients only."""
    kept = tuple(each for each in book.indicators if each.code.split("-")[-1][0] == "R")
    return book.model_copy(update={"indicators": kept, "conditions": (), "checks": ()})


def rival(folder: Path) -> None:
    """Run the Polars pipeline once and print seconds, stages and peak memory."""
    from polars_pipeline import run

    _report(lambda: run(folder / "dudao.db", folder / "polars.db", PERIOD))


def _report(work: object) -> None:
    start = time.perf_counter()
    many = work()  # type: ignore[operator]
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, many, peak)


def _timed(folder: Path, mode: str) -> tuple[float, int, float]:
    command = [sys.executable, __file__, str(folder), mode]
    seconds, many, peak = subprocess.check_output(command, text=True).split()
    return float(seconds), int(many), float(peak)


def compare(folder: Path) -> None:
    """Time both in turn and print medians, the ratio pair by pair, and peak memory."""
    pairs = []
    for _ in range(ROUNDS):
        pairs.append((_timed(folder, "ours"), _timed(folder, "rival")))
    for name, index in (("dudao", 0), ("polars", 1)):
        times = [pair[index][0] for pair in pairs]
        peak = max(pair[index][2] for pair in pairs)
        print(
            f"{name:7} median {statistics.median(times):.2f} s"
            f" (min {min(times):.2f}, max {max(times):.2f}), peak {peak:.0f} MiB,"
            f" {pairs[0][index][1]} {'counties' if index == 0 else 'stages'}"
        )
    ratios = sorted(pair[0][0] / pair[1][0] for pair in pairs)
    print(
        f"dudao / polars: median {statistics.median(ratios):.2f}x ({ratios[0]:.2f}-{ratios[-1]:.2f})"
    )
    seconds, many, peak = _timed(folder, "whole")
    print(f"the whole national book: {seconds:.2f} s, {many} counties, peak {peak:.0f} MiB")


def main() -> None:
    """Make the country when it is not there, then compare; or run one side, for a process."""
    folder = Path(sys.argv[1])
    mode = sys.argv[2] if len(sys.argv) > 2 else "2850"
    if mode in ("ours", "whole"):
        ours(folder, mode == "whole")
    elif mode == "rival":
        rival(folder)
    else:
        if not folder.exists():
            make(folder, int(mode))
        compare(folder)


if __name__ == "__main__":
    main()
