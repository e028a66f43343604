# SPDX-License-Identifier: GPL-2.0-or-later
"""The layer of zones, the map, the chart and the page of an intervention."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from qgis.core import QgsFeature, QgsField, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant

from ...analysis.displacement import Effect
from ...analysis.neighbours import windows_of_pairs
from ...analysis.places import count_into_cells
from ...reports.charts import Background, MonthLines, MonthPoint, Series, month_lines, svg_address
from ...reports.result_map import WIDTH, Label, MapPicture, dots_layer, faint_layer, ground_layer, png_address
from ...reports.result_page import Detail, ResultPage, Swatch, Table
from ...text import month_name, number, tr, with_sign
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import sentence_case
from ..units.study_area import dissolved
from ..units.unit_layer import WHOLE, Column, counted_column
from ..units.units import Units
from ..writing.result_layer import Explained, styled_by
from .intervention_run import InterventionRun
from .intervention_words import basis, caveats, finding, method, p_text, sentences
from .zones import CONTROL, CONTROL_AROUND, TREATED, TREATED_AROUND, zone_words

_COLOURS = {TREATED: "#d55e00", TREATED_AROUND: "#fac896", CONTROL: "#0072b2", CONTROL_AROUND: "#aad0e8"}
_INKS = {
    Background.LIGHT: (_COLOURS[TREATED], _COLOURS[CONTROL]),
    Background.DARK: ("#ff9a52", "#6fb7ea"),  # the same hues, light enough
}
_TOO_SMALL, _NEAREST = 6, 1500.0


def units_of_zones(run: InterventionRun) -> Units:
    """The zones as units to be written."""
    zones, unit = run.asked.zones.zones, run.zone_of_point
    nothing = np.zeros(0, dtype=np.int64)
    inside = unit >= 0
    return Units(
        ("zone",),
        [(zone.name,) for zone in zones],
        [zone.geometry for zone in zones],
        np.array([zone.geometry.area() for zone in zones]),
        windows_of_pairs(len(zones), nothing, nothing),
        None,
        unit,
        count_into_cells(unit[inside], run.inputs.crimes.count[inside], len(zones)),
        tr("zones"),
        "",
    )


def columns_of(run: InterventionRun) -> list[Column]:
    """What was counted in each zone."""
    before, after = (np.array([getattr(one, name) for one in run.counts]) for name in ("before", "after"))
    polygons = [zone.polygons for zone in run.asked.zones.zones]
    return [
        Column("polygons", WHOLE, polygons, tr("Polygons that the zone is made of")),
        counted_column("before", before, tr("Crimes in the months compared before the intervention")),
        counted_column("after", after, tr("Crimes in the same calendar months from the intervention on")),
        counted_column("difference", after - before, tr("After less before")),
        counted_column("places", run.places, tr("Snap points with crimes in the months read")),
        Column("months", WHOLE, [len(run.months.pairs)] * before.size, tr("Months compared, a period")),
    ]


def chart(run: InterventionRun, width: int, background: Background) -> str:
    """Treated and control area month by month, the intervention marked; months not wholly held are gaps.

    Months of neither period are shaded.
    """
    periods, held = run.asked.periods, {month: at for at, month in enumerate(run.months_held)}
    months = list(periods.first.span(periods.before_first, periods.last))

    def series(zone: int, name: str) -> Series:
        values = [MonthPoint(one, float(run.series[zone, held[one]]) if one in held else None) for one in months]
        return Series(name, values)

    return month_lines(
        MonthLines(
            tr("{what} in the treated and the control area").format(what=sentence_case(run.inputs.crimes.about.what)),
            tr("crimes a month"),
            finding(run),
            series(0, tr("treated")),
            series(1, tr("control")),
            width,
            background,
            periods.first,
            tr("intervention, from {month} on").format(month=month_name(periods.first)),
            [month for month in months if month not in run.months.later and month not in run.months.before],
            tr("not compared"),
            _INKS[background],
        )
    )


def page(run: InterventionRun, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about = run.inputs.crimes.about
    top = (*about.labels, *run.inputs.plain, *([run.redrawn] if run.redrawn else ()))
    picture = picture_of(run)
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(about.title),
        sentences=sentences(run),
        picture=png_address(picture),
        picture_text=tr("Map of the zones"),
        legend=[Swatch(_COLOURS[zone.name], sentence_case(zone_words()[zone.name])) for zone in run.asked.zones.zones],
        basis=[line for line in basis(run) if line not in top],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(),
        rights=about.rights,
        labels=top,
        tables=_tables(run),
        details=(
            *_from_near(run, picture),
            Detail(svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)), tr("Month by month.")),
        ),
    )


def picture_of(run: InterventionRun) -> MapPicture:
    """The zones on the snap points around them."""
    crs, zones = run.inputs.crs, run.asked.zones.zones
    layer = QgsVectorLayer("MultiPolygon", "zones", "memory")
    layer.setCrs(crs)
    layer.dataProvider().addAttributes([QgsField("zone", QVariant.String)])
    layer.updateFields()
    features = []
    for zone in zones:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(zone.geometry)
        feature.setAttributes([zone.name])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    styled_by("zones")(layer)
    every = dissolved([zone.geometry for zone in zones]).boundingBox()
    around = every.buffered(max(every.width(), every.height()) * 0.15)
    study = run.inputs.study
    outlines = [outline.geometry for outline in study.outlines] if study else []
    layers = [
        dots_layer(run.inputs.crimes.x, run.inputs.crimes.y, crs),
        layer,
        faint_layer(outlines, crs),
        *([ground_layer([study.geometry], crs, line=run.inputs.guessed)] if study else []),
    ]
    labels = []
    for zone, text in zip(zones[:2], (tr("T"), tr("C"))):
        at = zone.geometry.pointOnSurface().asPoint()
        labels.append(Label(text, [(at.x(), at.y())]))
    return MapPicture(layers, around, crs, labels)


def _from_near(run: InterventionRun, picture: MapPicture) -> list[Detail]:
    """Both areas from near, where they are specks on the map."""
    words, details = zone_words(), []
    zones = run.asked.zones.zones
    for at, zone in enumerate(zones[:2]):
        box = zone.geometry.boundingBox()
        if len(zones) > 2:
            box.combineExtentWith(zones[at + 2].geometry.boundingBox())
        side = max(box.width(), box.height(), _NEAREST)
        if side * _TOO_SMALL > max(picture.area.width(), picture.area.height()):
            return []
        around = QgsRectangle.fromCenterAndSize(box.center(), side * 1.55, side)
        near = replace(picture, area=around, labels=(), width=WIDTH // 2)
        details.append(Detail(png_address(near), sentence_case(words[zone.name])))
    return details


def _tables(run: InterventionRun) -> tuple[Table, ...]:
    names = zone_words()
    counts = [
        (
            sentence_case(names[zone.name]),
            number(one.before),
            number(one.after),
            _plus(one.change),
            f"{zone.geometry.area() / 1e6:.2f}",
            number(int(places)),
        )
        for zone, one, places in zip(run.asked.zones.zones, run.counts, run.places.tolist())
    ]
    head = (tr("Zone"), tr("Before"), tr("After"), tr("Change"), tr("km²"), tr("Snap points"))
    foot = tr("{later} against {before}.").format(
        later=run.asked.periods.later_words, before=run.asked.periods.before_words
    )
    effects = [(tr("In the treated area"), run.effect.local)]
    if run.effect.around is not None:
        effects += [(tr("Around it"), run.effect.around), (tr("Together (WDD)"), run.effect.total)]
    rows = [(name, *_cells(effect)) for name, effect in effects]
    head_2 = (tr("Effect, less the control's"), tr("Crimes"), tr("Standard error"), tr("Interval"), tr("z"), tr("p"))
    return (
        Table(tr("The counts"), head, counts, foot),
        Table(tr("The effect"), head_2, rows, tr("Below 0: fewer crimes than expected from the control.")),
    )


def _cells(effect: Effect) -> tuple[str, ...]:
    low, high = (_plus(round(value)) for value in (effect.lower, effect.upper))
    return (
        _plus(round(effect.estimate)),
        f"{effect.error:.1f}",
        tr("{low} to {high}").format(low=low, high=high),
        f"{effect.z:.2f}".replace("-", "−"),
        p_text(effect.p),
    )


def _plus(value: int) -> str:
    return with_sign(value)
