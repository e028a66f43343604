# SPDX-License-Identifier: GPL-2.0-or-later
"""Effects of interventions as QGIS runs them, against plain counting of the files."""

from __future__ import annotations

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

from offline_cache.model import ASB
from tests.algorithm_runs import Listening, box, in_metres, polygon_layer, registered, rows, run, shapely_outlines
from tests.plugin_caches import make_cache, placed

AFTER = tuple(f"2025-{at:02d}" for at in range(9, 13)) + tuple(f"2026-{at:02d}" for at in (1, 3, 4))
BEFORE = tuple(f"2024-{at:02d}" for at in range(9, 13)) + tuple(f"2025-{at:02d}" for at in (1, 3, 4))
INTERVENTION = "2025-09"
BURSTS = (("2024-12", 6), ("2025-11", 9))


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> str:
    """Give a cache of the sample with its outlines."""
    areas = tuple(sample_folder.glob("*.geojson"))
    return str(make_cache(tmp_path_factory.mktemp("effect") / "policeuk.sqlite", sample_zip, areas=areas))


@pytest.fixture(scope="module")
def ground(sample_folder: Path) -> tuple[float, float, float, float]:
    """Give a box well inside the sample's area: west, south, east, north in metres."""
    from shapely.ops import unary_union

    area = unary_union(list(shapely_outlines(sample_folder / "sample_lsoa_2021.geojson").values()))
    x, y = area.centroid.x, area.centroid.y
    side = 100.0
    while area.contains(area.centroid.buffer(side + 50).envelope):
        side += 50
    return x - side, y - side, x + side, y + side


@pytest.fixture(scope="module")
def boxes(ground: tuple[float, float, float, float]) -> tuple[str, str]:
    """Give a treated and a control box, side by side with room for rings between."""
    west, south, east, north = ground
    wide, high = (east - west) / 4, (north - south) / 2
    middle = south + (north - south) / 4
    return box(west + wide / 2, middle, wide, high), box(east - 1.5 * wide, middle, wide, high)


def plain(archive: Path, wkt: str, months: tuple[str, ...]) -> int:
    from shapely import wkt as read
    from shapely.geometry import Point

    area, metres = read.loads(wkt), in_metres()
    count = 0
    for month, row in placed(archive, "street"):
        if month in months and row["Crime type"] != ASB:
            at = metres.transform(float(row["Longitude"]), float(row["Latitude"]))
            count += area.covers(Point(at.x(), at.y()))
    return count


def effect(cache: str, boxes: tuple[str, str], feedback: Any = None, **more: Any) -> tuple[Any, list[dict[str, Any]]]:
    parameters = {
        **{"CACHE": cache, "TREATED": polygon_layer([boxes[0]]), "CONTROL": polygon_layer([boxes[1]])},
        **{"INTERVENTION": INTERVENTION, "OUTPUT": "memory:", **more},
    }
    results, context = run("interventioneffect", parameters, feedback)
    return results, rows(results, context)


def test_counts_are_those_of_plain_counting(cache: str, boxes: tuple[str, str], sample_zip: Path) -> None:
    feedback = Listening()
    results, zones = effect(cache, boxes, feedback)
    counted = [(plain(sample_zip, wkt, BEFORE), plain(sample_zip, wkt, AFTER)) for wkt in boxes]
    assert [(zone["zone"], zone["before"], zone["after"]) for zone in zones] == [
        ("treated", *counted[0]),
        ("control", *counted[1]),
    ]
    (treated_before, treated_after), (control_before, control_after) = counted
    wdd = (treated_after - treated_before) - (control_after - control_before)
    total = treated_before + treated_after + control_before + control_after
    assert results["WDD"] == results["LOCAL"] == wdd
    error = (max(results["DISPERSION"], 1) * total) ** 0.5
    assert results["ERROR"] == pytest.approx(error)
    assert results["LOWER"] == pytest.approx(wdd - 1.959964 * error, abs=1e-4)
    assert results["AROUND"] is None
    assert (results["MONTHS_COMPARED"], results["MONTHS_DROPPED"]) == (7, 2)
    assert any("February 2025" in line and "not zero" in line for line in feedback.warned)
    assert total > 100


def test_rings_count_displacement(cache: str, boxes: tuple[str, str], sample_zip: Path) -> None:
    results, zones = effect(cache, boxes, DISTANCE=150)
    assert [zone["zone"] for zone in zones] == ["treated", "control", "treated around", "control around"]
    changes = [zone["difference"] for zone in zones]
    assert results["AROUND"] == changes[2] - changes[3]
    assert results["WDD"] == changes[0] - changes[1] + changes[2] - changes[3]
    crimes = sum(zone["before"] + zone["after"] for zone in zones)
    assert results["ERROR"] ** 2 == pytest.approx(max(results["DISPERSION"], 1) * crimes)
    for inner, ring in ((zones[0], zones[2]), (zones[1], zones[3])):
        assert inner["geometry"].intersection(ring["geometry"]).area() < 1
        assert inner["geometry"].buffer(150, 16).area() == pytest.approx(
            inner["geometry"].area() + ring["geometry"].area(), rel=1e-6
        )


def test_areas_that_overlap_are_refused(cache: str, boxes: tuple[str, str]) -> None:
    with pytest.raises(QgsProcessingException, match="overlap by"):
        effect(cache, (boxes[0], boxes[0]))
    with pytest.raises(QgsProcessingException, match="shorter distance"):
        effect(cache, boxes, DISTANCE=2000)


def test_polygons_of_one_area_that_overlap_count_once(cache: str, boxes: tuple[str, str]) -> None:
    feedback = Listening()
    once, _ = effect(cache, boxes)
    twice, _ = effect(cache, boxes, feedback, TREATED=polygon_layer([boxes[0], boxes[0]]))
    assert twice["TREATED_AFTER"] == once["TREATED_AFTER"]
    assert any("count once" in line for line in feedback.warned)


def test_narrow_polygons_are_warned_of(
    cache: str, boxes: tuple[str, str], ground: tuple[float, float, float, float]
) -> None:
    from shapely import wkt

    west, south, east, north = wkt.loads(boxes[0]).bounds
    feedback = Listening()
    effect(cache, (box(west, south, 150, north - south), boxes[1]), feedback)
    assert any("less than 200 m wide" in line for line in feedback.warned)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"INTERVENTION": ""}, "INTERVENTION|Incorrect|parameter"),
        ({"INTERVENTION": "2027-01"}, "Nothing is held"),
        ({"INTERVENTION": "2025-13"}, "2025-13"),
        ({"TO": "2025-08"}, "Swap them"),
        ({"FROM": "2025-03"}, "2025-01 or earlier as FROM"),
        ({"FROM": "2025-10"}, "2025-01 or earlier as FROM"),
        ({"INTERVENTION": "2026-02", "TO": "2026-02"}, "missing is not zero"),
        ({"TREATED": polygon_layer}, "outside|lies in|no polygon"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    cache: str, boxes: tuple[str, str], more: dict[str, Any], words: str
) -> None:
    if "TREATED" in more:
        more = {"TREATED": polygon_layer([box(400_000, 300_000, 500)])}
    with pytest.raises(QgsProcessingException, match=words):
        effect(cache, boxes, **more)


def test_one_zone_around_alone_is_refused(cache: str, boxes: tuple[str, str]) -> None:
    with pytest.raises(QgsProcessingException, match="around both areas"):
        effect(cache, boxes, TREATED_AROUND=polygon_layer([boxes[1]]))


def test_page_layer_and_chart(cache: str, boxes: tuple[str, str], tmp_path: Path) -> None:
    output, page, chart = (str(tmp_path / name) for name in ("z.gpkg", "z.html", "z.svg"))
    results, _ = effect(cache, boxes, DISTANCE=150, OUTPUT=output, REPORT=page, CHART=chart)
    text = Path(page).read_text(encoding="utf-8")
    assert "Weighted displacement difference" in text
    assert "regression to the mean" in text
    assert f"INTERVENTION={INTERVENTION}" in text
    assert "intervention, from September 2025 on" in Path(chart).read_text(encoding="utf-8")
    layer = QgsVectorLayer(output, "z", "ogr")
    assert layer.featureCount() == 4
    assert "an effect is found 8 times in 10" in layer.metadata().abstract()
    assert results["SENTENCE"].startswith("Recorded crime since September 2025")


def test_its_numbers_go_on_in_a_model(cache: str, boxes: tuple[str, str], tmp_path: Path) -> None:
    source = QgsProcessingModelChildParameterSource
    model = QgsProcessingModelAlgorithm("m", "tests")
    layers = [polygon_layer([wkt]) for wkt in boxes]
    from qgis.core import QgsProject

    project = QgsProject()
    project.addMapLayers(layers)
    context = QgsProcessingContext()
    context.setProject(project)
    for name in ("a", "b"):
        child = QgsProcessingModelChildAlgorithm("policeuk:interventioneffect")
        child.setChildId(name)
        for key, value in (
            *(("CACHE", cache), ("INTERVENTION", INTERVENTION)),
            *(("TREATED", layers[0].id()), ("CONTROL", layers[1].id())),
        ):
            child.addParameterSources(key, [source.fromStaticValue(value)])
        if name == "b":
            child.addParameterSources("DISTANCE", [source.fromChildOutput("a", "MONTHS_COMPARED")])
        model.addChildAlgorithm(child)
    results, done = model.run({}, context, Listening())
    assert done
    assert results["CHILD_INPUTS"]["b"]["DISTANCE"] == results["CHILD_RESULTS"]["a"]["MONTHS_COMPARED"] == 7


def burst_cache(folder: Path, sample_folder: Path, sample_zip: Path, treated: str) -> str:
    """Give a cache that has the crimes of the treated box many times in one month before, and more in one after."""
    from zipfile import ZipFile

    from shapely import wkt as read
    from shapely.geometry import Point

    area, metres, made = read.loads(treated), in_metres(), folder / "bursts.zip"
    with ZipFile(sample_zip) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            times = next((times for month, times in BURSTS if name.endswith("street.csv") and month in name), 0)
            if times:
                head, *lines = data.decode("utf-8").splitlines()
                at = [
                    metres.transform(*map(float, line.split(",")[4:6])) if line.split(",")[4] else None
                    for line in lines
                ]
                inside = [line for line, one in zip(lines, at) if one and area.covers(Point(one.x(), one.y()))]
                data = "\n".join([head, *lines, *(times * inside), ""]).encode("utf-8")
            new.writestr(name, data)
    return str(make_cache(folder / "bursts.sqlite", made, areas=tuple(sample_folder.glob("*.geojson"))))


def test_title_sentence_numbers_and_table_all_allow_for_bursts(
    boxes: tuple[str, str], sample_folder: Path, sample_zip: Path, tmp_path: Path
) -> None:
    page = tmp_path / "effect.html"
    results, _ = effect(burst_cache(tmp_path, sample_folder, sample_zip, boxes[0]), boxes, REPORT=str(page))
    counts = sum(results[f"{zone}_{when}"] for zone in ("TREATED", "CONTROL") for when in ("BEFORE", "AFTER"))
    plain = 1.959964 * counts**0.5
    assert results["WDD"] > plain, "single events would make it an effect"
    assert results["DISPERSION"] > 4
    assert results["LOWER"] < 0 < results["UPPER"]
    assert results["P"] > 0.05
    assert "no effect that can be told from chance" in results["SENTENCE"]
    low, high = (f"{abs(round(results[name])):,}" for name in ("LOWER", "UPPER"))
    assert f"95% interval: {low} fewer to {high} more" in results["SENTENCE"]
    assert f"from about {-(-results['DETECTABLE'] // 1):,.0f} crimes on" in results["SENTENCE"]
    text = page.read_text(encoding="utf-8")
    assert f"−{low} to +{high}" in text
    assert f"for single events the effect would be {round(results['WDD'] - plain):,} more" in text
    assert results["RATIO_LOWER"] < 1 < results["RATIO_UPPER"]


def test_command_of_temporary_layers_says_that_they_are_to_be_saved(
    cache: str, boxes: tuple[str, str], tmp_path: Path
) -> None:
    page = tmp_path / "effect.html"
    effect(cache, boxes, REPORT=str(page))
    text = page.read_text(encoding="utf-8")
    assert "# First save the temporary layers to files: TREATED: treated.gpkg, CONTROL: control.gpkg" in text
    assert "TREATED=treated.gpkg CONTROL=control.gpkg" in text
    assert "uid=" not in text


def test_rows_behind_it_are_those_of_the_months_compared(
    cache: str, boxes: tuple[str, str], tmp_path: Path, sample_zip: Path
) -> None:
    page, output = tmp_path / "effect.html", str(tmp_path / "zones.gpkg")
    effect(cache, boxes, OUTPUT=output, REPORT=str(page))
    months = "2024-09..2025-01,2025-03..2025-04,2025-09..2026-01,2026-03..2026-04"
    assert f"MONTHS={months}" in page.read_text(encoding="utf-8")
    rows_of, _ = run("publishedrows", {"INPUT": output, "OUTPUT": "memory:"})
    counted = sum(plain(sample_zip, wkt, months) for wkt in boxes for months in (BEFORE, AFTER))
    assert rows_of["ROWS"] == rows_of["SHOWN"] == counted
    listed, context = run("publishedrows", {"CACHE": cache, "MONTHS": months, "OUTPUT": "memory:"})
    found = {row["Month"] for row in rows(listed, context)}
    assert found == {*BEFORE, *AFTER}


def test_of_one_month_it_is_said_that_its_variation_is_not_known(cache: str, boxes: tuple[str, str]) -> None:
    feedback = Listening()
    results, _ = effect(cache, boxes, feedback, INTERVENTION="2026-04")
    assert results["MONTHS_COMPARED"] == 1
    assert results["DISPERSION"] is None
    assert any("single events only, and are too narrow" in line for line in feedback.warned)
