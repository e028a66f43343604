# SPDX-License-Identifier: GPL-2.0-or-later
"""Small tables of facts about the service, each with its source."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any, Optional

_FOLDER = Path(__file__).parent


def _table(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@functools.cache
def force_names() -> dict[str, str]:
    """Name of each force by its slug, British Transport Police included."""
    return {force["slug"]: force["name"] for force in _table("forces")["forces"]}


@functools.cache
def forces_by_police_area() -> dict[str, str]:
    """Slug of each territorial force by the ONS code of its police force area."""
    return {force["police_area"]: force["slug"] for force in _table("forces")["forces"] if force["police_area"]}


@functools.cache
def neighbouring_forces() -> dict[str, tuple[str, ...]]:
    """Slugs of the territorial forces whose areas lie within 2 km of each force's; not of Northern Ireland's."""
    return {force: tuple(near) for force, near in _table("neighbouring_forces")["neighbours"].items()}


@functools.cache
def crime_types() -> tuple[str, ...]:
    """Names of all crime types ever published."""
    return tuple(entry["name"] for entry in _table("crime_types")["crime_types"])


@functools.cache
def crime_type_months() -> dict[str, tuple[str, Optional[str]]]:
    """First and last month of data of each crime type, as YYYY-MM; None where it is published still."""
    return {entry["name"]: (entry["from"], entry["to"]) for entry in _table("crime_types")["crime_types"]}


@functools.cache
def crime_type_slugs() -> tuple[str, ...]:
    """The service's own words for the crime types that it publishes now, such as `violent-crime`."""
    return tuple(entry["slug"] for entry in _table("crime_types")["crime_types"] if entry["to"] is None)


@functools.cache
def crime_types_by_slug() -> dict[str, str]:
    """Name of each crime type that is published now by the service's own word for it."""
    return {entry["slug"]: entry["name"] for entry in _table("crime_types")["crime_types"] if entry["to"] is None}


@functools.cache
def outcome_groups() -> dict[str, str]:
    """Group in plain words of each outcome, by the name that the files write."""
    groups = {entry["name"]: entry["group"] for entry in _table("outcome_types")["outcome_types"]}
    groups["Offender given a penalty notice"] = groups["Offender given penalty notice"]
    return groups


@functools.cache
def known_gaps() -> tuple[dict[str, Any], ...]:
    """What is known not to have been published: force, datasets, from, to (months or None), fact."""
    return tuple(_table("known_gaps")["gaps"])


@functools.cache
def stop_words() -> dict[str, Any]:
    """Published values of stops and searches in plain words, and those that say that nothing was stated."""
    return dict(_table("stop_words"))


@functools.cache
def ons_layers() -> dict[str, Any]:
    """The services of the ONS Open Geography portal that hold outlines and look-ups, and what they are called."""
    return dict(_table("ons_layers"))


@functools.cache
def official_groups() -> dict[str, Any]:
    """The groups of ONS's tables of recorded crime, and which of them each crime type holds."""
    return dict(_table("official_groups"))


@functools.cache
def known_measures() -> dict[str, dict[str, str]]:
    """Title and base (residents, households) of the shares that areas are compared by, by name."""
    return {entry["name"]: entry for entry in _table("measures")["measures"]}


@functools.cache
def reference_sources() -> dict[str, Any]:
    """Where official reference data can be fetched, and what has to be imported by hand."""
    return dict(_table("reference_sources"))


@functools.cache
def _kinds() -> tuple[dict[str, str], tuple[str, ...]]:
    table = _table("snap_point_kinds")
    return {kind.casefold(): kind for kind in table["kinds"]}, tuple(
        suffix.casefold() for suffix in table["station_suffixes"]
    )


def place_kinds() -> tuple[str, ...]:
    """The kinds of snap point that are no street."""
    return tuple(sorted([*_kinds()[0].values(), "Station"]))


def place_kind(location: str) -> str:
    """Kind of snap point that a published location names: a street unless it is one of the listed kinds.

    Compared case-folded: the service writes the same kind in several cases (service B.5).
    """
    name = location[len("On or near ") :] if location.startswith("On or near ") else location
    folded = name.strip().casefold()
    if folded in ("no location", ""):
        return "No location" if folded else "Unnamed"
    kinds, stations = _kinds()
    if folded.endswith(stations):
        return "Station"
    return kinds.get(folded, "Street")


@functools.cache
def _editions() -> tuple[dict[str, frozenset[int]], dict[str, tuple[int, int]]]:
    table = _table("lsoa_editions")
    only_2011 = {country: frozenset(numbers) for country, numbers in table["only_2011"].items()}
    return only_2011, {country: (low, high) for country, (low, high) in table["only_2021"].items()}


def lsoa_edition(code: str) -> Optional[int]:
    """2011 or 2021 where only that edition has the code, None where both or neither have it."""
    country, digits = code[:1], code[1:]
    only_2011, only_2021 = _editions()
    if len(code) != 9 or country not in only_2011 or not digits.isdigit():
        return None
    number = int(digits)
    if number in only_2011[country]:
        return 2011
    low, high = only_2021[country]
    return 2021 if low <= number <= high else None


def newest_lsoa(country: str) -> int:
    """The number, without its letter, of the last LSOA that ONS has issued for England ('E') or Wales ('W')."""
    return _editions()[1][country][1]
