# SPDX-License-Identifier: GPL-2.0-or-later
"""The filter of QGIS's locator bar. It searches the cache in its own thread and never the network."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import Qgis, QgsFeedback, QgsLocatorContext, QgsLocatorFilter, QgsLocatorResult
from qgis.PyQt.QtGui import QIcon

from offline_cache.errors import CacheError

from .. import settings
from ..text import tr

if TYPE_CHECKING:
    from offline_cache.search import Found

PREFIX = "puk"
"""QGIS leaves prefixes of fewer than three letters to itself."""
_SHORTEST, _SHORTEST_AMONG_OTHERS = 2, 3
_LIMIT, _LIMIT_AMONG_OTHERS = 30, 6


class PoliceUkLocatorFilter(QgsLocatorFilter):
    """`chosen` and `asked` are called in the main thread: with what was picked, with a postcode to ask for."""

    def __init__(self, icon: QIcon, chosen: Callable[[Found], None], asked: Callable[[str], None]) -> None:
        super().__init__()
        self._icon = icon
        self._chosen = chosen
        self._asked = asked
        self._cache: Optional[Path] = None
        self._offline = False

    def name(self) -> str:
        """For the settings of QGIS."""
        return "policeuk"

    def displayName(self) -> str:  # noqa: N802 - QGIS's name
        """For the user."""
        return tr("Police UK: areas, places, postcodes")

    def prefix(self) -> str:
        """What limits a search to this filter."""
        return PREFIX

    def clone(self) -> PoliceUkLocatorFilter:
        """One for a search of its own, in a thread of its own."""
        return PoliceUkLocatorFilter(self._icon, self._chosen, self._asked)

    def prepare(self, string: str, context: QgsLocatorContext) -> list[str]:
        """In the main thread, before a search."""
        self._cache = settings.cache_path()
        self._offline = settings.works_offline()
        return []

    def fetchResults(self, string: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:  # noqa: N802
        """In a thread: tell each thing that is found, best first."""
        from .questions import search_cache, to_ask  # not while QGIS starts
        from .wording import ask_phrase, detail, offline_reason, title

        alone = context.usingPrefix
        text = string.strip()
        if self._cache is None or len(text) < (_SHORTEST if alone else _SHORTEST_AMONG_OTHERS):
            return
        try:
            found = search_cache(self._cache, text, _LIMIT if alone else _LIMIT_AMONG_OTHERS)
        except CacheError as error:
            self.logMessage(str(error), Qgis.MessageLevel.Warning)
            found = ()
        for at, one in enumerate(found):
            if feedback.isCanceled():
                return
            self.resultFetched.emit(self._result(title(one), detail(one), _written(one), 1 - at / 100))
        postcode = to_ask(text, found)
        if postcode and not feedback.isCanceled():
            why_not = offline_reason() if self._offline else ""
            self.resultFetched.emit(self._result(ask_phrase(postcode), why_not, json.dumps({"ask": postcode}), 0.0))

    def triggerResult(self, result: QgsLocatorResult) -> None:  # noqa: N802 - QGIS's name
        """In the main thread: a result was picked."""
        data = json.loads(result.userData if isinstance(result.userData, str) else result.userData())
        if "ask" in data:
            self._asked(data["ask"])
        else:
            self._chosen(_read(data))

    def _result(self, shown: str, more: str, data: str, score: float) -> QgsLocatorResult:
        result = QgsLocatorResult(self, shown, data)
        result.description = more
        result.icon = self._icon
        result.score = score
        return result


def _written(found: Found) -> str:
    """As text: objects of Python do not outlive the thread that made them in every version of QGIS."""
    return json.dumps({**vars(found), "kind": found.kind.value})


def _read(data: dict[str, Any]) -> Found:
    from offline_cache.search import Found, FoundKind

    position, extent = (tuple(data[key]) if data[key] else None for key in ("position", "extent"))
    return Found(**{**data, "kind": FoundKind(data["kind"]), "position": position, "extent": extent})
