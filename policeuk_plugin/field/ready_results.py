# SPDX-License-Identifier: GPL-2.0-or-later
"""The ready-made results of a field pack as a list: each question with its answer, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from offline_cache.errors import BAD_PATH, CacheError, reason
from offline_cache.field_pack import names

from ..text import tr

_MOST = 100
_LARGEST = 4 * 2**20


@dataclass(frozen=True)
class ReadyResult:
    """An answer in a pack; texts are plain, '' for what there is not.

    `key` is a word such as `clusters`, `title` the finding, `short` a few sentences, `page` a path below the pack's
    folder, `layer` a table of `results.gpkg`, `theme` a map theme of the project. `why` says why there is no answer.
    """

    key: str
    question: str
    title: str = ""
    short: str = ""
    page: str = ""
    layer: str = ""
    theme: str = ""
    why: str = ""


@dataclass(frozen=True)
class HomeRow:
    """A line of the comparison with home: a crime type, what is counted here and there, and the words on it."""

    label: str
    here: str
    home: str
    verdict: str


@dataclass(frozen=True)
class Home:
    """The area of a pack beside the one its reader knows; `page` is a path below the pack's folder, `why` as above."""

    here: str
    home: str
    title: str = ""
    short: str = ""
    page: str = ""
    months: str = ""
    rows: tuple[HomeRow, ...] = ()
    why: str = ""


def write_results(folder: Path, results: Sequence[ReadyResult]) -> None:
    """Write the list into the pack in `folder`."""
    _write(folder / names.RESULTS_LIST, [asdict(result) for result in results])


def write_home(folder: Path, home: Home) -> None:
    """Write the comparison with home into the pack in `folder`."""
    _write(folder / names.HOME, asdict(home))


def read_results(folder: Path) -> tuple[ReadyResult, ...]:
    """The list of a pack, () where it has none; raises `CacheError` for what is no such list."""
    found = _read(folder / names.RESULTS_LIST, [])
    if not isinstance(found, list) or len(found) > _MOST or not all(isinstance(one, dict) for one in found):
        raise _none(folder / names.RESULTS_LIST)
    return tuple(ReadyResult(*(_text(one, name) for name in ReadyResult.__dataclass_fields__)) for one in found)


def read_home(folder: Path) -> Home:
    """The comparison of a pack, an empty one where it has none; raises `CacheError` for what is no such file."""
    found = _read(folder / names.HOME, {})
    rows = found.get("rows", []) if isinstance(found, dict) else None
    if not isinstance(rows, list) or len(rows) > _MOST or not all(isinstance(row, dict) for row in rows):
        raise _none(folder / names.HOME)
    texts = {name: _text(found, name) for name in Home.__dataclass_fields__ if name != "rows"}
    lines = tuple(HomeRow(*(_text(row, name) for name in HomeRow.__dataclass_fields__)) for row in rows)
    return Home(**texts, rows=lines)


def _write(path: Path, value: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _read(path: Path, none: Any) -> Any:
    try:
        if not path.exists():
            return none
        if path.stat().st_size > _LARGEST:
            raise _none(path)
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _none(path) from error
    except BAD_PATH as error:
        raise CacheError(
            tr("{path} cannot be read: {error}. Copy the field pack again from where it was made.").format(
                path=path, error=reason(error)
            )
        ) from error


def _text(entry: Any, name: str) -> str:
    value = entry.get(name, "")
    return value if isinstance(value, str) else ""


def _none(path: Path) -> CacheError:
    return CacheError(tr("{path} is damaged. Copy the field pack again from where it was made.").format(path=path))
