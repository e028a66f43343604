# SPDX-License-Identifier: GPL-2.0-or-later
"""The quality of a selection in sentences, for the panel and for its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

from offline_cache.exact_copies import Copies
from offline_cache.model import Dataset, Month
from offline_cache.quality import KnownIssue, Quality, QualityCell, Standing

from ..text import (
    dataset_name,
    force_name,
    forces_phrase,
    gaps_phrases,
    many,
    month_name,
    months_phrase,
    number,
    rows_phrase,
    tr,
)

_WORST = 3
_LEAST_CRIMES = 100
"""Crimes of a type from which on its share without a place is spoken of."""


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[str, ...]


def share_text(part: int, whole: int) -> str:
    """A share in per cent with one decimal; '' of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else ""


def where_and_when(found: Quality) -> str:
    """Forces and months."""
    when = months_phrase(found.months[0], found.months[-1]) if found.months else ""
    return ", ".join(part for part in (forces_phrase(found.forces), when) if part)


def lead(found: Quality) -> str:
    """The most important in one sentence or two: what is missing, what is on no map."""
    if not found.files:
        return tr("Nothing of this selection is held, which is not zero.")
    cells = found.of(Dataset.STREET)
    missing, partial = (_number(cells, standing) for standing in (Standing.MISSING, Standing.PARTIAL))
    rows, unplaced = sum(cell.published for cell in cells), sum(cell.unplaced for cell in cells)
    parts = []
    if missing:
        parts.append(
            (
                tr("{n} of {all} files of crimes is missing, which is not zero.")
                if missing == 1
                else tr("{n} of {all} files of crimes are missing, which is not zero.")
            ).format(n=number(missing), all=number(len(cells)))
        )
    elif cells:
        parts.append(tr("No month of crimes is missing."))
    if partial:
        parts.append(tr("{files} in part only.").format(files=_files(partial)))
    if unplaced:
        parts.append(
            tr("{n} of {all} crimes ({share}) have no place and are on no map.").format(
                n=number(unplaced), all=number(rows), share=share_text(unplaced, rows)
            )
        )
    if found.selection.area is not None or found.selection.crime_types:
        parts.append(
            tr("This is about the whole files of {forces}: every place in them and all crime types.").format(
                forces=forces_phrase(found.forces)
            )
        )
    return " ".join(parts)


def sections(found: Quality, copies: dict[Dataset, Copies]) -> list[Section]:
    """All that is known of a selection's data; sections without a line are left out."""
    made = (
        Section(tr("Missing and partial"), tuple(_gaps(found))),
        Section(tr("Without a place"), tuple(unplaced_lines(found))),
        Section(tr("Exact copies"), tuple(copies_lines(copies))),
        Section(tr("LSOA codes"), tuple(edition_lines(found))),
        Section(tr("Releases and revisions"), tuple(release_lines(found))),
        Section(tr("Known of these data"), tuple(map(issue_line, found.issues))),
    )
    return [section for section in made if section.lines]


def _gaps(found: Quality) -> Iterator[str]:
    for dataset, covered in found.coverage.items():
        for words, gaps in ((tr("Missing: {gap}."), covered.missing), (tr("In part: {gap}."), covered.partial)):
            for gap in gaps_phrases(gaps):
                yield words.format(gap=gap)
        if not covered.missing and not covered.partial:
            yield tr("{rows}: no month is missing.").format(rows=_capital(dataset_name(dataset)))
    for dataset in Dataset:
        if dataset not in found.coverage:
            yield tr("No file of {rows} is held.").format(rows=dataset_name(dataset))


def unplaced_lines(found: Quality) -> Iterator[str]:
    """How many rows have no place, of which types most, in which month most, and why that is so."""
    for dataset in found.coverage:
        cells = found.of(dataset)
        rows, unplaced = sum(cell.published for cell in cells), sum(cell.unplaced for cell in cells)
        if unplaced:
            yield tr("{n} of {rows} ({share}) have no place.").format(
                n=number(unplaced), rows=rows_phrase(rows, dataset), share=share_text(unplaced, rows)
            )
    worst = worst_types(found)
    if worst:
        yield tr("The share is largest for {types}: maps and areas show fewer of these than there were.").format(
            types=worst
        )
    month = _worst_month(found)
    if month:
        yield month
    if any(cell.unplaced for cell in found.cells):
        yield from why_unplaced()
    if found.without_lsoa:
        yield tr("{n} a place but no LSOA: on the map, but in no area.").format(
            n=many(found.without_lsoa, tr("row has"), tr("rows have"))
        )


def why_unplaced() -> tuple[str, ...]:
    """Why some crimes have no place, as far as the service tells."""
    return (
        tr(
            "Why: the force gave no place that could be found, or the nearest snap point is more than 20 km away. Such "
            "rows are published as 'No Location', without coordinates and without an LSOA."
        ),
        tr("They count for a force, but never for an area, a place or a hotspot."),
    )


def worst_types(found: Quality) -> str:
    """The crime types with the largest shares without a place, such as shoplifting (15.7%); '' for none."""
    known = [of for of in found.unplaced_by_type if of.crimes >= _LEAST_CRIMES and of.unplaced]
    known.sort(key=lambda of: -of.unplaced / of.crimes)
    return ", ".join(
        f"{of.crime_type[:1].lower()}{of.crime_type[1:]} ({share_text(of.unplaced, of.crimes)})"
        for of in known[:_WORST]
    )


def _worst_month(found: Quality) -> str:
    shares = [(cell.unplaced_share or 0.0, cell) for cell in found.of(Dataset.STREET) if cell.published]
    if len(shares) < 2:
        return ""
    (low, least), (high, most) = (pick(shares, key=lambda of: of[0]) for pick in (min, max))
    if low == high:
        return ""
    return tr("By month and force the share goes from {low} ({least}) to {high} ({most}).").format(
        low=f"{100 * low:.1f}%", least=_named(least, found), high=f"{100 * high:.1f}%", most=_named(most, found)
    )


def _named(cell: QualityCell, found: Quality) -> str:
    month = month_name(cell.key.month)
    return month if len(found.forces) == 1 else f"{force_name(cell.key.force)}, {month}"


def copies_lines(copies: dict[Dataset, Copies]) -> Iterator[str]:
    """Rows that repeat another, and why they stay."""
    for dataset, of in copies.items():
        if of.copies:
            yield tr("{n} of the {rows} held repeat another row of their file in every column.").format(
                n=number(of.copies), rows=rows_phrase(of.rows, dataset)
            )
        if of.left_out:
            yield tr("{rows}: copies were counted in the newest {n} only; {left} are left out here.").format(
                rows=_capital(dataset_name(dataset)), n=_files(of.files), left=number(of.left_out)
            )
    if any(of.copies for of in copies.values()):
        yield tr(
            "Copies are kept: incidents of one kind in one month at one snap point look the same. Most are anti-social "
            "behaviour, which has no ID. Whether one was published twice by mistake cannot be told."
        )


def edition_lines(found: Quality) -> Iterator[str]:
    """Which edition the codes are of, and of how many files that was inferred."""
    for use in found.editions:
        what = tr("{files} of {rows}").format(files=_files(use.files), rows=dataset_name(use.dataset))
        if use.edition is None:
            yield tr("{what}: no LSOA codes, so in no area.").format(what=what)
        elif use.inferred:
            yield tr(
                "{what}: LSOA codes of {edition}; for {n} that is inferred from files of the same release."
            ).format(what=what, edition=use.edition, n=number(use.inferred))
        else:
            told = tr("{what}: LSOA codes of {edition}, as the codes themselves tell.")
            yield told.format(what=what, edition=use.edition)
    if len({use.edition for use in found.editions if use.edition}) > 1:
        yield tr("Counts are carried from one edition to the other where that is exact; where it is not, they say so.")


def release_lines(found: Quality) -> Iterator[str]:
    """The releases that the files are from, and what was revised since they were first fetched."""
    for release, files in found.releases.items():
        if release:
            yield tr("{files} from the release of {month}.").format(
                files=_files(files), month=month_name(Month.parse(release))
            )
        else:
            yield tr("{files} of a release that is not known.").format(files=_files(files))
    revised = [cell for cell in found.cells if cell.revisions]
    for cell in revised[:_WORST]:
        yield revision_line(cell)
    if len(revised) > _WORST:
        yield tr("{n} more files were revised.").format(n=number(len(revised) - _WORST))
    if found.files and not revised:
        yield tr("No revision of these files has been noticed here. Outcomes of earlier months change at each release.")


def revision_line(cell: QualityCell) -> str:
    """What the last revision of a file did."""
    last = cell.revisions[-1]
    return tr(
        "Revised on {day}: {rows} of {force}, {month} ({added} rows added, {gone} gone, {changed} outcomes changed)."
    ).format(
        day=last.noticed_at[:10],
        rows=dataset_name(cell.key.dataset),
        force=force_name(cell.key.force),
        month=month_name(cell.key.month),
        added=number(last.rows_added),
        gone=number(last.rows_gone),
        changed=number(last.outcomes_changed),
    )


def issue_line(issue: KnownIssue) -> str:
    """What is known, of whom and since when."""
    who = force_name(issue.force) if issue.force else tr("All forces")
    first, last = (month_name(Month.parse(text)) if text else "" for text in (issue.first, issue.last))
    when = (
        tr("{first} to {last}").format(first=first, last=last)
        if first and last and first != last
        else tr("since {first}").format(first=first)
        if first and not last
        else first or last
    )
    return tr("{who}, {about}{when}: {fact}.").format(
        who=who, about=issue.about, when=f", {when}" if when else "", fact=issue.fact.rstrip(".")
    )


def cell_line(cell: Optional[QualityCell]) -> str:
    """A cell of the grid in words; '' for none."""
    if cell is None:
        return ""
    head = tr("{force}, {month}, {rows}").format(
        force=force_name(cell.key.force), month=month_name(cell.key.month), rows=dataset_name(cell.key.dataset)
    )
    if cell.standing is Standing.MISSING:
        return tr("{head}: missing, which is not zero ({reason})").format(head=head, reason=cell.reason)
    line = tr("{head}: {n} published, {unplaced} without a place ({share})").format(
        head=head,
        n=number(cell.published),
        unplaced=number(cell.unplaced),
        share=share_text(cell.unplaced, cell.published) or "–",
    )
    if cell.reason:
        line += "; " + cell.reason
    return f"{line}\n{revision_line(cell)}" if cell.revisions else line


def _number(cells: tuple[QualityCell, ...], standing: Standing) -> int:
    return sum(cell.standing is standing for cell in cells)


def _files(count: int) -> str:
    return many(count, tr("file"), tr("files"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
