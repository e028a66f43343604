# SPDX-License-Identifier: GPL-2.0-or-later
"""The forces that police what is selected, as the look-ups say; not those that record a crime there now and then."""

from __future__ import annotations

import sqlite3

from .area_lsoas import lsoas_in
from .areas.lookups import lsoa_areas
from .areas.model import AreaKind
from .chosen_area import forces_of
from .errors import CacheError
from .ledger import published_files
from .model import Area, Dataset, Selection
from .neighbourhood_ground import forces_of_neighbourhoods, is_neighbourhood
from .police_areas import police_area
from .reference import forces_by_police_area

_EDITION = 2021


def policing(connection: sqlite3.Connection, selection: Selection) -> tuple[str, ...]:
    """Slugs of the forces that police a selection, held or not; where no look-up says so, all that record there."""
    if selection.forces:
        return selection.forces
    held = {file.key.force for file in published_files(connection) if file.key.dataset is Dataset.STREET}
    if selection.area is None:
        return tuple(sorted(held))
    if is_neighbourhood(selection.area):
        return tuple(sorted(forces_of_neighbourhoods(selection.area)))
    slugs = dict(forces_by_police_area())
    for force in held:
        code = police_area(connection, force)
        if code:
            slugs.setdefault(code, force)
    found = {slugs[code] for code in _police_areas(connection, selection.area) if code in slugs}
    return tuple(sorted(found)) or forces_of(connection, selection.area)


def _police_areas(connection: sqlite3.Connection, area: Area) -> set[str]:
    if area.kind == AreaKind.PFA.value:
        return set(area.codes)
    try:
        look_up, (lsoas, _) = lsoa_areas(connection, AreaKind.PFA), lsoas_in(connection, area, _EDITION)
    except CacheError:
        return set()
    return {code for code in (look_up.area((_EDITION, lsoa)) for lsoa in lsoas) if code is not None}
