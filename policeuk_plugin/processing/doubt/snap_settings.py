# SPDX-License-Identifier: GPL-2.0-or-later
"""SETTINGS of the snap-point uncertainty: parameters of the method that are not its own, as JSON."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterDefinition

from offline_cache.errors import CacheError, shown

from ...text import tr

_PLAIN = ("enum", "number", "distance", "boolean", "string")
_LONGEST = 20_000


def read_snap_settings(
    text: str, algorithm: QgsProcessingAlgorithm, method: str, own: Collection[str]
) -> dict[str, Any]:
    """Parameters of `algorithm`; raises `CacheError` for those it cannot be given here: layers, files, `own` ones."""
    if not text.strip():
        return {}
    try:
        data = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise CacheError(
            tr("SETTINGS is no JSON of parameters, such as {example}. Write it so.").format(
                example='{"EXPOSURE": "residents"}'
            )
        )
    for name, value in data.items():
        definition = algorithm.parameterDefinition(name)
        if definition is None or definition.isDestination() or definition.type() not in _PLAIN:
            raise _refused(method, name, tr("which it cannot be given"))
        if name in own:
            raise _refused(method, name, tr("which has a field of its own: give it there"))
        if not _is_plain(definition, value):
            raise _refused(method, name, tr("with a value that is no text, number or list of texts"))
    return data


def _is_plain(definition: QgsProcessingParameterDefinition, value: Any) -> bool:
    if isinstance(value, list):
        return definition.type() == "enum" and all(isinstance(one, str) for one in value)
    return isinstance(value, (str, int, float, bool))


def _refused(method: str, name: str, why: str) -> CacheError:
    return CacheError(
        tr("SETTINGS gives the method {method} the parameter {name}, {why}. Leave it out or correct it.").format(
            method=method, name=shown(name), why=why
        )
    )
