# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads of published files as an algorithm runs them: the plan is told, files come, what changed is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingFeedback

from offline_cache.model import ChangeKind

from ..running.base import CACHE
from . import download_parameters as names
from .download_progress import DownloadProgress

if TYPE_CHECKING:
    from offline_cache.sync import FetchReport, Plan, SliceRequest
    from offline_cache.sync.way import Way
    from offline_cache.transport import Transport

_WARNED = ("not published", "left out")
_NOT_NEW = (ChangeKind.UNCHANGED, ChangeKind.NEWER_HELD)


def download(
    cache: Path, request: SliceRequest, way: Way, transport: Transport, feedback: QgsProcessingFeedback
) -> FetchReport:
    """Plan, tell the plan, and carry it out; makes the cache where there is none. Raises `CacheError`."""
    from offline_cache.held_cache import reading_or_empty  # none of these while QGIS starts
    from offline_cache.ledger import published_files
    from offline_cache.sync import make_plan

    with reading_or_empty(cache) as connection:
        held = published_files(connection)
    return carry_out(cache, make_plan(held, request, transport, way), transport, feedback)


def carry_out(cache: Path, plan: Plan, transport: Transport, feedback: QgsProcessingFeedback) -> FetchReport:
    """Tell a plan, bring its files in and tell what changed; raises `CacheError`."""
    from offline_cache.sync import fetch

    from ...tasks import open_cache

    feedback.pushInfo(plan.sentence())
    with open_cache(cache) as opened:
        report = fetch(opened, plan, transport, DownloadProgress(feedback), feedback.isCanceled)
    for line in report.lines():
        if line.startswith(_WARNED):
            feedback.pushWarning(line)
        else:
            feedback.pushInfo(line)
    return report


def numbers_of(cache: Path, report: FetchReport, added: str) -> dict[str, Any]:
    """The outputs of an algorithm; `added` is what it calls the number of new files."""
    from offline_cache.sync import Standing

    plan, of_kind = report.plan, report.of_kind
    came = [change for change in report.changes if change.kind not in _NOT_NEW]
    return {
        CACHE: str(cache),
        names.FILES: len(plan.files),
        added: len(of_kind(ChangeKind.ADDED)),
        names.REVISED: len(of_kind(ChangeKind.REVISED)),
        names.WIDENED: len(of_kind(ChangeKind.WIDENED)),
        names.HELD: len(plan.of(Standing.HELD)) + len(report.changes) - len(came),
        names.KEPT: len(plan.of(Standing.KEPT)),
        names.NOT_PUBLISHED: len(plan.of(Standing.NOT_PUBLISHED)) + len(report.absent),
        names.LEFT_OUT: len(report.failed),
        names.ROWS: sum(change.rows for change in came),
        names.BYTES: report.received,
        names.SUMMARY: "\n".join(report.lines()),
    }
