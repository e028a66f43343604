# SPDX-License-Identifier: GPL-2.0-or-later
"""The work of `policeuk:downloadcrimesinarea`: answers that are held are taken, others are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.drawn_areas import DrawnAnswer, DrawnArea
from offline_cache.drawn_records import drawn_area_of
from offline_cache.errors import CacheError
from offline_cache.held_cache import reading_or_empty
from offline_cache.model import Month
from offline_cache.plain_text import plain_line
from offline_cache.police_api.kinds import Kind
from offline_cache.police_api.rings import Ring

from ...text import months_phrase, number, tr
from ..asking.selection_parameters import FROM, TO, months_swapped
from ..running.base import PoliceUkAlgorithm, shown_by
from .drawn_outline import ANEW, KINDS, KINDS_THERE_ARE, NAME, read_ring


@dataclass(frozen=True)
class DrawnRun:
    """The area with the answers asked for, of which so many were fetched now; the others were held."""

    cache: Path
    area: DrawnArea
    called: str
    kinds: tuple[Kind, ...]
    months: tuple[Month, ...]
    answers: tuple[DrawnAnswer, ...]
    fetched: int

    @property
    def name(self) -> str:
        """What the area is called."""
        return self.called or self.area.name or tr("the area drawn")

    @property
    def title(self) -> str:
        """Where and when."""
        return f"{self.name}, {months_phrase(self.months[0], self.months[-1])}"

    def lines(self) -> list[str]:
        """Counts by month and kind, each with the day of the answer; what has none at all is said not to be zero."""
        lines = [
            tr("{month}, {kind}: {records} (answer of {day})").format(
                month=answer.month, kind=answer.kind.value, records=number(answer.records), day=answer.fetched_at[:10]
            )
            for answer in sorted(self.answers, key=lambda answer: (answer.month, answer.kind.value))
        ]
        return [*lines, *self.empty()]

    def empty(self) -> list[str]:
        """What is said of months without a record."""
        none = ", ".join(f"{answer.kind.value} {answer.month}" for answer in self.answers if not answer.records)
        return (
            [tr("None at all of {what}: perhaps not published, which is not zero.").format(what=none)] if none else []
        )


def run_drawn(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> DrawnRun:
    """Read the question, answer it from the cache, else from the service; raises `CacheError`."""
    cache = algorithm.cache_path(parameters, context)
    months = _months(algorithm, parameters, context)
    chosen = algorithm.choices(parameters, KINDS, context) or KINDS_THERE_ARE[:1]
    kinds = tuple(Kind(word) for word in chosen)
    ring = read_ring(algorithm, parameters, context, feedback)
    name = algorithm.parameterAsString(parameters, NAME, context).strip()
    anew = algorithm.parameterAsBool(parameters, ANEW, context)
    fetched = 0
    found = None if anew else _held(cache, ring, kinds, months)
    if found is None:
        fetched = _fetch(cache, ring, months, kinds, name, feedback)
        found = _held(cache, ring, kinds, months)
    else:
        feedback.pushInfo(tr("All of it is held: nothing was asked. Tick 'Ask again' to look for newer answers."))
    if found is None:
        raise CacheError(tr("Another program changed the cache meanwhile. Run it again."))
    asked = tuple(answer for answer in found.answers if answer.kind in kinds and answer.month in months)
    run = DrawnRun(cache, found, plain_line(name), kinds, months, asked, fetched)
    empty = run.empty()
    for line in run.lines():
        (feedback.pushWarning if line in empty else feedback.pushInfo)(line)
    return run


def _months(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[Month, ...]:
    first = algorithm.month(parameters, FROM, context)
    if first is None:
        raise CacheError(tr("Give the first month as YYYY-MM, such as 2026-04."))
    last = algorithm.month(parameters, TO, context) or first
    if last < first:
        raise months_swapped(first, last)
    return tuple(Month.span(first, last))


def _held(cache: Path, ring: Ring, kinds: tuple[Kind, ...], months: tuple[Month, ...]) -> Optional[DrawnArea]:
    """The area where all that is asked for is held."""
    with reading_or_empty(cache) as connection:
        area = drawn_area_of(connection, ring)
    if area is None:
        return None
    held = {(answer.kind, answer.month) for answer in area.answers}
    return area if all((kind, month) in held for kind in kinds for month in months) else None


def _fetch(
    cache: Path,
    ring: Ring,
    months: tuple[Month, ...],
    kinds: tuple[Kind, ...],
    name: str,
    feedback: QgsProcessingFeedback,
) -> int:
    """Ask the service; gives how many answers came."""
    from offline_cache.police_api.fetching import fetch_drawn_area
    from offline_cache.police_api.rings import UNIT

    from ...network import qgis_transport
    from ...tasks import open_cache

    corners = [(longitude / UNIT, latitude / UNIT) for longitude, latitude in ring]
    with qgis_transport(feedback.isCanceled) as transport, open_cache(cache) as opened:
        report = fetch_drawn_area(
            opened, corners, months, kinds, transport, shown_by(feedback), feedback.isCanceled, name
        )
    return len(report.fetched)
