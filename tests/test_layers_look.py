# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of a cache as they are seen: on read-only media, in legends and tips, on the map."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsProject,
    QgsRectangle,
    QgsRenderContext,
    QgsSymbol,
    QgsVectorLayer,
)

from offline_cache import Month
from offline_cache.reference import crime_types
from policeuk_plugin.layers.build import LayerRequest, available, build_layers
from policeuk_plugin.layers.extent import main_extent
from policeuk_plugin.layers.holdings import Holdings, read_holdings
from policeuk_plugin.layers.kinds import THROUGH_TIME, LayerKind
from policeuk_plugin.layers.project import add_group, group_name, month_range
from tests.layer_cases import IN_THE_SAMPLE, count, drawn, layer_of
from tests.layer_cases import cache as _cache  # noqa: F401 - a fixture
from tests.layer_cases import held as _held  # noqa: F401 - a fixture
from tests.pace import little_work, quick_once
from tests.plugin_caches import make_cache, placed
from tests.sample_factory import street_csv, street_row

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
        assert quick_once(lambda: layer_of(cache, LayerKind.CRIMES).isValid() or pytest.fail("not opened"), 1.0)
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
    with little_work(0.5):
        (layer,) = build_layers(LayerRequest(cache, (LayerKind.CRIMES,)), held)
        assert layer.isValid()
        assert layer.featureCount() == 120_588 - 3_832
    assert drawn(layer, month_range(Month(2022, 1), Month(2022, 1))) == sum(
        month == "2022-01" for month, _ in placed(bedfordshire_zip, "street")
    )


def test_the_extent_of_the_sample_holds_all_its_places(cache: Path, sample_zip: Path) -> None:
    extent = main_extent(cache)
    for _, row in placed(sample_zip, "street"):
        assert extent.xMinimum() < float(row["Longitude"]) < extent.xMaximum()
        assert extent.yMinimum() < float(row["Latitude"]) < extent.yMaximum()
