# SPDX-License-Identifier: GPL-2.0-or-later
"""Crime along a route against shapely and the CSVs themselves; files, pages, cancel."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsProcessingException,
    QgsVectorLayer,
)

from offline_cache.model import ASB
from tests import sample_factory as made
from tests.algorithm_runs import Listening, crimes_in_metres, in_metres, rows, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.plugin_caches import make_cache, placed
from tests.route_cases import ROUTE, along, line_layer, text_of, wkt_of
from tests.route_cases import cache as _cache  # noqa: F401 - a fixture

SPUR = ((-0.412, 51.882), (-0.4153, 51.8787))


def plainly(
    archive: Path, metres: float, *lines: Sequence[tuple[float, float]], types: tuple[str, ...] = ()
) -> Counter[Any]:
    """Crimes within some metres of lines, by shapely: by month and type."""
    (found,) = plainly_within(archive, (metres,), *lines, types=types)
    return found


def plainly_within(
    archive: Path, widths: Sequence[float], *lines: Sequence[tuple[float, float]], types: tuple[str, ...] = ()
) -> list[Counter[Any]]:
    """The same of each of several widths."""
    from shapely.geometry import LineString, MultiLineString, Point

    to_metres = in_metres()
    parts = [[(at.x(), at.y()) for at in (to_metres.transform(*point) for point in line)] for line in lines]
    route = MultiLineString([LineString(part) for part in parts])
    distance = cache(lambda x, y: route.distance(Point(x, y)))  # crimes share their places
    near = [(distance(x, y), row["Month"], row["Crime type"]) for x, y, row in crimes_in_metres(archive, *types)]
    return [Counter((month, kind) for far, month, kind in near if far <= metres) for metres in widths]


@pytest.mark.parametrize("metres", [50, 237.5])
def test_it_counts_what_shapely_counts(cache: Path, bedfordshire_zip: Path, metres: float) -> None:
    """Also where the route is several features with several parts each, in whichever CRS."""
    widths = (metres / 2, metres, 2 * metres)
    plain = dict(zip(widths, plainly_within(bedfordshire_zip, widths, ROUTE, SPUR)))
    to_mercator = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"),
        QgsCoordinateReferenceSystem("EPSG:3857"),
        QgsCoordinateTransformContext(),
    )
    geometry = QgsGeometry.fromWkt(wkt_of(ROUTE))
    geometry.transform(to_mercator)
    spur = QgsGeometry.fromWkt(wkt_of(SPUR))
    spur.transform(to_mercator)
    several = line_layer([geometry.asWkt(12), spur.asWkt(12), "", geometry.asWkt(12)], "EPSG:3857")
    one = line_layer([f"MULTILINESTRING({wkt_of(ROUTE)[10:]}, {wkt_of(SPUR)[10:]})"], kind="MultiLineString")
    for layer in (several, one):
        results, context = run(
            "crimealongroute", {"CACHE": str(cache), "ROUTE": layer, "BUFFER": metres, "OUTPUT": "memory:"}
        )
        assert results["CRIMES_HALF"] == sum(plain[metres / 2].values())
        assert results["CRIMES"] == sum(plain[metres].values()) > 50
        assert results["CRIMES_DOUBLE"] == sum(plain[2 * metres].values())
        features = rows(results, context)
        assert len(features) == results["SNAP_POINTS"]
        assert sum(feature["crimes"] for feature in features) == results["CRIMES"]
        assert max(feature["distance_m"] for feature in features) <= metres + 0.05
        by_type: Counter[str] = Counter()
        for (_, name), count in plain[metres].items():
            by_type[name] += count
        assert {name: sum(feature[name] for feature in features) for name in by_type} == dict(by_type)


def test_the_table_has_months_and_types(cache: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    types = ("Burglary", "Robbery", "Theft from the person")
    along(cache, ROUTE_TEXT=text_of(), BUFFER=80, TYPES=list(types), TABLE=str(table))
    plain = plainly(bedfordshire_zip, 80, ROUTE, types=types)
    written = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    assert {row["month_held"] for row in written} == {"held"}
    assert len(written) == 24 * 3
    assert {(row["month"], row["crime_type"]): int(row["crimes"]) for row in written if row["crimes"] != "0"} == plain


def test_missing_months_are_empty_and_said(tmp_path: Path) -> None:
    place = {"longitude": "-0.42", "latitude": "51.88", "lsoa_code": "E01015693", "lsoa_name": "Luton 007B"}
    members = {
        made.member(month, "bedfordshire"): made.street_csv(month, "bedfordshire", [made.street_row(**place)])
        for month in ("2024-01", "2024-03")
    }
    cache = make_cache(tmp_path / "gap.sqlite", made.archive_zip(tmp_path / "2024-03.zip", members))
    feedback = Listening()
    table = tmp_path / "table.csv"
    results = along(cache, feedback, ROUTE_TEXT=text_of(), TABLE=str(table), FROM="2024-01", TO="2024-03")
    written = {row["month"]: row for row in csv.DictReader(io.StringIO(table.read_text(encoding="utf-8")))}
    assert (written["2024-02"]["crimes"], written["2024-02"]["month_held"]) == ("", "missing")
    assert written["2024-01"]["crimes"] == "1"
    assert (results["CRIMES"], results["MISSING_MONTHS"]) == (2, 1)
    assert any("Missing, which is not zero: February 2024." in line for line in feedback.warned)
    assert any("February 2024" in line for line in feedback.said)


def test_a_point_beyond_the_buffer_does_not_count(cache: Path) -> None:
    """A route far from every snap point is a number, and the number is zero, where the ground is held."""
    feedback = Listening()
    to_metres = in_metres()
    start = to_metres.transform(-0.42, 51.88)
    text = f"LINESTRING({start.x()} {start.y()}, {start.x() + 3} {start.y()}) [EPSG:27700]"
    results = along(cache, feedback, ROUTE_TEXT=text, BUFFER=0.01, TYPES=["Robbery"])
    assert (results["CRIMES"], results["SNAP_POINTS"]) == (0, 0)
    assert "0 crimes" in results["SENTENCE"]
    assert any("street by street" in line for line in feedback.warned)


HOSTILE = '<img src=x onerror="alert(1)"> \u202e"&\' ' + "long " * 90


def test_page_layer_and_chart_explain_themselves(cache: Path, tmp_path: Path) -> None:
    place = {
        "longitude": "-0.42",
        "latitude": "51.88",
        "lsoa_code": "E01015693",
        "lsoa_name": HOSTILE,
        "location": HOSTILE,
    }
    files = {
        made.member("2024-01", "bedfordshire"): made.street_csv("2024-01", "bedfordshire", [made.street_row(**place)])
    }
    odd = make_cache(tmp_path / "odd.sqlite", made.archive_zip(tmp_path / "2024-01.zip", files))
    given = {"OUTPUT": str(tmp_path / "route.gpkg"), "BUFFER_AREA": str(tmp_path / "buffer.gpkg")}
    for _ in range(2):  # the second time over the first
        along(
            odd,
            ROUTE=line_layer([wkt_of(ROUTE)], name=HOSTILE),
            REPORT=str(tmp_path / "page.html"),
            CHART=str(tmp_path / "chart.svg"),
            **given,
        )
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<img src=x" not in html
    assert "snap point" in html
    assert "Within 25 m" in html
    assert not re.search(r"(src|href)='https?:", html)
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8").startswith("<")
    layer = QgsVectorLayer(str(tmp_path / "route.gpkg"), "route", "ogr")
    assert layer.renderer().type() == "graduatedSymbol"
    assert "street by street" in layer.metadata().abstract()
    assert "<img" not in layer.metadata().abstract()
    assert next(layer.getFeatures())["location"] == HOSTILE
    buffer = QgsVectorLayer(str(tmp_path / "buffer.gpkg"), "buffer", "ogr")
    shape = next(buffer.getFeatures())
    assert shape["crimes"] == 1
    assert shape.geometry().area() == pytest.approx(2 * 50 * shape["route_km"] * 1000 + 3.14 * 50**2, rel=0.02)
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix in (".gpkg", ".html", ".svg")) == [
        *("buffer.gpkg", "chart.svg", "page.html", "route.gpkg")
    ]


def test_the_rows_behind_it_are_found_from_its_file(cache: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    path = tmp_path / "route.gpkg"
    page = tmp_path / "page.html"
    results = along(cache, ROUTE_TEXT=text_of(), BUFFER=60, TYPES=["Drugs"], OUTPUT=str(path), REPORT=str(page))
    command = unescape(re.findall("<pre>(.*?)</pre>", page.read_text(encoding="utf-8"))[1])
    assert command.partition(" ")[2] == "run policeuk:publishedrows -- INPUT=route.gpkg OUTPUT=rows.gpkg"
    behind, context = run("publishedrows", {"INPUT": str(path), "OUTPUT": "memory:"})
    assert behind["ROWS"] == behind["SHOWN"] == results["CRIMES"] > 0
    months = Counter((row["Month"], row["Crime type"]) for row in rows(behind, context))
    assert months == plainly(bedfordshire_zip, 60, ROUTE, types=("Drugs",))


def test_it_is_refused_over_what_it_reads(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="is the cache"):
        along(cache, ROUTE_TEXT=text_of(), TABLE=str(cache))
    same = str(tmp_path / "same.gpkg")
    with pytest.raises(QgsProcessingException, match="the result itself"):
        along(cache, ROUTE_TEXT=text_of(), OUTPUT=same, BUFFER_AREA=same)


@pytest.mark.parametrize("at", [15, 45, 60, 75, 85])
def test_a_cancel_leaves_nothing(cache: Path, tmp_path: Path, at: float) -> None:
    given = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", "TABLE", "BUFFER_AREA")}
    with pytest.raises(QgsProcessingException):
        along(cache, Listening(cancel_at=at), ROUTE_TEXT=text_of(), REPORT=str(tmp_path / "p.html"), **given)
    assert list(tmp_path.iterdir()) == []


def test_many_features_count_once_and_stop_at_once(cache: Path, bedfordshire_zip: Path) -> None:
    """20,000 short ways over one another are the same route; a cancel is heard within a second."""
    steps = 20_000
    (x0, y0), (x1, y1) = (-0.4307, 51.8827), (-0.403, 51.869)

    def point(at: int) -> tuple[float, float]:
        return x0 + (x1 - x0) * at / steps, y0 + (y1 - y0) * at / steps

    layer = line_layer([wkt_of((point(at), point(at + 1))) for at in range(steps)])
    results = along(cache, ROUTE=layer, BUFFER=100)
    one = plainly(bedfordshire_zip, 100, ((x0, y0), (x1, y1)))
    assert results["CRIMES"] == pytest.approx(sum(one.values()), abs=3)  # a straight line in degrees bends in metres

    class Stopping(Listening):
        def isCanceled(self) -> bool:  # noqa: N802
            self.asked += 1
            return self.asked > 3

    feedback = Stopping()
    feedback.asked = 0
    with pytest.raises(QgsProcessingException):
        along(cache, feedback, ROUTE=layer, BUFFER=100)
    assert feedback.asked < 10, "it went on after it was stopped"


def test_asb_comes_only_when_asked(cache: Path, bedfordshire_zip: Path) -> None:
    without = along(cache, ROUTE_TEXT=text_of(), BUFFER=100)["CRIMES"]
    both = along(cache, ROUTE_TEXT=text_of(), BUFFER=100, INCLUDE_ASB=True)["CRIMES"]
    only = along(cache, ROUTE_TEXT=text_of(), BUFFER=100, TYPES=[ASB])["CRIMES"]
    assert both == without + only
    assert 0 < without < both


def test_months_that_are_missing_are_named_in_the_sentence(sample_cache: Path, sample_zip: Path) -> None:
    at = [(row["Longitude"], row["Latitude"]) for _, row in placed(sample_zip, "street")]
    ends = [(float(x), float(y)) for x, y in (at[0], at[len(at) // 2])]
    words = {"ROUTE_TEXT": text_of(ends), "CRS": "EPSG:27700"}
    gap = along(sample_cache, FROM="2025-01", TO="2025-03", **words)
    assert "Missing, which is not zero: February 2025." in gap["SENTENCE"]
    assert "Missing" not in along(sample_cache, FROM="2025-03", TO="2025-04", **words)["SENTENCE"]
