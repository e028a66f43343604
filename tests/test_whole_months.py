# SPDX-License-Identifier: GPL-2.0-or-later
"""Two forces of which months are not held alike: ground whose files lack has not fewer crimes for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateTransformContext, QgsProcessingException

from offline_cache.model import Selection
from offline_cache.reader import reading
from policeuk_plugin.analysis.errors import never
from policeuk_plugin.processing.units.crimes import crimes_of_cache
from policeuk_plugin.processing.units.outlines import outlines_meant
from policeuk_plugin.processing.units.study_area import study_area_of_cache
from policeuk_plugin.processing.units.units import lsoa_units
from tests.algorithm_runs import Listening, box, numbers_and_units, polygon_layer, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.plugin_caches import make_cache, published_rows
from tests.sample_factory import archive_zip, member, street_csv, street_row

SIDE, WEST, SOUTH, STEP_X, STEP_Y = 16, 2.0, 54.7, 0.01, 0.006
TYPES = ("Burglary", "Robbery")
FORCES = ("dorset", "wiltshire")
"""The first has the western half of the squares, the second the eastern one."""


def month(at: int) -> str:
    """From January 2024 on."""
    return f"{2024 + at // 12}-{at % 12 + 1:02d}"


def made(folder: Path, held: dict[str, Sequence[int]]) -> tuple[dict[str, Any], np.ndarray]:
    """Parameters for a cache of about 2 crimes of each type a month and square, and those held (x, y, month, type)."""
    counts = np.random.default_rng(9).poisson(2.0, (SIDE, SIDE, 24, len(TYPES)))
    files = {}
    for half, force in enumerate(FORCES):
        mine = slice(half * SIDE // 2, (half + 1) * SIDE // 2)
        for at in range(24):
            if at in held[force]:
                files[member(month(at), force)] = street_csv(month(at), force, rows_of(counts[:, :, at], mine))
            else:
                counts[mine, :, at] = 0
    cache = make_cache(folder / "made.sqlite", archive_zip(folder / "made.zip", files))
    squares = [box(WEST + STEP_X * x, SOUTH + STEP_Y * y, STEP_X, STEP_Y) for x in range(SIDE) for y in range(SIDE)]
    study = polygon_layer([box(WEST, SOUTH, SIDE * STEP_X, SIDE * STEP_Y)], "EPSG:4326")
    layer = polygon_layer(squares, "EPSG:4326")
    return {"CACHE": str(cache), "STUDY_AREA": study, "UNITS": "layer", "UNIT_LAYER": layer}, counts


def rows_of(counts: np.ndarray, mine: slice) -> list[dict[str, str]]:
    """The rows of some columns of squares, in the middle of each."""
    rows = []
    for x in range(*mine.indices(SIDE)):
        for y in range(SIDE):
            for kind, name in enumerate(TYPES):
                at = {"longitude": f"{WEST + STEP_X * (x + 0.5):.6f}", "latitude": f"{SOUTH + STEP_Y * (y + 0.5):.6f}"}
                rows += [street_row(crime_type=name, **at)] * int(counts[x, y, kind])
    return rows


@pytest.fixture(scope="module", name="uneven")
def uneven_forces(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], np.ndarray]:
    """Give a cache with two years of the first force, and of the second but the second half of them."""
    return made(tmp_path_factory.mktemp("uneven"), {FORCES[0]: range(24), FORCES[1]: range(12, 24)})


@pytest.mark.parametrize("name", ["localmoran", "crimeclusters"])
def test_only_months_of_all_forces_are_compared(name: str, uneven: tuple[dict[str, Any], np.ndarray]) -> None:
    parameters, counts = uneven
    feedback = Listening()
    results, units = numbers_and_units(name, parameters, feedback)
    assert results["CRIMES"] == counts[:, :, 12:].sum()
    assert results["MISSING_MONTHS"] == 12
    assert sorted(unit["count"] for unit in units) == sorted(counts[:, :, 12:].sum(axis=(2, 3)).ravel().tolist())
    assert "12 months left out, because they are not wholly held, which is not zero: January 2024" in str(
        feedback.warned
    )
    called = {unit["verdict"] for unit in units} - {"not told from chance", "not a cluster"}
    assert called == set()


@pytest.mark.parametrize(
    ("name", "given"),
    [("concentration", {}), ("nullmaps", {"MAPS": 20}), ("busierthanrandom", {}), ("crimedensity", {"CELL_SIZE": 500})],
)
def test_what_stands_beside_them_counts_the_same_crimes(
    name: str, given: dict[str, Any], uneven: tuple[dict[str, Any], np.ndarray], tmp_path: Path
) -> None:
    parameters, counts = uneven
    units = {key: parameters[key] for key in ("UNITS", "UNIT_LAYER")} if name != "crimedensity" else {}
    asked = {"CACHE": parameters["CACHE"], "STUDY_AREA": parameters["STUDY_AREA"], **units, **given}
    output = str(tmp_path / "density.tif") if name == "crimedensity" else "memory:"
    feedback = Listening()
    results, _ = run(name, {**asked, "OUTPUT": output}, feedback)
    assert results["CRIMES"] == counts[:, :, 12:].sum()
    assert "12 months left out" in " ".join([*feedback.warned, *feedback.said])


def test_shares_of_types_are_of_months_of_all_forces(uneven: tuple[dict[str, Any], np.ndarray], tmp_path: Path) -> None:
    given, counts = uneven
    asked = {name: given[name] for name in ("CACHE", "STUDY_AREA")}
    types = {"BASIS": "types", "TYPES": [TYPES[0]], "BASE_TYPES": [TYPES[1]], "BANDWIDTH": 1500, "CELL_SIZE": 500}
    feedback = Listening()
    results, _ = run("riskdensity", {**asked, **types, "OUTPUT": str(tmp_path / "risk.tif")}, feedback)
    assert [results["CRIMES"], results["BASE"]] == counts[:, :, 12:].sum(axis=(0, 1, 2)).tolist()
    assert "12 months left out" in str(feedback.warned)


def test_other_types_to_compare_with_are_of_the_same_months(tmp_path: Path) -> None:
    """Those of months between, which one force alone has, would make its ground seem to have fewer of the others."""
    gap = range(6, 18)
    given, counts = made(tmp_path, {FORCES[0]: range(24), FORCES[1]: [at for at in range(24) if at not in gap]})
    compared = {"TYPES": [TYPES[0]], "EXPOSURE": "crime types", "EXPOSURE_TYPES": [TYPES[1]]}
    _, units = numbers_and_units("crimeclusters", {**given, **compared})
    both = np.delete(counts, gap, axis=2).sum(axis=2)
    assert sorted(unit["exposure"] for unit in units) == sorted(both.sum(axis=2).ravel().tolist())
    assert sorted(unit["count"] for unit in units) == sorted(both[:, :, 0].ravel().tolist())


def test_a_month_that_no_force_has_leaves_nothing_else_out(tmp_path: Path) -> None:
    some = [at for at in range(24) if at != 7]
    parameters, counts = made(tmp_path, dict.fromkeys(FORCES, some))
    feedback = Listening()
    results, _ = run("localmoran", {**parameters, "OUTPUT": "memory:"}, feedback)
    assert results["CRIMES"] == counts.sum()
    assert "left out" not in str(feedback.warned)


def test_months_that_forces_hold_in_turn_are_refused(tmp_path: Path) -> None:
    parameters, _ = made(tmp_path, {FORCES[0]: range(0, 24, 2), FORCES[1]: range(1, 24, 2)})
    for name in ("localmoran", "crimeclusters"):
        with pytest.raises(QgsProcessingException, match="Not one month is held of all forces"):
            run(name, {**parameters, "OUTPUT": "memory:"})


def test_the_rows_behind_it_are_those_of_the_months_counted(tmp_path: Path) -> None:
    parameters, _ = made(tmp_path, {FORCES[0]: range(24), FORCES[1]: [at for at in range(24) if at not in (0, 9)]})
    page = tmp_path / "page.html"
    run("localmoran", {**parameters, "OUTPUT": str(tmp_path / "out.gpkg"), "REPORT": str(page)})
    text = page.read_text(encoding="utf-8")
    assert "MONTHS=2024-02..2024-09,2024-11..2025-12" in text
    assert "February 2024 to December 2025" in text


def test_lsoas_have_the_crimes_that_are_left(sample_cache: Path, sample_zip: Path) -> None:
    """By the code in the file; those of points that are left out, here of every second one, are in no LSOA."""
    published = [row for _, row in published_rows(sample_zip, "street") if row["Longitude"]]
    transforms, counted = QgsCoordinateTransformContext(), Counter[str]()
    with reading(sample_cache) as connection:
        whole = crimes_of_cache(connection, Selection())
        assert whole.place is not None
        meant = outlines_meant(sample_cache, connection, Selection())
        study = study_area_of_cache(meant, whole.crs, transforms, never)
        for odd in (0, 1):
            some = whole.place % 2 == odd
            crimes = replace(whole, x=whole.x[some], y=whole.y[some], count=whole.count[some], place=whole.place[some])
            units = lsoa_units(connection, meant, study, crimes, never)
            assert 0 < units.counted.count.sum() == whole.count[some].sum()
            counted.update({key[0]: int(n) for key, n in zip(units.keys, units.counted.count.tolist()) if n})
    assert counted == Counter(row["LSOA code"] for row in published)
