"""Evidence is kept once, attached wherever it proves something, and refused where it may not be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.casework.county import (
    COUNTY,
    EDITOR,
    NEIGHBOUR,
    YEAR,
    accept,
    begin,
    log,
    of,
    unchanged,
)
from tests.core.evidence.samples import EXE, HTML, PDF, PNG, SVG
from tests.core.store.work import at_once

from dudao.casework import (
    Duties,
    Office,
    attach_known,
    attach_new,
    attached,
    evidence_list,
    read_evidence,
    take_off,
)
from dudao.casework.proving import MOST_FILES
from dudao.errors import DudaoError, NotAllowed
from dudao.evidence import LARGEST_EVIDENCE

FINANCE, TAX = of("finance"), of("tax")


def files(folder: Path) -> list[str]:
    """Return the tenants of all files that are stored."""
    return [path.parts[-3] for path in (folder / "evidence").rglob("*") if path.is_file()]


def give(office: Office, duties: Duties, name: str = "凭证.pdf", content: bytes = PDF) -> str:
    return attach_new(office, FINANCE, duties, "二.1", "finance", name, content)


def test_a_file_is_attached_with_its_name_its_size_and_who_gave_it(
    installed: Office, opened: Duties
) -> None:
    digest = give(installed, opened)
    [found] = attached(installed, opened, "二.1")
    assert (found.duty, found.department, found.file.digest) == ("二.1", "finance", digest)
    assert (found.file.name, found.file.size, found.file.media_type, found.file.by) == (
        "凭证.pdf",
        len(PDF),
        "application/pdf",
        "县财政局 填报员",
    )
    assert attached(installed, opened, "二.2") == ()
    assert read_evidence(installed, COUNTY, digest) == (found.file, PDF)
    assert (log(installed)[-1].action, log(installed)[-1].detail) == ("attach", {"digest": digest})


def test_a_file_shared_between_duties_is_stored_once(
    installed: Office, opened: Duties, tmp_path: Path
) -> None:
    digest = give(installed, opened)
    attach_known(installed, FINANCE, opened, "二.2", "finance", digest)
    assert attach_new(installed, TAX, opened, "二.3", "tax", "别名.pdf", PDF) == digest
    assert files(tmp_path) == [COUNTY]
    [use] = evidence_list(installed, COUNTY)
    assert [(duty, unit) for _, _, duty, unit in use.uses] == [
        ("二.1", "finance"),
        ("二.2", "finance"),
        ("二.3", "tax"),
    ]
    assert use.file.name == "凭证.pdf"


def test_taking_off_one_use_leaves_the_others_and_the_file(
    installed: Office, opened: Duties
) -> None:
    digest = give(installed, opened)
    attach_known(installed, FINANCE, opened, "二.2", "finance", digest)
    take_off(installed, FINANCE, opened, "二.1", "finance", digest)
    assert [each.duty for each in attached(installed, opened)] == ["二.2"]
    assert read_evidence(installed, COUNTY, digest)[1] == PDF
    take_off(installed, FINANCE, opened, "二.2", "finance", digest)
    [use] = evidence_list(installed, COUNTY)
    assert use.uses == ()


def test_what_is_not_attached_cannot_be_taken_off_and_is_not_logged(
    installed: Office, opened: Duties
) -> None:
    digest = give(installed, opened)
    same = unchanged(installed)
    with pytest.raises(DudaoError, match="已不在这项任务中"):
        take_off(installed, FINANCE, opened, "二.2", "finance", digest)
    same()
    assert len(attached(installed, opened)) == 1


def test_attaching_again_changes_nothing(installed: Office, opened: Duties) -> None:
    give(installed, opened)
    same = unchanged(installed)
    give(installed, opened, "又一次.pdf")
    same()
    assert [each.file.name for each in attached(installed, opened)] == ["凭证.pdf"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("网页.html", HTML),
        ("图.svg", SVG),
        ("程序.exe", EXE),
        ("装作.pdf", EXE),
        ("装作.png", HTML),
        ("空.pdf", b""),
        ("没有后缀", PDF),
    ],
)
def test_a_file_of_a_forbidden_type_is_refused_and_not_kept(
    installed: Office, opened: Duties, tmp_path: Path, name: str, content: bytes
) -> None:
    same = unchanged(installed)
    with pytest.raises(DudaoError):
        give(installed, opened, name, content)
    same()
    assert files(tmp_path) == []
    assert evidence_list(installed, COUNTY) == ()


def test_a_file_over_the_limit_is_refused_and_not_kept(
    installed: Office, opened: Duties, tmp_path: Path
) -> None:
    with pytest.raises(DudaoError, match="20"):
        give(installed, opened, "大.pdf", PDF + b"\0" * LARGEST_EVIDENCE)
    assert files(tmp_path) == []
    assert attached(installed, opened) == ()


def test_who_may_not_attach_is_told_before_a_byte_is_stored(
    installed: Office, opened: Duties, tmp_path: Path
) -> None:
    for actor, duty, department in (
        (TAX, "二.1", "finance"),
        (TAX, "二.1", "tax"),
        (of("finance", NEIGHBOUR), "二.1", "finance"),
        (replace(EDITOR, name=""), "二.1", "education"),
    ):
        with pytest.raises(NotAllowed):
            attach_new(installed, actor, opened, duty, department, "a.pdf", PDF)
    accept(installed, opened, "二.1")
    with pytest.raises(DudaoError, match="已受理"):
        # By the plan as it was read before it was accepted.
        give(installed, opened)
    assert evidence_list(installed, COUNTY) == ()
    assert attached(installed, opened) == ()


def test_a_file_of_another_tenant_is_not_known_here(installed: Office, opened: Duties) -> None:
    other = begin(installed, NEIGHBOUR)
    actor = of("finance", NEIGHBOUR)
    digest = attach_new(installed, actor, other, "二.1", "finance", "邻.pdf", PDF)
    with pytest.raises(DudaoError, match="没有这个文件"):
        attach_known(installed, FINANCE, opened, "二.1", "finance", digest)
    with pytest.raises(DudaoError, match="没有这个文件"):
        read_evidence(installed, COUNTY, digest)


def test_equal_content_is_each_tenants_own(
    installed: Office, opened: Duties, tmp_path: Path
) -> None:
    give(installed, opened)
    other = begin(installed, NEIGHBOUR)
    attach_new(installed, of("tax", NEIGHBOUR), other, "二.3", "tax", "邻.pdf", PDF)
    assert sorted(files(tmp_path)) == [NEIGHBOUR, COUNTY]


def test_a_file_altered_behind_our_back_is_found_out(
    installed: Office, opened: Duties, tmp_path: Path
) -> None:
    digest = give(installed, opened)
    [path] = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]
    path.write_bytes(PDF + b"x")
    with pytest.raises(DudaoError, match="文件存入后已被改动"):
        read_evidence(installed, COUNTY, digest)


def test_a_part_takes_so_many_files_and_no_more(installed: Office, opened: Duties) -> None:
    for number in range(MOST_FILES):
        give(installed, opened, f"{number}.pdf", PDF + b"%" * number)
    same = unchanged(installed)
    with pytest.raises(DudaoError, match="已有 50 个"):
        give(installed, opened, "多.png", PNG)
    same()
    attach_new(installed, EDITOR, opened, "二.1", "education", "别的部门.png", PNG)


def test_two_departments_bring_the_same_file_at_once(
    installed: Office, opened: Duties, tmp_path: Path
) -> None:
    first, second = at_once(
        lambda: give(installed, opened),
        lambda: attach_new(installed, TAX, opened, "二.3", "tax", "同.pdf", PDF),
    )
    assert first == second
    assert files(tmp_path) == [COUNTY]
    [use] = evidence_list(installed, COUNTY)
    assert {duty for _, _, duty, _ in use.uses} == {"二.1", "二.3"}


def test_without_a_place_for_evidence_everything_else_works(
    installed: Office, opened: Duties
) -> None:
    office = replace(installed, evidence=None)
    with pytest.raises(DudaoError, match="没有设定存放处"):
        give(office, opened)
    assert attached(office, opened) == ()
    assert {entry.period for entry in log(office)} == {YEAR}
