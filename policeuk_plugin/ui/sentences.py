# SPDX-License-Identifier: GPL-2.0-or-later
"""The sentences of the panel."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsMapLayer

from offline_cache.model import ChangeKind, Dataset

from ..layers.build import KIND_PROPERTY
from ..layers.holdings import Holdings
from ..layers.kinds import SPECS, LayerKind
from ..layers.metadata import rights
from ..tasks import Imported
from ..text import dataset_name, forces_phrase, gaps_phrases, invented, many, months_phrase, number, rows_phrase, tr

if TYPE_CHECKING:
    from offline_cache.importing import ImportReport
    from offline_cache.postcodes.importing import PostcodeChange
    from offline_cache.reference_data.report import ReferenceChange

_GAPS_SHOWN = 3


def summary(held: Holdings) -> str:
    """What is held, in two lines."""
    if held.first is None or held.last is None:
        return ""
    head = f"<b>{forces_phrase(held.forces)}</b>, {months_phrase(held.first, held.last)}"
    parts = [
        tr("{rows} ({unplaced} without a place)").format(
            rows=_rows(held.rows(dataset), dataset), unplaced=number(held.unplaced(dataset))
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
    return f"{head}{label}<br>{', '.join(parts)}<br>{escape(areas_held(held))}"


def areas_held(held: Holdings) -> str:
    """Which outlines and look-ups there are."""
    outlines = [_counted(areas.count, areas.name) for areas in held.areas]
    parts = [tr("outlines of {areas}").format(areas=", ".join(outlines))] if outlines else []
    parts += [tr("look-up of {areas}").format(areas=_shortened(look_up)) for look_up in held.look_ups]
    return tr("Areas: {areas}.").format(areas="; ".join(parts) or tr("none, neither outlines nor look-ups"))


def _counted(count: int, areas: str) -> str:
    """Such as 1 police force area of 2024, where `areas` are police force areas of 2024."""
    return f"{number(count)} {areas.replace('s of ', ' of ', 1) if count == 1 else areas}"


def _rows(count: int, dataset: Dataset) -> str:
    """With the incidents among the crimes named, as the numbers of a selection leave them out."""
    if dataset is not Dataset.STREET:
        return rows_phrase(count, dataset)
    return many(count, tr("crime or ASB incident"), tr("crimes and ASB incidents"))


def _shortened(look_up: str) -> str:
    """Areas of one edition with the edition at their end only, such as wards, districts of 2024."""
    parts = look_up.split(", ")
    edition = f" of {parts[-1].rpartition(' of ')[2]}"
    if not all(part.endswith(edition) for part in parts):
        return look_up
    return ", ".join(part[: -len(edition)] for part in parts) + edition


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


def no_stops_in(area: str) -> str:
    """Why an area, as in the parameter AREA, has no stops, '' where it can have them."""
    if not area or area.partition(":")[0] in ("force", "neighbourhood"):
        return ""
    return tr("Stops are published without an LSOA: choose a force or a neighbourhood as the area.")


def imported(done: Optional[Imported], held: Holdings) -> str:
    """What an import did, and the next step; `held` is what the cache holds now."""
    changes = done.published.changes if done else ()
    said = [_published(done.published)] if done and changes else []
    said += [_areas(done.areas)] if done and done.areas else []
    said += [_postcodes(change) for change in done.postcodes] if done else []
    return " ".join([*said, _next_step(held)])


def _published(report: ImportReport) -> str:
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
    return tr("Imported: {files}, {rows}.").format(files=", ".join(parts), rows=many(rows, tr("row"), tr("rows")))


def _areas(changes: Sequence[ReferenceChange]) -> str:
    """The areas that came, a phrase a file, such as outlines of 439 LSOAs of 2021."""
    words = {
        "outlines": tr("outlines"),
        "look-up": tr("a look-up"),
        "figures": tr("figures"),
        "attributes": tr("measures"),
    }
    phrases = [
        tr("{what} of {n} {areas}{held}").format(
            what=words.get(change.content.value, change.content.value),
            n=number(change.rows),
            areas=change.areas,
            held=tr(" (held already)") if change.kind is ChangeKind.UNCHANGED else "",
        )
        for change in changes
    ]
    return tr("Areas: {areas}.").format(areas="; ".join(phrases))


def _postcodes(change: PostcodeChange) -> str:
    """How many came, and what their licence asks to be shown."""
    written = many(change.written, tr("postcode"), tr("postcodes"))
    if change.unchanged:
        return tr("{postcodes} held already. {licence}").format(postcodes=written, licence=change.licence)
    return tr("{postcodes} imported. {licence}").format(postcodes=written, licence=change.licence)


def _next_step(held: Holdings) -> str:
    if not held.of(Dataset.STREET).files:
        return tr("Next: import the street-level crimes that lie in them.")
    if held.areas:
        return tr("Next: add them to the map on the page Map, or ask on Hotspots where they cluster.")
    return tr(
        "Next: add them to the map on the page Map, or ask on Hotspots where they cluster. Outlines of LSOAs and a "
        "look-up, from the ONS Open Geography portal, add the boundary of the force and areas to choose."
    )


def added(layers: Sequence[QgsMapLayer]) -> str:
    """What was added to the map."""
    names = "; ".join(layer.name() for layer in sorted(layers, key=_place))
    return tr("Added: {names}.").format(names=names)


def switched_off(names: Sequence[str]) -> list[str]:
    """That layers were switched off so that a result can be read, by their names; nothing where none were."""
    return [tr("Switched off, as they would cover it: {names}.").format(names="; ".join(names))] if names else []


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
