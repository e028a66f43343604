# SPDX-License-Identifier: GPL-2.0-or-later
"""What a field pack rests on and whose data is in it, in words for whoever finds the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from offline_cache.field_pack import names
from offline_cache.model import Dataset
from offline_cache.reader import reading

from ...field.contents import PackContents
from ...layers.chosen import read_chosen
from ...layers.holdings import Holdings, read_holdings
from ...layers.metadata import rights
from ...text import caveat, dataset_name, forces_phrase, gaps_phrases, invented, months_phrase, number, tr
from ..running.railway_words import railway_lines
from ..running.wording import sentence_case

_LICENCES = "SELECT licence FROM area_source UNION SELECT licence FROM postcode_source"


def pack_words(contents: PackContents, source: Path, crimes: int) -> tuple[list[str], list[str]]:
    """What the pack rests on, and whose data is in it; `crimes` are those of its area, of all types."""
    held = _within(contents)
    label = [invented()] if held.invented and not held.real else []
    counted = [
        line
        for dataset in Dataset
        if held.of(dataset).files
        for line in (*_counted(held.of(dataset), dataset, contents.title, crimes), *_lacking(held.of(dataset), dataset))
    ]
    with reading(contents.folder / names.CACHE) as connection:
        licences = [licence for (licence,) in connection.execute(_LICENCES) if licence]
    whose = [line for line in rights(held) if line != caveat()]
    credit = [tr("Background map: {credit}").format(credit=contents.credit)] if contents.credit else []
    basis = [*label, *counted, *_on_railways(contents, source), caveat()]
    return basis, list(dict.fromkeys([*whose, *licences, *credit]))


def _counted(of: Holdings, dataset: Dataset, title: str, crimes: int) -> Iterator[str]:
    """How many rows, of where and when; what is kept beside the area itself; what has no place."""
    if of.first is None or of.last is None:
        return
    when = months_phrase(of.first, of.last)
    rows = of.rows(dataset)
    if dataset is Dataset.STREET:
        yield tr("{title}, {months}: {n} crimes and incidents of anti-social behaviour.").format(
            title=title, months=when, n=number(crimes)
        )
        if rows > crimes:
            yield tr(
                "{name} holds {n} more, of small areas (LSOAs) that lie only partly in {title}. They are in no number "
                "of the pack."
            ).format(name=names.CACHE, n=number(rows - crimes), title=title)
    else:
        of_part = any(file.scope is not None for file in of.files)
        where = tr("the small areas (LSOAs) that {title} lies in").format(title=title)
        yield tr("{what} of {where}, {months}: {n}.").format(
            what=sentence_case(dataset_name(dataset)),
            where=where if of_part else tr("all of {forces}").format(forces=forces_phrase(of.forces)),
            months=when,
            n=number(rows),
        )
    if of.unplaced(dataset):
        yield tr("{n} of them have no place and are on no map.").format(n=number(of.unplaced(dataset)))
    if of.unplaced_not_held(dataset):
        yield tr("{n} more in the files that were published have no place: whether they lie here is not known.").format(
            n=number(of.unplaced_not_held(dataset))
        )


def _lacking(of: Holdings, dataset: Dataset) -> Iterator[str]:
    """The months that are missing or held in part, or that none is."""
    if of.gaps:
        yield tr("Missing, which is not zero: {gaps}.").format(gaps="; ".join(gaps_phrases(of.gaps)))
    if of.parts:
        yield tr("Held in part only: {parts}.").format(parts="; ".join(gaps_phrases(of.parts)))
    if not of.gaps and not of.parts:
        yield tr("No month of {what} is missing between the first and the last.").format(what=dataset_name(dataset))


def _on_railways(contents: PackContents, source: Path) -> list[str]:
    """Of the whole cache: the pack's own has no files that have nothing of its area."""
    with reading(source) as connection:
        return railway_lines(connection, contents.selection)


def _within(contents: PackContents) -> Holdings:
    """What of the pack's cache is of its own selection."""
    cache = contents.folder / names.CACHE
    chosen = read_chosen(cache, contents.selection)
    return read_holdings(cache).within(contents.selection, chosen.forces, chosen.lacking)
