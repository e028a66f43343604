# SPDX-License-Identifier: GPL-2.0-or-later
"""Months played: each frame against the published rows counted plainly, and the panel's row that plays them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsFeatureRequest,
    QgsProject,
    QgsTemporalNavigationObject,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtWidgets import QComboBox, QLabel

from offline_cache.model import ASB, Month, Selection
from policeuk_plugin.layers.animation import Step, frame_words, make_ready, set_step
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.project import add_group, month_range
from policeuk_plugin.layers.request import kind_of
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.dock_window import button, count, put_away, shown
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_caches import make_cache, placed
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.sample_factory import street_csv, street_row

RECORDED = Selection(with_asb=False)
SELECTIONS = [Selection(), RECORDED, Selection(crime_types=("Burglary",)), Selection(crime_types=("Drugs", "Robbery"))]


def layer_of(cache: Path, kind: LayerKind, selection: Selection) -> QgsVectorLayer:
    (layer,) = build_layers(LayerRequest(cache, (kind,), selection), read_holdings(cache))
    return layer


def in_frame(layer: QgsVectorLayer, frame: QgsDateTimeRange) -> QgsFeatureRequest:
    """Give the request that a frame of the temporal controller becomes."""
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    return QgsFeatureRequest().setFilterExpression(layer.temporalProperties().createFilterString(context, frame))


def counted(archive: Path, selection: Selection, months: list[str]) -> Counter[tuple[str, str, str]]:
    """Count the published rows of some months by point and name, and the type where several are chosen."""
    several = len(selection.crime_types) > 1
    return Counter(
        (row["Longitude"], row["Latitude"], row["Location"] + (row["Crime type"] if several else ""))
        for month, row in placed(archive, "street")
        if month in months
        and (not selection.crime_types or row["Crime type"] in selection.crime_types)
        and (selection.with_asb or row["Crime type"] != ASB)
    )


def found(layer: QgsVectorLayer, month: Month, several: bool) -> Counter[tuple[str, str, str]]:
    """Count what a frame has."""
    places: Counter[tuple[str, str, str]] = Counter()
    ids = []
    for feature in layer.getFeatures(in_frame(layer, month_range(month, month))):
        point = feature.geometry().asPoint()
        name = feature["location"] + (feature["types"] if several else "")
        places[(f"{point.x():.6f}", f"{point.y():.6f}", name)] += feature["crimes"]
        assert sum(int(part.rpartition(" ")[2]) for part in feature["crime_types"].split("; ")) == feature["crimes"]
        ids.append(feature.id())
    assert len(set(ids)) == len(ids)
    return places


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize("month", [Month(2025, 1), Month(2025, 2), Month(2024, 5)])
def test_januarys_frame_holds_januarys_places(
    sample_cache: Path, sample_zip: Path, selection: Selection, month: Month
) -> None:
    layer = layer_of(sample_cache, LayerKind.BY_MONTH, selection)
    assert found(layer, month, len(selection.crime_types) > 1) == counted(sample_zip, selection, [str(month)])


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize("month", [Month(2025, 6), Month(2026, 4), Month(2024, 7)])
def test_a_rolling_frame_holds_the_sum_of_twelve_months(
    sample_cache: Path, sample_zip: Path, selection: Selection, month: Month
) -> None:
    twelve = [str(m) for m in Month.span(Month(month.year - 1, month.month).next(), month)]
    assert len(twelve) == 12
    layer = layer_of(sample_cache, LayerKind.ROLLING, selection)
    assert found(layer, month, len(selection.crime_types) > 1) == counted(sample_zip, selection, twelve)
    held = {f["months_held"] for f in layer.getFeatures(in_frame(layer, month_range(month, month)))}
    published = {m for m, _ in placed(sample_zip, "street")}
    assert held == {len(published & set(twelve))}


@pytest.mark.parametrize("month", [Month(2025, 3), Month(2026, 1), Month(2025, 12)])
def test_single_crimes_roll_too(sample_cache: Path, sample_zip: Path, month: Month) -> None:
    project = QgsProject()
    layers = build_layers(LayerRequest(sample_cache, (LayerKind.CRIMES,)), read_holdings(sample_cache))
    group = add_group(project, layers, "group")
    (crimes,) = layers
    months = {
        Step.ROLLING: [str(m) for m in Month.span(Month(month.year - 1, month.month).next(), month)],
        Step.MONTH: [str(month)],
    }
    for step, expected in months.items():
        set_step(group, step)
        request = in_frame(crimes, month_range(month, month))
        shown_now = sum(1 for _ in crimes.getFeatures(request))
        assert shown_now == sum(m in expected for m, _ in placed(sample_zip, "street"))


def test_a_frame_says_what_it_lacks(sample_cache: Path) -> None:
    held = read_holdings(sample_cache)
    assert frame_words(held, Month(2025, 1), Step.MONTH) == "January 2025"
    assert "February 2025: not held" in frame_words(held, Month(2025, 2), Step.MONTH)
    assert "which is not zero" in frame_words(held, Month(2025, 2), Step.MONTH)
    rolling = frame_words(held, Month(2025, 6), Step.ROLLING)
    assert rolling.startswith("July 2024 to June 2025: without February 2025")
    assert frame_words(held, Month(2026, 4), Step.ROLLING) == "May 2025 to April 2026"


def test_only_what_is_played_is_seen(sample_cache: Path) -> None:
    project = QgsProject()
    held = read_holdings(sample_cache)
    group = add_group(project, build_layers(LayerRequest(sample_cache, tuple(LayerKind)), held), "group")
    months = make_ready(project, group, Step.ROLLING, held)
    seen = [kind_of(node.layer()) for node in group.findLayers() if node.itemVisibilityChecked()]
    assert seen == [LayerKind.ROLLING, LayerKind.AREAS]
    assert months is not None
    assert months.begin().toString("yyyy-MM") == "2024-05"
    assert months.end().toString("yyyy-MM") == "2026-04"


def test_one_place_of_two_forces_is_two_features(tmp_path: Path) -> None:
    for force in ("dorset", "btp"):
        (tmp_path / f"2026-04-{force}-street.csv").write_bytes(street_csv("2026-04", force, [street_row()]))
    cache = make_cache(tmp_path / "cache.sqlite", tmp_path)
    for kind in (LayerKind.BY_MONTH, LayerKind.ROLLING):
        layer = layer_of(cache, kind, RECORDED)
        ids = {
            f["force"]: f.id() for f in layer.getFeatures(in_frame(layer, month_range(Month(2026, 4), Month(2026, 4))))
        }
        assert len(set(ids.values())) == 2
        for force, number in ids.items():
            assert layer.getFeature(number)["force"] == force


@pytest.fixture(name="played")
def _played(window: Window, dock: PoliceUkDock, sample_cache: Path) -> Iterator[PoliceUkDock]:
    """Give the panel with the sample in a window whose map has a temporal controller, as QGIS's has."""
    put_away(dock, window)
    controller = QgsTemporalNavigationObject(window.main)
    window.canvas.setTemporalController(controller)
    again = shown(window)
    again.data_page.use_cache(sample_cache)
    count(again, window)
    yield again
    put_away(again, window)


@pytest.mark.parametrize(("step", "kind"), [(0, LayerKind.BY_MONTH), (1, LayerKind.ROLLING)])
def test_one_click_plays_the_months(played: PoliceUkDock, window: Window, step: int, kind: LayerKind) -> None:
    played.pages.setCurrentWidget(played.page_of["map"])
    page = played.page_of["map"]
    played.findChild(QComboBox, "policeukPlayStep").setCurrentIndex(step)
    play = button(played, "policeukPlay")
    assert play.isEnabled(), play.toolTip()
    play.click()
    window.wait(lambda: not page.runner.running)
    controller = window.canvas.temporalController()
    window.wait(lambda: play.text() == "Pause")
    assert controller.totalFrameCount() == 24
    assert kind in [kind_of(layer) for layer in window.canvas.layers()] or kind in [
        kind_of(layer) for layer in window.project.mapLayers().values()
    ]
    status = played.findChild(QLabel, "policeukPlayStatus")
    assert "May 2024" in status.text()
    controller.next()
    window.wait(lambda: "June 2024" in status.text())
    play.click()
    assert play.text() == "Play months"
    button(played, "policeukPlayBack").click()
    assert not window.canvas.mapSettings().isTemporal()
    window.project.clear()


def test_months_that_were_played_are_played_again(played: PoliceUkDock, window: Window) -> None:
    page = played.page_of["map"]
    button(played, "policeukPlay").click()
    window.wait(lambda: not page.runner.running)
    (run,) = played.desk.runs
    assert run.parameters["LAYERS"] == [LayerKind.BY_MONTH.value]
    button(played, "policeukPlayBack").click()
    page.run_again(run)
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert played.desk.runs[0].parameters["LAYERS"] == [LayerKind.BY_MONTH.value]
    window.wait(lambda: button(played, "policeukPlay").text() == "Pause")
    button(played, "policeukPlayBack").click()
    window.project.clear()
