# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run of the cluster test: map, parts from near, table of clusters."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from qgis.core import QgsFeature, QgsField, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant

from ..analysis.clusters import VERDICTS, Verdict
from ..analysis.errors import Cancelled, stop_if
from ..reports.result_map import WIDTH, Label, MapPicture, dots_layer, faint_layer, outline_layer, png_address
from ..reports.result_page import Detail, ResultPage, Swatch, Table
from ..text import number, tr
from .cluster_run import ClusterRun
from .cluster_words import basis, caveats, finding, method, q_text, sentences
from .result_layer import Explained, styled_by
from .study_area import dissolved
from .wording import number_text, percent, sentence_case

_ROWS = 10
_DETAILS, _TOO_SMALL = 2, 6
_NEAREST = 3000.0  # metres: nearer the snap points would look like addresses


def page(run: ClusterRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about = run.inputs.crimes.about
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words) if part)),
        sentences=sentences(run),
        picture=png_address(picture := _picture(run, cancelled)),
        picture_text=tr("Map of the verdicts in the study area"),
        legend=_legend(run),
        basis=basis(run),
        method=method(run, told.parameters),
        command=told.command,
        caveats=caveats(run),
        rights=about.rights,
        labels=about.labels,
        tables=(_table(run),) if run.areas else (),
        details=_details(run, picture),
    )


def _legend(run: ClusterRun) -> list[Swatch]:
    found = run.found
    lines = "repeating-linear-gradient(135deg,#e69f00 0 0.5mm,#fdf3dc 0.5mm 1.3mm)"
    dots = "radial-gradient(#6e6e6e 0.35mm,transparent 0.4mm) 0 0/1.8mm 1.8mm"
    swatches = (
        (Verdict.CLUSTER, "#d55e00", tr("cluster")),
        (Verdict.EDGE, lines, tr("edge of a cluster, no crimes in it")),
        (Verdict.TOO_FEW, dots, tr("too few crimes to judge")),
        (Verdict.NOT_A_CLUSTER, "#ffffff", tr("not a cluster")),
    )
    return [
        Swatch(background, f"{text} ({number(int(found.is_(verdict).sum()))})")
        for verdict, background, text in swatches
        if found.is_(verdict).any()
    ] + [Swatch("radial-gradient(#969696 0.4mm,transparent 0.45mm) 0 0/2.3mm 1.8mm", tr("snap points with crimes"))]


def _table(run: ClusterRun) -> Table:
    rows = [_row(run, area) for area in range(min(run.areas, _ROWS))]
    left = run.areas - len(rows)
    foot = tr("{n} smaller ones are on the map and in the layer.").format(n=number(left)) if left else ""
    head = (
        tr("Cluster area"),
        tr("Crimes"),
        tr("Snap points"),
        tr("Cells") if run.grids is not None else tr("Units"),
        tr("On the fullest point"),
        tr("Smallest q"),
    )
    return Table(tr("The clusters"), head, rows, foot)


def _row(run: ClusterRun, area: int) -> tuple[str, ...]:
    mine, counted = run.area == area, run.units.counted
    crimes = counted.count[mine].sum().item()
    fullest = float(np.nanmax(counted.largest_place_share[mine] * counted.count[mine])) / crimes
    return (
        f"{area + 1} · {_where(run, mine)}",
        number_text(crimes),
        number(int(counted.places[mine].sum())),
        number(int(mine.sum())),
        percent(fullest),
        q_text(float(run.found.q[mine].min())),
    )


def _where(run: ClusterRun, mine: np.ndarray) -> str:
    """The LSOAs that most of an area's crimes are in, or the names of its units."""
    near = run.inputs.crimes.near
    names: Counter[str] = Counter()
    if "name" in run.units.key_fields:
        at = run.units.key_fields.index("name")
        for unit in np.flatnonzero(mine).tolist():
            names[run.units.keys[unit][at]] += int(run.units.counted.count[unit])
    elif near is not None and run.grids is not None:
        inside = (run.units.unit >= 0) & mine[run.units.unit]
        for name, count in zip(near[inside].tolist(), run.inputs.crimes.count[inside].tolist()):
            names[name] += count
    shown = [name for name, _ in names.most_common(2) if name]
    more = len([name for name in names if name]) - len(shown)
    return ", ".join(shown) + (tr(" and {n} more").format(n=more) if more > 0 else "")


def _picture(run: ClusterRun, cancelled: Cancelled) -> MapPicture:
    crs = run.inputs.crs
    study = run.inputs.study.geometry if run.inputs.study else dissolved(run.units.geometries)
    outlines = [outline.geometry for outline in run.inputs.study.outlines] if run.inputs.study else []
    layers = [
        outline_layer([study], crs),
        _drawn(run, cancelled),
        dots_layer(run.inputs.crimes.x, run.inputs.crimes.y, crs),
        faint_layer(outlines, crs),
    ]
    return MapPicture(layers, study.boundingBox(), crs, _labels(run))


def _details(run: ClusterRun, picture: MapPicture) -> list[Detail]:
    """The largest cluster areas from near, where the map is too small to show them."""
    details = []
    for area in range(min(run.areas, _DETAILS)):
        box = _box(run, area)
        side = max(box.width(), box.height(), _NEAREST)
        if side * _TOO_SMALL > max(picture.area.width(), picture.area.height()):
            return []
        around = QgsRectangle.fromCenterAndSize(box.center(), side * 1.55, side)
        near = replace(picture, area=around, labels=(), width=WIDTH // 2)
        details.append(Detail(png_address(near), f"{area + 1} · {_where(run, run.area == area)}"))
    return details


def _drawn(run: ClusterRun, cancelled: Cancelled) -> QgsVectorLayer:
    """The units that are more than a blank on the map."""
    layer = QgsVectorLayer("MultiPolygon", "verdicts", "memory")
    layer.setCrs(run.inputs.crs)
    provider = layer.dataProvider()
    provider.addAttributes([QgsField("verdict", QVariant.String), QgsField("largest_place_share", QVariant.Double)])
    layer.updateFields()
    blank = run.found.is_(Verdict.NOT_A_CLUSTER) if run.grids is not None else np.zeros(run.area.size, dtype=bool)
    features = []
    for at in np.flatnonzero(~blank).tolist():
        stop_if(cancelled)
        feature = QgsFeature(layer.fields())
        feature.setGeometry(run.units.geometries[at])
        share = float(run.units.counted.largest_place_share[at])
        feature.setAttributes([VERDICTS[run.found.verdict[at]].value, share if share == share else None])
        features.append(feature)
    provider.addFeatures(features)
    layer.updateExtents()
    styled_by("clusters")(layer)
    return layer


def _labels(run: ClusterRun) -> list[Label]:
    """The number of each area of the table, just off the area's corner so that it hides nothing."""
    labels = []
    for area in range(min(run.areas, _ROWS)):
        centres = [run.units.geometries[at].centroid().asPoint() for at in np.flatnonzero(run.area == area).tolist()]
        corner = max(centres, key=lambda centre: (centre.x() + centre.y(), centre.x()))
        labels.append(Label(str(area + 1), corner.x(), corner.y()))
    return labels


def _box(run: ClusterRun, area: int) -> QgsRectangle:
    box = QgsRectangle()
    for at in np.flatnonzero(run.area == area).tolist():
        box.combineExtentWith(run.units.geometries[at].boundingBox())
    return box
