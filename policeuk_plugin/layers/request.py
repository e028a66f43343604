# SPDX-License-Identifier: GPL-2.0-or-later
"""Which layers of which cache, and the selection they show, as it is kept on the layer itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsMapLayer

from offline_cache.errors import CacheError
from offline_cache.model import Area, Month, Selection

from .kinds import LayerKind

KIND_PROPERTY = "policeuk/kind"
SELECTION_PROPERTY = "policeuk/selection"
_OTHER_EDITION_PROPERTY = "policeuk/other_edition"
_CACHE_PROPERTY = "policeuk/cache"
_AREAS_PROPERTY = "policeuk/areas"
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError, CacheError)


@dataclass(frozen=True)
class LayerRequest:
    """Which layers of which cache, and the selection that they show.

    `place_kinds` limit points of interest; none means all kinds.
    """

    cache: Path
    kinds: tuple[LayerKind, ...]
    selection: Selection = Selection()
    place_kinds: tuple[str, ...] = ()


def note_request(layer: QgsMapLayer, kind: LayerKind, request: LayerRequest) -> None:
    """Keep on the layer what it shows; it stays with the project."""
    layer.setCustomProperty(KIND_PROPERTY, kind.value)
    kept = _as_json(request.selection, request.place_kinds)
    layer.setCustomProperty(SELECTION_PROPERTY, json.dumps(kept, sort_keys=True))


def note_other_edition(layer: QgsMapLayer) -> None:
    """Keep on a layer of outlines that those of another edition are drawn in its place."""
    layer.setCustomProperty(_OTHER_EDITION_PROPERTY, "1")


def is_other_edition(layer: QgsMapLayer) -> bool:
    """Whether outlines are of an edition that is not to be drawn at first, as those of another one are held."""
    return bool(layer.customProperty(_OTHER_EDITION_PROPERTY))


@dataclass(frozen=True)
class CountedFrom:
    """What the numbers of a result were counted from: a selection of a cache.

    `areas` are those that a feature is by its field `code`, kind and edition as in `lsoa:2021`; '' where a feature is
    the ground it covers. `months` are those counted of the selection's, () for all.
    """

    cache: Path
    selection: Selection
    areas: str = ""
    months: tuple[Month, ...] = ()


def note_counted(layer: QgsMapLayer, counted: CountedFrom) -> None:
    """Keep on a result what it was counted from, so that the rows behind it can be found."""
    layer.setCustomProperty(_CACHE_PROPERTY, str(counted.cache))
    layer.setCustomProperty(_AREAS_PROPERTY, counted.areas)
    kept = {**_as_json(counted.selection, ()), "months": [str(month) for month in counted.months]}
    layer.setCustomProperty(SELECTION_PROPERTY, json.dumps(kept, sort_keys=True))


def counted_from(layer: QgsMapLayer) -> Optional[CountedFrom]:
    """What a result of ours was counted from; None for any other layer, or where that can no longer be read."""
    cache = layer.customProperty(_CACHE_PROPERTY)
    if not cache:
        return None
    try:
        kept = json.loads(str(layer.customProperty(SELECTION_PROPERTY)))
        selection, months = _selection(kept), tuple(map(Month.parse, kept.get("months", ())))
    except _UNREADABLE:
        return None
    path = Path(layer.source().split("|")[0]).parent / str(cache)  # in a field pack it is named from beside it
    return CountedFrom(path, selection, str(layer.customProperty(_AREAS_PROPERTY) or ""), months)


def name_cache_beside(layer: QgsMapLayer, name: str) -> None:
    """Have a result look for its cache under a name beside its own file, wherever the two are moved together."""
    if layer.customProperty(_CACHE_PROPERTY):
        layer.setCustomProperty(_CACHE_PROPERTY, name)


def kind_of(layer: QgsMapLayer) -> Optional[LayerKind]:
    """The kind of a layer of ours, None for any other."""
    values = {kind.value: kind for kind in LayerKind}
    return values.get(str(layer.customProperty(KIND_PROPERTY)))


def request_of(layer: QgsMapLayer) -> Optional[LayerRequest]:
    """What a layer of ours shows; None for any other, or where what was kept can no longer be read."""
    kind = kind_of(layer)
    if kind is None:
        return None
    try:
        kept = json.loads(str(layer.customProperty(SELECTION_PROPERTY)))
        selection, place_kinds = _selection(kept), _texts(kept["place_kinds"])
    except _UNREADABLE:
        return None
    return LayerRequest(Path(layer.source().split("|")[0]), (kind,), selection, place_kinds)


def _as_json(selection: Selection, place_kinds: tuple[str, ...]) -> dict[str, Any]:
    area = selection.area
    return {
        "from": str(selection.first or ""),
        "to": str(selection.last or ""),
        "forces": list(selection.forces),
        "types": list(selection.crime_types),
        "with_asb": selection.with_asb,
        "area": [area.kind, list(area.codes), area.name] if area else None,
        "place_kinds": list(place_kinds),
    }


def _selection(kept: dict[str, Any]) -> Selection:
    kind, codes, name = kept["area"] or ("", (), "")
    return Selection(
        first=Month.parse(kept["from"]) if kept["from"] else None,
        last=Month.parse(kept["to"]) if kept["to"] else None,
        forces=_texts(kept["forces"]),
        crime_types=_texts(kept["types"]),
        with_asb=bool(kept["with_asb"]),
        area=_area(kind, codes, name) if kind else None,
    )


def _area(kind: Any, codes: Any, name: Any) -> Area:
    kind, name = _texts([kind, name])
    return Area(kind, _texts(codes), name)


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError("no list of texts")
    return tuple(values)
