# SPDX-License-Identifier: GPL-2.0-or-later
"""Long work off the main thread: each task keeps its error and its result, and forwards the cancel button."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from offline_cache.errors import CacheError

from .text import tr

if TYPE_CHECKING:
    from offline_cache.importing import ImportReport, Progress
    from offline_cache.postcodes.importing import PostcodeChange
    from offline_cache.reference_data.report import ReferenceChange
    from offline_cache.store import OfflineCache

_AREA_SUFFIXES = (".geojson", ".gpkg", ".json", ".gz")
_PUBLISHED_HEADS = (b"Crime ID", b"Month,", b"Type,")


@dataclass(frozen=True)
class ImportJob:
    """Published files, files of areas or of what areas are compared by, and of postcodes, to bring into a cache."""

    cache: Path
    published: tuple[Path, ...] = ()
    areas: tuple[Path, ...] = ()
    postcodes: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Imported:
    """What an import brought: published files, and files of areas and of postcodes one by one."""

    published: ImportReport
    areas: tuple[ReferenceChange, ...] = ()
    postcodes: tuple[PostcodeChange, ...] = ()


def job_of(cache: Path, paths: Sequence[Path]) -> ImportJob:
    """Sort what a user gives by what it is of; what is none of these is said by the import."""
    other = [path for path in paths if _is_of_areas(path)]
    postcodes = tuple(path for path in other if _is_of_postcodes(path))
    areas = tuple(path for path in other if path not in postcodes)
    return ImportJob(cache, tuple(path for path in paths if path not in other), areas, postcodes)


def _is_of_postcodes(path: Path) -> bool:
    """Whether a CSV, or a zip of CSVs, has the columns of a file of postcodes."""
    from offline_cache.errors import BadFile
    from offline_cache.postcodes.layouts import postcode_table

    try:
        return path.suffix.lower() in (".csv", ".zip") and bool(postcode_table(path).files)
    except BadFile:
        return False


def _is_of_areas(path: Path) -> bool:
    """Whether a file is of areas, by its name, the names in it, or the head of a CSV."""
    from offline_cache.sources.disk import file_key

    suffix = path.suffix.lower()
    if suffix in _AREA_SUFFIXES or not path.is_file():
        return suffix in _AREA_SUFFIXES
    try:
        if suffix == ".csv":
            with path.open("rb") as stream:
                head = stream.read(200).lstrip(b'\xef\xbb\xbf"')
            return file_key(path.name) is None and not head.startswith(_PUBLISHED_HEADS)
        with zipfile.ZipFile(path) as archive:
            names = [PurePosixPath(name) for name in archive.namelist()]
    except (OSError, ValueError, zipfile.BadZipFile):
        return False
    if any(file_key(name.name) for name in names):
        return False
    return any(name.suffix.lower() in (*_AREA_SUFFIXES, ".csv") for name in names)


class AnswerTask(QgsTask):
    """Asks something of the cache; `ended` tells the main thread.

    Whoever starts it keeps a reference until then: without one QGIS never calls `finished`.
    """

    ended = pyqtSignal()

    def __init__(self, title: str, question: Callable[[], Any]) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._question = question
        self.answer: Any = None
        self.error: Optional[Exception] = None
        self.has_run = False

    def run(self) -> bool:
        """In the worker thread: ask; an exception is kept for the main thread, as QGIS swallows it here."""
        try:
            self.answer = self._question()
        except Exception as error:  # noqa: BLE001 - shown by the panel, a CacheError as its sentence
            self.error = error
            return False
        finally:
            self.has_run = True
        return True

    def finished(self, result: bool) -> None:
        """In the main thread."""
        self.ended.emit()

    @property
    def failed(self) -> bool:
        """Whether there is no answer."""
        return self.error is not None or not self.has_run

    @property
    def sentence(self) -> str:
        """What went wrong, for the user; '' where nothing did."""
        if not self.has_run:
            return tr("It ended without a result.")
        if self.error is None or isinstance(self.error, CacheError):
            return str(self.error or "")
        return self.unforeseen().format(error=repr(self.error))

    def unforeseen(self) -> str:
        """The sentence on what is no `CacheError`, with a place for it."""
        return tr("This could not be counted: {error}. Please report this.")


class CallTask(AnswerTask):
    """Asks something of the network; the question is given the function that tells whether the user has stopped it."""

    def __init__(self, title: str, question: Callable[[Callable[[], bool]], Any]) -> None:
        super().__init__(title, lambda: question(self.isCanceled))

    def unforeseen(self) -> str:
        """The sentence on what is no `CacheError`, with a place for it."""
        return tr("The question failed: {error}. Please report this.")


class ImportTask(AnswerTask):
    """Imports files; `step` names the file in work."""

    step = pyqtSignal(str)

    def __init__(self, job: ImportJob) -> None:
        super().__init__(
            tr("Import into the Police UK cache"), lambda: import_job(job, self._progress, self.isCanceled)
        )
        self.job = job

    def unforeseen(self) -> str:
        """The sentence on what is no `CacheError`, with a place for it."""
        return tr("The import failed: {error}. Please report this.")

    def _progress(self, progress: Progress) -> None:
        self.setProgress(100 * progress.done / max(progress.total, 1))
        if progress.name:
            self.step.emit(
                tr("{done} of {total}: {name}").format(done=progress.done + 1, total=progress.total, name=progress.name)
            )


def import_job(job: ImportJob, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Imported:
    """Do the job; makes the cache, and the folder of a cache in the user's profile, where there is none.

    Raises what `import_paths`, `import_reference` and `import_postcodes` raise.
    """
    from offline_cache.importing import ImportReport, import_paths  # not while QGIS starts

    report = ImportReport((), 0)
    areas: tuple[ReferenceChange, ...] = ()
    postcodes: tuple[PostcodeChange, ...] = ()
    with open_cache(job.cache) as cache:
        if job.published:
            report = import_paths(cache, job.published, progress, cancelled)
        if job.areas:
            from offline_cache.reference_data.importing import import_reference

            areas = import_reference(cache, job.areas, progress, cancelled).changes
        if job.postcodes:
            from offline_cache.postcodes.importing import import_postcodes

            postcodes = import_postcodes(cache, job.postcodes, progress, cancelled)
    return Imported(report, areas, postcodes)


def open_cache(path: Path) -> OfflineCache:
    """Open a cache for writing; makes it, and its folder, where there is none. Raises `CacheError`."""
    from offline_cache.store import OfflineCache  # not while QGIS starts

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CacheError(
            tr("The folder {folder} cannot be made: {error}. Choose another place for the cache.").format(
                folder=path.parent, error=error.strerror
            )
        ) from error
    return OfflineCache(path)
