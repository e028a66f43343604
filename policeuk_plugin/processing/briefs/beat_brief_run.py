# SPDX-License-Identifier: GPL-2.0-or-later
"""Briefs put together: for each beat five sentences, map, charts, priorities and events; all from the cache."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Optional

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
from qgis.PyQt.QtCore import QDate, QLocale, Qt

from offline_cache.errors import CacheError
from offline_cache.model import NEIGHBOURHOOD

from ...analysis.errors import AnalysisError, stop_if
from ...reports.brief import Brief, Briefs, Said
from ...text import caveat, many, month_name, months_phrase, tr
from ..running.telling import step
from ..units.crimes import rights_and_labels
from .beat_asked import Asked, Beat
from .beat_change import Change, change
from .beat_charts import charts, charts_note
from .beat_counts import BeatCounts, beat_counts
from .beat_force import BeatForce, force_around
from .beat_lacking import lacking
from .beat_level import level
from .beat_map import beat_map
from .beat_outcomes import outcomes
from .beat_places import places
from .beat_since import meeting
from .beat_team import events, priorities, team_of


@dataclass(frozen=True)
class Heading:
    """Who made it, and a protective marking; '' for none."""

    author: str
    marking: str


def make_briefs(
    connection: sqlite3.Connection,
    asked: Asked,
    heading: Heading,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Briefs:
    """A brief of each beat; raises `CacheError` where not one can be made."""
    made: list[Brief] = []
    left_out = list(asked.without)
    for at, beat in enumerate(asked.beats):
        stop_if(feedback.isCanceled)
        step(feedback, 95 * at / len(asked.beats), beat.name)
        try:
            made.append(_brief(connection, asked, beat, context, feedback))
        except (CacheError, AnalysisError) as error:
            stop_if(feedback.isCanceled)
            if not asked.level:
                raise
            left_out.append(f"{beat.name}: {error}")
    if not made:
        raise CacheError(tr("Not one brief could be made. The last: {why}").format(why=left_out[-1]))
    return _together(asked, heading, made, left_out)


def _brief(
    connection: sqlite3.Connection,
    asked: Asked,
    beat: Beat,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Brief:
    cancelled = feedback.isCanceled
    counts = beat_counts(connection, beat.selection, asked.periods)
    force = force_around(connection, beat.selection, asked.periods, asked.which)
    stop_if(cancelled)
    changed = change(counts, force, cancelled)
    found = places(connection, counts, cancelled)
    stop_if(cancelled)
    team = team_of(connection, beat.selection.area, asked.team, found)
    rights, labels = rights_and_labels(connection, counts.selection)
    stop_if(cancelled)
    picture, map_rights = beat_map(
        *(asked.cache, connection, counts.selection, found),
        *(context.transformContext(), cancelled, asked.background),
    )
    return Brief(
        name=beat.name,
        title=beat.name,
        subtitle=_subtitle(asked, beat, force),
        labels=labels,
        said=_said(connection, asked, counts, force, changed, found.text, feedback),
        picture=picture,
        charts=charts(counts, changed),
        charts_note=charts_note(),
        priorities=priorities(team),
        events=events(team, date.today()),
        caveats=_caveats(),
        rights=tuple(dict.fromkeys([*(line for line in rights if line != caveat()), *map_rights])),
        crimes=changed.all.after if changed.all else None,
        before=changed.all.before if changed.all else None,
        meeting=meeting(beat.name, counts, team, asked.since) if asked.since is not None else None,
    )


def _said(
    connection: sqlite3.Connection,
    asked: Asked,
    counts: BeatCounts,
    force: Optional[BeatForce],
    changed: Change,
    concentration: str,
    feedback: QgsProcessingFeedback,
) -> tuple[Said, ...]:
    stands = level(connection, counts, force, asked.choice, asked.which, _quiet(feedback))
    came = outcomes(connection, counts, force, feedback.isCanceled)
    return (
        Said(tr("How much crime"), stands.text),
        Said(tr("What has changed"), changed.text),
        Said(tr("Where it concentrates"), concentration),
        Said(tr("What came of it"), came.text),
        Said(tr("What is missing"), lacking(counts, stands.limits)),
    )


def _quiet(whole: QgsProcessingFeedback) -> QgsProcessingFeedback:
    """A feedback that says nothing, and is stopped when the whole is: progress is told of briefs."""
    quiet = QgsProcessingFeedback(False)
    whole.canceled.connect(quiet.cancel, Qt.ConnectionType.DirectConnection)
    if whole.isCanceled():
        quiet.cancel()
    return quiet


def _subtitle(asked: Asked, beat: Beat, force: Optional[BeatForce]) -> str:
    area = beat.selection.area
    kind = _kind(area.kind, len(area.codes)) if area is not None else tr("police force")
    parts = [
        tr("Crime brief"),
        tr("{kind} of {force}").format(kind=kind, force=force.name) if force is not None else kind,
        months_phrase(asked.periods.first, asked.periods.last),
        tr("made {day}").format(day=today_text()),
    ]
    return " · ".join(parts)


def _kind(kind: str, several: int) -> str:
    one = {
        NEIGHBOURHOOD: (tr("neighbourhood"), tr("neighbourhoods")),
        "lsoa": (tr("LSOA"), tr("LSOAs")),
        "ward": (tr("ward"), tr("wards")),
        "district": (tr("district"), tr("districts")),
        "csp": (tr("CSP"), tr("CSPs")),
        "pfa": (tr("police force area"), tr("police force areas")),
    }.get(kind, (kind, kind))
    return one[0] if several == 1 else many(several, *one)


def today_text() -> str:
    """The day it is made, such as 3 May 2026."""
    return str(QLocale(QgsApplication.locale() or "en_GB").toString(QDate.currentDate(), "d MMMM yyyy"))


def _caveats() -> tuple[str, ...]:
    return (
        caveat(),
        tr(
            "Recorded crime is what is reported and how that is recorded. Anti-social behaviour is incidents, not "
            "crimes, so it is in no total. This page does not say how police perform, nor anything of single streets "
            "or hours, and it ranks no areas."
        ),
    )


def _together(asked: Asked, heading: Heading, made: Sequence[Brief], left_out: Sequence[str]) -> Briefs:
    to = month_name(asked.periods.last)
    by = tr(" by {author}").format(author=heading.author) if heading.author else ""
    title = (
        tr("Crime brief: {name}").format(name=made[0].name)
        if not asked.level
        else tr("Crime briefs: {level} of {whole}").format(level=_plural(asked.level), whole=asked.whole)
    )
    foot = tr("Data to {month}. Made {day}{by}.").format(month=to, day=today_text(), by=by)
    subtitle = tr("{months}, beside {before}").format(
        months=months_phrase(asked.periods.first, asked.periods.last), before=asked.periods.before_words
    )
    return Briefs(title, subtitle, foot, heading.marking, tuple(made), tuple(left_out), bool(asked.level))


def _plural(level: str) -> str:
    return {
        NEIGHBOURHOOD: tr("neighbourhoods"),
        "lsoa": tr("LSOAs"),
        "ward": tr("wards"),
        "district": tr("districts"),
        "csp": tr("CSPs"),
        "pfa": tr("police force areas"),
    }.get(level, level)
