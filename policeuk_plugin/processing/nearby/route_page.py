# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run along a route: map, months, types at three widths, what it cannot say."""

from __future__ import annotations

from collections import Counter

from qgis.core import (
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsLineSymbol,
    QgsPointXY,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

from offline_cache.monthly import MonthStatus

from ...analysis.errors import Cancelled, stop_if
from ...layers.route_style import BUFFER, CLASSES, POINT, ROUTE, style_buffer, style_points
from ...reports.charts import Background, MonthBar, MonthBars, month_bars, svg_address
from ...reports.result_map import MapPicture, dots_layer, drawn_layer, faint_layer, ground_layer, png_address
from ...reports.result_page import Detail, ResultPage, Swatch, Table
from ...text import number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import sentence_case
from ..writing.result_layer import Explained
from .route_run import WIDER, RouteRun
from .route_words import basis, caveats, finding, held_sentences, method, sentences, street_warning, warnings

_NEAREST = 2000.0  # metres: nearer the snap points would look like addresses


def page(run: RouteRun, area: QgsGeometry, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `area` is the buffer's, `told` has parameters and command as they may be handed on."""
    about = run.crimes.about
    stop_if(cancelled)
    chart = svg_address(months_chart(run, PAGE_WIDTH, Background.LIGHT))
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.where, about.when) if part)),
        sentences=(*sentences(run), *held_sentences(run), street_warning()),
        picture=png_address(_picture(run, area)),
        picture_text=tr("Map of the route, its buffer and the snap points with crimes"),
        legend=_legend(run),
        basis=[line for line in basis(run) if line != street_warning()],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(),
        rights=about.rights,
        labels=(*about.labels, *(line for line in warnings(run) if line in run.notes[:1])),
        tables=(_table(run),),
        details=(Detail(chart, tr("Crimes along the route by month; missing months are hatched, not zero")),),
    )


def months_chart(run: RouteRun, width: int, background: Background) -> str:
    """Crimes along the route by month; a month that is missing is a gap."""
    found = run.by_month
    bars = [
        MonthBar(one.month, None if one.status is MonthStatus.MISSING else found.get(one.month, 0), None, one.status)
        for one in run.months
    ]
    title = sentence_case(
        tr("{what} within {buffer:g} m of the route").format(what=run.crimes.about.what, buffer=run.buffer)
    )
    return month_bars(MonthBars(title, tr("crimes a month"), " ".join(sentences(run)), bars, None, width, background))


def _table(run: RouteRun) -> Table:
    """Types at half the buffer, the buffer and twice as far."""
    rows = [
        (name, *(number(of.get(name, 0)) for of in (run.half, run.within, run.double)))
        for name in sorted({*run.types, *run.double}, key=lambda name: (-run.double.get(name, 0), name))
    ]
    total = (tr("All"), *(number(sum(of.values())) for of in (run.half, run.within, run.double)))
    head = (
        tr("Crime type"),
        *(
            tr("Within {metres:g} m").format(metres=metres)
            for metres in (run.buffer / WIDER, run.buffer, run.buffer * WIDER)
        ),
    )
    foot = tr("Where the columns differ much, a number says more about the width chosen than about the route.")
    return Table(tr("Crimes by type, at three widths"), head, [*rows, total], foot)


def _legend(run: RouteRun) -> list[Swatch]:
    dots = [
        Swatch(
            f"radial-gradient(circle,{POINT} {size / 4:.2f}mm,transparent {size / 4 + 0.1:.2f}mm)",
            tr("{number} crimes").format(number=words),
        )
        for _, _, size, words in CLASSES
    ]
    return [
        *dots,
        Swatch(f"linear-gradient({ROUTE},{ROUTE}) center/100% 0.6mm no-repeat", tr("the route")),
        Swatch(f"{BUFFER}50", tr("within {buffer:g} m").format(buffer=run.buffer)),
        Swatch("radial-gradient(circle,#969696 0.4mm,transparent 0.45mm)", tr("other snap points with crimes")),
    ]


def _picture(run: RouteRun, area: QgsGeometry) -> MapPicture:
    crs = run.route.crs
    box = QgsRectangle(area.boundingBox())
    box.grow(2 * run.buffer)
    box.grow(max(_NEAREST - max(box.width(), box.height()), 0) / 2)
    buffer = drawn_layer("MultiPolygon", [area], crs)
    style_buffer(buffer)
    line = drawn_layer("MultiLineString", list(run.route.lines()), crs)
    line.setRenderer(
        QgsSingleSymbolRenderer(QgsLineSymbol.createSimple({"line_color": "51,51,51,255", "line_width": "0.6"}))
    )
    x, y = run.metres.x, run.metres.y
    seen = (abs(x - box.center().x()) < box.width()) & (abs(y - box.center().y()) < box.height() + box.width())
    layers = [
        _points(run),
        line,
        buffer,
        dots_layer(x[seen], y[seen], crs),
        faint_layer([outline.geometry for outline in run.ground.outlines] if run.ground else [], crs),
        *([ground_layer([run.ground.geometry], crs)] if run.ground else []),
    ]
    return MapPicture(layers, box, crs)


def _points(run: RouteRun) -> QgsVectorLayer:
    layer = drawn_layer("Point", [], run.route.crs)
    layer.dataProvider().addAttributes([QgsField("crimes", QVariant.Int)])
    layer.updateFields()
    crimes: Counter[int] = Counter()
    for one in run.counts:
        crimes[one.place] += one.count
    ids = run.metres.place.tolist() if run.metres.place is not None else []
    features = []
    for place, x, y in zip(ids, run.metres.x.tolist(), run.metres.y.tolist()):
        if place in crimes:
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            feature.setAttributes([crimes[place]])
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    style_points(layer)
    return layer
