# SPDX-License-Identifier: GPL-2.0-or-later
"""The quality of a selection as a page: grid of months, tables of what has no place, what is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Optional

from offline_cache.exact_copies import Copies
from offline_cache.model import Dataset
from offline_cache.quality import Quality, QualityCell

from ..text import INVENTED_FORCE, attribution, caveat, dataset_name, force_name, invented, number, tr
from .charts.address import svg_address
from .charts.month_grid import GridCell, GridRow, MonthGrid, month_grid
from .quality_words import Section, cell_line, lead, sections, share_text, where_and_when
from .result_page import ResultPage, Table

_FORCES = 6
"""Forces that have a column of their own."""


def quality_page(
    found: Quality, copies: dict[Dataset, Copies], command: str, parameters: Sequence[str] = ()
) -> ResultPage:
    """The whole page; `command` makes it again."""
    by_title = {section.title: section for section in sections(found, copies)}
    gaps = by_title.pop(tr("Missing and partial"), Section("", ()))
    rights = [attribution()] if set(found.forces) - {INVENTED_FORCE} or not found.forces else []
    return ResultPage(
        title=tr("Quality of the data, {where}").format(where=where_and_when(found)),
        subtitle=_subtitle(found),
        sentences=[lead(found)],
        picture=svg_address(grid(found)),
        picture_text=lead(found),
        legend=(),
        basis=gaps.lines,
        method=[
            tr("Read from the ledger of the cache and its rows; nothing is estimated."),
            *parameters,
        ],
        command=command,
        caveats=[line for section in by_title.values() for line in section.lines],
        rights=[*rights, caveat()],
        labels=[invented()] if INVENTED_FORCE in found.forces else [],
        tables=[table for table in (*_by_dataset(found), *_by_type(found), *_by_month(found)) if table.rows],
    )


def grid(found: Quality, width: int = 700) -> str:
    """Files held, partial, revised and missing by month, as the text of an SVG."""
    rows = []
    for dataset in found.coverage:
        cells = {(cell.key.force, cell.key.month): cell for cell in found.of(dataset)}
        if len(found.forces) > 1:
            rows.append(GridRow(_capital(dataset_name(dataset)), ()))
        for force in found.forces:
            name = force_name(force) if len(found.forces) > 1 else _capital(dataset_name(dataset))
            rows.append(GridRow(name, [_cell(cells.get((force, month))) for month in found.months]))
    title = tr("What is held, {where}").format(where=where_and_when(found))
    return month_grid(MonthGrid(title, tr("a file a month"), lead(found), found.months, rows, width))


def _cell(cell: Optional[QualityCell]) -> Optional[GridCell]:
    return GridCell(cell.standing, cell_line(cell)) if cell is not None else None


def _subtitle(found: Quality) -> str:
    area = found.selection.area
    if area is None:
        return tr("Of whole published files")
    return tr("Of the files that {area} rests on, whole: what is missing in them has no area").format(area=area.name)


def _by_dataset(found: Quality) -> Iterator[Table]:
    rows = []
    for dataset in found.coverage:
        cells = found.of(dataset)
        published, unplaced = sum(cell.published for cell in cells), sum(cell.unplaced for cell in cells)
        held = sum(cell.file is not None for cell in cells)
        rows.append(
            (
                _capital(dataset_name(dataset)),
                tr("{held} of {all}").format(held=number(held), all=number(len(cells))),
                number(published),
                number(unplaced),
                share_text(unplaced, published) or "–",
            )
        )
    head = ("", tr("Files held"), tr("Rows published"), tr("Without a place"), tr("Share"))
    yield Table(tr("Files and rows"), head, rows)


def _by_type(found: Quality) -> Iterator[Table]:
    rows = [
        (of.crime_type, number(of.crimes), number(of.unplaced), share_text(of.unplaced, of.crimes))
        for of in found.unplaced_by_type
    ]
    head = (tr("Crime type"), tr("Crimes"), tr("Without a place"), tr("Share"))
    yield Table(tr("Without a place, by crime type"), head, rows, tr("Of the rows that are held."))


def _by_month(found: Quality) -> Iterator[Table]:
    """Shares by month, a column a force; of many forces those with most crimes."""
    cells = {(cell.key.force, cell.key.month): cell for cell in found.of(Dataset.STREET)}
    crimes = {force: sum(c.published for (of, _), c in cells.items() if of == force) for force in found.forces}
    forces = sorted(found.forces, key=lambda force: -crimes[force])[:_FORCES]
    rows = [(str(month), *(_share(cells.get((force, month))) for force in forces)) for month in found.months if cells]
    left = len(found.forces) - len(forces)
    foot = (
        tr("The {n} forces with most crimes; the table of the algorithm has all.").format(n=len(forces)) if left else ""
    )
    head = (tr("Month"), *map(force_name, forces))
    yield Table(tr("Crimes without a place, by month"), head, rows, foot)


def _share(cell: Optional[QualityCell]) -> str:
    if cell is None or cell.file is None:
        return tr("missing")
    return share_text(cell.unplaced, cell.published) or "–"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
