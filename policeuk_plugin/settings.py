# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's settings, typed, under one prefix of the user's QGIS profile."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QStandardPaths

PREFIX = "policeuk/"
CACHE_VARIABLE = "POLICEUK_CACHE"
_CACHE_PATH = PREFIX + "cache_path"
_DOCK_SHOWN = PREFIX + "dock_shown"
_LAST_FOLDER = PREFIX + "last_folder"
_EXPORT_FOLDER = PREFIX + "export_folder"
_STATES = PREFIX + "states/"
_HISTORY = PREFIX + "history"
_OFFLINE = PREFIX + "work_offline"
_ADDRESS = PREFIX + "addresses/"


def default_cache_path() -> Path:
    """Where the user's cache is unless they choose another place: in the profile, which is on the local disk."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "policeuk" / "policeuk.sqlite"


def sample_cache_path() -> Path:
    """Where the invented sample goes: a cache of its own, never among real crimes."""
    return default_cache_path().with_name("sample.sqlite")


def cache_path() -> Path:
    """The cache in use: the environment's, else the one chosen, else the default one."""
    chosen = os.environ.get(CACHE_VARIABLE) or _text(_CACHE_PATH)
    return Path(chosen) if chosen else default_cache_path()


def set_cache_path(path: Path) -> None:
    """Use the cache at `path` from now on; the environment variable still goes first."""
    QgsSettings().setValue(_CACHE_PATH, "" if path == default_cache_path() else str(path))


def cache_is_fixed() -> bool:
    """Whether the environment decides which cache is used."""
    return bool(os.environ.get(CACHE_VARIABLE))


def dock_was_shown() -> bool:
    """Whether the dock has opened by itself once, after the plugin was installed."""
    return _is_set(_DOCK_SHOWN)


def remember_dock_shown() -> None:
    """The dock opens by itself only once."""
    QgsSettings().setValue(_DOCK_SHOWN, True)


def last_folder() -> str:
    """The folder that files were last imported from; '' before the first time."""
    return _text(_LAST_FOLDER)


def remember_folder(path: Path) -> None:
    """Start the next file picker where `path` is."""
    QgsSettings().setValue(_LAST_FOLDER, str(path if path.is_dir() else path.parent))


def export_folder() -> str:
    """The folder that a page was last exported to; before the first time the user's documents, else their home."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    if not Path(documents).is_dir():
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
    return _text(_EXPORT_FOLDER, documents)


def remember_export_folder(folder: Path) -> None:
    """Export the next page there."""
    QgsSettings().setValue(_EXPORT_FOLDER, str(folder))


def works_offline() -> bool:
    """Whether the user has switched all downloads off."""
    return _is_set(_OFFLINE)


def work_offline(offline: bool) -> None:
    """Switch all downloads off, or allow them again."""
    QgsSettings().setValue(_OFFLINE, offline)


def address(service: str) -> str:
    """The base address that the user has set for a service (`data`, `api` …); '' for the usual one."""
    return _text(_ADDRESS + service).strip()


def set_address(service: str, address: str) -> None:
    """Use another base address for a service from now on; the environment variable still goes first."""
    QgsSettings().setValue(_ADDRESS + service, address.strip())


def results_folder() -> Path:
    """Where the results of runs from the panel go: beside the user's own cache, until they delete them."""
    return default_cache_path().with_name("results")


def state(name: str) -> dict[str, Any]:
    """What a part of the panel remembered under `name`; empty where there is nothing, or nothing readable."""
    value = _read_json(_STATES + name)
    return value if isinstance(value, dict) else {}


def remember_state(name: str, value: dict[str, Any]) -> None:
    """Keep the state of a part of the panel; `value` is of the kinds that JSON knows."""
    QgsSettings().setValue(_STATES + name, json.dumps(value))


def as_number(value: object) -> Optional[float]:
    """A value of a state as a number; None for what is none, and for what no field can show: not finite, too large."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def history() -> list[Any]:
    """The runs as they were kept, the newest first; empty where there is nothing readable."""
    value = _read_json(_HISTORY)
    return value if isinstance(value, list) else []


def remember_history(runs: list[dict[str, Any]]) -> None:
    """Keep the runs, the newest first."""
    QgsSettings().setValue(_HISTORY, json.dumps(runs))


def forget_history() -> None:
    """Forget the runs; their results stay where they are."""
    QgsSettings().remove(_HISTORY)


def reset() -> None:
    """Forget all that the plugin remembers, which cache is used too; no file is touched."""
    QgsSettings().remove(PREFIX.rstrip("/"))
    remember_dock_shown()


def _read_json(key: str) -> Any:
    """A value, None where it was damaged: a broken setting is as good as none, and is overwritten by the next."""
    text = _text(key)
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def _text(key: str, usual: str = "") -> str:
    """A text; of a file that was edited by hand a list, too, which is a text with commas without its quotes."""
    value = QgsSettings().value(key, usual)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, (str, int, float)) else usual


def _is_set(key: str) -> bool:
    """Whether a setting is on: whatever is not off, as for Qt."""
    value = QgsSettings().value(key, False)
    return value.lower() not in ("", "0", "false") if isinstance(value, str) else bool(value)
