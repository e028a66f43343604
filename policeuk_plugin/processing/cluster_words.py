# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of the cluster test found, in sentences, and the page that says it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from qgis.core import QgsFeature, QgsField, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant

from ..analysis.clusters import VERDICTS, Verdict
from ..analysis.permutation import SMALLEST_SHOWN
from ..reports.result_map import WIDTH, Label, MapPicture, dots_layer, faint_layer, outline_layer, png_address
from ..reports.result_page import Detail, ResultPage, Swatch, Table
from ..text import many, number, tr
from .cluster_run import ClusterRun, warnings_of
from .crimes import number_text
from .result_layer import styled_by
from .study_area import dissolved
from .wording import sentence_case

_ROWS = 10
_ONE_STACK = 0.5
_DETAILS, _TOO_SMALL = 2, 6
_NEAREST = 3000.0  # metres: nearer the snap points would look like addresses


def finding(run: ClusterRun) -> str:
    """The finding as a title."""
    about = run.inputs.crimes.about
    what, where = sentence_case(about.what), about.where
    if run.areas:
        clusters = many(run.areas, tr("cluster"), tr("clusters"))
        return tr("{what} in {where}: {clusters}").format(what=what, clusters=clusters, where=where)
    if 2 * run.found.is_(Verdict.TOO_FEW).sum() > run.area.size:
        return tr("{what} in {where}: too few crimes to say where they cluster").format(what=what, where=where)
    return tr("{what} in {where}: no cluster beyond what chance makes").format(what=what, where=where)


def sentences(run: ClusterRun) -> tuple[str, str]:
    """Two sentences: what was found, and how sure that is."""
    units, called = run.units, run.found.is_(Verdict.CLUSTER)
    places = number(int(units.counted.places.sum()))
    crimes = number_text(run.crimes)
    if not run.clusters:
        return (
            tr("None of the {units} stands out among {crimes} crimes on {places} snap points.").format(
                units=_units(run, called.size), crimes=crimes, places=places
            ),
            tr("Some are busier than others, but not more than chance makes where crimes stand in stacks."),
        )
    share = float(units.counted.count[called].sum()) / run.crimes
    ground = float(units.area[called].sum() / units.area.sum())
    first = tr(
        "{clusters} in {areas} hold {share} of {crimes} crimes on {places} snap points, on {ground} of the ground."
    ).format(
        clusters=_units(run, run.clusters),
        areas=many(run.areas, tr("area"), tr("areas")),
        share=percent(share),
        crimes=crimes,
        places=places,
        ground=percent(ground),
    )
    wrongly = run.found.alpha * run.clusters
    second = tr(
        "Chance alone would rarely make such neighbourhoods: of the {clusters}, expect about {wrongly} at most to be a "
        "false alarm."
    ).format(clusters=_units(run, run.clusters), wrongly=number(max(1, round(wrongly))))
    return first, second


def percent(share: float) -> str:
    """A share for reading: no decimals from ten per cent up."""
    return f"{100 * share:.0f}%" if share >= 0.0995 else f"{100 * share:.1f}%"


def q_text(q: float) -> str:
    """A q-value for reading."""
    return f"< {SMALLEST_SHOWN:g}" if q < SMALLEST_SHOWN else f"{q:.2g}"


def basis(run: ClusterRun) -> list[str]:
    """What the numbers rest on."""
    about, units = run.inputs.crimes.about, run.units
    counted = tr("{inside} crimes in the study area, on {places} snap points; {outside} outside it, not counted.").format(
        inside=number_text(run.crimes),
        places=number(int(units.counted.places.sum())),
        outside=number_text(units.counted.outside),
    )
    lines = [tr("{title}.").format(title=sentence_case(about.title)), counted, *about.basis]
    if run.inputs.study is not None:
        study = run.inputs.study
        lines.append(
            tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin)
        )
    return [*lines, *run.inputs.notes, *units.notes, *warnings_of(run)]


def method(run: ClusterRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    found = run.found
    how = (
        tr("exactly, by counting all permutations")
        if not found.draws
        else tr("by {draws} random permutations (seed {seed})").format(draws=number(found.draws), seed=run.asked.seed)
    )
    return [
        tr("Crimes are counted in {words}, {units} in all, empty ones included.").format(
            words=run.units.words, units=number(run.area.size)
        ),
        tr(
            "Each unit with its neighbours is compared with as many units drawn from {like}: p is the share of draws that "
            "hold at least as many crimes, found {how}."
        ).format(like=run.units.like, how=how),
        tr(
            "Benjamini-Hochberg over all units; a unit is called where q is at most {alpha:g} and at least two units of "
            "its neighbourhood hold crimes."
        ).format(alpha=found.alpha),
        tr("z is Getis-Ord Gi*, shown for information: nothing is decided by it."),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def caveats(run: ClusterRun) -> list[str]:
    """What to keep in mind."""
    called = run.found.is_(Verdict.CLUSTER)
    lines = [
        tr("Every place is a snap point, mostly the middle of a street: a cluster is a neighbourhood, never an address."),
        tr(
            "A cluster says that crimes are more concentrated there than a chance arrangement of the same units would "
            "be. It does not say why, nor that the risk to a person is higher: more people may be there."
        ),
        tr("The share of wrong calls holds on average over many such maps, not for each cluster."),
    ]
    stacks = int((called & (run.units.counted.largest_place_share > _ONE_STACK)).sum())
    if stacks:
        lines.append(
            tr("In {stacks} of the {clusters} one snap point holds more than half of the crimes (dot on the map).").format(
                stacks=number(stacks), clusters=_units(run, run.clusters)
            )
        )
    if run.grids is not None and run.clusters:
        holds = int((run.grids[called] == 4).sum())
        lines.append(
            tr("Of the {clusters}, {holds} stay clusters in all of four grids shifted by half a cell.").format(
                clusters=_units(run, run.clusters), holds=number(holds)
            )
        )
    return lines


def page(run: ClusterRun, parameters: Sequence[str], command: str) -> ResultPage:
    """The whole page."""
    about = run.inputs.crimes.about
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words) if part)),
        sentences=sentences(run),
        picture=png_address(picture := _picture(run)),
        picture_text=tr("Map of the verdicts in the study area"),
        legend=_legend(run),
        basis=basis(run),
        method=method(run, parameters),
        command=command,
        caveats=caveats(run),
        rights=about.rights,
        labels=about.labels,
        tables=(_table(run),) if run.areas else (),
        details=_details(run, picture),
    )


def _units(run: ClusterRun, count: int) -> str:
    cells = run.grids is not None
    return many(count, tr("cell"), tr("cells")) if cells else many(count, tr("unit"), tr("units"))


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
    head = (tr("Cluster area"), tr("Crimes"), tr("Snap points"), tr("Units"), tr("On the fullest point"), tr("Smallest q"))
    return Table(tr("The clusters"), head, rows, foot)


def _row(run: ClusterRun, area: int) -> tuple[str, ...]:
    mine, counted = run.area == area, run.units.counted
    crimes = counted.count[mine].sum().item()
    fullest = float(np.nanmax(counted.largest_place_share[mine] * counted.count[mine])) / crimes
    return (
        f"{area + 1}  {_where(run, mine)}",
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


def _picture(run: ClusterRun) -> MapPicture:
    crs = run.inputs.crs
    study = run.inputs.study.geometry if run.inputs.study else dissolved(run.units.geometries)
    outlines = [outline.geometry for outline in run.inputs.study.outlines] if run.inputs.study else []
    layers = [
        outline_layer([study], crs),
        _drawn(run),
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
        around = QgsRectangle.fromCenterAndSize(box.center(), side * 1.3, side)
        near = replace(picture, area=around, labels=(), width=WIDTH // 2)
        details.append(Detail(png_address(near), f"{area + 1}  {_where(run, run.area == area)}"))
    return details


def _drawn(run: ClusterRun) -> QgsVectorLayer:
    """The units that are more than a blank on the map."""
    layer = QgsVectorLayer("MultiPolygon", "verdicts", "memory")
    layer.setCrs(run.inputs.crs)
    provider = layer.dataProvider()
    provider.addAttributes([QgsField("verdict", QVariant.String), QgsField("largest_place_share", QVariant.Double)])
    layer.updateFields()
    blank = run.found.is_(Verdict.NOT_A_CLUSTER) if run.grids is not None else np.zeros(run.area.size, dtype=bool)
    features = []
    for at in np.flatnonzero(~blank).tolist():
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
