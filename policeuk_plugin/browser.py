# SPDX-License-Identifier: GPL-2.0-or-later
"""The cache in QGIS's browser: forces, and the months that are held of each, to be dragged to the map."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDataCollectionItem,
    QgsDataItem,
    QgsDataItemProvider,
    QgsDataProvider,
    QgsErrorItem,
    QgsMimeDataUtils,
)
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QIcon

from offline_cache.model import Dataset, Month, PublishedFile

from . import settings
from .text import force_name, many, month_name, months_phrase, rows_phrase, tr

KEY = "policeuk"
"""Of what is dragged: the provider that QGIS looks for a drop handler by."""

ICON = Path(__file__).resolve().parent / "resources" / "icons" / "policeuk.svg"
_LAYERS = {
    Dataset.STREET: ("places", "crimes"),
    Dataset.OUTCOMES: ("outcomes",),
    Dataset.STOPS: ("stops",),
}


@dataclass(frozen=True)
class Held:
    """What an entry stands for: the files of a force, of one month or of the months from the first to the last."""

    cache: str
    force: str
    first: str
    last: str
    datasets: tuple[str, ...]

    def as_text(self) -> str:
        """As it is dragged."""
        return json.dumps([self.cache, self.force, self.first, self.last, self.datasets])

    def parameters(self) -> dict[str, Any]:
        """Those of `policeuk:addlayers`."""
        layers = [layer for dataset in self.datasets for layer in _LAYERS[Dataset(dataset)]]
        return {
            "CACHE": self.cache,
            "AREA": f"force:{self.force}",
            "FROM": self.first,
            "TO": self.last,
            "INCLUDE_ASB": True,
            "LAYERS": [*layers, "areas"],
        }


def read_held(text: str) -> Optional[Held]:
    """What was dragged; None for what is not ours."""
    try:
        cache, force, first, last, datasets = json.loads(text)
        return Held(str(cache), str(force), str(first), str(last), tuple(Dataset(name).value for name in datasets))
    except (ValueError, TypeError, RecursionError):
        return None


class CacheItemProvider(QgsDataItemProvider):
    """Gives the browser its entry *Police UK*."""

    def __init__(self) -> None:
        super().__init__()
        self._root: Optional[CacheItem] = None

    def name(self) -> str:
        """Never translated."""
        return KEY

    def capabilities(self) -> Any:
        """Any will do that is not none: QGIS asks only those for an entry."""
        return QgsDataProvider.DataCapability.Net

    def createDataItem(  # noqa: N802 - Qt's name
        self,
        path: str,
        parentItem: Optional[QgsDataItem],  # noqa: N803 - Qt's name
    ) -> Optional[QgsDataItem]:
        """The entry at the root; nothing elsewhere."""
        if path or parentItem is not None:
            return None
        self._root = CacheItem()
        sip.transferto(self._root, None)  # the browser's from now on
        return self._root

    def refresh(self) -> None:
        """Read the cache anew, if the browser shows it."""
        if self._root is not None and not sip.isdeleted(self._root):
            self._root.refresh()


class CacheItem(QgsDataCollectionItem):
    """The user's cache; under it the forces of which it holds anything."""

    def __init__(self) -> None:
        super().__init__(None, tr("Police UK"), f"{KEY}:", KEY)
        # Fast: what Python makes in QGIS's worker would be deleted in another thread.
        self.setCapabilitiesV2(self.capabilities2() | Qgis.BrowserItemCapability.Fast)
        self.setIcon(QIcon(str(ICON)))
        self.setToolTip(tr("What is held in {cache}: drag a force or a month to the map.").format(cache=_cache()))

    def sortKey(self) -> Any:  # noqa: N802 - Qt's name
        """After the folders."""
        return f"9 {KEY}"

    def createChildren(self) -> list[QgsDataItem]:  # noqa: N802 - Qt's name
        """An entry for each force; of a cache that cannot be read the sentence that says so."""
        from offline_cache.errors import CacheError  # what reads caches is not loaded while QGIS starts
        from offline_cache.ledger import published_files
        from offline_cache.reader import reading

        cache = _cache()
        if not cache.is_file():
            return [_sentence(self, tr("Nothing is held yet: download or import on the page Data of the panel."))]
        try:
            with reading(cache) as connection:
                files = published_files(connection)
        except CacheError as error:
            return [_sentence(self, str(error))]
        forces = sorted({file.key.force for file in files}, key=force_name)
        made = [HeldItem(self, [file for file in files if file.key.force == force]) for force in forces]
        return made or [_sentence(self, tr("No published file is held yet."))]


class HeldItem(QgsDataCollectionItem):
    """A force, or one month of it."""

    def __init__(self, parent: QgsDataItem, files: Iterable[PublishedFile], of_month: bool = False) -> None:
        self._files = sorted(files, key=lambda file: (file.key.month, file.key.dataset.value), reverse=True)
        self._of_month = of_month
        newest, oldest = self._files[0].key, self._files[-1].key
        self.held = Held(
            *(str(_cache()), newest.force, str(_first(newest.month, oldest.month)), str(newest.month)),
            _datasets(self._files),
        )
        name = month_name(newest.month) if of_month else force_name(newest.force)
        super().__init__(parent, name, f"{parent.path()}/{newest.month if of_month else newest.force}", KEY)
        self.setCapabilitiesV2(self.capabilities2() | Qgis.BrowserItemCapability.Fast)
        if of_month:
            self.setState(Qgis.BrowserItemState.Populated)
        self.setIcon(QgsApplication.getThemeIcon("/mIconTemporal.svg" if of_month else "/mIconPointLayer.svg"))
        self.setToolTip(self._about())
        sip.transferto(self, parent)

    def createChildren(self) -> list[QgsDataItem]:  # noqa: N802 - Qt's name
        """The months of a force, the newest first."""
        if self._of_month:
            return []
        months = list(dict.fromkeys(file.key.month for file in self._files))
        return [HeldItem(self, [file for file in self._files if file.key.month == month], True) for month in months]

    def sortKey(self) -> Any:  # noqa: N802 - Qt's name
        """Forces by name; months the newest first."""
        if not self._of_month:
            return self.name()
        month = self._files[0].key.month
        return f"{9999 - month.year:04d}{99 - month.month:02d}"

    def hasDragEnabled(self) -> bool:  # noqa: N802 - Qt's name
        """Force and month go to the map."""
        return True

    def mimeUris(self) -> list[QgsMimeDataUtils.Uri]:  # noqa: N802 - Qt's name
        """What the drop handler gets."""
        uri = QgsMimeDataUtils.Uri()
        uri.layerType, uri.providerKey = "custom", KEY
        uri.name, uri.uri = self.name(), self.held.as_text()
        return [uri]

    def _about(self) -> str:
        lines = [
            rows_phrase(file.rows, file.key.dataset) + (tr(" of some LSOAs") if file.scope is not None else "")
            for file in self._files
        ]
        if self._of_month:
            return "\n".join([self.name(), *sorted(lines)])
        months = months_phrase(self._files[-1].key.month, self._files[0].key.month)
        shown = months_phrase(Month.parse(self.held.first), Month.parse(self.held.last))
        return tr("{force}: {files} of {months}. To the map go {shown}.").format(
            force=self.name(), files=many(len(self._files), tr("file"), tr("files")), months=months, shown=shown
        )


def _first(newest: Month, oldest: Month) -> Month:
    """The newest 36 months go to the map, as many as the service publishes at a time."""
    number = newest.year * 12 + newest.month - 1 - 35
    return max(oldest, Month(number // 12, number % 12 + 1))


def _datasets(files: Iterable[PublishedFile]) -> tuple[str, ...]:
    held = {file.key.dataset for file in files}
    return tuple(dataset.value for dataset in Dataset if dataset in held)


def _cache() -> Path:
    return settings.cache_path()


def _sentence(parent: QgsDataItem, text: str) -> QgsDataItem:
    item = QgsErrorItem(parent, text, f"{parent.path()}/sentence")
    sip.transferto(item, parent)
    return item
