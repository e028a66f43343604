# SPDX-License-Identifier: GPL-2.0-or-later
"""The names of the files of a field pack: the one place where they stand."""

from __future__ import annotations

VERSION = 2
"""The version of packs that this code makes; a pack of another one is refused in a sentence."""

MANIFEST = "manifest.json"
CACHE = "crimes.sqlite"
PROJECT = "field.qgz"
RESULTS = "results.gpkg"
RESULTS_FOLDER = "results"
RESULTS_LIST = "results/results.json"
HOME = "results/home.json"
BRIEF_PAGE = "brief.html"
BRIEF_PDF = "brief.pdf"
TWIN = "field.gpkg"
TWIN_PROJECT = "qfield.qgs"
NOTES = "notes.gpkg"
PHOTOS_FOLDER = "DCIM"
"""Where QField puts the photos of notes, which belong to the notebook."""
_PHOTOS = (".jpg", ".jpeg", ".png", ".webp", ".heic")
BACKGROUND_FOLDER = "background"
READ_ME = "READ ME.txt"
LICENCES = "LICENCES.txt"

REQUIRED = (CACHE, PROJECT, READ_ME, LICENCES)
"""Files without which a pack is not one, each with its hash in the manifest."""

NOT_HASHED = (MANIFEST, NOTES)
"""Files that stand in no manifest: it itself, and what changes in use."""


def is_of_notes(path: str) -> bool:
    """Whether a file is the notebook, or a photo that QField took for it: what changes in use and has no hash."""
    return path == NOTES or path.startswith(f"{PHOTOS_FOLDER}/") and path.lower().endswith(_PHOTOS)
