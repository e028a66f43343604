# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:publishedrows`: which rows are asked for, the table, the sentence."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.model import Dataset, Selection
from offline_cache.published_rows import PROVENANCE, PublishedRowsBehind, published_rows
from offline_cache.reader import reading
from offline_cache.row_limits import RowLimits
from offline_cache.typed_limits import typed_lsoas, typed_outcomes, typed_places

from ...text import caveat, many, number, tr
from ..asking.analysis_parameters import INPUT, OUTPUT
from ..asking.month_choice import Choice
from ..asking.row_choice import Shown, choice_of
from ..asking.selection_parameters import AREA, FROM, TO, TYPES, months_swapped, read_area_and_months, read_selection
from ..asking.some_months import months_of_text
from ..running.base import CACHE
from ..running.command_text import parameter_lines, parameter_texts, qgis_process_command
from ..running.telling import step
from ..writing.result_layer import Explained, hand_over, unstyled
from ..writing.staging import Staging
from ..writing.table_sink import TableColumn, write_table

if TYPE_CHECKING:
    from .published_rows import PublishedRows


class RowsRun:
    """Reads what is asked for and writes the table; raises `CacheError`."""

    def __init__(
        self,
        algorithm: PublishedRows,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        shown: Optional[Shown],
        whole: bool,
    ) -> None:
        self._algorithm, self._parameters, self._context, self._feedback = algorithm, parameters, context, feedback
        self._shown, self._whole = shown, whole

    def run(self) -> dict[str, Any]:
        """All of it; gives the outputs."""
        algorithm = self._algorithm
        cache = self._shown.cache if self._shown else algorithm.cache_path(self._parameters, self._context)
        step(self._feedback, 0, tr("Looking for the rows"))
        with reading(cache) as connection, Staging() as staging:
            selection, dataset, choice = self._asked(connection)
            behind = published_rows(
                connection, selection, dataset, self._with_limits(connection, dataset, choice.limits)
            )
            said = sentence(behind, choice.number)
            told = self._explained(cache, behind, said)
            for line in (said, *differing(behind, choice.number)):
                told_as = self._feedback.pushInfo if line is said else self._feedback.pushWarning
                told_as(line)
            for line in told.basis:
                self._feedback.pushInfo(line)
            staged = self._written(behind, staging)
            destination = hand_over(staged, told, unstyled, staging, self._context)
        return {
            OUTPUT: destination,
            algorithm.ROWS: behind.count,
            algorithm.FILES: len(behind.files),
            algorithm.SHOWN: -1 if choice.number is None else choice.number,
            algorithm.SENTENCE: " ".join([said, *differing(behind, choice.number)]),
        }

    def _asked(self, connection: sqlite3.Connection) -> tuple[Selection, Dataset, Choice]:
        if self._shown is None:
            dataset = Dataset(
                self._algorithm.parameterAsString(self._parameters, self._algorithm.DATASET, self._context)
            )
            return self._selection(connection, dataset), dataset, Choice(RowLimits(), None)
        given = [name for name in (AREA, FROM, TO, TYPES) if self._parameters.get(name)]
        if given:
            raise CacheError(
                tr("{names}: a layer has its own selection. Leave them out, or leave the layer out.").format(
                    names=", ".join(given)
                )
            )
        source = self._algorithm.parameterAsSource(self._parameters, INPUT, self._context)
        if source is None:
            raise CacheError(tr("The layer that was given cannot be opened. Choose another."))
        transforms, cancelled = self._context.transformContext(), self._feedback.isCanceled
        choice = choice_of(connection, self._shown, source, self._whole, transforms, cancelled)
        return self._shown.selection, self._shown.dataset, choice

    def _selection(self, connection: sqlite3.Connection, dataset: Dataset) -> Selection:
        """As all algorithms read it; files of outcomes and stops name no crime type and have months of their own."""
        algorithm, parameters, context = self._algorithm, self._parameters, self._context
        if dataset is Dataset.STREET:
            return read_selection(algorithm, parameters, context, connection)
        asked = read_area_and_months(algorithm, parameters, context, connection)
        if asked.first and asked.last and asked.first > asked.last:
            raise months_swapped(asked.first, asked.last)
        if algorithm.choices(parameters, TYPES, context):
            raise CacheError(tr("These files name no crime type. Leave the types out, or ask for street files."))
        return asked

    def _with_limits(self, connection: sqlite3.Connection, dataset: Dataset, limits: RowLimits) -> RowLimits:
        """With PLACES, LSOAS, MONTH, MONTHS and OUTCOMES, which limit a layer's features too."""
        algorithm = self._algorithm
        month = algorithm.month(self._parameters, algorithm.MONTH, self._context)
        outcomes = self._texts(algorithm.OUTCOMES, "|")
        places, lsoas = self._texts(algorithm.PLACES, ","), self._texts(algorithm.LSOAS, ",")
        if self._shown is not None and (places or lsoas):
            raise CacheError(tr("PLACES and LSOAS: a layer's features say it. Leave them out, or leave the layer out."))
        if not all(place.isascii() and place.isdigit() and len(place) < 19 for place in places):
            raise CacheError(tr("PLACES are whole numbers with commas between them, such as 12,845."))
        months = months_of_text(algorithm.parameterAsString(self._parameters, algorithm.MONTHS, self._context))
        if months is not None and limits.months is not None:
            months &= limits.months
        return replace(
            limits,
            months=limits.months if months is None else months,
            places=typed_places(connection, tuple(map(int, places))) or limits.places,
            within=typed_lsoas(connection, lsoas) or limits.within,
            month=month,
            outcomes=typed_outcomes(connection, dataset, outcomes),
        )

    def _texts(self, name: str, mark: str) -> tuple[str, ...]:
        text = self._algorithm.parameterAsString(self._parameters, name, self._context)
        return tuple(part.strip() for part in text.split(mark) if part.strip())

    def _written(self, behind: PublishedRowsBehind, staging: Staging) -> str:
        columns = [TableColumn(name, whole=name == PROVENANCE[1]) for name in behind.columns]
        parameters = staging.sink(self._parameters, self._context)
        step(self._feedback, 10, tr("Writing the rows"))
        return write_table(
            self._algorithm, OUTPUT, parameters, self._context, self._feedback, columns, behind.batches, behind.count
        )

    def _explained(self, cache: Path, behind: PublishedRowsBehind, said: str) -> Explained:
        texts = parameter_texts(self._algorithm, self._parameters, self._context, {CACHE: str(cache)})
        texts.setdefault(OUTPUT, "rows.gpkg")
        *notes, rights = behind.notes
        of = tr(" ({layer})").format(layer=self._shown.name) if self._shown else ""
        return Explained(
            name=f"{self._algorithm.displayName()}{of}",
            finding=[said],
            basis=notes,
            rights=(rights, caveat()),
            parameters=parameter_lines(texts),
            command=qgis_process_command(self._algorithm, texts),
            of_the_service=True,
        )


def sentence(behind: PublishedRowsBehind, shown: Optional[int]) -> str:
    """Such as: 2,310 rows of 36 files; the map says 2,310."""
    rows = tr("{rows} of {files}").format(
        rows=many(behind.count, tr("row"), tr("rows")), files=many(len(behind.files), tr("file"), tr("files"))
    )
    if shown is None:
        return tr("{rows}.").format(rows=rows)
    return tr("{rows}; the map says {shown}.").format(rows=rows, shown=number(shown))


def differing(behind: PublishedRowsBehind, shown: Optional[int]) -> list[str]:
    """What to say where rows and number differ."""
    if shown is None or shown == behind.count:
        return []
    return [
        tr(
            "They differ: the cache was refreshed after the map was made, or the map leaves rows out. Refresh the "
            "layer from the cache, or run the analysis again."
        )
    ]
