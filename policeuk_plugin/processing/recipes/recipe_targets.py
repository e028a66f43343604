# SPDX-License-Identifier: GPL-2.0-or-later
"""Nothing is lost by a recipe: neither one that is there, nor what one reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from offline_cache.errors import BAD_PATH, CacheError

from ...text import tr
from ..report.report_questions import RUNNABLE
from ..writing.destinations import same_file
from .recipe import SUFFIX
from .recipe_reading import read_recipe


def recipe_beside(report: Path) -> Path:
    """Where the recipe of a report goes."""
    return report.with_name(report.stem + SUFFIX)


def check_recipe_beside(report: Path, others: Iterable[Path]) -> None:
    """Raise `CacheError` where the recipe beside a report would replace one of `others`, or what is not its own.

    Its own is a recipe whose report is there too, which is replaced with it.
    """
    path = recipe_beside(report)
    if any(same_file(path, other) for other in others):
        raise _refused(path, tr("which is read or written too"))
    try:
        there, with_report = path.is_file(), report.is_file()
    except BAD_PATH:
        return  # the report itself will say it
    if not there:
        return
    if not with_report:
        raise _refused(path, tr("which belongs to no report there"))
    try:
        read_recipe(path, RUNNABLE)
    except CacheError as error:
        raise _refused(path, tr("which is no recipe of a report")) from error


def check_targets(targets: Iterable[Path], given: Iterable[Mapping[str, Any]], layers: Collection[str]) -> None:
    """Raise `CacheError` where a result would replace a file that one of the runs reads as one of `layers`."""
    read = {Path(str(one[name]).partition("|")[0]) for one in given for name in layers if one.get(name)}
    for target in targets:
        if any(same_file(target, path) for path in read):
            raise CacheError(
                tr("{path} is what the recipe reads, which the result would replace. Choose another name.").format(
                    path=target
                )
            )


def _refused(path: Path, why: str) -> CacheError:
    return CacheError(
        tr("The recipe of the report would replace {path}, {why}. Choose another name for the report.").format(
            path=path, why=why
        )
    )
