# SPDX-License-Identifier: GPL-2.0-or-later
"""What a map shows of a selection as a page to print, or as an atlas with a page for each of its areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import (
    QgsAggregateCalculator,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QLocale

from offline_cache.errors import CacheError

from ..layers.kinds import LayerKind
from ..layers.request import kind_of
from ..layers.results import is_result
from ..layers.upkeep import is_of_areas
from ..text import attribution, caveat, many, number, tr
from .layout import MAP_WIDTH, MapPage, frame_of, make_atlas, make_layout

_MOST_PAGES = 5_000
_NAMES = ("name", "lsoa_name", "code", "id")
_LONGEST = 620
"""Letters that fit beside the map."""


def add_page(project: QgsProject, layer: QgsMapLayer, extent: QgsRectangle) -> QgsPrintLayout:
    """Add a page with what is switched on to the project's layouts; `extent` is in the project's CRS.

    Raises `CacheError` where nothing is switched on.
    """
    return make_layout(project, _page(project, layer, extent, tr("Map")))


def add_atlas(project: QgsProject, layer: QgsMapLayer, extent: QgsRectangle) -> QgsPrintLayout:
    """Add an atlas of the areas of `layer`. Raises `CacheError` where it would have no page."""
    if not isinstance(layer, QgsVectorLayer) or not is_of_areas(layer):
        raise CacheError(tr("An atlas is made of areas: choose a layer of outlines, neighbourhoods or a result."))
    count = int(layer.featureCount())
    if not 0 < count <= _MOST_PAGES:
        pages = many(count, tr("page"), tr("pages"))
        raise CacheError(
            tr("An atlas of {layer} would have {pages}. Choose an area with 1 to {most} of them.").format(
                layer=layer.name(), pages=pages, most=number(_MOST_PAGES)
            )
        )
    fields = layer.fields().names()
    name = next((field for field in _NAMES if field in fields), fields[0])
    numbers = tr('[% format_number("count", 0) %] crimes.') if "count" in fields else ""
    page = _page(project, layer, extent, tr("Atlas"), f'[% to_string("{name}") %]', numbers)
    return make_atlas(project, page, layer, name)


def _page(
    project: QgsProject,
    layer: QgsMapLayer,
    extent: QgsRectangle,
    what: str,
    title: Optional[str] = None,
    numbers: str = "",
) -> MapPage:
    """The page; with a `title` of its own, an expression, that of an atlas of `layer`, which is on it in any case."""
    layers = [*project.layerTreeRoot().checkedLayers(), *([layer] if title else [])]
    ordered = [one for one in project.layerTreeRoot().layerOrder() if one in layers]
    known = [one for one in ordered if kind_of(one) is not None or is_result(one)]
    ours = [one for one in known if one is layer or one.isInScaleRange(_scale(extent))]
    if not ours:
        raise CacheError(tr("No layer of this selection is switched on, so the page would be empty: switch one on."))
    about = ours[0]
    group = _group(project, layer)
    shown = _selection_words(group) if group else layer.name()
    subtitle = tr("{layers}. {shown}.") if title else "{layers}"
    told = _literal(subtitle.format(layers=", ".join(one.name() for one in ours), shown=shown))
    return MapPage(
        name=_free_name(project, tr("{what}: {selection}").format(what=what, selection=shown)),
        title=title or _literal(shown),
        subtitle=f"{numbers} {told}".strip(),
        foot=_literal("\n".join([*(about.metadata().rights() or [attribution(), caveat()]), _made()])),
        layers=ordered,
        extent=frame_of(extent),
        explained=ours,
        beside=_literal(_basis(about, shown)),
    )


def _basis(layer: QgsMapLayer, selection: str) -> str:
    """How many crimes the selection has, and what it rests on, as far as there is room; months missing come early."""
    purpose, *lines = [line for line in layer.metadata().abstract().split("\n") if line] or [""]
    kept: list[str] = []
    for line in [*_crimes(layer, selection), *(lines or [purpose])]:
        if sum(map(len, kept)) + len(line) <= _LONGEST:
            kept.append(line)
    return "\n".join(kept)


def _crimes(layer: QgsMapLayer, selection: str) -> list[str]:
    """How many crimes the snap points of a layer hold together."""
    if not isinstance(layer, QgsVectorLayer) or kind_of(layer) is not LayerKind.PLACES:
        return []
    total, known = layer.aggregate(QgsAggregateCalculator.Aggregate.Sum, "crimes")
    crimes = many(int(total), tr("crime"), tr("crimes")) if known else ""
    told = tr("{selection}: {crimes} with a place.")
    return [told.format(selection=selection, crimes=crimes)] if crimes else []


def _scale(extent: QgsRectangle) -> float:
    """About the scale of the page's map, where the project is in metres."""
    return float(1000 * frame_of(extent).width() / MAP_WIDTH)


def _made() -> str:
    return tr("Made on {day}.").format(day=QLocale("en_GB").toString(QDate.currentDate(), "d MMMM yyyy"))


def _literal(text: str) -> str:
    """A text that a label shows as it is: what stands between [% and %] would be an expression."""
    return text.replace("[%", "[ %")


def _group(project: QgsProject, layer: QgsMapLayer) -> Optional[QgsLayerTreeGroup]:
    node = project.layerTreeRoot().findLayer(layer.id())
    parent = node.parent() if node is not None else None
    return parent if isinstance(parent, QgsLayerTreeGroup) and parent.name() else None


def _selection_words(group: QgsLayerTreeGroup) -> str:
    return str(group.name().rpartition(" – ")[2])


def _free_name(project: QgsProject, name: str) -> str:
    taken: Sequence[str] = [layout.name() for layout in project.layoutManager().layouts()]
    names = [name, *(f"{name} ({n})" for n in range(2, len(taken) + 3))]
    return next(free for free in names if free not in taken)
