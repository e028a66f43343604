# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:riskdensity` beside residents as counted by hand, and its raster as it is drawn, pixel by pixel."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsMapRendererCustomPainterJob, QgsMapSettings, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from policeuk_plugin.processing.density.risk_run import Measure
from policeuk_plugin.processing.density.risk_style import COLOURS, limits_of, risk_style
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.algorithm_runs import shapely_outlines
from tests.plugin_caches import make_cache
from tests.rated_cases import residents
from tests.test_risk_density import risk

RADIUS, CELL = 250, 50
TIMES = 10
PIXELS = 12
"""Of a cell on the picture."""


def cache_with(folder: Path, people: dict[str, int], archive: Path, sample: Path) -> str:
    """A cache of the sample with so many residents of each LSOA."""
    table = folder / "residents.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("lsoa21_code", "total_residents", "total_households"))
        writer.writerows((code, number, number // 2) for code, number in people.items())
    outlines = sample / "sample_lsoa_2021.geojson"
    return str(make_cache(folder / "cache.sqlite", archive, areas=[outlines, sample / "sample_lookup.csv", table]))


def inside(codes: Collection[str], layer: QgsRasterLayer, sample: Path) -> np.ndarray:
    """The cells within whose radius nothing lies but one LSOA of these."""
    from shapely.geometry import Point
    from shapely.ops import unary_union

    outlines = shapely_outlines(sample / "sample_lsoa_2021.geojson")
    deep = unary_union([outlines[code].buffer(-RADIUS - 30) for code in codes])
    box = layer.extent()
    size = box.width() / layer.width()
    rows = [box.yMaximum() - (row + 0.5) * size for row in range(layer.height())]
    columns = [box.xMinimum() + (column + 0.5) * size for column in range(layer.width())]
    return np.array([[deep.contains(Point(x, y)) for x in columns] for y in rows])


def test_residents_are_those_of_the_lsoas_around(sample_zip: Path, sample_folder: Path, tmp_path: Path) -> None:
    """Ten times as many in some LSOAs: deep inside these a tenth of the ratio, times what the area has more in all."""
    people = residents(sample_folder)
    some = {code for code in people if int(code[-3:]) % 3 == 0}
    more = {code: number * (TIMES if code in some else 1) for code, number in people.items()}
    asked: dict[str, Any] = {"BASIS": "residents", "BANDWIDTH": RADIUS, "CELL_SIZE": CELL, "LEAST": 1, "MAPS": 99}
    found = []
    for name, given in (("few", people), ("many", more)):
        (tmp_path / name).mkdir()
        cache = cache_with(tmp_path / name, given, sample_zip, sample_folder)
        page = tmp_path / name / "risk.html"
        results, values, _ = risk(tmp_path / name, {"CACHE": cache, **asked, "ALPHA": 0.2, "REPORT": str(page)})
        assert results["BASE"] == pytest.approx(sum(given.values()), rel=0.02)
        assert results["RATIO"] == pytest.approx(results["CRIMES"] / results["BASE"])
        html = page.read_text(encoding="utf-8")
        assert "Residents are not the people at risk" in html
        assert "shared out" in html
        found.append((results["BASE"], values))
    (few, before), (many, after) = found
    deep = inside(some, QgsRasterLayer(str(tmp_path / "few" / "risk.tif"), "risk"), sample_folder)
    both = deep & np.isfinite(before) & np.isfinite(after) & (before > 0)
    assert both.sum() > 20
    np.testing.assert_allclose(after[both] / before[both], many / few / TIMES, rtol=1e-4)


def drawn(layer: QgsRasterLayer) -> QImage:
    """The raster on blue, each cell so many pixels wide."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(PIXELS * layer.width(), PIXELS * layer.height()))
    settings.setExtent(QgsRectangle(layer.extent()))
    settings.setBackgroundColor(QColor("#0000ff"))
    image = QImage(settings.outputSize(), QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    return image


@pytest.mark.parametrize("measure", list(Measure))
def test_no_colour_reaches_beyond_the_cells_judged(
    sample_zip: Path, sample_folder: Path, tmp_path: Path, measure: Measure
) -> None:
    cache = cache_with(tmp_path, residents(sample_folder), sample_zip, sample_folder)
    asked = {"CACHE": cache, "BASIS": "residents", "BANDWIDTH": 500, "CELL_SIZE": 250, "MAPS": 99, "ALPHA": 0.2}
    _, values, _ = risk(tmp_path, {**asked, "LEAST": 30, "MEASURE": measure.value})
    layer = QgsRasterLayer(str(tmp_path / "risk.tif"), "risk")
    risk_style(measure, limits_of(measure, values))(layer)
    image, judged = drawn(layer), np.isfinite(values)
    beside = judged[:-1] != judged[1:]
    assert beside.any(), "cells that are judged beside some that are not"
    colours = {QColor(colour).name() for colour in COLOURS}
    for row, column in np.ndindex(judged.shape):
        dots = {
            QColor(image.pixel(PIXELS * column + x, PIXELS * row + y)).name()
            for x in (0, PIXELS // 2, PIXELS - 1)
            for y in (0, PIXELS // 2, PIXELS - 1)
        }
        assert dots <= colours if judged[row, column] else dots == {"#0000ff"}, (row, column, dots)
