"""Reading the workbook that a county filled in: every bad cell at once, nothing mis-read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from ..facts.entries import (
    ClassEntry,
    Entry,
    Fault,
    Place,
    Report,
    StageEntry,
    SubjectEntry,
    fault_at,
)
from ..facts.scalars import Unfit, read_code, shown
from ..metrics import Level, Vocabulary
from .grid import Grid, open_grids
from .layout import (
    CLASSES,
    COUNTY,
    FAULTS,
    FORMAT,
    GUIDE,
    GUIDE_HEADS,
    SCHOOLS,
    SHEETS,
    STAGES,
    TABLES,
    columns_of,
)
from .reading import Reading, read_report
from .scan import cell_position
from .table import Row, Table, read_table

_GUIDE_ROWS = 40
_ATTRIBUTES = {
    "TYPE": "type",
    "OWNER": "owner",
    "AREA": "area",
    "BOARDING": "boarding",
    "BUILT": "built",
    "COUNTS_AS_SCHOOL": "counts_as_school",
    "PARENT": "parent",
}


def read_workbook(content: bytes, vocabulary: Vocabulary, name: str) -> Reading:
    """Read a workbook made from the template; `name` names the file in messages.

    All faults are in the reading, in the order of sheets and cells. Raises DudaoError when the
    file is no workbook, is too large, encrypted or broken.
    """
    grids = open_grids(content, name)
    reader = _Reader(name, grids, vocabulary)
    reading = reader.read()
    order = {sheet: number for number, sheet in enumerate(grids)}
    problems = sorted(reading.problems, key=lambda fault: _position(fault, order))
    return replace(reading, problems=tuple(dict.fromkeys(problems)))


def _position(fault: Fault, order: Mapping[str, int]) -> tuple[int, int, int]:
    row, column = cell_position(fault.cell) if fault.cell else (0, 0)
    return order.get(fault.sheet, -1), row, column


class _Reader:
    """Turns the sheets into a report."""

    def __init__(self, name: str, grids: Mapping[str, Grid], vocabulary: Vocabulary) -> None:
        self._name = name
        self._grids = grids
        self._vocabulary = vocabulary
        self._faults: list[Fault] = []

    def read(self) -> Reading:
        self._check_sheets()
        head = self._guide()
        tables = {sheet: self._table(sheet) for sheet in TABLES if sheet in self._grids}
        subjects = [*self._schools(tables), *self._county(tables.get(COUNTY), head)]
        report = Report(
            Place(self._name), head["tenant"], head["period"], tuple(subjects), head["name"]
        )
        if subjects and not any(_reported(subject) for subject in subjects):
            self._note(Place(self._name), "没有填写任何数据", "请填写后再上传")
        return read_report(report, self._vocabulary, tuple(self._faults))

    def _note(self, place: Place, what: str, expected: str = "", found: str = "") -> None:
        self._faults.append(fault_at(place, what, expected, found))

    def _check_sheets(self) -> None:
        missing = [sheet for sheet in SHEETS if sheet not in self._grids]
        for sheet in missing:
            self._note(Place(self._name), f"缺少工作表“{sheet}”", "请用模板填写,不要删改工作表")
        for sheet in self._grids:
            if sheet not in (*SHEETS, FAULTS):
                near = get_close_matches(sheet, missing, n=1, cutoff=0.3)
                hint = f"是否为“{near[0]}”?请改回原名" if near else "请删去该工作表"
                place = Place(self._name, sheet, sheet)
                self._note(place, f"不认识的工作表“{shown(sheet)}”", hint)

    def _guide(self) -> dict[str, Entry]:
        """Return the head of the report, found by its labels."""
        nowhere = Place(self._name, GUIDE)
        head = {key: Entry(None, nowhere) for key in GUIDE_HEADS}
        grid = self._grids.get(GUIDE)
        keys = {label: key for key, label in GUIDE_HEADS.items()}
        for row in range(min(len(grid.rows), _GUIDE_ROWS) if grid else 0):
            assert grid is not None
            key = keys.get(str(grid.entry(row, 0).value).strip())
            if key and head[key].place is nowhere:
                head[key] = grid.entry(row, 1)
        layout = head["format"]
        if layout.value is not None and str(layout.value).strip() != FORMAT:
            self._note(
                layout.place, f"模板的格式版本 {shown(layout.value)} 不受支持", f"应为 {FORMAT}"
            )
        return head

    def _table(self, sheet: str) -> Table:
        table = read_table(self._grids[sheet], columns_of(sheet, self._vocabulary))
        self._faults += table.faults
        return table

    def _county(self, table: Table | None, head: Mapping[str, Entry]) -> list[SubjectEntry]:
        figures: dict[str, Entry] = {}
        for row in table.rows if table else ():
            code = self._county_code(row)
            if code is None:
                continue
            if code in figures:
                self._note(row["METRIC"].place, f"数据项 {shown(code)} 重复", "每项只留一行", code)
            elif row["VALUE"].value is not None:
                figures[code] = row["VALUE"]
        if table is None or not figures:
            return []
        place = Place(self._name, COUNTY, COUNTY)
        tenant = head["tenant"]
        # A missing or unreadable tenant is told once, at its own cell.
        own = tenant if _code(tenant) else Entry("县级", place)
        return [
            SubjectEntry(place, own, Entry(Level.COUNTY.value, place), head["name"], {}, figures)
        ]

    def _county_code(self, row: Row) -> str | None:
        """Return the metric of a county row; None, noted, when the row is not as it should be."""
        entry = row["METRIC"]
        if entry.value is None:
            if row["VALUE"].value is not None:
                self._note(entry.place, "有数值,但没有数据项代码", "请从模板复制整行")
            return None
        code = str(entry.value).strip()
        if code not in self._vocabulary:
            hint = self._vocabulary.resembling(code)
            self._note(entry.place, f"不认识的数据项 {shown(code)}", hint, shown(code))
            return None
        metric = self._vocabulary[code]
        for key, wanted in (("LABEL", metric.label), ("UNIT", metric.unit)):
            if key in row.entries and str(row[key].value or "").strip() != wanted:
                found = shown(row[key].value or "")
                what = f"“{found}”与模板不符"
                self._note(row[key].place, what, f"应为“{wanted}”;该行未读取", found)
                return None
        return code

    def _schools(self, tables: Mapping[str, Table]) -> list[SubjectEntry]:
        schools = tables.get(SCHOOLS)
        if schools is None or not schools.columns:
            return []
        codes = [_code(row["CODE"]) for row in schools.rows]
        stages = self._by_school(tables.get(STAGES), codes)
        classes = self._by_school(tables.get(CLASSES), codes)
        kind = Entry(Level.SCHOOL.value, Place(self._name, SCHOOLS, SCHOOLS))
        found = []
        for row, code in zip(schools.rows, codes, strict=True):
            # Of schools with one code neither is taken, so their parts may go to the first.
            own_stages = stages.pop(code, []) if code else []
            own_classes = classes.pop(code, []) if code else []
            found.append(
                SubjectEntry(
                    row["CODE"].place,
                    row["CODE"],
                    kind,
                    row.entries.get("NAME", Entry(None, kind.place)),
                    _attributes(row),
                    row.figures(schools.columns),
                    tuple(
                        StageEntry(one["STAGE"], one.figures(tables[STAGES].columns))
                        for one in own_stages
                    ),
                    tuple(map(_class, own_classes)),
                )
            )
        return found

    def _by_school(self, table: Table | None, codes: Iterable[str | None]) -> dict[str, list[Row]]:
        """Return a table's rows by the school they name; rows that name none are noted."""
        known = set(codes)
        found: dict[str, list[Row]] = {}
        for row in table.rows if table else ():
            entry = row["SCHOOL"]
            code = _code(entry)
            if entry.value is None:
                self._note(entry.place, "有数据,但没有学校代码", "请填写学校代码")
            elif code is None or code not in known:
                text = shown(code or entry.value)
                what = f"学校代码 {text} 不在“{SCHOOLS}”表中"
                self._note(entry.place, what, f"请先在“{SCHOOLS}”表中填写该校", text)
            else:
                found.setdefault(code, []).append(row)
        return found


def _attributes(row: Row) -> dict[str, Entry]:
    return {attribute: row[code] for code, attribute in _ATTRIBUTES.items() if code in row.entries}


def _class(row: Row) -> ClassEntry:
    code = row["CLASS"]
    if code.value is None:
        code = Entry(Unfit("缺少班级代码", "校内唯一,如 3-2"), code.place)
    return ClassEntry(code, row["GRADE"], row["STUDENTS"])


def _code(entry: Entry) -> str | None:
    """Return the code that an entry holds; None when it holds none that can be read."""
    try:
        return None if entry.value is None else entry.read(read_code)
    except Unfit:
        return None


def _reported(subject: SubjectEntry) -> bool:
    stages = any(stage.figures for stage in subject.stages)
    return bool(subject.figures or stages or subject.classes)
