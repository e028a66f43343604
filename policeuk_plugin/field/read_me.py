# SPDX-License-Identifier: GPL-2.0-or-later
"""`READ ME.txt` and `LICENCES.txt` of a field pack: plain words for whoever finds the folder."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.field_pack import names

from ..text import tr
from .contents import PackContents


def write_read_me(contents: PackContents, coverage: Sequence[str], licences: Sequence[str]) -> None:
    """Write both files; `coverage` says what the pack rests on, `licences` whose data it is."""
    lines = [
        contents.title,
        "=" * len(contents.title),
        "",
        contents.trust,
        "",
        *_opening((contents.folder / names.BRIEF_PAGE).exists()),
        "",
        *coverage,
        "",
        *_notes(),
    ]
    _write(contents, names.READ_ME, lines)
    own = [
        tr("What is in this folder, and on which terms"),
        "",
        *licences,
        "",
        tr("The background map, where there is one, is the file of whoever made this pack, on the terms it came with."),
        tr("Field notes belong to those who take them and are not published."),
    ]
    _write(contents, names.LICENCES, own)


def _write(contents: PackContents, name: str, lines: Sequence[str]) -> None:
    (contents.folder / name).write_bytes("\r\n".join([*lines, ""]).encode("utf-8-sig"))  # for Windows's own editor


def _opening(has_brief: bool) -> list[str]:
    brief = [tr("The brief, one page to print: {name}.").format(name=names.BRIEF_PDF)] if has_brief else []
    return [
        tr("With QGIS: open {name}. Nothing has to be installed beside QGIS, and no network is needed.").format(
            name=names.PROJECT
        ),
        tr("With the Police UK plugin: page Field, 'Open field mode', choose this folder or its zip."),
        tr("With QField: import this folder, then open {name}. Photos go to the folder DCIM beside it.").format(
            name=names.TWIN_PROJECT
        ),
        tr("Without any of them: the pages in the folder {pages} open in a browser.").format(
            pages=names.RESULTS_FOLDER
        ),
        *brief,
        tr("Themes (the eye above the list of layers) show one question at a time."),
        tr("Do not save the projects over themselves: then the pack counts as changed. Save them under another name."),
        tr("Keep all files of the folder together. 'Check a field pack' says whether one was changed."),
    ]


def _notes() -> list[str]:
    return [
        tr("Field notes: write what you saw and where, not who. No names, addresses or number plates."),
        tr("They are in {name}, on this machine alone, until you hand that file back to the office.").format(
            name=names.NOTES
        ),
    ]
