# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a layer reads: data source strings for OGR, and the subset strings that a selection becomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Optional

from offline_cache.model import ASB, Selection

from . import crime_places, stop_places
from .chosen import EDITIONS, Chosen, Codes
from .holdings import STREETS, HeldOutlines
from .kinds import BY_TYPE, COUNTED, OF_FORCES, SPECS, THROUGH_TIME, LayerKind
from .of_forces import of_forces_subset

# OGR and not the spatialite provider, measured on QGIS 3.22, 3.40 and 3.44 with 120,000 crimes: it opens in
# 0.01 s (0.06 s), also while a writer holds a transaction (5 s) and before the statistics are written (1.2 s),
# and it opens a cache in WAL mode on read-only media (spatialite: invalid). Filters and windows take as long.
PROVIDER = "ogr"
# A query in place of a condition has the columns of its view in their order, without the key: QGIS 3.22 reads the
# one by the numbers of the other.


def source(cache: Path, kind: LayerKind, chosen: Chosen, place_kinds: Sequence[str] = ()) -> str:
    """The data source of a layer, limited to what is chosen; `place_kinds` limit points of interest."""
    subset = subset_string(kind, chosen, place_kinds)
    layer = f"{cache}|layername={SPECS[kind].table}"
    return f"{layer}|subset={subset}" if subset else layer


def area_source(cache: Path, areas: HeldOutlines, codes: Optional[Sequence[str]] = None) -> str:
    """The data source of the outlines of one kind and edition: of all of them, or of those with these codes."""
    subset = outlines_filter(areas)
    if codes is not None:
        subset += f' AND "code" IN ({_list(codes)})'
    return f"{cache}|layername={SPECS[LayerKind.AREAS].table}|subset={subset}"


def outlines_filter(areas: HeldOutlines) -> str:
    """The filter that leaves the outlines of one kind and edition."""
    return f'"kind" = {quoted(areas.kind.value)} AND "edition" = {areas.edition:d}'


def subset_string(kind: LayerKind, chosen: Chosen, place_kinds: Sequence[str] = ()) -> str:
    """The filter of a layer in SQLite's words; '' for no limit.

    Places are counted anew within the limits, or their numbers would be of more than the map shows.
    """
    if kind in OF_FORCES:
        return of_forces_subset(kind, chosen, _list)
    limits = _limits(chosen.selection) + _area_limits(chosen)
    if kind in THROUGH_TIME:
        limits.append(f'"types" IN ({_list(crime_places.type_sets(chosen.selection))})')
    elif kind in BY_TYPE:
        limits += _type_limits(chosen.selection)
    of_kinds = [_kinds(place_kinds)] if kind is LayerKind.INTEREST else []
    if kind is LayerKind.HEAT:  # says nothing, but makes its source another than that of the places
        of_kinds = ["1"] if limits else ['"crimes" > 0']
    where = " AND ".join(limits + of_kinds)
    if kind not in COUNTED or not limits:
        return where
    return stop_places.counted_anew(where) if kind is LayerKind.STOP_PLACES else crime_places.counted_anew(where)


def quoted(text: str) -> str:
    """A text as an SQL literal: subset strings cannot be given values apart."""
    return "'" + text.replace("'", "''") + "'"


def _list(texts: Iterable[str]) -> str:
    return ", ".join(map(quoted, texts))


def _kinds(place_kinds: Sequence[str]) -> str:
    return f'"place_kind" IN ({_list(place_kinds)})' if place_kinds else f'"place_kind" NOT IN ({_list(STREETS)})'


def _limits(selection: Selection) -> list[str]:
    limits = []
    if selection.first:
        limits.append(f'"month_start" >= {quoted(selection.first.start)}')
    if selection.last:
        limits.append(f'"month_start" <= {quoted(selection.last.start)}')
    if selection.forces:
        limits.append(f'"force" IN ({_list(selection.forces)})')
    return limits


def _area_limits(chosen: Chosen) -> list[str]:
    """By the row's own code in the edition of its file, as every count by area is; of neighbourhoods by its place."""
    if chosen.places is not None:
        return [f'"place" IN ({", ".join(map(str, chosen.places))})' if chosen.places else "0"]
    if chosen.lsoas is None:
        return []
    parts = [_codes(part) for part in chosen.lsoas] or ["0"]
    return [f"({' OR '.join(parts)})"]


def _codes(part: Codes) -> str:
    codes = f'"lsoa_code" IN ({_list(part.codes)})'
    if part.editions == EDITIONS:
        return codes
    editions = ", ".join(map(str, part.editions))
    return f'(coalesce("lsoa_edition", 0) IN ({editions}) AND {codes})'


def _type_limits(selection: Selection) -> list[str]:
    limits = []
    if selection.crime_types:
        limits.append(f'"crime_type" IN ({_list(selection.crime_types)})')
    if not selection.with_asb:
        limits.append(f'"crime_type" <> {quoted(ASB)}')
    return limits
