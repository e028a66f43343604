# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of a cache against the published rows counted plainly."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsInterval,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsRenderContext,
    QgsRenderedFeatureHandlerInterface,
    QgsSymbol,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QSize

from offline_cache import Month, Selection
from offline_cache.reference import crime_types
from policeuk_plugin.layers.build import LayerRequest, available, build_layers
from policeuk_plugin.layers.extent import main_extent
from policeuk_plugin.layers.holdings import Holdings, read_holdings
from policeuk_plugin.layers.kinds import OF_FORCES, THROUGH_TIME, LayerKind
from policeuk_plugin.layers.project import add_group, group_name, month_range, prepare_empty_project, set_time
from tests.plugin_caches import make_cache, placed
from tests.sample_factory import street_csv, street_row

ALL = Selection()
IN_THE_SAMPLE = [kind for kind in LayerKind if kind not in OF_FORCES]
DATED = {LayerKind.CRIMES: "street", LayerKind.OUTCOMES: "outcomes", LayerKind.STOPS: "stop-and-search"}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give a cache of the whole invented sample."""
    areas = tuple(sorted([*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv")]))
    return make_cache(tmp_path_factory.mktemp("layers") / "policeuk.sqlite", sample_zip, areas=areas)


@pytest.fixture(scope="module")
def held(cache: Path) -> Holdings:
    """Give what that cache holds."""
    return read_holdings(cache)


def layer_of(cache: Path, kind: LayerKind, selection: Selection = ALL) -> QgsVectorLayer:
    """Open the one layer of a kind."""
    (layer,) = build_layers(LayerRequest(cache, (kind,), selection), read_holdings(cache))
    return layer


def count(layer: QgsVectorLayer, request: QgsFeatureRequest | None = None) -> int:
    """Count features by fetching them."""
    return sum(1 for _ in layer.getFeatures(request or QgsFeatureRequest()))


@pytest.mark.parametrize("kind", list(DATED))
def test_a_feature_for_every_row_with_a_place(cache: Path, sample_zip: Path, kind: LayerKind) -> None:
    layer = layer_of(cache, kind)
    expected = len(placed(sample_zip, DATED[kind]))
    assert layer.featureCount() == expected
    features = list(layer.getFeatures())
    assert len(features) == expected
    assert len({feature.id() for feature in features}) == expected
    assert all(feature.hasGeometry() for feature in features)


def test_a_feature_for_every_place_with_its_number_of_crimes(cache: Path, sample_zip: Path) -> None:
    """Places are told apart as published: by coordinates, name and LSOA."""
    expected = Counter(
        (row["Longitude"], row["Latitude"], row["Location"], row["LSOA code"])
        for _, row in placed(sample_zip, "street")
    )
    layer = layer_of(cache, LayerKind.PLACES)
    found = Counter()
    for feature in layer.getFeatures():
        point = feature.geometry().asPoint()
        key = (f"{point.x():.6f}", f"{point.y():.6f}", feature["location"], feature["lsoa_code"])
        found[key] += feature["crimes"]
        by_type = sum(int(part.rpartition(" ")[2]) for part in feature["crime_types"].split("; "))
        assert by_type == feature["crimes"]
    assert found == expected


@pytest.mark.parametrize("kind", list(DATED))
@pytest.mark.parametrize("month", ["2025-01", "2024-05", "2026-04", "2025-02"])
def test_januarys_frame_holds_januarys_count(cache: Path, sample_zip: Path, kind: LayerKind, month: str) -> None:
    """By the filter that a frame becomes, and by drawing it; the street file of February 2025 is not there."""
    expected = sum(1 for found, _ in placed(sample_zip, DATED[kind]) if found == month)
    assert (expected == 0) == (kind is LayerKind.CRIMES and month == "2025-02")
    layer = layer_of(cache, kind)
    frame = month_range(Month.parse(month), Month.parse(month))
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    filter_text = layer.temporalProperties().createFilterString(context, frame)
    assert count(layer, QgsFeatureRequest().setFilterExpression(filter_text)) == expected
    assert drawn(layer, frame) == expected


class Drawn(QgsRenderedFeatureHandlerInterface):
    """Counts the features that a map drew."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def handleRenderedFeature(self, *_: object) -> None:  # noqa: N802
        self.count += 1


def drawn(layer: QgsVectorLayer, frame: QgsDateTimeRange) -> int:
    """Draw the whole layer at one frame of the temporal controller; give how many features were drawn."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(300, 300))
    settings.setDestinationCrs(layer.crs())
    extent = QgsRectangle(layer.extent())
    extent.grow(0.01)
    settings.setExtent(extent)
    settings.setIsTemporal(True)
    settings.setTemporalRange(frame)
    handler = Drawn()
    settings.addRenderedFeatureHandler(handler)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return handler.count


@pytest.mark.parametrize("kind", list(DATED))
def test_a_window_holds_what_a_plain_count_says(cache: Path, sample_zip: Path, kind: LayerKind) -> None:
    window = QgsRectangle(1.99500051, 54.71000051, 2.01000051, 54.72200051)
    expected = sum(
        window.xMinimum() < float(row["Longitude"]) < window.xMaximum()
        and window.yMinimum() < float(row["Latitude"]) < window.yMaximum()
        for _, row in placed(sample_zip, DATED[kind])
    )
    assert expected > 50
    layer = layer_of(cache, kind)
    assert count(layer, QgsFeatureRequest(window).setFlags(QgsFeatureRequest.Flag.ExactIntersect)) == expected


@pytest.mark.parametrize("kind", IN_THE_SAMPLE)
def test_a_feature_is_found_again_by_its_id(cache: Path, kind: LayerKind) -> None:
    layer = layer_of(cache, kind)
    features = list(layer.getFeatures())
    for feature in (features[0], features[len(features) // 2], features[-1]):
        again = layer.getFeature(feature.id())
        assert again.attributes() == feature.attributes()
        assert again.geometry().equals(feature.geometry())


QUARTER = Selection(first=Month(2025, 3), last=Month(2025, 5))
BURGLARY = Selection(first=Month(2025, 3), last=Month(2025, 5), crime_types=("Burglary", "Robbery"))


@pytest.mark.parametrize("selection", [QUARTER, BURGLARY, Selection(with_asb=False), Selection(forces=("other",))])
def test_a_selection_limits_crimes_and_recounts_places(cache: Path, sample_zip: Path, selection: Selection) -> None:
    rows = [row for month, row in placed(sample_zip, "street") if is_selected(month, row, selection)]
    assert count(layer_of(cache, LayerKind.CRIMES, selection)) == len(rows)
    if not rows:
        return
    expected = Counter((row["Longitude"], row["Latitude"], row["Location"], row["LSOA code"]) for row in rows)
    found = list(layer_of(cache, LayerKind.PLACES, selection).getFeatures())
    assert sorted(feature["crimes"] for feature in found) == sorted(expected.values())


def is_selected(month: str, row: dict[str, str], selection: Selection) -> bool:
    """Apply a selection to a published row, plainly."""
    return (
        (selection.first is None or str(selection.first) <= month <= str(selection.last))
        and (not selection.crime_types or row["Crime type"] in selection.crime_types)
        and (selection.with_asb or row["Crime type"] != "Anti-social behaviour")
        and (not selection.forces or "dogger-bank" in selection.forces)
    )


def test_a_subset_typed_by_the_user_works(cache: Path, sample_zip: Path) -> None:
    layer = layer_of(cache, LayerKind.CRIMES)
    assert layer.setSubsetString("\"crime_type\" = 'Drugs' AND \"month\" = '2025-01'")
    expected = sum(month == "2025-01" and row["Crime type"] == "Drugs" for month, row in placed(sample_zip, "street"))
    assert layer.featureCount() == expected == count(layer)


@pytest.mark.parametrize("selection", [Selection(), BURGLARY])
def test_a_project_is_saved_and_opened_elsewhere(
    cache: Path, tmp_path: Path, held: Holdings, selection: Selection
) -> None:
    """With its cache beside it: paths are relative, style, group, time and licence stay."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    shutil.copyfile(cache, here / "policeuk.sqlite")
    project = QgsProject()
    project.setFileName(str(here / "project.qgz"))
    prepare_empty_project(project)
    layers = build_layers(LayerRequest(here / "policeuk.sqlite", tuple(LayerKind), selection), held)
    counts = {layer.name(): count(layer) for layer in layers}
    add_group(project, layers, group_name(held))
    set_time(project, held)
    assert project.write()
    project.clear()
    shutil.move(here, there)
    opened = QgsProject()
    assert opened.read(str(there / "project.qgz"))
    assert {layer.name(): count(layer) for layer in opened.mapLayers().values()} == counts
    for layer in opened.mapLayers().values():
        assert layer.isValid()
        assert str(there) in layer.source()
        assert layer.metadata().rights()
        assert layer.readOnly()
    crimes = opened.mapLayersByName("Crimes by type")[0]
    assert crimes.temporalProperties().isActive()
    assert crimes.renderer().type() == "categorizedSymbol"
    assert opened.layerTreeRoot().findGroup(group_name(held)) is not None
    time_range = opened.timeSettings().temporalRange()
    assert time_range.begin().toString("yyyy-MM-dd") == "2024-05-01"
    assert frames(time_range) == [str(month) for month in Month.span(Month(2024, 5), Month(2026, 4))]


def frames(time_range: QgsDateTimeRange) -> list[str]:
    """Give the months in which the temporal controller's frames begin, with steps of one month."""
    controller = QgsTemporalNavigationObject()
    controller.setTemporalExtents(time_range)
    controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalMonths))
    numbers = range(controller.totalFrameCount())
    return [controller.dateTimeRangeForFrameNumber(n).begin().toString("yyyy-MM") for n in numbers]


def test_layers_tell_licence_snap_points_and_gaps(cache: Path, held: Holdings) -> None:
    for layer in build_layers(LayerRequest(cache, tuple(LayerKind)), held):
        rights = " ".join(layer.metadata().rights())
        assert "snap point" in rights
        assert "Invented sample" in rights
        assert layer.metadata().licenses()
    abstract = layer_of(cache, LayerKind.CRIMES).metadata().abstract()
    assert "May 2024 to April 2026" in abstract
    assert "February 2025" in abstract
    assert "11,676" in abstract
    assert "355" in abstract


def test_a_limit_by_type_is_told(cache: Path) -> None:
    """The numbers in the metadata are of all types: without this sentence they would be taken for the layer's."""
    abstract = layer_of(cache, LayerKind.CRIMES, BURGLARY).metadata().abstract()
    assert "March 2025 to May 2025" in abstract
    assert "Of these the layer shows only: Burglary, Robbery." in abstract
    abstract = layer_of(cache, LayerKind.PLACES, Selection(with_asb=False)).metadata().abstract()
    assert "leaves out anti-social behaviour" in abstract
    assert "do not limit" in layer_of(cache, LayerKind.OUTCOMES, BURGLARY).metadata().abstract()


READ_ONLY = """
import sys
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
from pathlib import Path
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import OF_FORCES, THROUGH_TIME, LayerKind
cache = Path(sys.argv[1])
try:
    open(cache, "r+b")
except OSError:
    layers = build_layers(LayerRequest(cache, tuple(LayerKind)), read_holdings(cache))
    print("COUNTS", *(sum(1 for _ in layer.getFeatures()) for layer in layers))
sys.stdout.flush()
import os; os._exit(0)
"""


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_cache_on_read_only_media_gives_all_layers(
    cache: Path, held: Holdings, tmp_path: Path, root: Path, journal: str
) -> None:
    copy = tmp_path / "policeuk.sqlite"
    shutil.copyfile(cache, copy)
    connection = sqlite3.connect(copy)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.close()
    mount = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'
    inside = ["unshare", "--mount", "--map-root-user", "sh", "-c", mount, "sh", str(tmp_path)]
    if subprocess.run([*inside, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a folder read-only in a namespace")
    command = [*inside, sys.executable, "-c", READ_ONLY, str(copy)]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    expected = [count(layer) for layer in build_layers(LayerRequest(cache, tuple(LayerKind)), held)]
    assert result.stdout.split()[-1 - len(expected) :] == ["COUNTS", *map(str, expected)], result.stderr


def test_real_data_carries_the_open_government_licence(tmp_path: Path) -> None:
    cache = small_cache(tmp_path, "2026-04", "Burglary")
    layer = layer_of(cache, LayerKind.CRIMES)
    assert (
        "Contains public sector information licensed under the Open Government Licence v3.0."
        in layer.metadata().rights()
    )
    assert "open-government-licence/version/3" in layer.metadata().licenses()[0]
    assert "nvented" not in " ".join([*layer.metadata().rights(), group_name(read_holdings(cache))])


def small_cache(folder: Path, month: str, crime_type: str, **columns: str) -> Path:
    """Make a cache of one published file with one crime."""
    rows = [street_row(**{"crime_type": crime_type, **columns})]
    path = folder / f"{month}-dorset-street.csv"
    path.write_bytes(street_csv(month, "dorset", rows))
    return make_cache(folder / "small.sqlite", path)


@pytest.mark.parametrize(("month", "crime_type", "entry"), [
    ("2012-06", "Violent crime", "Older names, to April 2013"),
    ("2012-06", "Public disorder and weapons", "Older names, to April 2013"),
    ("2013-05", "Drugs", "Drugs"),
    ("2026-04", "A type of 2030", "Another type"),
])  # fmt: skip
def test_the_legend_knows_every_crime_type(tmp_path: Path, month: str, crime_type: str, entry: str) -> None:
    """Older names are in it only where months are old enough to have them."""
    layer = layer_of(small_cache(tmp_path, month, crime_type), LayerKind.CRIMES)
    labels = [category.label() for category in layer.renderer().categories()]
    assert any("Older names" in label for label in labels) == (month == "2012-06")
    assert legend_entry(layer, crime_type) == entry


def test_every_crime_type_of_today_looks_different(cache: Path) -> None:
    layer = layer_of(cache, LayerKind.CRIMES)
    today = set(crime_types()) - {"Violent crime", "Public disorder and weapons"}
    assert {name: legend_entry(layer, name) for name in today} == {name: name for name in today}
    looks = {look(category.symbol()) for category in layer.renderer().categories()}
    assert len(looks) == len(layer.renderer().categories())


def legend_entry(layer: QgsVectorLayer, crime_type: str) -> str:
    """Give the label of the one legend entry that looks as a crime of this type is drawn."""
    feature = QgsFeature(layer.fields())
    feature["crime_type"] = crime_type
    renderer, context = layer.renderer().clone(), QgsRenderContext()
    renderer.startRender(context, layer.fields())
    drawn_as = look(renderer.symbolForFeature(feature, context))
    renderer.stopRender(context)
    (label,) = (c.label() for c in layer.renderer().categories() if look(c.symbol()) == drawn_as)
    return label


def look(symbol: QgsSymbol) -> tuple[str, str]:
    """Give colour and shape of a marker."""
    return symbol.color().name(), symbol.symbolLayer(0).properties()["name"]


@pytest.mark.parametrize("kind", IN_THE_SAMPLE)
def test_map_tips_show_published_names_as_text(tmp_path: Path, cache: Path, kind: LayerKind) -> None:
    """A name that looks like HTML does nothing."""
    layer = layer_of(cache, kind)
    feature = QgsFeature(next(layer.getFeatures()))
    for field in layer.fields():
        if field.typeName().lower().startswith(("string", "text")):
            feature[field.name()] = "<script>&"
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    shown = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert "<script>" not in shown
    assert "&lt;script&gt;&amp;" in shown
    assert "[%" not in shown


def test_of_points_on_one_another_only_the_topmost_layer_starts_visible(cache: Path, held: Holdings) -> None:
    project = QgsProject()
    layers = build_layers(LayerRequest(cache, tuple(LayerKind)), held)
    group = add_group(project, layers, "group")
    shown = {node.layer().name(): node.itemVisibilityChecked() for node in group.findLayers()}
    assert [name for name, visible in shown.items() if visible] == ["Crimes by place", "Crimes, heat", "LSOAs of 2021"]
    assert next(iter(shown)) == "Points of interest"
    assert list(shown) == [layer.name() for layer in layers]


def test_nothing_held_gives_no_layer(tmp_path: Path) -> None:
    cache = small_cache(tmp_path, "2026-04", "Drugs")
    held = read_holdings(cache)
    crimes = {LayerKind.PLACES, LayerKind.HEAT, LayerKind.CRIMES, *THROUGH_TIME}
    assert set(available(held)) == crimes
    assert len(build_layers(LayerRequest(cache, tuple(LayerKind)), held)) == len(crimes)


def test_a_layer_opens_while_another_program_writes(cache: Path) -> None:
    writer = sqlite3.connect(cache, isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        began = time.perf_counter()
        assert layer_of(cache, LayerKind.CRIMES).isValid()
        assert time.perf_counter() - began < 1.0
    finally:
        writer.execute("ROLLBACK")
        writer.close()


def test_real_places_far_away_do_not_stretch_the_map(
    bedfordshire_zip: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Bedfordshire's points reach from Cornwall to Northumberland; and 120,000 crimes open in half a second."""
    cache = make_cache(tmp_path_factory.mktemp("real") / "policeuk.sqlite", bedfordshire_zip)
    extent = main_extent(cache)
    assert QgsRectangle(-0.9, 51.7, 0.0, 52.4).contains(extent)
    assert extent.contains(QgsRectangle(-0.66, 51.83, -0.2, 52.25))
    held = read_holdings(cache)
    began = time.perf_counter()
    (layer,) = build_layers(LayerRequest(cache, (LayerKind.CRIMES,)), held)
    assert layer.isValid()
    assert layer.featureCount() == 120_588 - 3_832
    assert time.perf_counter() - began < 0.5
    assert drawn(layer, month_range(Month(2022, 1), Month(2022, 1))) == sum(
        month == "2022-01" for month, _ in placed(bedfordshire_zip, "street")
    )


def test_the_extent_of_the_sample_holds_all_its_places(cache: Path, sample_zip: Path) -> None:
    extent = main_extent(cache)
    for _, row in placed(sample_zip, "street"):
        assert extent.xMinimum() < float(row["Longitude"]) < extent.xMaximum()
        assert extent.yMinimum() < float(row["Latitude"]) < extent.yMaximum()
