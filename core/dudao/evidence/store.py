"""The place of evidence files: a folder or an object store, addressed by content per tenant.

There is no database here: who gave which file for what is recorded elsewhere, by its digest.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import LocalStore, from_url

from ..errors import DudaoError, reason, refuse
from .checking import LARGEST_EVIDENCE, check_file
from .names import clean_name

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_DIGEST = re.compile(r"[0-9a-f]{64}")
# Small letters only: to some file systems `a` and `A` are the same folder.
_TENANT = re.compile(r"[0-9a-z][0-9a-z_\-]{0,63}")
_WHERE = "佐证材料存放处"
_OTHER = "请检查 --evidence"
# obstore's own ten tries over three minutes are longer than a person waits for a page.
_TRIES, _PATIENCE = 3, timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is stored; `digest` is the SHA-256 of its content and finds it again."""

    digest: str
    size: int
    media_type: str
    name: str


class EvidenceStore:
    """The files of all tenants. No tenant shares an object with another, even of equal content."""

    def __init__(self, store: ObjectStore, largest: int = LARGEST_EVIDENCE) -> None:
        self._store = store
        self._largest = largest

    def keep(self, tenant: str, name: str, content: bytes) -> Kept:
        """Store a file and return how to find it; equal content is stored once for a tenant.

        Raises DudaoError when the file is not taken, or cannot be stored; nothing is then kept.
        """
        cleaned = clean_name(name)
        media_type = check_file(content, cleaned, self._largest)
        digest = sha256(content).hexdigest()
        path = _path(tenant, digest)
        with _refusing("未能存入"):
            # A file damaged since is replaced, as whoever hands it in again expects.
            if self._found(path) != content:
                self._store.put(path, content, use_multipart=False)
                self._settle(path)
        return Kept(digest, len(content), media_type, cleaned)

    def read(self, tenant: str, digest: str) -> bytes:
        """Return a tenant's file. Raises DudaoError when it is missing or has been altered."""
        path, where = _path(tenant, digest), f"佐证材料 {digest[:12]}"
        with _refusing("未能读取"):
            content = self._found(path)
        if content is None:
            raise refuse(where, "找不到文件", "请检查 --evidence,或从备份恢复")
        if sha256(content).hexdigest() != digest:
            raise refuse(where, "文件存入后已被改动", "请从备份恢复,或重新上传原件")
        return content

    def exists(self, tenant: str, digest: str) -> bool:
        """Return whether a tenant has a file of this digest."""
        path = _path(tenant, digest)
        with _refusing("未能读取"):
            try:
                self._store.head(path)
            except FileNotFoundError:
                return False
        return True

    def _found(self, path: str) -> bytes | None:
        try:
            return bytes(self._store.get(path).bytes())
        except FileNotFoundError:
            return None

    def _settle(self, path: str) -> None:
        # The rename alone may not survive a power failure, but the row about the file will.
        if not isinstance(self._store, LocalStore) or os.name != "posix":
            return
        folder = _folder(self._store)
        for place in (folder / path, *(folder / path).parents[:3]):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def local_evidence(folder: Path) -> str:
    """Return the address of the place for evidence below the folder of the data."""
    return (folder.absolute() / "evidence").as_uri()


def open_evidence(url: str, largest: int = LARGEST_EVIDENCE) -> EvidenceStore:
    """Open the place of evidence by its address: `file:///…`, `s3://…` or another of obstore's.

    A folder is made when missing. Raises DudaoError when the address is not understood or the
    folder cannot be written; an object store is first spoken to when a file is stored or read.
    """
    try:
        store = _store_at(url)
    except DudaoError:
        raise
    except (BaseError, ValueError, OSError) as error:
        if number := _os_error(error):
            raise refuse(_WHERE, f"不能使用:{reason(number)}", _OTHER) from None
        raise _not_understood() from None
    if isinstance(store, LocalStore) and not os.access(_folder(store), os.W_OK | os.X_OK):
        raise refuse(_WHERE, f"文件夹 {_folder(store)} 不可写", _OTHER)
    return EvidenceStore(store, largest)


def _store_at(url: str) -> ObjectStore:
    scheme, _, rest = url.partition(":")
    if scheme.lower() == "memory":
        return from_url(url)
    if scheme.lower() == "file":
        # Without three slashes a relative path would be taken from the root.
        if not rest.startswith("///"):
            raise _not_understood()
        return from_url(url, mkdir=True)
    return from_url(url, retry_config={"max_retries": _TRIES, "retry_timeout": _PATIENCE})


def _not_understood() -> DudaoError:
    example = "例如 file:///srv/dudao/evidence 或 s3://存储桶/目录"
    return refuse("佐证材料地址(--evidence)", "无法识别", example)


def _folder(store: LocalStore) -> Path:
    return Path(store.prefix or "/")


def _path(tenant: str, digest: str) -> str:
    if not _TENANT.fullmatch(tenant):
        raise refuse("佐证材料", "租户代码不正常", "应为小写字母、数字,可含 - _")
    if not _DIGEST.fullmatch(digest):
        raise refuse("佐证材料", "文件的摘要不正常", "应为 64 位十六进制数")
    return f"{tenant}/{digest[:2]}/{digest}"


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    try:
        yield
    except (BaseError, ValueError, OSError) as error:
        raise refuse(_WHERE, f"{what}:{_why(error)}", "请稍后重试,或联系管理员") from error


def _why(error: Exception) -> str:
    if number := _os_error(error):
        return reason(number)
    if isinstance(error, PermissionDeniedError | UnauthenticatedError):
        return "没有权限"
    # The first line says it; what follows is for developers, and addresses are nobody's business.
    first = str(error).partition("\n")[0]
    return f"存储服务出错({re.sub(r'[a-z0-9]+://[^ ]+', '…', first)})"


def _os_error(error: Exception) -> OSError | None:
    # obstore passes the system's error on as text only.
    found = re.search(r"\(os error (\d+)\)", str(error))
    number = int(found[1]) if found else getattr(error, "errno", None)
    return OSError(number, os.strerror(number)) if number else None
