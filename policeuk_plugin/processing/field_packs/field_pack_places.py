# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a field pack goes: a folder, a zip, or both; nothing stands there before all of it is whole."""

from __future__ import annotations

import logging
import stat
from pathlib import Path

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.errors import CacheError, reason
from offline_cache.field_pack import names
from offline_cache.field_pack.making import beside
from offline_cache.field_pack.zipping import refuse_as_zip, zip_pack

from ...text import tr
from ..running.child_runs import scratch
from ..running.part_feedback import PartFeedback
from ..running.telling import step
from .field_pack_asked import PackAsked
from .field_pack_run import PackMade, fill_pack

_WEIGHTS = (0.92, 0.08)


def made_at(
    asked: PackAsked, folder: str, out: str, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> PackMade:
    """Make the pack in `folder`, and as the zip `out`; either may be ''. Raises `CacheError`, `Cancelled`."""
    if out:
        if not out.lower().endswith(".zip"):
            raise CacheError(tr("{name} is no name of a zip. Name it .zip.").format(name=Path(out).name))
        refuse_as_zip(Path(out))
    whole = PartFeedback(feedback, _WEIGHTS, 0) if out else feedback
    if folder:
        with beside(Path(folder)) as work:
            made = fill_pack(asked, work, context, whole)
        _keep_from_saving(Path(folder))
        _zip(Path(folder), out, feedback)
        return made
    with scratch() as parent:
        work = parent / _name(asked.title)
        work.mkdir()
        made = fill_pack(asked, work, context, whole)
        _zip(work, out, feedback)
    return made


def _keep_from_saving(folder: Path) -> None:
    """Make the projects read-only, where the disk knows that: one that QGIS has saved would count as changed."""
    for name in (names.PROJECT, names.TWIN_PROJECT):
        try:
            (folder / name).chmod(stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
        except OSError as error:
            logging.getLogger(__name__).info("%s may be written: %s", name, reason(error))


def _zip(folder: Path, out: str, feedback: QgsProcessingFeedback) -> None:
    if out:
        packing = PartFeedback(feedback, _WEIGHTS, 1)
        step(packing, 0, tr("Packing the zip"))
        zip_pack(folder, Path(out), lambda share: packing.setProgress(100 * share), feedback.isCanceled)


def _name(title: str) -> str:
    """A name for the folder in the zip that all systems can have."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() or sign in " -_" else "_" for sign in title)
    return plain.strip(" _")[:60].strip() or "field pack"
