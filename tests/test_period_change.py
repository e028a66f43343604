# SPDX-License-Identifier: GPL-2.0-or-later
"""Changes between two periods as QGIS runs them, against plain counting of the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsVectorLayer,
)

from offline_cache import OfflineCache
from offline_cache.model import ASB
from policeuk_plugin.analysis.errors import AnalysisCancelled
from tests.algorithm_runs import Listening, box, polygon_layer, registered, rows, run
from tests.plain_months import crimes, without
from tests.plugin_caches import make_cache

LATER = tuple(f"2025-{at:02d}" for at in range(5, 13)) + tuple(f"2026-{at:02d}" for at in (1, 3, 4))
BEFORE = tuple(f"2024-{at:02d}" for at in range(5, 13)) + tuple(f"2025-{at:02d}" for at in (1, 3, 4))
ALL = "all selected"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> str:
    """Give a cache of the sample with outlines, look-up and residents."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    return str(make_cache(tmp_path_factory.mktemp("change") / "policeuk.sqlite", sample_zip, areas=areas))


def changes(parameters: dict[str, Any], feedback: Any = None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    results, context = run("periodchange", {"OUTPUT": "memory:", **parameters}, feedback)
    return results, rows(results, context)


def plain(archive: Path, months: tuple[str, ...]) -> Counter[str]:
    return Counter(lsoa for month, _, lsoa in crimes(archive) if month in months)


def test_lsoas_hold_what_plain_counting_finds(cache: str, sample_zip: Path) -> None:
    feedback = Listening()
    results, units = changes({"CACHE": cache, "UNITS": "LSOA"}, feedback)
    later, before = plain(sample_zip, LATER), plain(sample_zip, BEFORE)
    assert len(units) == results["UNITS"] == 40
    assert {unit["code"]: (unit["after"], unit["before"]) for unit in units} == {
        unit["code"]: (later[unit["code"]], before[unit["code"]]) for unit in units
    }
    assert results["AFTER"] == sum(unit["after"] for unit in units)
    assert results["BEFORE"] == sum(unit["before"] for unit in units)
    assert all(unit["difference"] == unit["after"] - unit["before"] for unit in units)
    assert all(unit["ratio"] == pytest.approx(unit["after"] / unit["before"]) for unit in units if unit["before"])
    assert all(unit["ratio_lower"] < unit["ratio"] < unit["ratio_upper"] for unit in units if unit["before"])
    assert (results["MONTHS_COMPARED"], results["MONTHS_DROPPED"]) == (11, 2)
    assert any("February 2025" in line and "not zero" in line for line in feedback.warned)
    told = {"more", "fewer", "no change that can be told", "too few to tell"}
    assert {unit["verdict"] for unit in units} <= told
    counted = Counter(unit["verdict"] for unit in units)
    assert (results["MORE"], results["FEWER"], results["TOO_FEW"]) == (
        counted["more"],
        counted["fewer"],
        counted["too few to tell"],
    )


def test_squares_add_up_to_the_area(cache: str) -> None:
    results, units = changes({"CACHE": cache, "CELL_SIZE": 500, "UNITS": "hexagon"})
    assert results["AFTER"] == sum(unit["after"] for unit in units)
    assert results["MONTHS_COMPARED"] == 11
    assert {unit["months"] for unit in units} == {11}


def test_a_planted_change_is_found(sample_zip: Path, sample_folder: Path, tmp_path: Path) -> None:
    """All crimes of the later months taken out in one file: every unit with enough crimes has fewer."""
    cache = tmp_path / "less.sqlite"
    months = [f"2026-{at:02d}-dogger-bank-street" for at in (1, 2, 3, 4)]
    emptied = without(sample_zip, tmp_path / "2026-04.zip", *months)
    make_cache(cache, emptied, areas=tuple(sample_folder.glob("*.geojson")))
    results, _ = changes({"CACHE": str(cache), "FROM": "2025-09", "TO": "2026-04"})
    assert results["MONTHS_COMPARED"] == 4
    assert results["MONTHS_DROPPED"] == 8


def test_by_type_writes_a_table_and_names_types(cache: str, sample_zip: Path, tmp_path: Path) -> None:
    table = str(tmp_path / "types.gpkg")
    results, units = changes({"CACHE": cache, "UNITS": "LSOA", "BY_TYPE": True, "TABLE": table})
    layer = QgsVectorLayer(results["TABLE"], "t", "ogr")
    assert layer.isValid()
    names = [field.name() for field in layer.fields()]
    found = [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]
    expected = Counter((lsoa, kind) for month, kind, lsoa in crimes(sample_zip) if month in LATER)
    codes = {unit["code"] for unit in units}
    assert {
        (row["code"], row["crime_type"]): row["after"] for row in found if row["crime_type"] != ALL and row["after"]
    } == {key: count for key, count in expected.items() if key[0] in codes}
    assert sum(row["after"] for row in found if row["crime_type"] == ALL) == results["AFTER"]
    assert ASB not in {row["crime_type"] for row in found}
    assert "types_more" in units[0]


def test_against_the_area_has_words_of_its_own(cache: str) -> None:
    _, units = changes({"CACHE": cache, "UNITS": "LSOA", "AGAINST": "change of the area", "ALPHA": 0.5})
    told = {"more than the area", "fewer than the area", "no change that can be told", "too few to tell"}
    assert {unit["verdict"] for unit in units} <= told


def test_two_units_of_a_layer_are_enough(cache: str) -> None:
    _, units = changes({"CACHE": cache, "CELL_SIZE": 1000})
    extent = units[0]["geometry"].boundingBox()
    for unit in units:
        extent.combineExtentWith(unit["geometry"].boundingBox())
    west, south, wide, high = extent.xMinimum(), extent.yMinimum(), extent.width(), extent.height()
    halves = polygon_layer([box(west, south, wide / 2, high), box(west + wide / 2, south, wide / 2, high)])
    results, found = changes({"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": halves})
    whole, _ = changes({"CACHE": cache, "CELL_SIZE": 1000})
    assert len(found) == 2
    assert results["AFTER"] == whole["AFTER"]
    feedback = Listening()
    overlapping = polygon_layer([box(west, south, wide, high), box(west + wide / 3, south, wide / 2, high)])
    changes({"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": overlapping}, feedback)
    assert any("overlap" in line for line in feedback.warned)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"FROM": "2025-01", "TO": "2025-12", "BEFORE_FROM": "2024-06"}, "both sides"),
        ({"FROM": "2025-04", "TO": "2025-06", "BEFORE_FROM": "2025-01"}, "no calendar month in common"),
        ({"FROM": "2025-02", "TO": "2025-02"}, "missing is not zero"),
        ({"FROM": "2026-02", "TO": "2026-02"}, "missing is not zero"),
        ({"FROM": "2026-04", "TO": "2026-01"}, "Swap them"),
        ({"FROM": "2026-13"}, "2026-13"),
        ({"CELL_SIZE": 2}, "."),
    ],
)
def test_what_cannot_be_compared_is_refused(cache: str, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        changes({"CACHE": cache, **asked})


def test_cancel_leaves_nothing(cache: str, tmp_path: Path) -> None:
    target = tmp_path / "c.gpkg"
    with pytest.raises((QgsProcessingException, AnalysisCancelled)):
        run("periodchange", {"CACHE": cache, "OUTPUT": str(target)}, Listening(cancel_at=20))
    assert not target.exists()


def test_layer_page_and_chart_say_what_they_rest_on(cache: str, tmp_path: Path) -> None:
    output, page, chart = (str(tmp_path / name) for name in ("c.gpkg", "c.html", "c.svg"))
    results, context = run(
        "periodchange", {"CACHE": cache, "UNITS": "LSOA", "OUTPUT": output, "REPORT": page, "CHART": chart}
    )
    text = Path(page).read_text(encoding="utf-8")
    assert "February 2025" in text
    assert "E-test" in text
    assert "regression to the mean" in text
    assert str(tmp_path) not in text
    assert "BEFORE_FROM=2024-05" in text
    layer = QgsVectorLayer(output, "c", "ogr")
    assert "Compared are 11 months" in layer.metadata().abstract()
    assert "ratio: After over before" in layer.metadata().abstract()
    assert Path(chart).read_text(encoding="utf-8").startswith("<svg")
    assert results["SENTENCE"].count("crimes in 11 months") == 1
    del context


def test_its_numbers_go_on_in_a_model(cache: str) -> None:
    model = QgsProcessingModelAlgorithm("m", "tests")
    source = QgsProcessingModelChildParameterSource
    first = QgsProcessingModelChildAlgorithm("policeuk:periodchange")
    first.setChildId("a")
    second = QgsProcessingModelChildAlgorithm("policeuk:periodchange")
    second.setChildId("b")
    for child in (first, second):
        child.addParameterSources("CACHE", [source.fromStaticValue(cache)])
        child.addParameterSources("UNITS", [source.fromStaticValue("LSOA")])
    second.addParameterSources("CELL_SIZE", [source.fromChildOutput("a", "AFTER")])
    model.addChildAlgorithm(first)
    model.addChildAlgorithm(second)
    results, done = model.run({}, QgsProcessingContext(), Listening())
    assert done
    assert results["CHILD_INPUTS"]["b"]["CELL_SIZE"] == results["CHILD_RESULTS"]["a"]["AFTER"] > 0


def test_refreshed_files_are_named(sample_zip: Path, sample_folder: Path, tmp_path: Path) -> None:
    from offline_cache.model import Dataset, FileKey, Month
    from policeuk_plugin.processing.asking.two_periods import matched, settled
    from policeuk_plugin.processing.through_time.period_flags import flags

    path = make_cache(tmp_path / "r.sqlite", sample_zip, areas=tuple(sample_folder.glob("*.geojson")))
    with OfflineCache(path) as opened:
        opened.connection.execute(
            "INSERT INTO revision VALUES (NULL, 'dogger-bank', '2025-06-01T00:00:00.000', 'street', "
            "'2026-05-01T00:00:00Z', '2026-03', '2026-04', 12, 5, 0)"
        )
        held = set(Month.span(Month(2024, 5), Month(2026, 4)))
        months = matched(settled(None, None, None, None, Month(2026, 4)), held)
        from offline_cache.model import Selection

        lines = flags(opened.connection, Selection(forces=("dogger-bank",)), months)
    assert FileKey("dogger-bank", Month(2025, 6), Dataset.STREET).month in months.later
    assert any("June 2025" in line and "12 rows more, 5 fewer" in line for line in lines)


def test_bedfordshire_across_the_redrawing(shared: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    outlines = shared / "data" / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson"
    look_up = shared / "data" / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
    cache = str(make_cache(tmp_path / "beds.sqlite", bedfordshire_zip, areas=(outlines, look_up)))
    with pytest.raises(QgsProcessingException, match="ACROSS_REDRAWING"):
        changes({"CACHE": cache})
    feedback = Listening()
    results, units = changes({"CACHE": cache, "UNITS": "LSOA"}, feedback)
    assert results["REDRAWN"] == 1
    assert any(line.startswith("The snap points are not the same") for line in feedback.warned)
    assert {unit["snap_points"] for unit in units} == {"not the same in both periods"}
    later = Counter(lsoa for month, _, lsoa in crimes(bedfordshire_zip) if month >= "2022-05")
    before = Counter(lsoa for month, _, lsoa in crimes(bedfordshire_zip) if month <= "2022-04")
    assert {unit["code"]: (unit["after"], unit["before"]) for unit in units} == {
        unit["code"]: (later[unit["code"]], before[unit["code"]]) for unit in units
    }
    results, units = changes({"CACHE": cache, "FROM": "2022-05", "TO": "2022-06"})
    assert results["REDRAWN"] == 0
    assert "snap_points" not in units[0]
    results, _ = changes({"CACHE": cache, "ACROSS_REDRAWING": True, "CELL_SIZE": 500})
    assert results["REDRAWN"] == 1
