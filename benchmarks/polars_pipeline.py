"""The seven indicators written by hand in Polars, from the same database to verdict tables.

A fair rival: it reads only the two forms it needs, through Arrow, in binary floating point,
without traces, flags, three-valued answers or relaxations.
"""

from __future__ import annotations

from pathlib import Path

import adbc_driver_sqlite.dbapi as sqlite
import polars as pl

_TEACHERS = ("teachers_above_degree", "backbone_teachers", "pe_arts_teachers")
_SHARED = {
    "teaching_area": 10_000,
    "sports_area": 10_000,
    "equipment_value": 10_000,
    "multimedia_rooms": 0.01,
}
_LIMITS = {
    "primary": (4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3),
    "junior": (5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4),
}
_CODES = [f"R{number}" for number in range(1, 8)]


def run(source: Path, target: Path, period: str) -> int:
    """Judge every stage of the country and store the verdicts; return the number of stages."""
    stages, schools = _read(source, period)
    rows = _ratios(stages, schools)
    judged = _judge(rows)
    _store(judged, _variation(rows), target)
    return len(judged)


def _read(source: Path, period: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    stages = _documents(source, period, "stage", ("students", *_TEACHERS))
    schools = _documents(source, period, "school", tuple(_SHARED)).drop("stage")
    return stages, schools


def _documents(source: Path, period: str, form: str, metrics: tuple[str, ...]) -> pl.DataFrame:
    query = (
        "SELECT tenant, subject, stage, data FROM sheet"
        f" WHERE period = '{period}' AND form = '{form}'"
    )
    with sqlite.connect(f"file:{source}?mode=ro") as connection, connection.cursor() as cursor:
        cursor.execute(query)
        table = pl.from_arrow(cursor.fetch_arrow_table())
    assert isinstance(table, pl.DataFrame)
    shape = pl.Struct(dict.fromkeys(metrics, pl.Int64))
    return table.with_columns(pl.col("data").str.json_decode(shape)).unnest("data")


def _ratios(stages: pl.DataFrame, schools: pl.DataFrame) -> pl.DataFrame:
    weight = pl.when(pl.col("stage") == "primary").then(1.0).otherwise(1.1)
    weighted = (pl.col("students") * pl.col("weight")).sum().over("tenant", "subject")
    rows = stages.join(schools, on=["tenant", "subject"]).with_columns(weight=weight)
    per_hundred = [
        (pl.col(metric) * 100 / pl.col("students")).alias(code)
        for code, metric in zip(_CODES, _TEACHERS, strict=False)
    ]
    shared = [
        (pl.col(metric) / scale * pl.col("weight") / pl.col("weighted")).alias(code)
        for code, (metric, scale) in zip(_CODES[3:], _SHARED.items(), strict=True)
    ]
    return rows.with_columns(weighted=weighted).with_columns(*per_hundred, *shared)


def _judge(rows: pl.DataFrame) -> pl.DataFrame:
    primary = pl.col("stage") == "primary"
    met, floor = [], []
    for index, code in enumerate(_CODES):
        limit = pl.when(primary).then(_LIMITS["primary"][index]).otherwise(_LIMITS["junior"][index])
        met.append((pl.col(code) >= limit).cast(pl.Int8).alias(f"{code}_met"))
        floor.append((pl.col(code) >= limit * 0.85).alias(f"{code}_floor"))
    judged = rows.with_columns(*met, *floor)
    all_above = pl.all_horizontal([f"{code}_floor" for code in _CODES])
    rule = (pl.sum_horizontal([f"{code}_met" for code in _CODES]) >= 6) & all_above
    return judged.with_columns(R=rule.cast(pl.Int8)).select(
        "tenant", "subject", "stage", *_CODES, *[f"{code}_met" for code in _CODES], "R"
    )


def _variation(rows: pl.DataFrame) -> pl.DataFrame:
    pupils = pl.col("students")
    found = []
    for code in _CODES:
        mean = (pupils * pl.col(code)).sum() / pupils.sum()
        spread = ((pupils * (pl.col(code) - mean) ** 2).sum() / pupils.sum()).sqrt()
        found.append((spread / mean).alias(f"CV_{code}"))
    limit = pl.when(pl.col("stage") == "primary").then(0.5).otherwise(0.45)
    variation = rows.group_by("tenant", "stage").agg(found)
    return variation.with_columns(
        (pl.col(f"CV_{code}") <= limit).cast(pl.Int8).alias(f"CV_{code}_met") for code in _CODES
    )


def _store(judged: pl.DataFrame, variation: pl.DataFrame, target: Path) -> None:
    target.unlink(missing_ok=True)
    with sqlite.connect(str(target)) as connection:
        with connection.cursor() as cursor:
            cursor.adbc_ingest("verdict", judged.to_arrow())
            cursor.adbc_ingest("variation", variation.to_arrow())
        connection.commit()
