# SPDX-License-Identifier: GPL-2.0-or-later
"""A field pack made step by step in a folder: cache, results, brief, twin, projects, words, and the manifest last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Callable

from qgis.core import Qgis, QgsProcessingContext, QgsProcessingFeedback

from offline_cache.field_notes.model import PriorityLink
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_pack import names
from offline_cache.field_pack.manifest import PackFacts, write_manifest
from offline_cache.field_pack.model import Manifest, TrimReport
from offline_cache.field_pack.trimming import trim_cache
from offline_cache.field_pack.trust import trust_line
from offline_cache.model import By, Selection
from offline_cache.queries import counts
from offline_cache.railways import last_policed
from offline_cache.reader import reading

from ...field.background import copy_background
from ...field.contents import PackContents
from ...field.pack_project import write_project
from ...field.qfield_project import write_twin_project
from ...field.read_me import write_read_me
from ...field.ready_results import Home, ReadyResult
from ...field.twin import write_twin
from ...text import tr
from ..asking.analysis_parameters import PDF, REPORT
from ..asking.selection_parameters import FROM, TO
from ..recipes.recipe import plugin_version
from ..running.base import CACHE
from ..running.child_runs import run_child, scratch
from ..running.part_feedback import QuietPart
from ..running.telling import step
from .field_pack_asked import PackAsked
from .field_pack_home import compare_with_home
from .field_pack_results import last_year, ready_results
from .field_pack_words import pack_words

_BRIEF = "policeuk:beatbrief"
_WEIGHTS = (10.0, 55.0, 12.0, 8.0, 5.0, 5.0, 5.0)
_TRIM, _RESULTS, _HOME, _BRIEF_AT, _COPY, _TWIN, _END = range(len(_WEIGHTS))


@dataclass(frozen=True)
class PackMade:
    """What was made: the manifest, what the cache of the pack holds, answers, whether there is a brief.

    `crimes` are those of the area, anti-social behaviour among them; its cache may hold more, those of whole LSOAs.
    `partly` are the months of which only a part of the area is held.
    """

    manifest: Manifest
    trimmed: TrimReport
    results: tuple[ReadyResult, ...]
    home: Home
    brief: bool
    crimes: int
    partly: int

    @property
    def size(self) -> int:
        """Bytes of the files that the manifest names."""
        return sum(file.size for file in self.manifest.files)


def fill_pack(
    asked: PackAsked, folder: Path, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> PackMade:
    """Make a pack in the empty `folder`; raises `CacheError` where it cannot be, `Cancelled` where the user stops."""
    parts = [QuietPart(feedback, _WEIGHTS, at) for at in range(len(_WEIGHTS))]
    step(parts[_TRIM], 0, tr("Trimming the cache to the area"))
    cancelled = feedback.isCanceled
    trimmed = trim_cache(asked.source, folder / names.CACHE, asked.selection, _shown(parts[_TRIM]), cancelled)
    for line in trimmed.notes:
        feedback.pushWarning(line)
    results = ready_results(asked, folder, context, parts[_RESULTS])
    step(parts[_HOME], 0, tr("Comparing with home"))
    home = compare_with_home(asked, folder, context, parts[_HOME])
    step(parts[_BRIEF_AT], 0, tr("Writing the brief"))
    brief = _write_brief(asked, folder, context, parts[_BRIEF_AT])
    step(parts[_COPY], 0, tr("Adding notebook and background"))
    background = ""
    if asked.background:
        background = copy_background(Path(asked.background), folder, _shown(parts[_COPY]), cancelled)
    _make_notebook(asked, folder)
    made = datetime.now(timezone.utc)
    types, held_to = asked.selection.crime_types, trimmed.held_to
    facts = PackFacts(asked.title, asked.area, trimmed.months, types, _made_with(), held_to)
    answered = tuple(result for result in results if not result.why)
    contents = PackContents(
        folder, asked.title, _trust(facts, made), asked.shown, asked.ground, answered, background, asked.credit
    )
    _write_projects(contents, parts, feedback)
    with reading(folder / names.CACHE) as connection:
        counted = counts(connection, asked.shown, By.MONTH)
    write_read_me(contents, *pack_words(contents, asked.source, counted.total))
    step(parts[_END], 60, tr("Writing the manifest"))
    manifest = write_manifest(folder, facts, made=made)
    partly = len({gap.month for gap in counted.coverage.partial} & set(trimmed.months))
    return PackMade(manifest, trimmed, results, home, brief, counted.total, partly)


def _write_projects(contents: PackContents, parts: list[QuietPart], feedback: QgsProcessingFeedback) -> None:
    step(parts[_TWIN], 0, tr("Writing the GeoPackage for QField"))
    tables = write_twin(contents, feedback.isCanceled)
    step(parts[_END], 0, tr("Writing the projects"))
    write_project(contents)
    for line in write_twin_project(contents, tables):
        feedback.pushWarning(tr("QField may not show this: {line}").format(line=line))


def _write_brief(
    asked: PackAsked, folder: Path, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> bool:
    """The brief of the area as page and PDF, made of the cache that knows its peers and its force."""
    months = last_year(_policed(asked))
    given = {**asked.parameters, CACHE: str(asked.source), FROM: str(months.first), TO: str(months.last)}
    written = {REPORT: folder / names.BRIEF_PAGE, PDF: folder / names.BRIEF_PDF}
    with scratch() as work:
        run = run_child(_BRIEF, given, work, context, feedback, (), written)
    if run.why:
        feedback.pushWarning(tr("The pack has no brief: {why}").format(why=run.why))
        for path in written.values():
            path.unlink(missing_ok=True)
    return not run.why


def _policed(asked: PackAsked) -> Selection:
    """Up to the last month of those who police the area: of later ones nothing compares."""
    selection = asked.selection
    with reading(asked.source) as connection:
        last = last_policed(connection, selection)
    ends = [month for month in (last, selection.last) if month is not None]
    begins = selection.first
    return replace(selection, last=min(ends)) if ends and (begins is None or begins <= min(ends)) else selection


def _make_notebook(asked: PackAsked, folder: Path) -> None:
    """An empty notebook whose notes can be linked to the priorities of the area's teams."""
    notebook = Notebook(folder / names.NOTES)
    with reading(folder / names.CACHE) as connection:
        links = [
            PriorityLink(f"{force}/{code}/{position}", _short(issue), issued[:10])
            for force, code, position, issue, issued in connection.execute(_PRIORITIES)
            if asked.selection.area is None
            or asked.selection.area.kind != "neighbourhood"
            or f"{force}/{code}" in asked.selection.area.codes
        ]
    notebook.set_priorities(links)


_PRIORITIES = "SELECT force, code, position, issue, issued FROM neighbourhood_priority ORDER BY force, code, position"
_LONGEST_TITLE = 80


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1]}…"


def _trust(facts: PackFacts, made: datetime) -> str:
    """How old the data is, as it can be said on the day of making, in the project for all days."""
    moment = made.strftime("%Y-%m-%dT%H:%M:%SZ")
    to = facts.months[-1] if facts.months else None
    manifest = Manifest(
        *(names.VERSION, "", facts.title, facts.area, facts.months, facts.types, to, facts.held_to),
        *(moment, facts.made_with, ()),
    )
    return trust_line(manifest, made.date())


def _made_with() -> str:
    return f"Police UK {plugin_version()}, QGIS {Qgis.QGIS_VERSION.partition('-')[0]}"


def _shown(feedback: QgsProcessingFeedback) -> Callable[[float], None]:
    """Progress of 0 to 1 as the feedback's percent."""

    def show(share: float) -> None:
        feedback.setProgress(100 * share)

    return show
