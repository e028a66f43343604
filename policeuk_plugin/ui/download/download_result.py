# SPDX-License-Identifier: GPL-2.0-or-later
"""What a download did: its closing sentence with the next step, and the lines of what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...processing.download import download_parameters as names
from ...processing.download.download_area import DownloadArea
from ...processing.download.refresh_cache import RefreshCache
from ...text import many, number, tr
from .fetch_areas_row import AREAS
from .force_lines import named_lines

if TYPE_CHECKING:
    from ..running import Outcome

REFRESH = "policeuk:refreshcache"


@dataclass(frozen=True)
class Told:
    """Title and sentence of a run, for the history too; the next step; the lines below; whether crimes came."""

    title: str
    sentence: str
    after: str
    lines: tuple[str, ...]
    came: bool
    stopped: bool = False


def tell_stopped(outcome: Outcome, subject: str) -> Told:
    """What is said of one that was stopped or failed; `subject` is what it was of, '' where the algorithm says it."""
    title = {AREAS: tr("Areas of ONS"), REFRESH: tr("Refresh")}.get(outcome.algorithm, subject)
    return Told(title, outcome.error or tr("Stopped. Nothing was downloaded."), "", (), False, stopped=True)


def tell(outcome: Outcome) -> Told:
    """What is said of a download, a refresh or a fetch of areas that went well."""
    if outcome.algorithm == AREAS:
        return _areas(outcome)
    first, *lines = str(outcome.results.get(names.SUMMARY) or "").split("\n")
    subject, _, sentence = first.partition(": ")
    added = RefreshCache.NEW if outcome.algorithm == REFRESH else names.ADDED
    came = any(outcome.results.get(name) for name in (added, names.REVISED, names.WIDENED))
    left = int(outcome.results.get(names.LEFT_OUT) or 0)
    if outcome.algorithm == REFRESH:
        subject = tr("Refresh")
    return Told(subject, sentence, _after(outcome.algorithm, came, left), named_lines(lines), came)


def _areas(outcome: Outcome) -> Told:
    parts, areas = (int(outcome.results.get(name) or 0) for name in (DownloadArea.PARTS, DownloadArea.AREAS))
    missing = int(outcome.results.get(DownloadArea.MISSING) or 0)
    said = tr("{areas} in {parts}.").format(
        areas=many(areas, tr("area"), tr("areas")),
        parts=many(parts, tr("look-up or set of outlines"), tr("look-ups and sets of outlines")),
    )
    if not parts:
        said = tr("They were held already.")
    if missing:
        said += " " + tr("{n} are no longer where ONS had them: import their files.").format(n=number(missing))
    return Told(tr("Areas of ONS"), said, tr("Next: choose an area on top, or download one by its LSOAs."), (), False)


def _after(algorithm: str, came: bool, left: int) -> str:
    if left:
        return tr("Next: press again for the files that did not arrive whole.")
    if came and algorithm != REFRESH:
        return tr("Next: add to map, then choose area and months.")
    if came:
        return tr("Next: add to map, or choose area and months on top.")
    if algorithm == REFRESH:
        return tr("Nothing new: what is held is as the newest release has it.")
    return ""
