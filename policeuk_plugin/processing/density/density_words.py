# SPDX-License-Identifier: GPL-2.0-or-later
"""What a density shows, in sentences, and the page that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from qgis.core import QgsPointXY, QgsRasterLayer, QgsRectangle

from ...analysis.errors import Cancelled, stop_if
from ...reports.result_map import WIDTH, Label, MapPicture, faint_layer, mask_layer, outline_layer, png_address
from ...reports.result_page import Detail, ResultPage, Swatch
from ...text import many, number, tr
from ..running.wording import months_in, number_text, sentence_case
from ..writing.raster_file import class_colours, class_names, density_style
from ..writing.result_layer import Explained
from .density_run import DensityRun


def finding(run: DensityRun) -> str:
    """The finding as a title."""
    about = run.inputs.crimes.about
    near = _near_peak(run)
    what, where = sentence_case(about.what), about.where
    if near:
        return tr("{what} in {where} is densest near {near}").format(what=what, where=where, near=near)
    return tr("{what} in {where}: density").format(what=what, where=where)


def sentences(run: DensityRun) -> tuple[str, str]:
    """Two sentences: the peak, and what a density cannot say."""
    months = run.inputs.crimes.about.months
    first = tr(
        "At its peak there are about {highest} crimes per km²{period}, {times} times the {mean} of the whole study "
        "area."
    ).format(
        highest=_rounded(run.highest),
        times=_rounded(run.highest / run.mean),
        mean=_rounded(run.mean),
        period=tr(" in {months}").format(months=many(months_in(*months), tr("month"), tr("months"))) if months else "",
    )
    second = tr(
        "A density shows where crimes are, whether or not chance put them there. 'Crime clusters' says where they "
        "cluster beyond chance."
    )
    return first, second


def short(run: DensityRun) -> str:
    """The answer for the panel and the first page of a report."""
    untested = tr("It is a picture, not a test: chance and where people are make peaks too.")
    return f"{finding(run)}. {sentences(run)[0]} {untested}"


def basis(run: DensityRun) -> list[str]:
    """What the numbers rest on."""
    about = run.inputs.crimes.about
    return [
        tr("{title}.").format(title=sentence_case(about.title)),
        tr("{inside} crimes in the study area, on {places} snap points; {outside} outside it, not counted.").format(
            inside=number_text(run.inside), places=number(run.places), outside=number_text(run.outside)
        ),
        *about.basis,
        tr("Study area of {km2} km²: {origin}.").format(km2=f"{run.study.km2:,.1f}", origin=run.study.origin),
        *run.inputs.notes,
    ]


def method(run: DensityRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    density = run.density
    return [
        tr(
            "Each crime is spread over {radius:g} m around its snap point by the quartic kernel; cells of {size:g} m."
        ).format(radius=density.radius, size=density.grid.size),
        tr(
            "At the edge of the study area a kernel is divided by its part inside, so that density times area adds up "
            "to the {inside} crimes inside."
        ).format(inside=number_text(run.inside)),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def caveats() -> list[str]:
    """What to keep in mind."""
    return [
        tr("Every place is a snap point, mostly the middle of a street: a peak is a neighbourhood, never an address."),
        tr("The picture depends on the bandwidth far more than on the cell size: compare maps of one bandwidth only."),
        tr("It is crimes per km², not per person: where more people are, more is recorded."),
    ]


def page(run: DensityRun, raster: str, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `raster` is the GeoTIFF, `told` has parameters and command as they may be handed on."""
    stop_if(cancelled)
    about = run.inputs.crimes.about
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(
            ", ".join(part for part in (about.when, tr("bandwidth {radius:g} m")) if part).format(
                radius=run.density.radius
            )
        ),
        sentences=sentences(run),
        picture=png_address(picture := _picture(run, raster)),
        picture_text=tr("Map of the density in the study area"),
        legend=_legend(run),
        basis=[line for line in basis(run) if line not in run.inputs.plain],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(),
        rights=about.rights,
        labels=(*about.labels, *run.inputs.plain),
        details=_details(run, picture),
        short=short(run),
    )


def _details(run: DensityRun, picture: MapPicture) -> list[Detail]:
    """The peak from near, where the map is too small to show it."""
    side = 8 * run.density.radius
    if max(picture.area.width(), picture.area.height()) < 3 * side:
        return []
    around = QgsRectangle.fromCenterAndSize(QgsPointXY(*run.peak), 2 * side, side)
    near = replace(picture, area=around, width=WIDTH)
    return [Detail(png_address(near), tr("▲ The peak from near"))]


def _near_peak(run: DensityRun) -> str:
    """The LSOA of the crimes nearest to the peak, where it is known."""
    crimes = run.inputs.crimes
    if crimes.near is None:
        return ""
    x, y = run.peak
    away = np.hypot(crimes.x - x, crimes.y - y)
    return str(crimes.near[int(np.nanargmin(away))])


def _rounded(value: float) -> str:
    """Two digits that mean something."""
    return f"{float(f'{value:.2g}'):,g}"


def _legend(run: DensityRun) -> list[Swatch]:
    names, colours = class_names(run.highest), class_colours(run.highest)
    unit = Swatch("", tr("Crimes per km²:"))
    swatches = [
        Swatch(colour.name() if colour.alpha() == 255 else "#fdf9dc", name) for name, colour in zip(names, colours)
    ]
    return [unit, *swatches, Swatch("", tr("▲ highest"))]


def _picture(run: DensityRun, raster: str) -> MapPicture:
    crs = run.inputs.crs
    layer = QgsRasterLayer(raster, "density")
    density_style(run.highest)(layer)
    outlines = [outline.geometry for outline in run.study.outlines]
    layers = [
        outline_layer([run.study.geometry], crs),
        faint_layer(outlines, crs),
        mask_layer(run.study.geometry, crs),
        layer,
    ]
    return MapPicture(layers, run.study.geometry.boundingBox(), crs, [Label("▲", [run.peak])])
