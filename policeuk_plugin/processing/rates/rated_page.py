# SPDX-License-Identifier: GPL-2.0-or-later
"""What pages of rated areas have alike: the line below the title, the map, and how tables end."""

from __future__ import annotations

from collections.abc import Sequence

from ...layers.area_style import AreaLook
from ...reports.result_map import MapPicture
from ...text import number, tr
from ..areas.area_pictures import areas_picture
from ..running.wording import sentence_case
from ..units.unit_layer import Column
from .rated_areas import RatedAreas
from .rated_layer import layer_of

ROWS = 12
"""So many areas a table has, the first in its order."""


def subtitle(rated: RatedAreas) -> str:
    """Months and areas."""
    return sentence_case(", ".join(part for part in (rated.about.when, str(rated.areas)) if part))


def numbered_codes(rated: RatedAreas, order: Sequence[int]) -> list[str]:
    """The areas of a table in this order that the map numbers; none where the table has all of them."""
    return [rated.rows[at].code for at in order[:ROWS]] if len(rated.rows) > ROWS else []


def map_of(rated: RatedAreas, columns: Sequence[Column], look: AreaLook, codes: Sequence[str]) -> MapPicture:
    """The areas as the layer draws them, those of `codes` numbered."""
    return areas_picture(layer_of(rated, columns, look), rated.run.outlines, rated.run.crs, codes)


def more_in_layer(left: int) -> str:
    """How a table ends that leaves so many areas out; '' where it leaves none."""
    return tr("In the layer: {n} more.").format(n=number(left)) if left > 0 else ""
