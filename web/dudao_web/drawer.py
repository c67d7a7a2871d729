"""Marked workbooks waiting to be fetched: in memory, for a short while, each under a secret."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

_SECONDS = 15 * 60
_MOST = 16


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file waiting to be fetched by its tenant until a moment of the clock."""

    tenant: str
    name: str
    content: bytes
    until: float


class Drawer:
    """A few files, the oldest dropped first; a file is given to the tenant it belongs to only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._files: OrderedDict[str, Waiting] = OrderedDict()
        self._lock = Lock()

    def put(self, tenant: str, name: str, content: bytes) -> str:
        """Keep a file and return the token to fetch it by."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._files[token] = Waiting(tenant, name, content, self._clock() + _SECONDS)
            while len(self._files) > _MOST:
                self._files.popitem(last=False)
        return token

    def get(self, tenant: str, token: str) -> Waiting | None:
        """Return a file, or None when it is gone or another tenant's."""
        with self._lock:
            found = self._files.get(token)
            if found is not None and found.until < self._clock():
                del self._files[token]
                return None
        return found if found is not None and found.tenant == tenant else None
