# SPDX-License-Identifier: GPL-2.0-or-later
"""Of a layer that persistence made, the units that are persistent: those whose change is asked for."""

from __future__ import annotations

from dataclasses import replace

from offline_cache.errors import CacheError

from ...text import number, tr
from ..units.geometry_sources import Polygons
from ..units.unit_inputs import UnitsAsked

_FIELDS = ("persistent", "months_in_top")
_YES = "yes"


def persistent_only(asked: UnitsAsked) -> tuple[UnitsAsked, str]:
    """The units asked for, and a sentence where those of a layer are only its persistent ones; else ''.

    Raises `CacheError` where none of them is.
    """
    polygons = asked.polygons
    if polygons is None or not polygons.features:
        return asked, ""
    names = polygons.features[0].fields().names()
    if not all(name in names for name in _FIELDS):
        return asked, ""
    kept = [at for at, feature in enumerate(polygons.features) if feature[_FIELDS[0]] == _YES]
    if not kept:
        raise CacheError(
            tr("No unit of {layer} is persistent, so there is no change to test. Choose other units.").format(
                layer=asked.layer
            )
        )
    some = Polygons([polygons.features[at] for at in kept], [polygons.geometries[at] for at in kept], polygons.left)
    note = tr(
        "Only the {n} persistent units of {layer} are compared, of its {all}. They were chosen for their many crimes, "
        "in months that may be among those compared. Fewer afterwards is then what chance does by itself."
    ).format(n=number(len(kept)), layer=asked.layer, all=number(len(polygons.features)))
    return replace(asked, polygons=some), note
