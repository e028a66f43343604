# SPDX-License-Identifier: GPL-2.0-or-later
"""The sentences of the panel."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsMapLayer

from offline_cache.model import ChangeKind, Dataset

from ..layers.build import KIND_PROPERTY
from ..layers.holdings import Holdings
from ..layers.kinds import QUESTIONS, SPECS, LayerKind
from ..layers.metadata import rights
from ..layers.project import hidden_at_first
from ..layers.request import kind_of
from ..tasks import ImportTask
from ..text import dataset_name, forces_phrase, gaps_phrases, invented, many, months_phrase, number, rows_phrase, tr

_GAPS_SHOWN = 3


def welcome() -> str:
    """What a new user reads first."""
    return tr(
        "<b>Crimes on the map in two steps</b><br>"
        "1. Get the files of your force from data.police.uk (Data downloads, or the Archive) and import them "
        "here: a zip, a folder or single CSV files. Or drop them on this panel.<br>"
        "2. Then choose area, months and crime types on top of the panel; add them to the map, or ask where they "
        "cluster.<br><br>"
        "Nothing is sent anywhere: all of it stays in one file on this computer. No files at hand? "
        "Try the invented sample."
    )


def summary(held: Holdings) -> str:
    """What is held, in two lines."""
    if held.first is None or held.last is None:
        return ""
    head = f"<b>{forces_phrase(held.forces)}</b>, {months_phrase(held.first, held.last)}"
    parts = [
        tr("{rows} ({unplaced} without a place)").format(
            rows=rows_phrase(held.rows(dataset), dataset), unplaced=number(held.unplaced(dataset))
        )
        + (
            tr(", of some LSOAs only in {n}").format(n=_files(len(held.of(dataset).parts)))
            if held.of(dataset).parts
            else ""
        )
        for dataset in Dataset
        if held.rows(dataset)
    ]
    label = f"<br><i>{invented()}</i>" if held.invented else ""
    return f"{head}{label}<br>{', '.join(parts)}"


def gaps(held: Holdings) -> tuple[str, str]:
    """The months that are missing or held in part: the first few to show, and all of them."""
    found = ((tr("Missing: {gaps}"), gaps_phrases(held.gaps)), (tr("In part: {gaps}"), gaps_phrases(held.parts)))
    said = [words.format(gaps=_first_few(phrases)) for words, phrases in found if phrases]
    every = [words.format(gaps=phrase) for words, phrases in found for phrase in phrases]
    return "\n".join(said), "\n".join(every)


def _first_few(phrases: Sequence[str]) -> str:
    more = len(phrases) - _GAPS_SHOWN
    rest = tr(" – and {n} more (hold the pointer here)").format(n=more) if more > 0 else ""
    return "; ".join(phrases[:_GAPS_SHOWN]) + rest


def _files(count: int) -> str:
    return many(count, tr("file"), tr("files"))


def foot(held: Holdings) -> str:
    """Caveat and attribution, small."""
    return f"<small>{' '.join(reversed(rights(held)))}</small>" if held.files else ""


def nothing_for(kind: LayerKind) -> str:
    """Why a layer cannot be added."""
    dataset = SPECS[kind].dataset
    if dataset is None:
        return tr("No outlines are held. Import LSOA outlines (GeoJSON or GeoPackage) first.")
    return tr("No {rows} are held. Import their files first.").format(rows=dataset_name(dataset))


def imported(task: ImportTask) -> str:
    """What an import did, and the next step."""
    report = task.report
    if report is None or not report.changes:
        return tr("Areas imported. Next: the page Map shows them.")
    parts = [
        many(len(report.of_kind(kind)), one, several)
        for kind, one, several in (
            (ChangeKind.ADDED, tr("new file"), tr("new files")),
            (ChangeKind.REVISED, tr("revised file"), tr("revised files")),
            (ChangeKind.WIDENED, tr("file with more LSOAs"), tr("files with more LSOAs")),
            (ChangeKind.UNCHANGED, tr("file held already"), tr("files held already")),
        )
        if report.of_kind(kind)
    ]
    rows = sum(change.rows for change in report.changes if change.kind is not ChangeKind.UNCHANGED)
    return tr(
        "Imported: {files}, {rows}. Next: add them to the map on the page Map, or ask on Hotspots where they cluster."
    ).format(files=", ".join(parts), rows=many(rows, tr("row"), tr("rows")))


def added(layers: Sequence[QgsMapLayer]) -> str:
    """What was added to the map."""
    layers = sorted(layers, key=_place)
    shown = [layer.name() for layer in layers if not hidden_at_first(layer, layers)]
    hidden = [layer.name() for layer in layers if hidden_at_first(layer, layers)]
    parts = [tr("Added: {names}.").format(names=", ".join(shown))]
    if hidden:
        parts.append(
            tr("Added, but switched off: {names}; tick one in the list of layers.").format(names=", ".join(hidden))
        )
    covering = [layer.name() for layer in layers if kind_of(layer) in QUESTIONS and layer.name() in shown]
    if hidden and covering:
        parts.append(tr("Untick {name} then: it lies on the same points.").format(name=covering[0]))
    return " ".join(parts)


def _place(layer: QgsMapLayer) -> int:
    kinds = [kind.value for kind in LayerKind]
    kind = layer.customProperty(KIND_PROPERTY)
    return kinds.index(kind) if kind in kinds else -1


def after_map() -> str:
    """What to do with layers on the map."""
    return tr(
        "Next: the page Hotspots says where crimes cluster; View > Show Map Tips tells about a place; the temporal "
        "controller steps through the months."
    )


def import_cost() -> str:
    """What an import costs."""
    return tr("Reads this computer only; two years of a force take a few seconds.")
