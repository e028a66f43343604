# SPDX-License-Identifier: GPL-2.0-or-later
"""What field mode reads of a pack, off the main thread: whether it is whole, its results, its team."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Optional

from offline_cache.errors import BAD_PATH, CacheError, reason
from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.model import Manifest, PackCheck
from offline_cache.field_pack.trust import trust_line
from offline_cache.field_pack.zipping import unzip_pack
from offline_cache.neighbourhoods import HeldNeighbourhood

from ... import settings
from ...field.ready_results import Home, ReadyResult, read_home, read_results
from ...text import INVENTED_FORCE, tr
from .field_renewed import renew_folder, settle_folder

CHANGE, HOT = ("change", "trend"), ("persistence", "clusters")
"""Keys of results, by the screen that shows them."""
_SVG = "data:image/svg+xml;base64,"


@dataclass(frozen=True)
class OpenedPack:
    """A pack in its folder; `trust` is always in sight, and that it is `invented` where none of its crimes is real.

    Results and `home` are empty where they may not be shown.
    """

    folder: Path
    check: PackCheck
    manifest: Manifest
    trust: str
    invented: bool = False
    results: tuple[ReadyResult, ...] = ()
    home: Optional[Home] = None
    charts: Mapping[str, str] = field(default_factory=dict)
    """The first chart (SVG) of results that cannot be drawn on the map, by their keys."""

    @property
    def refused(self) -> str:
        """Why nothing that was worked out beforehand is shown, '' where it is."""
        return "" if self.check.whole else self.check.sentence

    @property
    def cache(self) -> Path:
        """The crimes."""
        return self.folder / names.CACHE

    @property
    def not_drawn(self) -> tuple[str, ...]:
        """Files of which the map may show nothing: those that were changed, and of a changed pack all results."""
        return (*self.check.changed, *self.check.missing, names.RESULTS) if self.refused else ()

    def is_as_made(self, name: str) -> bool:
        """Whether a file of the pack is there as it was made."""
        named = any(one.path == name for one in self.manifest.files)
        return named and name not in self.check.changed and name not in self.check.missing

    def file(self, name: str) -> Optional[Path]:
        """A file of the pack, where it is there and may be shown; a name that leads out of the pack is none."""
        path = self.folder / name
        inside = self.folder.resolve() in path.resolve().parents
        return path if name and inside and not self.refused and path.is_file() else None

    def results_of(self, keys: tuple[str, ...]) -> tuple[ReadyResult, ...]:
        """Those with these keys, in their order."""
        return tuple(one for key in keys for one in self.results if one.key == key)


def open_pack(path: Path, cancelled: Callable[[], bool]) -> OpenedPack:
    """Read a pack: its folder, any file in it, or its zip, which is unpacked first.

    Raises `CacheError` where it is no pack, or cannot be read.
    """
    try:
        folder = _folder_of(path, cancelled)
    except BAD_PATH as error:
        text = tr("{path} cannot be opened: {error}. Is its disk or stick still there?")
        raise CacheError(text.format(path=path, error=reason(error))) from error
    check = check_pack(folder, _unheard, cancelled)
    if check.manifest is None:
        raise CacheError(check.sentence)
    trust, sample = trust_line(check.manifest, date.today()), _is_sample(folder / names.CACHE)
    if not check.whole:
        return OpenedPack(folder, check, check.manifest, trust, sample)
    results = read_results(folder)
    charts = {result.key: _chart(folder / result.page) for result in results if result.page and not result.layer}
    return OpenedPack(folder, check, check.manifest, trust, sample, results, read_home(folder), charts)


def packs_folder() -> Path:
    """Where packs that came as a zip are unpacked to: their notes stay there."""
    return settings.default_cache_path().with_name("field packs")


def team_of(pack: OpenedPack) -> tuple[HeldNeighbourhood, ...]:
    """What the police say of the neighbourhoods of a pack; that of the pack's own area alone where it is one.

    Raises `CacheError` where the cache cannot be read.
    """
    from offline_cache.neighbourhoods import forces_held, neighbourhood, neighbourhoods_of
    from offline_cache.police_api.neighbourhoods import NeighbourhoodKey
    from offline_cache.reader import reading

    kind, _, code = pack.manifest.area.partition(":")
    with reading(pack.cache) as connection:
        if kind == "neighbourhood":
            force, _, own = code.partition("/")
            return (neighbourhood(connection, NeighbourhoodKey(force, own)),)
        keys = [
            entry.key
            for force in forces_held(connection)
            for entry in neighbourhoods_of(connection, force).entries
            if entry.fetched_at
        ]
        return tuple(neighbourhood(connection, key) for key in keys)


def _folder_of(path: Path, cancelled: Callable[[], bool]) -> Path:
    if path.is_dir():
        return path
    if path.suffix.lower() != ".zip":
        return path.parent
    checked = check_pack(path, _unheard, cancelled)
    if checked.manifest is None:
        raise CacheError(checked.sentence)
    folder = packs_folder() / checked.manifest.id
    folder.parent.mkdir(parents=True, exist_ok=True)
    settle_folder(folder)
    if not folder.is_dir():
        unzip_pack(path, folder, _unheard, cancelled)
    elif checked.whole and not check_pack(folder, _unheard, cancelled).whole:
        renew_folder(folder, lambda fresh: unzip_pack(path, fresh, _unheard, cancelled))
    return folder


def _is_sample(cache: Path) -> bool:
    """Whether all that a pack's cache holds is invented; of one that cannot be read that is not known."""
    from offline_cache.ledger import published_files
    from offline_cache.reader import reading

    try:
        with reading(cache) as connection:
            forces = {file.key.force for file in published_files(connection)}
    except CacheError:
        return False
    return forces == {INVENTED_FORCE}


def _chart(page: Path) -> str:
    """The text of a page's first chart, '' for none; a page that cannot be read has none either."""
    from ...reports.document import Pictures
    from ...reports.page_reading import is_picture, read_page

    try:
        blocks = read_page(page).blocks
    except CacheError:
        return ""
    pictures = (picture for block in blocks if isinstance(block, Pictures) for picture in block.pictures)
    found = (one.address for one in pictures if one.address.startswith(_SVG) and is_picture(one.address))
    address = next(found, "")
    return base64.b64decode(address[len(_SVG) :]).decode("utf-8")


def _unheard(share: float) -> None:
    """Nobody is told: it takes a second."""
