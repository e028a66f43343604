# SPDX-License-Identifier: GPL-2.0-or-later
"""The map of areas on a page, those named in its tables numbered, and its legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsRectangle, QgsVectorLayer

from ...layers.area_style import FEW, HATCH, NOTHING, AreaLook
from ...reports.result_map import Label, MapPicture
from ...reports.result_page import Swatch
from ...text import number, tr

_HATCHED = f"repeating-linear-gradient(135deg,{HATCH} 0 0.25mm,#ffffff 0.25mm 1.2mm)"
_DOTTED = f"radial-gradient({HATCH} 0.25mm,transparent 0.3mm) 0 0/1.3mm 1.3mm {FEW}"
_CROSSED = (
    "repeating-linear-gradient(45deg,#ffffff 0 0.2mm,transparent 0.2mm 0.9mm),"
    f"repeating-linear-gradient(135deg,#ffffff 0 0.2mm,{NOTHING} 0.2mm 0.9mm)"
)


def areas_picture(
    layer: QgsVectorLayer, outlines: Mapping[str, QgsGeometry], crs: QgsCoordinateReferenceSystem, codes: Sequence[str]
) -> MapPicture:
    """All areas that have an outline; those of `codes` get the numbers 1, 2, 3, … unless one of them has none.

    Where some are numbered the layer's own labels are not drawn: numbers would hide the values below them.
    """
    box = QgsRectangle()
    for geometry in outlines.values():
        box.combineExtentWith(geometry.boundingBox())
    numbered = codes if all(code in outlines for code in codes) else ()
    if numbered:
        layer.setLabelsEnabled(False)
    labels = [Label(str(at + 1), [_centre(outlines[code])]) for at, code in enumerate(numbered)]
    return MapPicture([layer], box, crs, labels)


def _centre(geometry: QgsGeometry) -> tuple[float, float]:
    at = geometry.pointOnSurface().asPoint()
    return at.x(), at.y()


def legend_of(look: AreaLook) -> list[Swatch]:
    """What the colours and patterns stand for."""
    swatches = [Swatch(one.colour, one.label) for one in look.classes]
    if look.without:
        swatches.append(Swatch(_DOTTED, look.no_value))
    if look.hatched:
        swatches.append(Swatch(_HATCHED, tr("months missing or held in part ({n})").format(n=number(look.hatched))))
    if look.unknown:
        swatches.append(Swatch(_CROSSED, tr("not covered: nothing held ({n})").format(n=number(look.unknown))))
    return [*swatches, *(Swatch("", note) for note in look.notes)]
