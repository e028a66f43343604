# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:dataquality`: what is asked for, what was found, a row a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsProcessingContext

from offline_cache.chosen_area import read_area
from offline_cache.errors import CacheError
from offline_cache.exact_copies import Copies, exact_copies
from offline_cache.model import ASB, Dataset, Selection
from offline_cache.quality import Quality, QualityCell, quality
from offline_cache.reader import reading

from ...reports.quality_words import lead, sections, where_and_when
from ...text import INVENTED_FORCE, attribution, caveat, gaps_phrases, invented, tr
from ..asking.analysis_parameters import OUTPUT
from ..asking.selection_parameters import AREA, FROM, INCLUDE_ASB, TO, TYPES, months_swapped
from ..running.command_text import Texts, parameter_lines, qgis_process_command, texts_to_repeat
from ..writing.result_layer import Explained
from ..writing.table_sink import TableColumn

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

COLUMNS = (
    TableColumn("force", meaning=tr("Force, as in file names")),
    TableColumn("month", meaning=tr("Month of the file")),
    TableColumn("dataset", meaning=tr("street, outcomes or stop-and-search")),
    TableColumn("standing", meaning=tr("held, revised (held, and replaced since), partial (some LSOAs), missing")),
    TableColumn("published_rows", whole=True, meaning=tr("Rows of the file as published")),
    TableColumn("unplaced", whole=True, meaning=tr("Of these without a place")),
    TableColumn("unplaced_share", decimal=True, meaning=tr("Share of rows without a place, 0 to 1")),
    TableColumn("without_lsoa", whole=True, meaning=tr("Rows with a place, but no LSOA")),
    TableColumn("lsoa_edition", whole=True, meaning=tr("Edition of the LSOA codes")),
    TableColumn("edition_is", meaning=tr("certain, or inferred from files of the same release")),
    TableColumn("release", meaning=tr("Release of the service that the file is from; empty where not certain")),
    TableColumn("fetched_at", meaning=tr("When it was imported (UTC)")),
    TableColumn("revisions", whole=True, meaning=tr("Revisions that this cache noticed")),
    TableColumn("reason", meaning=tr("Why it is missing or partial")),
)


@dataclass(frozen=True)
class QualityRun:
    """What was found of a selection of a cache."""

    cache: Path
    found: Quality
    copies: dict[Dataset, Copies]

    @property
    def gaps(self) -> list[str]:
        """The lines not to be overlooked."""
        return [
            words.format(gap=gap)
            for covered in self.found.coverage.values()
            for words, gaps in ((tr("Missing: {gap}."), covered.missing), (tr("In part: {gap}."), covered.partial))
            for gap in gaps_phrases(gaps)
        ]


def run_quality(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    cancelled: Callable[[], bool],
) -> QualityRun:
    """Look at what is asked for; raises `CacheError` where months or area are not known."""
    cache = algorithm.cache_path(parameters, context)
    with reading(cache) as connection:
        area = read_area(connection, algorithm.parameterAsString(parameters, AREA, context))
        found = quality(connection, _asked(algorithm, parameters, context, area))
        if not found.months:
            raise CacheError(
                tr("The cache holds no file of this selection: nothing is known, which is not zero. Import some first.")
            )
        return QualityRun(cache, found, exact_copies(connection, found.files, None, cancelled))


def _asked(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, area: Selection
) -> Selection:
    first, last = (algorithm.month(parameters, name, context) for name in (FROM, TO))
    if first and last and first > last:
        raise months_swapped(first, last)
    types = algorithm.choices(parameters, TYPES, context)
    with_asb = algorithm.parameterAsBool(parameters, INCLUDE_ASB, context)
    if types and with_asb and ASB not in types:
        types = (*types, ASB)
    return replace(area, first=first, last=last, crime_types=types, with_asb=with_asb or ASB in types)


def quality_texts(
    algorithm: PoliceUkAlgorithm, run: QualityRun, parameters: dict[str, Any], context: QgsProcessingContext
) -> Texts:
    """The parameters with cache and months filled in."""
    months = run.found.months
    settled = {FROM: str(months[0]), TO: str(months[-1])}
    return texts_to_repeat(algorithm, parameters, context, settled, "quality.gpkg")


def explained_quality(algorithm: PoliceUkAlgorithm, run: QualityRun, texts: Texts) -> Explained:
    """What the table says of itself."""
    found = run.found
    labels = [invented()] if INVENTED_FORCE in found.forces else []
    real = bool(set(found.forces) - {INVENTED_FORCE})
    return Explained(
        name=f"{algorithm.displayName()}: {where_and_when(found)}",
        finding=[lead(found)],
        basis=[line for section in sections(found, run.copies) for line in section.lines],
        rights=[*labels, *([attribution()] if real else []), caveat()],
        parameters=parameter_lines({name: text for name, text in texts.items() if name != OUTPUT}),
        command=qgis_process_command(algorithm, texts),
        of_the_service=real,
        months=(found.months[0], found.months[-1]),
    )


def rows_of(found: Quality) -> list[tuple[Any, ...]]:
    """A row a file, as `COLUMNS` has it."""
    return [_row(cell) for cell in found.cells]


def _row(cell: QualityCell) -> tuple[Any, ...]:
    key, file = cell.key, cell.file
    head = (key.force, str(key.month), key.dataset.value, cell.standing.value)
    if file is None:
        return (*head, *(None,) * 9, cell.reason)
    edition = (file.lsoa_edition, tr("inferred") if file.edition_inferred else tr("certain"))
    return (
        *head,
        *(cell.published, cell.unplaced, cell.unplaced_share, file.without_lsoa),
        *(edition if file.lsoa_edition else (None, None)),
        *(str(file.snapshot.month) if file.snapshot.exact else None, file.fetched_at, len(cell.revisions), cell.reason),
    )
