# SPDX-License-Identifier: GPL-2.0-or-later
"""Snap points month by month, against plain counting of the published rows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from offline_cache.model import ASB, Month, Selection
from offline_cache.monthly import MonthStatus
from offline_cache.monthly_points import monthly_points
from offline_cache.monthly_type_points import monthly_type_points
from offline_cache.reader import reading
from tests.command import succeed
from tests.plugin_caches import published_rows
from tests.sample_factory import archive_zip, member, street_csv, street_row, unplaced_row

_DIGITS = 12
"""To which places compare: SQLite before 3.47 reads a decimal to the nearest number or to the one beside it."""


def test_every_place_and_month_is_counted(sample_cache: Path, sample_zip: Path) -> None:
    plain: Counter[tuple[float, float, str]] = Counter()
    for _, row in published_rows(sample_zip, "street"):
        if row["Longitude"] and row["Crime type"] != ASB:
            where = (round(float(row["Longitude"]), _DIGITS), round(float(row["Latitude"]), _DIGITS))
            plain[(*where, row["Month"])] += 1
    with reading(sample_cache) as connection:
        found = monthly_points(connection, Selection(with_asb=False))
    ours: Counter[tuple[float, float, str]] = Counter()
    for point, month, count in zip(found.point.tolist(), found.month.tolist(), found.count.tolist()):
        longitude, latitude = float(found.points.longitude[point]), float(found.points.latitude[point])
        where = (round(longitude, _DIGITS), round(latitude, _DIGITS))
        ours[(*where, str(found.months[month].month))] += count
    assert ours == plain
    assert found.count.sum() == found.points.count.sum()


def test_a_month_that_is_not_held_stays_a_month(tmp_path: Path) -> None:
    cache = tmp_path / "cache.sqlite"
    rows = [street_row(), street_row(), unplaced_row()]
    files = {member(month, "dorset"): street_csv(month, "dorset", rows) for month in ("2024-01", "2024-03")}
    succeed(cache, "import", archive_zip(tmp_path / "archive.zip", files))
    with reading(cache) as connection:
        found = monthly_points(connection, Selection(first=Month(2024, 1), last=Month(2024, 4)))
    statuses = [month.status for month in found.months]
    assert statuses == [MonthStatus.HELD, MonthStatus.MISSING, MonthStatus.HELD, MonthStatus.MISSING]
    assert list(zip(found.month.tolist(), found.count.tolist())) == [(0, 2), (2, 2)]


def test_every_place_month_and_type_is_counted_in_their_order(sample_cache: Path, sample_zip: Path) -> None:
    some = ("Burglary", "Drugs", ASB)
    published = [row for _, row in published_rows(sample_zip, "street") if row["Longitude"]]
    plain = Counter((row["Location"], row["Month"], row["Crime type"]) for row in published)
    with reading(sample_cache) as connection:
        found = monthly_type_points(connection, Selection(crime_types=some))
        names = dict(connection.execute("SELECT id, name FROM place"))
        nothing = monthly_type_points(connection, Selection(first=Month(2030, 1)))
    keys = list(zip(found.place.tolist(), found.month.tolist(), found.kind.tolist()))
    assert keys == sorted(set(keys))
    ours: Counter[tuple[str, str, str]] = Counter()
    for (place, month, kind), count in zip(keys, found.count.tolist()):
        ours[names[place], str(found.months[month]), found.types[kind]] += count
    assert ours == Counter({key: count for key, count in plain.items() if key[2] in some})
    assert (nothing.months, nothing.types, nothing.count.size) == ((), (), 0)
