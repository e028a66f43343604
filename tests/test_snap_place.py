# SPDX-License-Identifier: GPL-2.0-or-later
"""How sure the place is, on the page of every method that gives units a verdict; and what cannot be tried."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsGeometry, QgsProcessingException

from policeuk_plugin.analysis.errors import never
from policeuk_plugin.processing.doubt import snap_place
from policeuk_plugin.processing.doubt.catchments import catchments_in, stands_on, voronoi
from policeuk_plugin.processing.doubt.judged_methods import METHODS
from policeuk_plugin.processing.doubt.snap_place import QUICK_MAPS
from policeuk_plugin.reports.page_reading import short_of
from tests.algorithm_runs import POINTS, STUDY, box, numbers_and_units, point_layer, polygon_layer
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture

SAID = re.compile(
    r"How sure is the place\? (The|All|None of the|\d+ of the) (\d+) (?:cells?|LSOAs?|areas?) [a-z ]+? "
    r"(keeps?|does not keep) that verdict on "
)


def name_of(method: str) -> str:
    """The algorithm's name."""
    return METHODS[method].algorithm.__name__.lower()


@pytest.mark.parametrize("method", list(METHODS))
def test_the_page_says_what_the_snap_point_uncertainty_finds(cache: str, tmp_path: Path, method: str) -> None:
    page = tmp_path / "page.html"
    given: dict[str, Any] = {"CACHE": cache, "CELL_SIZE": 500, "ALPHA": 0.5, "SEED": 1}
    known = {**given, **METHODS[method].settings, "SNAP_MAPS": 20, "REPORT": str(page)}
    if method in ("busier", "change", "emerging", "trends"):
        known.pop("SEED")
    results, _ = numbers_and_units(name_of(method), known)
    told, _ = numbers_and_units("snapuncertainty", {**given, "METHOD": method, "DRAWS": 20})
    html = page.read_text(encoding="utf-8")
    if not told["CALLED"]:
        assert "Nothing stands out here that could depend on" in html
        return
    which, called, keep = SAID.search(html).groups()  # type: ignore[union-attr]
    none, all_of = which == "None of the" or keep == "does not keep", which in ("All", "The")
    sure = 0 if none else int(called) if all_of else int(which.split()[0])
    assert (int(called), sure) == (told["CALLED"], told["SURE"])
    assert "19 or more of 20 maps" in html
    assert "inferred" in html
    if "SENTENCE" in results:
        assert SAID.search(results["SENTENCE"])
    assert SAID.search(short_of(page)), "in the panel and on the first page of a report, too"


def test_most_of_the_sample_is_called_by_some_method(cache: str) -> None:
    """So that the test above compares numbers, not two times nothing."""
    found = [
        numbers_and_units("snapuncertainty", {"CACHE": cache, "CELL_SIZE": 500, "ALPHA": 0.5, "METHOD": method})[0]
        for method in ("clusters", "busier", "persistence")
    ]
    assert all(results["CALLED"] for results in found)


def test_it_is_tried_for_a_page_alone_where_nobody_asks(
    cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snap_place, "QUICK_MAPS", QUICK_MAPS)  # the suite's pages are made with fewer
    page = tmp_path / "page.html"
    given: dict[str, Any] = {"CACHE": cache, "CELL_SIZE": 500}
    assert "How sure" not in numbers_and_units("persistence", given)[0]["SENTENCE"]
    numbers_and_units("persistence", {**given, "REPORT": str(page)})
    assert f"of {QUICK_MAPS} maps" in page.read_text(encoding="utf-8")
    numbers_and_units("persistence", {**given, "REPORT": str(page), "SNAP_MAPS": 0})
    html = page.read_text(encoding="utf-8")
    assert "How sure" not in html
    assert "Snap-point uncertainty (policeuk:snapuncertainty, METHOD persistence) tries it" in html


def test_what_cannot_be_tried_is_said_with_the_reason(cache: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    given: dict[str, Any] = {"CACHE": cache, "UNITS": "LSOA", "SNAP_MAPS": 20, "REPORT": str(page)}
    numbers_and_units("periodchange", {**given, "BY_TYPE": True})
    assert "snap points are. With crime types side by side" in page.read_text(encoding="utf-8")
    burglary = {"TYPES": ["Burglary"], "EXPOSURE": "crime types", "EXPOSURE_TYPES": ["Vehicle crime"]}
    numbers_and_units("crimeclusters", {**given, **burglary})
    assert "those stand on snap points, too" in page.read_text(encoding="utf-8")
    settings = json.dumps({name: value for name, value in burglary.items() if name != "TYPES"})
    with pytest.raises(QgsProcessingException, match="those stand on snap points, too"):
        numbers_and_units("snapuncertainty", {"CACHE": cache, "TYPES": ["Burglary"], "SETTINGS": settings})
    layers = {"INPUT": point_layer(POINTS), "STUDY_AREA": polygon_layer([STUDY])}
    numbers_and_units("crimeclusters", {**layers, "SNAP_MAPS": 20, "REPORT": str(page)})
    assert "It was not tried here" not in page.read_text(encoding="utf-8")


def test_settings_of_the_method_are_those_of_the_result(cache: str) -> None:
    settings = {"WINDOW": "nearest", "NEIGHBOURS": 4, "DIRECTION": "both"}
    given: dict[str, Any] = {"CACHE": cache, "CELL_SIZE": 500, "ALPHA": 0.5}
    results, units = numbers_and_units("snapuncertainty", {**given, "DRAWS": 20, "SETTINGS": json.dumps(settings)})
    own = numbers_and_units("crimeclusters", {**given, **settings})[1]
    assert [unit["verdict"] for unit in units if unit["verdict"] != "no cluster"] == [
        unit["verdict"] for unit in own if unit["verdict"] in ("cluster", "quiet")
    ]
    assert results["CALLED"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SETTINGS": "[1]"}, "no JSON of parameters"),
        ({"SETTINGS": '{"NOTHING": 1}'}, "which it cannot be given"),
        ({"SETTINGS": '{"OUTPUT": "/tmp/x.gpkg"}'}, "which it cannot be given"),
        ({"SETTINGS": '{"INPUT": "/tmp/x.gpkg"}'}, "which it cannot be given"),
        ({"SETTINGS": '{"CELL_SIZE": 100}'}, "a field of its own"),
        ({"SETTINGS": '{"WINDOW": {"a": 1}}'}, "no text, number or list"),
        ({"SETTINGS": '{"WINDOW": "sideways"}'}, "WINDOW"),
        ({"METHOD": "cold", "SETTINGS": '{"DIRECTION": "hot"}'}, "a field of its own"),
        ({"METHOD": "clusters", "UNITS": "ward"}, "does not count in these units"),
        ({"METHOD": "concentration"}, "METHOD"),
    ],
)
def test_what_the_method_cannot_be_given_is_refused(cache: str, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        numbers_and_units("snapuncertainty", {"CACHE": cache, **given})


def test_crimes_leave_units_that_are_but_parts_of_the_ground_and_come_into_them() -> None:
    """One unit, the left half of a square: of points left and right the shares that plain strewing gives."""
    x, y = np.array([300.0, 700.0, 550.0, 1500.0]), np.array([500.0, 520.0, 100.0, 480.0])
    ground, unit = QgsGeometry.fromWkt(box(0, 0, 1000)), QgsGeometry.fromWkt(box(0, 0, 500, 1000))
    cells = voronoi(x, y, ground, never)
    stands = stands_on(ground, x, y)
    assert stands.tolist() == [True, True, True, False]
    cells = [cell if on_it else QgsGeometry() for cell, on_it in zip(cells, stands)]
    found = catchments_in(cells, [unit], np.array([0, -1, -1, -1]), never, ground)
    east, north = np.random.default_rng(4).uniform(0, 1000, (2, 200_000))
    nearest = np.argmin((east[:, None] - x) ** 2 + (north[:, None] - y) ** 2, axis=1)
    for at in range(3):
        mine, inside = nearest == at, found.point == at
        share = found.share[inside & (found.unit == 0)].sum()
        assert share == pytest.approx((east[mine] < 500).mean(), abs=0.01)
        assert found.share[inside].sum() == pytest.approx(1)
    assert found.unit[found.point == 3].tolist() == [-1]
