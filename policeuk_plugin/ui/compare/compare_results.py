# SPDX-License-Identifier: GPL-2.0-or-later
"""Results of the page Compare: what they are called, and where their layers go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsMapLayer, QgsProject, QgsRectangle

from ...layers.project import WGS84, selection_group
from ...layers.results import hide_points, replace_same
from ...processing.areas.area_map import LEVEL, MEASURE
from ...processing.peers.peer_parameters import ONS, SOURCE
from ...text import tr
from ..answer_label import sentences_of
from ..gathering import gather, hide_others
from ..history import Entry
from ..live import GroundKnown, Live
from ..running import Outcome
from ..sentences import switched_off
from .compare_fields import QUOTIENT, SMOOTHED, level_names, measure_names
from .compare_form import CompareForm
from .compare_parameters import source_of
from .compare_questions import (
    PEERS,
    RATES,
    RATES_ALGORITHMS,
    REPORT_ALGORITHM,
    TREND,
    TWO,
    WHO,
    Question,
    algorithms_of,
    key_of,
    questions,
)

if TYPE_CHECKING:
    from ...processing.peers.peer_outlook import PeerOutlook


def question_of(algorithm: str) -> Question:
    """The question that an algorithm answers."""
    return next(one for one in questions().values() if algorithm in algorithms_of(one))


def last_of(question: Question, runs: Sequence[Entry]) -> Optional[Entry]:
    """The last run, or report, that answers the question; `runs` are those of the page, the newest first."""
    of = (*algorithms_of(question), REPORT_ALGORITHM)
    return next((run for run in runs if run.algorithm in of and key_of(run.state) == question.key), None)


def title_of(outcome: Outcome, live: Live, other: str) -> str:
    """What a run is called among the last ones; `other` is the second area."""
    question = question_of(outcome.algorithm)
    if question.key == TWO:
        return tr("Beside {other}: {title}").format(other=other, title=live.title)
    called = layer_name(question, outcome.algorithm, outcome.parameters)
    if question.key == TREND:
        called = question.called
    if outcome.parameters.get(SOURCE) == ONS:
        head = str(outcome.results.get("SENTENCE") or "").partition(": ")[0]
        return tr("{called}: {what} (ONS)").format(called=called, what=head)
    if question.key == WHO:
        return tr("Peers of {area}").format(area=live.title.split(",")[0])
    return tr("{called}, {title}").format(called=called, title=live.title)


def layer_name(question: Question, algorithm: str, parameters: Mapping[str, Any]) -> str:
    """What the layer of a run is called."""
    if question.key == TREND:
        return tr("Months")
    if not question.rated:
        return question.called
    called = question.called
    if question.key == RATES:
        measures = {of: measure for measure, of in RATES_ALGORITHMS.items()}
        measure = measures.get(algorithm, str(parameters.get(MEASURE)))
        called = {SMOOTHED: tr("Smoothed rates"), QUOTIENT: tr("Location quotients")}.get(
            measure, measure_names().get(measure, called)
        )
    return f"{called}, {level_names().get(str(parameters.get(LEVEL)), '')}".rstrip(", ")


def put(outcome: Outcome, live: Live, project: QgsProject) -> list[str]:
    """Name the layers and put them into the group of the selection; gives the names of those that were switched off."""
    hidden: list[str] = []
    for layer in outcome.layers:
        layer.setName(layer_name(question_of(outcome.algorithm), outcome.algorithm, outcome.parameters))
        replace_same(project, layer, outcome.algorithm, outcome.parameters)
        gather(project, layer, live.group)
        if layer.isSpatial():
            hidden += [*hide_points(selection_group(project, live.group)), *hide_others(project, layer)]
    return hidden


def without_crimes(form: CompareForm, outlook: Optional[PeerOutlook]) -> Optional[Live]:
    """What stands in for a selection of which nothing is held, where the question needs no crimes; else None."""
    needs_none = form.question.key == WHO or (form.question.key == PEERS and source_of(form) == ONS)
    if not needs_none or outlook is None or outlook.group is None:
        return None
    group = tr("Police UK – {area}").format(area=outlook.name)
    return Live(outlook.name, group, "", "", 0, 0, {}, (), QgsRectangle(), GroundKnown(""))


def is_drawn(outcome: Outcome) -> bool:
    """Whether there is something of it on the map."""
    return any(layer.isSpatial() for layer in outcome.layers)


def next_step(outcome: Outcome, hidden: Sequence[str]) -> str:
    """What can be done with it; `hidden` are layers that were switched off for it."""
    if outcome.algorithm == REPORT_ALGORITHM:
        return tr(
            "Next: open the page or the PDF. All numbers lie beside it as a spreadsheet or CSV; Export takes all."
        )
    if not is_drawn(outcome):
        return tr("Next: open the page for tables, or the table among the layers.")
    after = tr("Next: open the page, or point at an area with View > Show Map Tips.")
    return " ".join([*switched_off(hidden), after])


def extent_of(layer: QgsMapLayer, project: QgsProject) -> QgsRectangle:
    """The extent of a layer in WGS84 degrees."""
    transform = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem(WGS84), project)
    return transform.transformBoundingBox(layer.extent())


def parted(said: str, answer: str) -> tuple[str, str]:
    """All to the first sentence of the `answer`, or to the first of all where it is not said; and the rest."""
    sentences, finding = sentences_of(said), sentences_of(answer)[0]
    end = sentences.index(finding) + 1 if finding in sentences else 1
    return " ".join(sentences[:end]), " ".join(sentences[end:])
