# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadlsoaslice` as QGIS runs it: areas, polygons, extents, around a postcode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
)

from tests.algorithm_runs import Listening, polygon_layer, run
from tests.command import cache_rows
from tests.download_runs import LSOAS
from tests.download_runs import provider as _provider  # noqa: F401 - a fixture
from tests.downloads import held
from tests.qgis_downloads import add_areas
from tests.qgis_downloads import service as _service  # noqa: F401 - a fixture
from tests.service import Service
from tests.test_slices_fetch import ALL, FORCES, ONE, THREE, TWO, rows_of


def test_an_area_is_its_rows_of_all_forces_near(service: Service, cache_path: Path, tmp_path: Path) -> None:
    add_areas(tmp_path, cache_path)
    feedback = Listening()
    results, _ = run(LSOAS, {"AREA": "csp:Luton", "FROM": "2026-02", "CACHE": str(cache_path)}, feedback)
    assert cache_rows(cache_path, "street") == rows_of(ALL, {ONE, TWO}, *FORCES)
    lines = feedback.said
    plan = next(n for n, line in enumerate(lines) if "to download (" in line)
    codes = next(n for n, line in enumerate(lines) if line == f"LSOAs: {ONE}, {TWO}.")
    assert codes < plan
    assert lines[0].endswith(f"2 LSOAs. Files of {', '.join(FORCES)}.")
    assert results["ADDED"] == 14
    assert not any("stop-and-search" in name for name in held(cache_path))


def test_polygons_extent_and_text_are_the_lsoas_that_they_meet(
    service: Service, cache_path: Path, tmp_path: Path
) -> None:
    add_areas(tmp_path, cache_path)
    inside_one = "POLYGON((-0.498 52.002, -0.496 52.002, -0.496 52.004, -0.498 52.004, -0.498 52.002))"
    layer = polygon_layer([inside_one, "POLYGON((1 52.4, 1.1 52.4, 1.1 52.5, 1 52.4))"], "EPSG:4326")
    layer.selectByIds([next(layer.getFeatures()).id()])
    project = QgsProject.instance()
    project.addMapLayer(layer)
    rectangle = QgsReferencedRectangle(QgsRectangle(-0.488, 52.002, -0.486, 52.004), layer.crs())
    common = {"FROM": "2026-03", "DATASETS": ["street"], "FORCES": ["bedfordshire"]}
    for number, (given, codes) in enumerate(
        (
            ({"POLYGON": QgsProcessingFeatureSourceDefinition(layer.id(), True)}, {ONE}),
            ({"EXTENT": "-0.488,-0.486,52.002,52.004 [EPSG:4326]"}, {TWO}),
            ({"EXTENT": rectangle}, {TWO}),
            ({"GEOMETRY": "Polygon((-0.498 52.008, -0.496 52.008, -0.496 52.012, -0.498 52.008))"}, {ONE, THREE}),
            ({"LSOAS": f"{TWO}; {THREE}"}, {TWO, THREE}),
        )
    ):
        cache = tmp_path / f"{number}.sqlite"
        cache.write_bytes(cache_path.read_bytes())
        run(LSOAS, {**common, **given, "CACHE": str(cache)}, project=project)
        march = {name: data for name, data in ALL.items() if name.startswith("2026-03")}
        assert cache_rows(cache, "street") == rows_of(march, codes, "bedfordshire"), given
    project.removeMapLayer(layer.id())


def test_around_a_postcode(service: Service, cache_path: Path, tmp_path: Path) -> None:
    """One that the cache does not know is asked of postcodes.io, once; its licence is told."""
    add_areas(tmp_path, cache_path)
    postcode = next(iter(service.postcodes.known))
    service.postcodes.known[postcode].update(longitude=-0.485, latitude=52.005)
    parameters = {"POSTCODE": postcode.lower(), "WITHIN": 100, "FROM": "2026-02", "CACHE": str(cache_path)}
    for _ in range(2):
        feedback = Listening()
        run(LSOAS, parameters, feedback)
        assert feedback.said[0].startswith(f"{postcode}: Contains OS data")
        assert f"LSOAs: {TWO}." in feedback.said
    assert len(service.log.of("postcodes")) == 1
    assert cache_rows(cache_path, "street") == rows_of(ALL, {TWO}, *FORCES)
    with pytest.raises(QgsProcessingException, match="no postcode"):
        run(LSOAS, {**parameters, "POSTCODE": "Luton"})


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "Say which LSOAs"),
        ({"AREA": "force:kent"}, "downloaded in whole files"),
        ({"AREA": "csp:Narnia"}, "Narnia"),
        ({"LSOAS": "E09999999"}, "no code of an LSOA|no LSOA E09999999"),
        ({"LSOAS": "S01000001"}, "Scotland"),
        ({"GEOMETRY": "Polygon((0 0, 0 0, 0 0))"}, "encloses nothing|outside"),
        ({"EXTENT": "7,8,45,46 [EPSG:4326]"}, "outside the United Kingdom"),
    ],
)
def test_what_is_no_area_is_said(
    service: Service, cache_path: Path, tmp_path: Path, parameters: dict[str, Any], sentence: str
) -> None:
    add_areas(tmp_path, cache_path)
    with pytest.raises(QgsProcessingException, match=sentence):
        run(LSOAS, {**parameters, "CACHE": str(cache_path)})
    assert len(service.log) == 0
