# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run of the cluster test: finding, map, legend, table of clusters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..analysis.clusters import Verdict
from ..analysis.errors import Cancelled
from ..reports.result_map import GROUND, png_address
from ..reports.result_page import ResultPage, Swatch, Table
from ..text import number, tr
from .cluster_map import ROWS, details_of, picture_of, where
from .cluster_run import ClusterRun
from .cluster_style import rest_text
from .cluster_words import ONE_STACK, basis, caveats, finding, method, q_text, sentences
from .result_layer import Explained
from .wording import number_text, percent, sentence_case

_UNTESTED = "repeating-linear-gradient(45deg,#ffffff 0 0.9mm,#b4b4b4 0.9mm 1.1mm)"


def page(run: ClusterRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about = run.inputs.crimes.about
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words) if part)),
        sentences=sentences(run),
        picture=png_address(picture := picture_of(run, cancelled)),
        picture_text=tr("Map of the verdicts in the study area"),
        legend=_legend(run),
        basis=[line for line in basis(run) if line not in run.inputs.plain],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(run),
        rights=about.rights,
        labels=(*about.labels, *run.inputs.plain),
        tables=(table_of(run, tr("The clusters"), tr("Cluster"), _notes(run)),) if run.areas else (),
        details=details_of(run, picture),
    )


def _legend(run: ClusterRun) -> list[Swatch]:
    found = run.found
    one_point = found.is_(Verdict.CLUSTER) & (run.units.counted.largest_place_share > ONE_STACK)
    lines = "repeating-linear-gradient(135deg,#e69f00 0 0.5mm,#fae2b2 0.5mm 1.3mm)"
    dots = "radial-gradient(#6e6e6e 0.35mm,transparent 0.4mm) 0 0/1.8mm 1.8mm #d1d1d1"
    dot = "radial-gradient(#ffffff 0.8mm,#3c1900 0.85mm 1mm,transparent 1.05mm) #d55e00"
    quiet = "linear-gradient(90deg,#56b4e9 50%,#8fcdf1 50%) 0 0/1.4mm 100%"
    rest = found.is_(Verdict.NOT_A_CLUSTER) | found.is_(Verdict.NOT_QUIET) | found.is_(Verdict.NEITHER)
    swatches = (
        (found.is_(Verdict.CLUSTER), "#d55e00", tr("cluster")),
        (one_point, dot, tr("of these mostly on one snap point")),
        (found.is_(Verdict.EDGE), lines, tr("edge of a cluster, no crimes in it")),
        (found.is_(Verdict.TOO_FEW), dots, tr("too few crimes to judge")),
        (rest, GROUND, rest_text(found.direction)),
        (found.is_(Verdict.QUIET), quiet, tr("quiet: fewer than chance would leave")),
        (found.is_(Verdict.NOT_TESTED), _UNTESTED, tr("not tested: nothing known to be at risk")),
    )
    return [
        Swatch(background, f"{text} ({number(int(which.sum()))})")
        for which, background, text in swatches
        if which.any()
    ] + [Swatch("radial-gradient(#969696 0.4mm,transparent 0.45mm) 0 0/2.3mm 1.8mm", tr("snap points with crimes"))]


def table_of(run: ClusterRun, title: str, of_what: str, notes: Sequence[str]) -> Table:
    """The areas that are called, the one with most crimes first."""
    rows = [_row(run, area) for area in range(min(run.areas, ROWS))]
    left = run.areas - len(rows)
    more = [tr("{n} smaller ones are on the map and in the layer.").format(n=number(left))] if left else []
    head = (
        of_what,
        tr("Crimes"),
        tr("With neighbours"),
        tr("Snap points"),
        tr("Cells") if run.grids is not None else tr("Units"),
        tr("On the fullest point"),
        tr("Smallest q"),
    )
    return Table(title, head, rows, " ".join([*more, *notes]))


def _notes(run: ClusterRun) -> list[str]:
    return [
        tr(
            "{unit} is called for what it holds together with its neighbours, so that one with few crimes may be a "
            "cluster beside busier ones."
        ).format(unit=tr("A cell") if run.grids is not None else tr("A unit")),
        tr("q: of all that stand out as much, the share that may be chance; up to {alpha:g} is called.").format(
            alpha=run.found.alpha
        ),
    ]


def _row(run: ClusterRun, area: int) -> tuple[str, ...]:
    mine, counted, windows = run.area == area, run.units.counted, run.units.windows
    crimes = counted.count[mine].sum().item()
    around = np.unique(windows.indices[np.repeat(mine, windows.sizes)])
    fullest = float(np.nanmax(counted.largest_place_share[mine] * counted.count[mine])) / crimes
    return (
        f"{area + 1} · {where(run, mine)}",
        number_text(crimes),
        number_text(counted.count[around].sum().item()),
        number(int(counted.places[mine].sum())),
        number(int(mine.sum())),
        percent(fullest),
        q_text(float(run.found.q[mine].min())),
    )
