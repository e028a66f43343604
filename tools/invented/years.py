# SPDX-License-Identifier: GPL-2.0-or-later
"""The invented town over nearly four years, with more crimes in its east and fewer in its west from year to year."""

from __future__ import annotations

from pathlib import Path

from offline_cache import OfflineCache, import_paths
from offline_cache.areas import import_areas

from . import files
from .areas import make_areas
from .crimes import Crime, CrimeMaker
from .dice import Dice
from .months import span
from .outcomes import Endings
from .places import make_places

FIRST, LAST = "2022-07", "2026-04"
"""From the month on in which the service drew its snap points anew: across it trends are not told."""
_LOW = 0.3
"""Share of its crimes that a place of the east has at first, and one of the west at last."""
_TIMES = 3
"""As many crimes as the sample has: a small town's are too few for trends."""


def cache_of_years(path: Path, seed: int, areas_from: Path) -> Path:
    """Crimes of all months in a new cache, with outlines and look-up of the sample; gives the path."""
    places = make_places(make_areas(Dice(seed)), Dice(seed + 1))
    maker, endings, dice = CrimeMaker(places, Dice(seed + 2)), Endings(Dice(seed + 3)), Dice(seed + 6)
    months, members = span(FIRST, LAST), {}
    for at, month in enumerate(months):
        way = at / (len(months) - 1)
        drawn = (crime for _ in range(_TIMES) for crime in maker.month(month))
        kept = [crime for crime in drawn if dice.chance(_share(crime, way))]
        rows = [files.street_row(crime, endings.draw(crime)) for crime in kept]
        members[f"{month}/{month}-{files.FORCE_SLUG}-street.csv"] = files.published_csv(rows)
    archive = path.with_name("years.zip")
    archive.write_bytes(files.archive(members))
    with OfflineCache(path) as cache:
        import_paths(cache, [archive])
        import_areas(cache, [*sorted(areas_from.glob("*.geojson")), areas_from / "sample_lookup.csv"])
    return path


def _share(crime: Crime, way: float) -> float:
    """How many of the crimes of a place there are; `way` goes from 0 to 1 over the months."""
    if crime.place is None:
        return (1 + _LOW) / 2
    east = crime.place.metres[0]
    if abs(east) < 700:
        return (1 + _LOW) / 2
    return _LOW + (1 - _LOW) * (way if east > 0 else 1 - way)
