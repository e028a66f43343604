# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes of a pack that could not be written in it: kept in the user's profile, taken over as soon as they can be."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path

from offline_cache.errors import CacheError
from offline_cache.field_notes.merging import merge_notes
from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import Notebook

from ... import settings
from ...text import many, tr

_LOG = logging.getLogger(__name__)


def own_notes(pack_id: str) -> Path:
    """Where the profile keeps what the pack of this id cannot."""
    return settings.default_cache_path().with_name("field notes") / f"{pack_id}.gpkg"


def own_notebook(own: Path) -> Notebook:
    """The notebook in the profile, made where there is none; raises `CacheError` where it cannot be."""
    try:
        own.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = tr("The folder for notes {folder} cannot be made: {error}. Free its name, or make it writable.")
        raise CacheError(text.format(folder=own.parent, error=error.strerror)) from error
    return Notebook(own)


def rescue_note(own: Path, note: FieldNote) -> str:
    """Keep a note as one of its own in the profile, whatever it was in the pack; gives the sentence on it."""
    apart = replace(note, id="", version="", ancestors=(), photos=(), conflict_of="")
    try:
        own_notebook(own).save(apart)
    except CacheError as error:
        return _as_text(own.with_suffix(".txt"), note.text, str(error))
    text = tr(
        "The note you were writing could not be saved in its pack. Its words are kept in {path}, and come into the "
        "pack when it is opened in field mode and can be written."
    )
    return text.format(path=own)


def _as_text(path: Path, words: str, why: str) -> str:
    """Keep the words of a note that no notebook takes, one too long say, below those that are there."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
            file.write(f"{words}\n\n".encode())
    except OSError as error:
        return tr("The note you were writing is lost: {why} ({error})").format(why=why, error=error.strerror)
    return tr("The note you were writing could not be saved: {why} Its words are kept in {path}.").format(
        why=why, path=path
    )


def take_over(path: Path, own: Path) -> str:
    """Bring the notes of the profile into the pack's notebook; gives the sentence on it, '' where there are none.

    The notebook in the profile goes once all of it is in the pack, so that a note deleted there is deleted.
    """
    if not own.is_file():
        return ""
    try:
        report = merge_notes(path, [own])
    except CacheError as error:
        text = tr("Notes of this pack in {path} could not be taken over: {why}")
        return text.format(path=own, why=error)
    if report.left_out:
        return tr("Some notes of this pack are still in {path}: merge them at the office.").format(path=own)
    try:
        own.unlink()
    except OSError as error:
        _LOG.warning("%s could not be removed: %s", own, error)
    if not report.added:
        return ""
    text = tr("{notes} that could not be written in the pack before: now in it.")
    return text.format(notes=many(len(report.added), tr("note"), tr("notes")))
