# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a risk density: map with what is beyond chance, bandwidths side by side, what it cannot say."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import QgsPointXY, QgsRasterLayer, QgsRectangle

from ...analysis.errors import Cancelled, stop_if
from ...reports.result_map import (
    WIDTH,
    Label,
    MapPicture,
    faint_layer,
    ground_layer,
    mask_layer,
    outline_layer,
    png_address,
)
from ...reports.result_page import Detail, ResultPage, Swatch, Table
from ...text import number, tr
from ..running.wording import sentence_case, spread_text
from ..units.near_maps import near_words
from ..units.unit_layer import memory_layer
from ..writing.result_layer import Explained, styled_by
from . import risk_words as words
from .risk_layer import Areas, columns_of
from .risk_run import Patch, RiskRun
from .risk_style import COLOURS, class_names, heading, limits_of, risk_style

LABELLED, _MOST = 8, 2


def page(run: RiskRun, areas: Areas, raster: str, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `raster` is the GeoTIFF, `told` has parameters and command as they may be handed on."""
    stop_if(cancelled)
    about, picture = run.inputs.crimes.about, _picture(run, areas, raster)
    plain = (*run.inputs.plain, *([run.points.redrawn] if run.points.redrawn else []))
    return ResultPage(
        title=words.finding(run),
        subtitle=sentence_case(
            ", ".join(
                part for part in (about.when, tr("bandwidth {radius:g} m").format(radius=run.asked.risk.radius)) if part
            )
        ),
        sentences=words.sentences(run),
        picture=png_address(picture),
        picture_text=tr("Map of the ratio or difference in the study area"),
        legend=_legend(run),
        basis=[line for line in words.basis(run) if line not in plain],
        method=words.method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=words.caveats(run),
        rights=about.rights,
        labels=(*about.labels, *plain),
        tables=[*_places(run), _rules(run)],
        details=_details(run, areas, picture),
        short=words.in_short(run),
    )


def _named(run: RiskRun) -> list[Patch]:
    """The patches that are labelled, those with more first."""
    more, fewer = run.of("more"), run.of("fewer")
    room = max(LABELLED - len(fewer), LABELLED // 2)
    return [*more[:room], *fewer[: LABELLED - len(more[:room])]]


def _places(run: RiskRun) -> list[Table]:
    rows = [
        [
            " · ".join(part for part in (str(at), patch.near) if part),
            tr("more") if patch.kind == "more" else tr("fewer"),
            f"{patch.cells.sum() * run.risk.grid.cell_area / 1e6:.1f}",
            spread_text(patch.spread),
            spread_text(patch.expected),
            f"{patch.spread / patch.expected:.2f}" if patch.expected else "",
        ]
        for at, patch in enumerate(_named(run), 1)
    ]
    if not rows:
        return []
    beyond = len(run.of("more")) + len(run.of("fewer"))
    foot = tr(
        "Crimes, and those expected, are what the kernels spread over the ground of the place from up to {radius:g} m "
        "around it. So a small place has a small part of them. Numbers are those on the map."
    ).format(radius=run.asked.risk.radius)
    if beyond > len(rows):
        foot += tr(" {n} more are in the layer.").format(n=number(beyond - len(rows)))
    head = [tr("Place"), tr("Beyond chance"), tr("Ground, km²"), tr("Crimes"), tr("Expected"), tr("Ratio")]
    return [Table(tr("Places beyond chance"), head, rows, foot)]


def _rules(run: RiskRun) -> Table:
    return Table(
        tr("Bandwidths"),
        [tr("Rule"), tr("Radius in m")],
        [list(row) for row in words.rules(run)],
        tr(
            "What three rules would choose from the crimes, as radius of the quartic kernel. They differ, and none "
            "knows what it is for: choose by the size of what you want to see, not under 500 m. Crimes on one snap "
            "point make no pair, or all rules would see nothing but stacks."
        ),
    )


def _details(run: RiskRun, areas: Areas, picture: MapPicture) -> list[Detail]:
    """The largest places from near, where the map is too small to show them."""
    around: dict[int, QgsRectangle] = {}
    for at, patch in enumerate(_named(run), 1):
        box = _box(run, areas, patch)
        side = max(8 * run.asked.risk.radius, 2 * box.width(), 2 * box.height())
        seen = any(one.contains(box) for one in around.values())
        if len(around) < _MOST and not seen and max(picture.area.width(), picture.area.height()) >= 3 * side:
            around[at] = QgsRectangle.fromCenterAndSize(box.center(), 2 * side, side)
    found = []
    for box in around.values():
        labels = [label for label in picture.labels if box.contains(QgsPointXY(*label.places[0]))]
        # As wide as it will be shown, so that numbers and scale can be read.
        near = replace(picture, area=box, labels=labels, width=WIDTH if len(around) == 1 else WIDTH // _MOST)
        found.append(Detail(png_address(near), near_words([label.text for label in labels])))
    return found


def _box(run: RiskRun, areas: Areas, patch: Patch) -> QgsRectangle:
    return areas.geometries[list(run.patches).index(patch)].boundingBox()


def _legend(run: RiskRun) -> list[Swatch]:
    limits = limits_of(run.asked.measure, run.shown.values)
    head = f"{heading(run.asked.measure)}:"
    swatches = [
        Swatch(colour, name) for colour, name in zip(COLOURS, class_names(run.asked.measure, limits))
    ]  # fmt: skip
    lines = "repeating-linear-gradient({angle}, {colour} 0 1px, {ground} 1px 4px)"
    marks = [
        (run.of("more"), lines.format(angle="135deg", colour="#5a1a00", ground="#fdd9a8"), tr("more than chance")),
        (run.of("fewer"), lines.format(angle="45deg", colour="#0b2f5c", ground="#c6dfee"), tr("fewer than chance")),
        (run.of("within chance"), "", tr("pale: no more than chance might do")),
        (run.of("too few"), lines.format(angle="0deg", colour="#8a8a8a", ground="#f3f3f1"), tr("not judged")),
    ]
    return [Swatch("", head), *swatches, *(Swatch(ground, name) for some, ground, name in marks if some)]


def _picture(run: RiskRun, areas: Areas, raster: str) -> MapPicture:
    crs = run.inputs.crs
    layer = QgsRasterLayer(raster, "risk")
    risk_style(run.asked.measure, limits_of(run.asked.measure, run.shown.values))(layer)
    over = memory_layer(areas, crs, columns_of(run, areas))
    styled_by("riskareas")(over)
    over.setSubsetString("\"kind\" NOT LIKE 'top%'")
    outlines = [outline.geometry for outline in run.study.outlines]
    layers = [
        outline_layer([run.study.geometry], crs),
        faint_layer(outlines, crs),
        mask_layer(run.study.geometry, crs),
        over,
        layer,
        ground_layer([run.study.geometry], crs),
    ]
    labels = [Label(str(at), [_middle(run, areas, patch)]) for at, patch in enumerate(_named(run), 1)]
    return MapPicture(layers, run.study.geometry.boundingBox(), crs, labels)


def _middle(run: RiskRun, areas: Areas, patch: Patch) -> tuple[float, float]:
    point = areas.geometries[list(run.patches).index(patch)].pointOnSurface().asPoint()
    return point.x(), point.y()
