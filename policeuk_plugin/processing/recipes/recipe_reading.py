# SPDX-License-Identifier: GPL-2.0-or-later
"""A recipe file that anybody may have written, read with care: what is odd ends in one sentence."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NoReturn, Optional

from offline_cache.errors import BAD_PATH, CacheError, reason, shown
from offline_cache.fingerprint import Fingerprint

from ...text import tr
from .recipe import FORMAT, VERSION, Recipe, RecipeRun

LARGEST = 4 * 2**20
_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,60}")
_MOST_RUNS, _MOST_VALUES, _LONGEST = 50, 10_000, 20_000


def read_recipe(path: Path, known: Collection[str]) -> Recipe:
    """Read a recipe of algorithms that are among `known`; raises `CacheError` for what is none."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise _none(path, tr("it has {n} MB, and no recipe has").format(n=size // 2**20))
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise _none(path, tr("it is no text in UTF-8")) from error
    except BAD_PATH as error:
        raise CacheError(
            tr("{path} cannot be read: {error}. Choose another file.").format(path=path, error=reason(error))
        ) from error
    try:
        data = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise _none(path, tr("it is no JSON")) from error
    try:
        return _recipe(data, known)
    except _Odd as odd:
        raise _none(path, str(odd)) from odd


class _Odd(Exception):
    """What is wrong, within the sentence."""


def _none(path: Path, why: str) -> CacheError:
    return CacheError(
        tr("{path} is no recipe that can be run: {why}. Choose a recipe file that a report wrote.").format(
            path=path, why=why
        )
    )


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)


def _recipe(data: Any, known: Collection[str]) -> Recipe:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _Odd(tr("it does not say that it is one"))
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _Odd(tr("its version is no number"))
    if version > VERSION:
        raise _Odd(tr("a newer version of the plugin wrote it; install that"))
    runs = data.get("runs")
    if not isinstance(runs, list) or not 0 < len(runs) <= _MOST_RUNS:
        raise _Odd(tr("it has no list of 1 to {n} runs").format(n=_MOST_RUNS))
    cache, held = _cache(data.get("cache"))
    return Recipe(
        _text(data.get("title", ""), "title"),
        [_run(one, known) for one in runs],
        _text(data.get("plugin_version", ""), "plugin_version"),
        cache,
        held,
    )


def _run(data: Any, known: Collection[str]) -> RecipeRun:
    if not isinstance(data, dict):
        raise _Odd(tr("one of its runs is no object"))
    algorithm = _text(data.get("algorithm"), "algorithm")
    if algorithm not in known:
        raise _Odd(tr("{algorithm} is no analysis that a recipe may run").format(algorithm=shown(algorithm)))
    parameters = _object(data.get("parameters"), "parameters")
    numbers = _object(data.get("numbers", {}), "numbers")
    for name, value in parameters.items():
        _check_parameter(name, value)
    for name, value in numbers.items():
        if not _NAME.fullmatch(name):
            raise _Odd(tr("{name} is no name of a number").format(name=shown(name)))
        if not _is_plain(value) or isinstance(value, bool):
            raise _Odd(tr("{name} is no number").format(name=shown(name)))
    return RecipeRun(algorithm, parameters, numbers)


def _check_parameter(name: str, value: Any) -> None:
    plain = all(map(_is_plain, value)) and len(value) <= _MOST_VALUES if isinstance(value, list) else _is_plain(value)
    if not plain:
        raise _Odd(tr("the value of {name} is no text, number or list of them").format(name=shown(name)))


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST and "\0" not in value
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or (isinstance(value, (bool, int)) and abs(value) < 2**63)


def _cache(data: Any) -> tuple[Optional[str], Optional[Fingerprint]]:
    if data is None:
        return None, None
    data = _object(data, "cache")
    path = _text(data.get("path"), "cache")
    return path, Fingerprint(_texts(data.get("files", {}), "files"), _texts(data.get("areas", {}), "areas"))


def _object(data: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(data, dict) or len(data) > _MOST_VALUES or not all(len(key) <= 200 for key in data):
        raise _Odd(tr("{name} is no object").format(name=shown(name)))
    return data


def _texts(data: Any, name: str) -> Mapping[str, str]:
    return {key: _text(value, name) for key, value in _object(data, name).items()}


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or "\0" in value:
        raise _Odd(tr("{name} is no text").format(name=shown(name)))
    return value
