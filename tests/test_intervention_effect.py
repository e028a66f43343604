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
    assert results["ERROR"] == pytest.approx(total**0.5)
    assert results["LOWER"] == pytest.approx(wdd - 1.959964 * total**0.5, abs=1e-4)
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
    assert results["ERROR"] ** 2 == pytest.approx(sum(zone["before"] + zone["after"] for zone in zones))
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
        ({"FROM": "2025-03"}, "both sides"),
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
