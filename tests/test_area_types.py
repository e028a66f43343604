# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes by area, month and type as arrays: the files' own rows, and nothing of a month that is not held."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from offline_cache.area_counts import area_counts
from offline_cache.area_types import AreaTypes, area_types
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.model import ASB, Month, Selection
from offline_cache.reader import reading
from tests.area_cases import ARCHIVE, census, real_cache, within, without_files
from tests.plugin_caches import make_cache, published_rows

LSOAS = AreaSet(AreaKind.LSOA, 2021)
LACKING = Month(2025, 2)  # of the sample


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give the sample with its areas; the tests read it only."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    return make_cache(tmp_path_factory.mktemp("types") / "policeuk.sqlite", sample_zip, areas=areas)


def counted(path: Path, selection: Selection, areas: AreaSet = LSOAS) -> AreaTypes:
    """Count a selection."""
    with reading(path) as connection:
        return area_types(connection, selection, areas)


def test_every_number_is_that_of_the_files(cache: Path, sample_zip: Path) -> None:
    selection = Selection(Month(2025, 1), Month(2025, 6), with_asb=True)
    found = counted(cache, selection)
    plain: Counter[tuple[str, str, str]] = Counter(
        (row["LSOA code"], month, row["Crime type"]) for month, row in published_rows(sample_zip, "street")
    )
    months = [str(month) for month in found.of_all.months]
    for a, code in enumerate(found.codes):
        for m, month in enumerate(months):
            for t, name in enumerate(found.types):
                assert found.counts[a, m, t] == plain[code, month, name]
                before = f"{int(month[:4]) - 1}{month[4:]}"
                assert found.before[a, m, t] == plain[code, before, name]
    assert ASB in found.types
    assert found.counts.sum() > 500


def test_a_month_that_is_not_held_is_no_number(cache: Path) -> None:
    found = counted(cache, Selection(Month(2025, 1), Month(2025, 3), with_asb=False))
    at = found.of_all.months.index(LACKING)
    assert not found.held[:, at].any()
    assert found.held[:, [0, 2]].all()
    assert not found.paired.any()  # nothing of a year before is held
    later = counted(cache, Selection(Month(2026, 1), Month(2026, 3), with_asb=False))
    assert later.held.all()
    assert later.paired.any(axis=0).tolist() == [True, False, True]
    assert later.paired[:, [0, 2]].all()


def test_all_types_together_are_what_area_counts_counts(cache: Path) -> None:
    selection = Selection(Month(2025, 1), Month(2025, 6), with_asb=False)
    for areas in (LSOAS, AreaSet(AreaKind.WARD, 2024), AreaSet(AreaKind.PFA, 2024)):
        found = counted(cache, selection, areas)
        with reading(cache) as connection:
            plain = area_counts(connection, selection, areas)
        assert found.of_all == plain
        assert [row.rated for row in plain.rows] == found.counts.sum(axis=(1, 2)).tolist()
        assert [row.denominator for row in plain.rows] == found.base.tolist()
        assert [row.months for row in plain.rows] == found.held[:, :, 0].sum(axis=1).tolist()


def test_real_areas_with_a_month_lost(shared: Path, tmp_path: Path) -> None:
    lost = without_files(shared / "data" / ARCHIVE, tmp_path / "lost.zip", "2022-11-bedfordshire-street.csv")
    path = real_cache(tmp_path / "policeuk.sqlite", shared, lost)
    csp_of, people = within(shared, "csp24_code"), census(shared, "total_residents")
    selection = Selection(Month(2022, 5), Month(2023, 4), with_asb=False)
    found = counted(path, selection, AreaSet(AreaKind.CSP, 2024))
    plain: Counter[tuple[str, str]] = Counter(
        (csp_of.get(row["LSOA code"], ""), row["Crime type"])
        for month, row in published_rows(lost, "street")
        if "2022-05" <= month <= "2023-04"
    )
    assert len(found.codes) == 3
    for a, code in enumerate(found.codes):
        assert found.base[a] == sum(n for lsoa, n in people.items() if csp_of[lsoa] == code)
        totals = found.counts[a].sum(axis=0)
        assert {name: int(totals[t]) for t, name in enumerate(found.types)} == {
            name: plain[code, name] for name in found.types
        }
    held = found.held[:, :, 0]
    assert held.sum(axis=1).tolist() == [11, 11, 11]
    assert np.array_equal(found.paired, held)
