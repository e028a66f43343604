# SPDX-License-Identifier: GPL-2.0-or-later
"""The page and the layer of a run of the test against random placement."""

from __future__ import annotations

from ...analysis.clusters import VERDICTS, Verdict
from ...analysis.errors import Cancelled
from ...reports.result_map import GROUND, png_address
from ...reports.result_page import ResultPage, Swatch
from ...text import tr
from ..running.wording import sentence_case
from ..units.map_room import class_text
from ..units.page_swatches import points_swatch
from ..units.unit_layer import TEXT, Column
from ..writing.result_layer import Explained
from . import busier_words as words
from .cluster_layer import columns_of
from .cluster_map import crowded, details_of, picture_of
from .cluster_page import table_of
from .cluster_run import ClusterRun
from .cluster_words import ONE_STACK


def busier_columns(run: ClusterRun) -> list[Column]:
    """Those of a cluster layer, with this test's own words."""
    texts = words.verdict_texts()
    verdict = [texts[VERDICTS[code]] for code in run.found.verdict.tolist()]
    meanings = {
        "verdict": tr("busier than random placement, edge (no crimes, beside one), not busier, or too few to judge"),
        "p": tr("Exact binomial probability of as many crimes in the unit with its neighbours, each placed at random"),
        "grids": tr("Of four grids shifted by half a cell, in how many it is busier"),
        "cluster": tr("Number of the busier area that the unit is part of, as on the result page"),
    }
    columns = []
    for column in columns_of(run):
        values = verdict if column.name == "verdict" else column.values
        kind = TEXT if column.name == "verdict" else column.type
        columns.append(Column(column.name, kind, values, meanings.get(column.name, column.meaning)))
    return columns


def page(run: ClusterRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about = run.inputs.crimes.about
    picture = picture_of(run, cancelled, "busier")
    table = table_of(run, tr("Where it is busier"), tr("Area"), [words.warning()])
    return ResultPage(
        title=words.finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words) if part)),
        sentences=words.sentences(run),
        picture=png_address(picture),
        picture_text=tr("Map of where it is busier than random placement"),
        legend=_legend(run),
        basis=[line for line in words.basis(run) if line not in run.inputs.plain],
        method=words.method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=words.caveats(run),
        rights=about.rights,
        labels=(*about.labels, *run.inputs.plain),
        tables=(table,) if run.areas else (),
        details=details_of(run, picture),
    )


def _legend(run: ClusterRun) -> list[Swatch]:
    found, missing = run.found, crowded(run)
    one_point = found.is_(Verdict.CLUSTER) & (run.units.counted.largest_place_share > ONE_STACK)
    dot = "radial-gradient(#ffffff 0.8mm,#4b1933 0.85mm 1mm,transparent 1.05mm) #cc79a7"
    lines = "repeating-linear-gradient(135deg,#cc79a7 0 0.5mm,#f0d9e5 0.5mm 1.3mm)"
    dots = "radial-gradient(#6e6e6e 0.35mm,transparent 0.4mm) 0 0/1.8mm 1.8mm #d1d1d1"
    untested = "repeating-linear-gradient(45deg,#ffffff 0 0.9mm,#b4b4b4 0.9mm 1.1mm)"
    swatches = (
        (found.is_(Verdict.CLUSTER), "#cc79a7", tr("busier than random placement")),
        (one_point, dot, tr("of these mostly on one snap point")),
        (found.is_(Verdict.EDGE), lines, tr("no crimes, beside one that is busier")),
        (found.is_(Verdict.TOO_FEW), dots, tr("too few crimes to judge")),
        (found.is_(Verdict.NOT_A_CLUSTER), GROUND, tr("not busier")),
        (found.is_(Verdict.NOT_TESTED), untested, tr("not tested: nothing known to be at risk")),
    )
    return [
        Swatch(background, class_text(text, which, missing)) for which, background, text in swatches if which.any()
    ] + [points_swatch()]
