# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of a map from near, where what is numbered on it is too small to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsPointXY, QgsRectangle

from ...reports.result_map import WIDTH, MapPicture, png_address
from ...reports.result_page import Detail
from ...text import tr

if TYPE_CHECKING:
    from .units import Units

_MOST, _TOO_SMALL = 2, 6
_SIDE = 3000.0  # metres: nearer the snap points would look like addresses
_WIDER, _SEEN, _OTHER = 1.55, 25, 0.75


def near_maps(picture: MapPicture, widths: Sequence[float]) -> list[Detail]:
    """The two parts of 3 km with most of the numbered places, with those numbers; none where the map shows them.

    The second is not mostly the first again, where another part has numbers, too. `widths` are those of what is
    numbered, in metres: what is wide is seen on the map itself.
    """
    whole = max(picture.area.width(), picture.area.height())
    if whole < _SIDE * _TOO_SMALL or not widths or np.median(widths) * _SEEN > whole:
        return []
    places = np.array([label.places[0] for label in picture.labels], dtype=float).reshape(-1, 2)
    left, details, boxes = list(range(len(places))), list[Detail](), list[QgsRectangle]()
    while left and len(details) < _MOST:
        box, inside = _fullest(places, _apart(places, left, boxes) or left)
        boxes.append(box)
        shown = [label for label, at in zip(picture.labels, places.tolist()) if box.contains(QgsPointXY(*at))]
        alone = not details and len(inside) == len(left)
        if alone:  # it has the whole width of the page
            box = QgsRectangle.fromCenterAndSize(box.center(), 2 * box.width(), box.height())
        near = replace(picture, area=box, labels=shown, width=WIDTH if alone else WIDTH // 2)
        details.append(Detail(png_address(near), near_words([label.text for label in shown])))
        left = [at for at in left if at not in inside]
    return details


def widths_of(units: Units, some: Sequence[int]) -> list[float]:
    """How wide some units are, or high where they are higher, in metres."""
    boxes = [units.geometries[at].boundingBox() for at in some]
    return [max(box.width(), box.height()) for box in boxes]


def _apart(places: np.ndarray, left: Sequence[int], boxes: Sequence[QgsRectangle]) -> list[int]:
    """Of the places left those around which a part would show little of what the boxes show already."""
    return [
        at
        for at in left
        if all(
            abs(places[at, 0] - box.center().x()) > _OTHER * box.width()
            or abs(places[at, 1] - box.center().y()) > _OTHER * box.height()
            for box in boxes
        )
    ]


def _fullest(places: np.ndarray, left: Sequence[int]) -> tuple[QgsRectangle, list[int]]:
    """The box around one of the places that holds most of them, moved to their middle; and those."""
    found: list[int] = []
    for at in left:
        away = np.abs(places[left] - places[at])
        near = [left[i] for i in np.flatnonzero((away[:, 0] < _SIDE * _WIDER / 3) & (away[:, 1] < _SIDE / 3)).tolist()]
        found = near if len(near) > len(found) else found
    middle = (places[found].min(axis=0) + places[found].max(axis=0)) / 2
    return QgsRectangle.fromCenterAndSize(QgsPointXY(*middle.tolist()), _SIDE * _WIDER, _SIDE), found


def near_words(numbers: Sequence[str]) -> str:
    """What stands under such a part: the numbers on it."""
    if len(numbers) == 1:
        return tr("{number} from near").format(number=numbers[0])
    return tr("{numbers} and {last} from near").format(numbers=", ".join(numbers[:-1]), last=numbers[-1])
