# SPDX-License-Identifier: GPL-2.0-or-later
"""The last runs: kept between sessions as plain values, to be made again or copied as a command."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from .. import settings
from ..processing.running.base import CACHE
from ..processing.running.qgis_program import qgis_process

KEPT = 20
"""Runs that are kept beside those that are pinned."""
_MOST_PINNED = 100


@dataclass(frozen=True)
class Entry:
    """A run: which page it came from, the algorithm with its parameters, and what came out in a sentence.

    One that is pinned is a preset: it stays until it is unpinned. One that is `stopped` did not come to its end: it
    can go on, and then the run that does takes its place.
    """

    page: str
    algorithm: str
    parameters: Mapping[str, Any]
    title: str
    sentence: str
    when: str
    report: str = ""
    state: Mapping[str, Any] = field(default_factory=dict)
    pinned: bool = False
    stopped: bool = False

    @property
    def cache(self) -> str:
        """The path of the cache that it was about; '' where it says none."""
        return str(self.parameters.get(CACHE) or "")

    def goes_on_with(self, other: Entry) -> bool:
        """Whether this is the same run, after the other was stopped."""
        same = (self.page, self.algorithm, self.parameters) == (other.page, other.algorithm, other.parameters)
        return same and other.stopped and not other.pinned

    def as_command(self) -> str:
        """For a shell."""
        words = [
            f"--{name}={text}"
            for name, value in self.parameters.items()
            if value is not False
            for text in _texts(value)
        ]
        return shlex.join([qgis_process(), "run", self.algorithm, *words])

    def as_python(self) -> str:
        """For the Python console."""
        lines = "".join(f"    {json.dumps(name)}: {value!r},\n" for name, value in self.parameters.items())
        return f'import processing\n\nprocessing.run("{self.algorithm}", {{\n{lines}}})\n'


def read_history() -> list[Entry]:
    """The runs that can still be read, the newest first; a damaged one is left out."""
    read = map(_entry, settings.history()[: KEPT + _MOST_PINNED])
    return _without_old([entry for entry in read if entry is not None])


def keep(entry: Entry) -> list[Entry]:
    """Put a run first, in the place of one that it went on with, and keep the last ones; gives them."""
    others = [other for other in read_history() if not entry.goes_on_with(other)]
    return _remember(_without_old([entry, *others]))


def pin(entry: Entry, pinned: bool) -> list[Entry]:
    """Make a run a preset, or a run among the others again; gives all, in the order in which they were made."""
    return _remember(_without_old([replace(one, pinned=pinned) if one == entry else one for one in read_history()]))


def _without_old(entries: Sequence[Entry]) -> list[Entry]:
    """Those that are pinned, and of the others the last ones."""
    others = [entry for entry in entries if not entry.pinned][:KEPT]
    return [entry for entry in entries if entry.pinned or any(entry is other for other in others)]


def _remember(entries: list[Entry]) -> list[Entry]:
    settings.remember_history(
        [{**vars(one), "parameters": dict(one.parameters), "state": dict(one.state)} for one in entries]
    )
    return entries


def _entry(value: Any) -> Optional[Entry]:
    texts = ("page", "algorithm", "title", "sentence", "when")
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in texts):
        return None
    parameters, state, report = value.get("parameters"), value.get("state"), value.get("report")
    if not isinstance(parameters, dict):
        return None
    return Entry(
        **{name: value[name] for name in texts},
        parameters=parameters,
        report=report if isinstance(report, str) else "",
        state=state if isinstance(state, dict) else {},
        pinned=value.get("pinned") is True,
        stopped=value.get("stopped") is True,
    )


def _texts(value: Any) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value)]
