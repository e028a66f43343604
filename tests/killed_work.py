# SPDX-License-Identifier: GPL-2.0-or-later
"""Writers in processes that kill themselves at one of their calls: the same moment on every machine, and cheaply.

python -m tests.killed_work WRITER    ->  for each line of stdin, `{"call": 7, "paths": [...]}`, a process that does the
work and dies at its seventh call; a line of stdout tells how many calls it took, or null where it died
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Optional

from tests.conftest import ROOT
from tests.kills import times

_SPREAD = 0.618033988749895
REPORT_FILES = ("report.html", "report.pdf", "report.policeuk-recipe.json", "report.csv", "report.xlsx")
NEIGHBOURHOODS = ("NC04", "17")


def postcodes(cache: Path, file: Path) -> None:
    """Import a file of postcodes."""
    from offline_cache import OfflineCache
    from offline_cache.postcodes import import_postcodes

    with OfflineCache(cache) as opened:
        import_postcodes(opened, [file])


def neighbourhoods(cache: Path) -> None:
    """Fetch neighbourhoods of the invented force from where the environment says."""
    from offline_cache import OfflineCache
    from offline_cache.police_api.fetching import fetch_neighbourhoods
    from offline_cache.transport import Transport, pacer
    from offline_cache.transport.addresses import Addresses, Service
    from tests.api_client import FORCE, HASTY

    addresses = Addresses.from_environment(os.environ)
    with Transport(addresses, patience=HASTY) as transport, OfflineCache(cache) as opened:
        pacer.pacer_of(Service.API, addresses)._spacing = 0.0
        fetch_neighbourhoods(opened, (FORCE,), transport, only=NEIGHBOURHOODS)


def notes(notebook: Path, out: Path) -> None:
    """Write the notes of a notebook to a file for others."""
    from offline_cache.field_notes.exporting import export_notes, format_of
    from offline_cache.field_notes.notebook import Notebook

    export_notes(Notebook(notebook), out, format_of(out))


def reports(folder: Path) -> None:
    """Write the files of a report as algorithms do: beside where they go, then all of them there."""
    from policeuk_plugin.processing.writing.outputs_files import write_bytes
    from policeuk_plugin.processing.writing.staging import Staging

    with Staging() as staging:
        for name in REPORT_FILES:
            write_bytes(b"new" * 1000, staging.beside(folder / name))


_WRITERS: dict[str, tuple[Callable[..., None], tuple[str, ...]]] = {
    "postcodes": (postcodes, ("offline_cache.postcodes", "pyproj")),
    "neighbourhoods": (
        neighbourhoods,
        ("offline_cache.police_api.fetching", "offline_cache.transport", "tests.api_client", "requests", "shapely"),
    ),
    "notes": (notes, ("offline_cache.field_notes.exporting",)),
    "reports": (reports, ("policeuk_plugin.processing.writing.outputs_files",)),
}
"""With what is imported once for all the processes of a writer."""


class Writer:
    """One of the writers; use it in a `with`."""

    def __init__(self, name: str, more: Mapping[str, str] = {}) -> None:
        words = [sys.executable, "-m", "tests.killed_work", name]
        environment = {**os.environ, **more}
        self._process = subprocess.Popen(
            words, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: Optional[type[BaseException]], error: object, trace: Optional[TracebackType]) -> None:
        self._process.communicate(timeout=600)

    def killed_at(self, call: int, *paths: Path) -> bool:
        """Have it die at this call; says whether it did, which it may not where it took other turns than before."""
        return self._calls(call, *paths) is None

    def calls(self, *paths: Path) -> int:
        """Have it do all of its work; gives the number of its calls."""
        calls = self._calls(0, *paths)
        assert calls
        return calls

    def _calls(self, call: int, *paths: Path) -> Optional[int]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"call": call, "paths": [str(path) for path in paths]}) + "\n")
        self._process.stdin.flush()
        calls: Optional[int] = json.loads(self._process.stdout.readline())
        return calls


def spread(calls: int, usual: int) -> Iterator[int]:
    """Give calls at which to kill, spread over all of them: `usual`, or as many as POLICEUK_KILLS says."""
    for number in range(1, times(usual) + 1):
        yield 1 + int(calls * (number * _SPREAD % 1))


def _work(writer: Callable[..., None], call: int, paths: list[str]) -> int:
    """Do the work; gives its calls, which are those of functions in this thread."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    writer(*map(Path, paths))
    sys.setprofile(None)
    return calls


def main(name: str) -> None:
    """Serve until stdin ends: each line is the work of a process of its own."""
    writer, modules = _WRITERS[name]
    for module in modules:
        importlib.import_module(module)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            calls = _work(writer, asked["call"], asked["paths"])
            sys.stdout.write(f"{calls}\n")
            sys.stdout.flush()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == signal.SIGKILL
            sys.stdout.write("null\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
