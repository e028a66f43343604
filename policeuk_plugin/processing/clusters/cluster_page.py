# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run of the cluster test: finding, map, legend, table of clusters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...analysis.clusters import Verdict
from ...analysis.errors import Cancelled
from ...reports.result_map import GROUND, png_address
from ...reports.result_page import ResultPage, Swatch, Table
from ...text import number, tr
from ..running.place_names import around_note, named
from ..running.wording import number_text, percent, sentence_case
from ..units.exposure import AtRisk
from ..units.map_room import class_text
from ..units.page_swatches import FEW, UNTESTED, points_swatch
from ..writing.result_layer import Explained
from .cluster_map import crowded, details_of, picture_of, where
from .cluster_plain import plain
from .cluster_run import ROWS, ClusterRun
from .cluster_style import PLAIN, one_side_text, rest_text
from .cluster_words import ONE_STACK, basis, caveats, finding, in_short, method, q_text, sentences

_ONE_SIDE = "#d9d9d6"


def page(run: ClusterRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about, said = run.inputs.crimes.about, sentences(run)
    top = (*about.labels, *run.inputs.plain)
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words, held_against(run)) if part)),
        sentences=said,
        picture=png_address(picture := picture_of(run, cancelled)),
        picture_text=tr("Map of the verdicts in the study area"),
        legend=_legend(run),
        basis=[line for line in basis(run) if line not in (*top, *said)],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(run),
        rights=about.rights,
        labels=top,
        tables=(table_of(run, tr("The clusters"), tr("Cluster"), _notes(run)),) if run.areas else (),
        details=details_of(run, picture),
        short=in_short(run),
        plain=plain(run),
    )


def _legend(run: ClusterRun) -> list[Swatch]:
    found, missing = run.found, crowded(run)
    one_point = found.is_(Verdict.CLUSTER) & (run.units.counted.largest_place_share > ONE_STACK)
    beyond = tr("cluster: more than {what} there explain").format(what=run.exposure.words) if run.exposure else ""
    lines = "repeating-linear-gradient(135deg,#e69f00 0 0.5mm,#fae2b2 0.5mm 1.3mm)"
    dot = "radial-gradient(circle,#ffffff 0.8mm,#3c1900 0.85mm 1mm,transparent 1.05mm) #d55e00"
    quiet = "linear-gradient(90deg,#56b4e9 50%,#8fcdf1 50%) 0 0/1.4mm 100%"
    rest = found.is_(PLAIN[found.direction])
    one_side = (found.is_(Verdict.NOT_A_CLUSTER) | found.is_(Verdict.NOT_QUIET)) & ~rest
    swatches = (
        (found.is_(Verdict.CLUSTER), "#d55e00", beyond or tr("cluster")),
        (one_point, dot, tr("of these mostly on one snap point")),
        (found.is_(Verdict.EDGE), lines, tr("edge of a cluster, no crimes in it")),
        (found.is_(Verdict.TOO_FEW), FEW, tr("too few crimes to judge")),
        (rest, GROUND, rest_text(found.direction)),
        (one_side, _ONE_SIDE, one_side_text()),
        (found.is_(Verdict.QUIET), quiet, tr("quiet: fewer than chance would leave")),
        (found.is_(Verdict.NOT_TESTED), UNTESTED, tr("not tested: nothing known to be at risk")),
    )
    return [
        Swatch(background, class_text(text, which, missing)) for which, background, text in swatches if which.any()
    ] + [points_swatch()]


def table_of(run: ClusterRun, title: str, of_what: str, notes: Sequence[str]) -> Table:
    """The areas that are called, the one with most crimes first."""
    rows = [_row(run, area) for area in range(min(run.areas, ROWS))]
    left = run.areas - len(rows)
    more = [tr("{n} smaller ones are on the map and in the layer.").format(n=number(left))] if left else []
    head = (
        of_what,
        tr("Crimes"),
        *((tr("Expected"), tr("Times as many")) if run.at_risk is not None else ()),
        tr("With neighbours"),
        tr("Snap points") if run.exposure is None else _at_risk_head(run),
        tr("Cells") if run.grids is not None else tr("Units"),
        tr("On the fullest point"),
        tr("Smallest q"),
    )
    return Table(title, head, rows, " ".join([*more, *notes, *around_note(run.around)]))


def _at_risk_head(run: ClusterRun) -> str:
    """What is at risk, in a column's head."""
    if run.exposure is None:
        return ""
    words = sentence_case(run.exposure.words)
    return {AtRisk.AREA: tr("km²"), AtRisk.TYPES: tr("Compared")}.get(run.asked.at_risk.kind, words)


def _exposed(run: ClusterRun, mine: np.ndarray) -> str:
    """How much is at risk in some of the units."""
    if run.exposure is None:
        return ""
    at_risk = float(run.exposure.units[mine].sum())
    return f"{at_risk / 1e6:.2f}" if run.asked.at_risk.kind is AtRisk.AREA else number(round(at_risk))


def held_against(run: ClusterRun) -> str:
    """What crimes are expected in proportion to, '' for nothing."""
    return tr("in proportion to {what}").format(what=run.exposure.words) if run.exposure is not None else ""


def _notes(run: ClusterRun) -> list[str]:
    return [
        tr(
            "{unit} is called for what it holds together with its neighbours. So one with few crimes may be a cluster "
            "beside busier ones."
        ).format(unit=tr("A cell") if run.grids is not None else tr("A unit")),
        *(
            [tr("Expected: in proportion to {what} of these units alone.").format(what=run.exposure.words)]
            if run.exposure
            else []
        ),
        tr("q is the share of all that stand out as much that may be chance; up to {alpha:g} is called.").format(
            alpha=run.found.alpha
        ),
    ]


def _row(run: ClusterRun, area: int) -> tuple[str, ...]:
    mine, counted, windows = run.area == area, run.units.counted, run.units.windows
    crimes = counted.count[mine].sum().item()
    around = np.unique(windows.indices[np.repeat(mine, windows.sizes)])
    fullest = float(np.nanmax(counted.largest_place_share[mine] * counted.count[mine])) / crimes
    expected = float(run.at_risk[mine].sum()) if run.at_risk is not None else 0.0
    return (
        f"{area + 1} · {named(where(run, mine, 1 if run.around[area] else 2), run.around[area])}",
        number_text(crimes),
        *((f"{expected:,.1f}", f"{crimes / expected:.1f}" if expected else "–") if run.at_risk is not None else ()),
        number_text(counted.count[around].sum().item()),
        number(int(counted.places[mine].sum())) if run.exposure is None else _exposed(run, mine),
        number(int(mine.sum())),
        percent(fullest),
        q_text(float(run.found.q[mine].min())),
    )
