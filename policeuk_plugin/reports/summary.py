# SPDX-License-Identifier: GPL-2.0-or-later
"""A short page in HTML: what a cache holds, by month and type, with what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Optional

from offline_cache.model import ASB, By, Dataset, Month, Selection
from offline_cache.queries import Counts, counts
from offline_cache.reader import reading

from ..layers.holdings import Holdings
from ..layers.metadata import part_lines, rights
from ..text import dataset_name, forces_phrase, gaps_phrases, invented, many, month_name, months_phrase, number, tr

STYLE = Path(__file__).resolve().parent.parent / "resources" / "styles" / "summary.css"


@dataclass(frozen=True)
class Figures:
    """Street rows of a cache counted by month and by type, each with its coverage."""

    by_month: Counts
    by_type: Counts


def read_figures(cache: Path) -> Figures:
    """Count the street rows of the cache; raises `BadCache` where it cannot be read."""
    with reading(cache) as connection:
        return Figures(counts(connection, Selection(), By.MONTH), counts(connection, Selection(), By.CRIME_TYPE))


def summary_html(held: Holdings, figures: Figures, picture: Optional[str]) -> str:
    """The page; `picture` is the address of the map beside it."""
    title = _title(held)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class='invented'>{escape(invented())}</p>" if held.invented else "",
        f"<p class='lead'>{escape(_lead(figures))}</p>",
        f"<img src='{escape(picture)}' alt='{escape(tr('Map of the crimes by place'))}'>" if picture else "",
        "<div class='columns'><div>",
        f"<h2>{escape(tr('Crimes by type'))}</h2>",
        _type_table(figures.by_type),
        "</div><div>",
        f"<h2>{escape(tr('Crimes by month'))}</h2>",
        _month_table(held, figures.by_month),
        "</div></div>",
        f"<h2>{escape(tr('What this is based on'))}</h2>",
        _basis(held),
        "".join(f"<p class='foot'>{escape(line)}</p>" for line in reversed(rights(held))),
    ]
    style = STYLE.read_text(encoding="utf-8")
    head = f"<meta charset='utf-8'><title>{escape(title)}</title><style>{style}</style>"
    body = "\n".join(part for part in parts if part)
    return f"<!DOCTYPE html>\n<html lang='en-GB'><head>{head}</head><body>\n{body}\n</body></html>\n"


def _title(held: Holdings) -> str:
    if held.first is None or held.last is None:
        return tr("An empty cache")
    return tr("Crimes, {forces}, {months}").format(
        forces=forces_phrase(held.forces), months=months_phrase(held.first, held.last)
    )


def _lead(figures: Figures) -> str:
    total, unplaced = figures.by_type.total, figures.by_type.unplaced
    asb = sum(int(row[-1] or 0) for row in figures.by_type.rows if row[0] == ASB)
    return tr(
        "{total} crimes and incidents; {without} without anti-social behaviour, which is no recorded crime. "
        "{unplaced} have no place and are on no map."
    ).format(total=number(total), without=number(total - asb), unplaced=number(unplaced)) + _partial(figures)


def _partial(figures: Figures) -> str:
    coverage = figures.by_type.coverage
    if not coverage.partial:
        return ""
    return tr(
        " Not all of it is held: {n} only of some LSOAs. Of {unplaced} more without a place in these files it is not "
        "known whether they lie here."
    ).format(n=many(len(coverage.partial), tr("file"), tr("files")), unplaced=number(coverage.unplaced_not_held))


def _type_table(by_type: Counts) -> str:
    rows = sorted(((int(row[-1] or 0), str(row[0])) for row in by_type.rows), reverse=True)
    most = max((count for count, _ in rows), default=1)
    return _table([_bar_row(name, count, most) for count, name in rows])


def _month_table(held: Holdings, by_month: Counts) -> str:
    """A row for each month between the first and the last held; a month without a street file says so."""
    street = held.of(Dataset.STREET)
    if street.first is None or street.last is None:
        return f"<p>{escape(tr('No street-level files are held.'))}</p>"
    of_month = {str(row[0]): int(row[-1] or 0) for row in by_month.rows}
    files = dict.fromkeys(Month.span(street.first, street.last), 0)
    for file in street.files:
        files[file.key.month] += 1
    forces, most = len(street.forces), max(of_month.values(), default=1)
    slices = {part.month for part in street.parts}
    return _table(
        [
            _month_row(month, of_month.get(str(month), 0), most, (n, forces, month in slices))
            for month, n in files.items()
        ]
    )


def _month_row(month: Month, count: int, most: int, held: tuple[int, int, bool]) -> str:
    """A row; `held` are the files, the forces, and whether only some LSOAs of a file are."""
    files, forces, in_part = held
    name = month_name(month)
    if files == 0:
        text = escape(tr("not held"))
        return f"<tr class='missing'><th>{escape(name)}</th><td>{text}</td><td class='hatch'></td></tr>"
    if files < forces:
        name += tr(" ({n} of {all} forces)").format(n=files, all=forces)
    if in_part:
        name += tr(" (in part)")
    return _bar_row(name, count, most)


def _bar_row(name: str, count: int, most: int) -> str:
    width = 100 * count / max(most, 1)
    bar = f"<span class='bar' style='width:{width:.1f}%'></span>"
    return f"<tr><th>{escape(name)}</th><td>{number(count)}</td><td class='bars'>{bar}</td></tr>"


def _table(rows: list[str]) -> str:
    return f"<table>{''.join(rows)}</table>"


def _basis(held: Holdings) -> str:
    lines = [
        tr("{files} files of {dataset}: {rows} rows, {unplaced} without a place").format(
            files=number(len(part.files)),
            dataset=dataset_name(dataset),
            rows=number(part.rows(dataset)),
            unplaced=number(part.unplaced(dataset)),
        )
        for dataset in Dataset
        for part in [held.of(dataset)]
        if part.files
    ]
    lines += [tr("Missing, which is not zero: {gap}").format(gap=phrase) for phrase in gaps_phrases(held.gaps)]
    lines += [tr("Held in part: {gap}").format(gap=phrase) for phrase in gaps_phrases(held.parts)]
    lines += [line for dataset in Dataset for line in part_lines(replace(held, parts=()), dataset)]
    if not held.gaps and not held.parts:
        lines.append(tr("No month between the first and the last is missing."))
    lines += [tr("{count} outlines: {areas}").format(count=number(a.count), areas=a.name) for a in held.areas]
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
