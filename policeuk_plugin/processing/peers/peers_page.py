# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of an area's peers: who they are, how alike by measure, where they lie, how they were found."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsRectangle

from offline_cache.reading_order import isolated
from offline_cache.reference_data.model import Attributes

from ...layers.peer_style import LEFT_OUT
from ...reports.charts import Background, IntervalBar, IntervalBars, interval_bars, svg_address
from ...reports.charts.peer_likeness import LikenessRow, PeerLikeness, peer_likeness
from ...reports.result_map import Label, MapPicture, png_address
from ...reports.result_page import Detail, ResultPage, Table
from ...text import number, tr
from ..areas.area_outlines import without_outline
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import sentence_case
from ..units.crimes import About
from ..writing.result_layer import Explained
from .peer_words import caveats, finding, kept, method, quality_lines, sentences
from .peers_layer import drawn_layer
from .peers_run import PeersRun

_CASE = 90.0
"""Share of all areas that the grey band of a measure holds, in per cent."""


def chart(run: PeersRun, width: int, background: Background) -> str:
    """How alike they are by measure; of a list, which has no measures, who is on it in the order of ranks."""
    title = tr("How alike {area} and its peers are").format(area=run.one.name)
    summary = " ".join([finding(run.group), *sentences(run.group)])
    if run.attributes is None:
        bars = [IntervalBar(row.peer.name, float(row.peer.rank)) for row in run.rows if row.place]
        unit = tr("rank on the list, 1 the most alike")
        title = tr("Peers of {area}").format(area=run.one.name)
        return interval_bars(IntervalBars(title, unit, summary, bars, decimals=0, width=width, background=background))
    rows = _likeness(run, run.attributes)
    unit = tr("standard deviations from the mean of all {areas}").format(areas=run.one.areas)
    return peer_likeness(PeerLikeness(title, unit, summary, run.one.name, rows, width, background))


def _likeness(run: PeersRun, attributes: Attributes) -> list[LikenessRow]:
    own, peers = _places(run, attributes)
    found = []
    for at, measure in enumerate(attributes.measures):
        values = attributes.values[:, at]
        known = values[np.isfinite(values)]
        mean, deviation = float(known.mean()), float(known.std()) or 1.0
        low, high = np.percentile(known, [(100 - _CASE) / 2, (100 + _CASE) / 2])
        theirs = values[peers]
        words = tr("{own:,.1f}; peers {low:,.1f} to {high:,.1f}").format(
            own=values[own], low=theirs.min() if peers else np.nan, high=theirs.max() if peers else np.nan
        )
        found.append(
            LikenessRow(
                measure.title,
                (float(values[own]) - mean) / deviation,
                [(float(value) - mean) / deviation for value in theirs],
                (float(low) - mean) / deviation,
                (float(high) - mean) / deviation,
                words if peers else f"{values[own]:,.1f}",
            )
        )
    return found


def _places(run: PeersRun, attributes: Attributes) -> tuple[int, list[int]]:
    """The rows of the area and of its peers that have all measures."""
    row = {code: at for at, code in enumerate(attributes.codes)}
    peers = [row[peer.code] for peer in run.group.peers if peer.code in row]
    return row[run.one.code], [at for at in peers if np.isfinite(attributes.values[at]).all()]


def page(run: PeersRun, told: Explained, about: About) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    said = sentences(run.group)
    return ResultPage(
        title=finding(run.group).rstrip("."),
        subtitle=sentence_case(tr("areas like {area}").format(area=isolated(run.one.name))),
        sentences=[*said, *undrawn(run)],
        picture=svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)),
        picture_text=" ".join([finding(run.group), *said]),
        legend=(),
        basis=about.basis,
        method=[*method(run.group), *told.parameters],
        command=told.command,
        caveats=caveats(run.group),
        rights=about.rights,
        labels=about.labels,
        tables=[_table(run), *_measures(run)],
        details=_map(run),
        short=" ".join([finding(run.group), *quality_lines(run.group), *kept(run.group)]),
    )


def undrawn(run: PeersRun) -> list[str]:
    """Who cannot be on the map."""
    drawn = run.drawn.outlines if run.drawn is not None else {}
    lacking = sum(row.peer.code not in drawn for row in run.rows)
    if not drawn:
        return [tr("No outlines of them are held: the result is a table, and there is no map.")]
    return [without_outline(lacking, str(run.one.areas))] if lacking else []


def _map(run: PeersRun) -> list[Detail]:
    """Where they lie, where the area and a peer at least have outlines."""
    if run.drawn is None or run.one.code not in run.drawn.outlines or len(run.drawn.outlines) < 2:
        return []
    box = QgsRectangle()
    labels = []
    for row in run.rows:
        outline = run.drawn.outlines.get(row.peer.code)
        if outline is not None and (row.role != LEFT_OUT or not run.group.peers):
            box.combineExtentWith(outline.boundingBox())
            at = outline.pointOnSurface().asPoint()
            if row.place or row.peer.code == run.one.code:
                labels.append(Label(str(row.place) if row.place else tr("here"), [(at.x(), at.y())]))
    picture = png_address(MapPicture([drawn_layer(run)], box, run.drawn.crs, labels))
    return [
        Detail(picture, tr("The area in orange, its peers by their numbers; those without an outline are not here"))
    ]


def _table(run: PeersRun) -> Table:
    measured, left_out = run.group.measured is not None, bool(run.group.left_out)
    rows = []
    for row in run.rows:
        peer = row.peer
        mutual = "–" if peer.mutual is None else tr("yes") if peer.mutual else tr("no")
        name = f"{number(row.place)} · {isolated(peer.name)}" if row.place else isolated(peer.name)
        away = ["–" if peer.distance is None else f"{peer.distance:.2f}", mutual] if measured else []
        rows.append((name, peer.code, *away, *([peer.why] if left_out else [])))
    head = [tr("Area"), tr("Code"), *([tr("Distance"), tr("Mutual")] if measured else [])]
    note = tr("Distance in standard deviations. Mutual: the area is among its peers, too.") if measured else ""
    title = tr("The area and its peers, the most alike first")
    return Table(title, [*head, *([tr("Left out")] if left_out else [])], rows, note)


def _measures(run: PeersRun) -> list[Table]:
    """By measure the area, its peers and all areas."""
    if run.attributes is None:
        return []
    attributes = run.attributes
    own, peers = _places(run, attributes)
    if not peers:
        return []
    rows = []
    for at, measure in enumerate(attributes.measures):
        values, theirs = attributes.values[:, at], attributes.values[peers, at]
        numbers = (values[own], theirs.min(), float(np.median(theirs)), theirs.max(), float(np.nanmean(values)))
        rows.append((measure.title, *(f"{value:,.1f}" for value in numbers)))
    head = (
        tr("Measure"),
        isolated(run.one.name),
        tr("Lowest peer"),
        tr("Median of peers"),
        tr("Highest peer"),
        tr("Mean of all"),
    )
    return [Table(tr("By measure"), head, rows)]
