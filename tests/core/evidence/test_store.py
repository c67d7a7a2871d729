"""Evidence is kept whole, once for a tenant, apart from other tenants, and verified when read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore
from tests.core.evidence.samples import HTML, PDF, PNG

from dudao.errors import DudaoError
from dudao.evidence import EvidenceStore, Kept, local_evidence, open_evidence

COUNTY, NEIGHBOUR = "640221", "640222"
DIGEST = sha256(PDF).hexdigest()
PLACE = f"{COUNTY}/{DIGEST[:2]}/{DIGEST}"
NOBODY = 65534


@pytest.fixture(params=["folder", "memory"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> LocalStore | MemoryStore:
    """What the files are really put into."""
    return LocalStore(tmp_path) if request.param == "folder" else MemoryStore()


@pytest.fixture
def store(backend: LocalStore | MemoryStore) -> EvidenceStore:
    """A place for evidence over each kind of backend."""
    return EvidenceStore(backend)


@pytest.fixture
def local(tmp_path: Path) -> EvidenceStore:
    """A place for evidence in an own folder."""
    return open_evidence(tmp_path.as_uri())


def files(folder: Path) -> list[str]:
    """Return all files below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Take from this process the right to write into a folder, also where it runs as root."""
    before = folder.stat().st_mode
    folder.chmod(0o500)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(before)


def refusal(store: EvidenceStore, tenant: str, digest: str) -> str:
    """Return why a file is not given out."""
    with pytest.raises(DudaoError) as refused:
        store.read(tenant, digest)
    return str(refused.value)


def test_a_file_is_kept_under_its_content_and_read_back(store: EvidenceStore) -> None:
    kept = store.keep(COUNTY, "../整改报告.pdf", PDF)
    assert kept == Kept(DIGEST, len(PDF), "application/pdf", "整改报告.pdf")
    assert store.exists(COUNTY, kept.digest)
    assert store.read(COUNTY, kept.digest) == PDF


def test_the_same_content_under_two_names_is_stored_once(
    local: EvidenceStore, tmp_path: Path
) -> None:
    first = local.keep(COUNTY, "a.pdf", PDF)
    written = (tmp_path / PLACE).stat()
    second = local.keep(COUNTY, "b.pdf", PDF)
    assert (first.digest, first.name, second.name) == (second.digest, "a.pdf", "b.pdf")
    assert files(tmp_path) == [PLACE]
    now = (tmp_path / PLACE).stat()
    assert (now.st_ino, now.st_mtime_ns) == (written.st_ino, written.st_mtime_ns)


def test_a_tenant_does_not_see_that_another_has_the_same_file(store: EvidenceStore) -> None:
    store.keep(COUNTY, "a.pdf", PDF)
    assert not store.exists(NEIGHBOUR, DIGEST)
    assert "找不到文件" in refusal(store, NEIGHBOUR, DIGEST)
    store.keep(NEIGHBOUR, "a.pdf", PDF)
    assert store.read(NEIGHBOUR, DIGEST) == store.read(COUNTY, DIGEST)


def test_each_tenant_has_its_own_object(local: EvidenceStore, tmp_path: Path) -> None:
    for tenant in (COUNTY, NEIGHBOUR):
        local.keep(tenant, "a.pdf", PDF)
    assert files(tmp_path) == [PLACE, PLACE.replace(COUNTY, NEIGHBOUR)]
    assert (tmp_path / PLACE).stat().st_nlink == 1


def test_an_altered_file_is_refused_and_replaced_by_the_original(
    store: EvidenceStore, backend: LocalStore | MemoryStore
) -> None:
    store.keep(COUNTY, "a.pdf", PDF)
    backend.put(PLACE, PDF + b" ")
    assert "文件存入后已被改动" in refusal(store, COUNTY, DIGEST)
    store.keep(COUNTY, "a.pdf", PDF)
    assert store.read(COUNTY, DIGEST) == PDF


def test_a_missing_file_is_refused(store: EvidenceStore) -> None:
    assert refusal(store, COUNTY, DIGEST).startswith(f"佐证材料 {DIGEST[:12]}:找不到文件")


def test_what_is_not_taken_is_not_stored(local: EvidenceStore, tmp_path: Path) -> None:
    with pytest.raises(DudaoError, match=r"像是 \.html"):
        local.keep(COUNTY, "a.pdf", HTML)
    assert files(tmp_path) == []


def test_the_limit_of_the_place_counts(tmp_path: Path) -> None:
    small = open_evidence(tmp_path.as_uri(), largest=len(PDF))
    assert small.keep(COUNTY, "a.pdf", PDF).size == len(PDF)
    with pytest.raises(DudaoError, match="上限"):
        small.keep(COUNTY, "a.pdf", PDF + b" ")


@pytest.mark.parametrize(
    "tenant", ["", ".", "..", "../x", "a/b", "a\\b", "A", "县", "a\n", "a" * 65]
)
def test_no_tenant_leads_out_of_its_folder(store: EvidenceStore, tenant: str) -> None:
    for act in (store.read, store.exists):
        with pytest.raises(DudaoError, match="租户代码不正常"):
            act(tenant, DIGEST)
    with pytest.raises(DudaoError, match="租户代码不正常"):
        store.keep(tenant, "a.pdf", PDF)


@pytest.mark.parametrize("digest", ["", "..", DIGEST.upper(), DIGEST[1:], f"{DIGEST}\n", "/" * 64])
def test_no_digest_leads_out_of_the_folder(store: EvidenceStore, digest: str) -> None:
    for act in (store.read, store.exists):
        with pytest.raises(DudaoError, match="摘要不正常"):
            act(COUNTY, digest)


def test_many_keeping_the_same_file_at_once_all_succeed(
    local: EvidenceStore, tmp_path: Path
) -> None:
    content = PNG + os.urandom(1024**2)

    def keep_and_read(number: int) -> bool:
        kept = local.keep(COUNTY, f"{number}.png", content)
        return local.read(COUNTY, kept.digest) == content

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(keep_and_read, range(64)))
    assert len(files(tmp_path)) == 1


def test_a_file_being_written_is_not_seen_until_it_is_whole(
    local: EvidenceStore, tmp_path: Path
) -> None:
    content = PNG + os.urandom(15 * 1024**2)
    digest = sha256(content).hexdigest()
    path = tmp_path / COUNTY / digest[:2] / digest
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(local.keep, COUNTY, "a.png", content)
        sizes = {path.stat().st_size for _ in iter(writing.done, True) if path.exists()}
    assert writing.result().digest == digest
    assert sizes <= {len(content)}


def test_a_folder_that_turned_read_only_is_said_and_nothing_stored(
    local: EvidenceStore, tmp_path: Path
) -> None:
    with without_rights(tmp_path), pytest.raises(DudaoError, match="未能存入:没有权限"):
        local.keep(COUNTY, "a.pdf", PDF)
    assert files(tmp_path) == []


def test_a_file_that_cannot_be_read_is_said(local: EvidenceStore, tmp_path: Path) -> None:
    local.keep(COUNTY, "a.pdf", PDF)
    (tmp_path / PLACE).chmod(0)
    with without_rights(tmp_path):
        assert "未能读取:没有权限" in refusal(local, COUNTY, DIGEST)


_FULL = """
import resource, sys
from dudao.errors import DudaoError
from dudao.evidence import open_evidence

store = open_evidence(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
try:
    store.keep("640221", "a.pdf", b"%PDF-1.7" + b" " * 10_000_000)
except DudaoError as refused:
    print(refused)
"""


def test_a_write_that_the_system_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    # The limit stops the write after 64 KB, as a full disk does, for root too.
    ran = subprocess.run(
        [sys.executable, "-c", _FULL, tmp_path.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    assert "未能存入:超过系统允许的文件大小" in ran.stdout
    assert files(tmp_path) == []


def test_a_folder_is_made_when_missing(tmp_path: Path) -> None:
    folder = tmp_path / "数据 1%20#?"
    url = local_evidence(folder)
    open_evidence(url).keep(COUNTY, "a.pdf", PDF)
    assert files(folder) == [f"evidence/{PLACE}"]
    assert open_evidence(url).read(COUNTY, DIGEST) == PDF


def test_the_default_address_does_not_depend_on_where_the_program_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert local_evidence(Path("data")) == (tmp_path / "data" / "evidence").as_uri()


def test_a_place_in_memory_is_empty_each_time() -> None:
    open_evidence("memory:///").keep(COUNTY, "a.pdf", PDF)
    assert not open_evidence("memory:///").exists(COUNTY, DIGEST)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "evidence",
        "/srv/evidence",
        "file:evidence",
        "file://host/a",
        "s3://",
        "ftp://a/b",
        "s3:// /",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(DudaoError, match="无法识别;例如 file:///srv/dudao/evidence"):
        open_evidence(url)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for url, expected in (("file", "已有同名文件"), ("file/evidence", "上级不是文件夹")):
        with pytest.raises(DudaoError, match=f"不能使用:{expected}"):
            open_evidence((tmp_path / url).as_uri())


def test_a_folder_that_cannot_be_made_or_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with without_rights(tmp_path), pytest.raises(DudaoError, match="不能使用:没有权限"):
        open_evidence((tmp_path / "new").as_uri())
    there = tmp_path / "there"
    with without_rights(there), pytest.raises(DudaoError, match=r"不可写|没有权限"):
        open_evidence(there.as_uri())


def test_an_object_store_out_of_reach_is_said_without_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    away = open_evidence("s3://bucket/evidence")
    with pytest.raises(DudaoError, match="未能存入:存储服务出错") as refused:
        away.keep(COUNTY, "a.pdf", PDF)
    assert "127.0.0.1" not in str(refused.value)
    assert "secret" not in str(refused.value)
    with pytest.raises(DudaoError, match="未能读取"):
        away.exists(COUNTY, DIGEST)
