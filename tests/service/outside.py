# SPDX-License-Identifier: GPL-2.0-or-later
"""The stand-in in a process of its own, for measurements: it takes no time from the client's interpreter."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .messages import Entry, Log

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outside:
    """A running stand-in: the variables that lead there, and what it can be told."""

    environment: dict[str, str]

    @property
    def log(self) -> Log:
        """A copy of its log, without the headers of the requests."""
        log = Log()
        for method, host, path, query, status, sent in json.loads(self._asked("log", None)):
            log.add(Entry(method, host, path, query, {}, status, sent))
        return log

    def tell(self, what: str, **details: Any) -> Any:
        """`clear`, `fault` (kind=..., host=...), `no-faults`, `publish`, `set`: see `tests.service.control`."""
        return json.loads(self._asked(what, urllib.parse.urlencode(details).encode()))

    def _asked(self, what: str, body: Any) -> bytes:
        request = urllib.request.Request(f"{self.environment['STAND_IN_CONTROL_URL']}/{what}", data=body)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=600) as answer:
            return answer.read()


@contextmanager
def outside_service(*archives: Path, latency: float = 0.0) -> Iterator[Outside]:
    """Run `python -m tests.service` with these archives (the sample without any) until the block ends."""
    words = [sys.executable, "-m", "tests.service", "--latency", str(latency), *map(str, archives)]
    with subprocess.Popen(words, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Outside(_exports(process))
        finally:
            process.terminate()


def _exports(process: subprocess.Popen[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in process.stdout or ():
        if not line.startswith("export "):
            return found
        name, _, url = line[len("export ") :].strip().partition("=")
        found[name] = url
    raise RuntimeError("the stand-in service did not start")
