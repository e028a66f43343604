# SPDX-License-Identifier: GPL-2.0-or-later
"""What `policeuk:areatrend` writes: page, table and chart, hostile names, what it refuses, cancel."""

from __future__ import annotations

import base64
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.algorithm_runs import Listening
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.algorithm_runs import run as run_algorithm
from tests.area_factory import table, written
from tests.plugin_caches import make_cache
from tests.trend_cases import MONTHS, invented_archive, trend
from tests.trend_cases import cache as _cache  # noqa: F401 - a fixture

HOSTILE = "<script>alert(1)</script>\"'&\u202eشرطة " + "x" * 500


def charts(page: Path) -> list[str]:
    """The SVG texts in a page."""
    found = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", page.read_text(encoding="utf-8"))
    return [base64.b64decode(text).decode("utf-8") for text in found]


def test_the_page_has_one_range_one_district_and_no_folder(cache: Path, tmp_path: Path) -> None:
    page, chart = tmp_path / "page.html", tmp_path / "folder of mine.svg"
    results, _ = trend(cache, AREA="district:Luton", TYPES=["Burglary"], REPORT=str(page), CHART=str(chart))
    html = unescape(page.read_text(encoding="utf-8"))
    lower, upper = -int(-results["LOWER"] // 1), int(results["UPPER"])
    assert lower != round(results["LOWER"]), "so that rounding would differ"
    assert f"usual range of {lower} to {upper}" in results["SENTENCE"]
    assert f"usual range {lower} to {upper}" in charts(page)[0]
    heads = re.findall(r"<th[^>]*>([^<]*): crimes</th>", html)
    assert len(heads) == len(set(heads)) == 2
    assert "a force's files have more than its area" in html
    trend(cache, AREA="force:bedfordshire", REPORT=str(page))
    assert "also those without a place, which no area has" in page.read_text(encoding="utf-8")
    assert str(tmp_path) not in html + "".join(charts(page))


def test_a_hostile_name_is_shown_and_never_run(tmp_path: Path) -> None:
    header = "lsoa21_code,lsoa21_name,ltla24_code,ltla24_name,csp24_code,csp24_name"
    row = ("E01990001", "Here 001A", "E07990001", HOSTILE, "E22990001", HOSTILE)
    look_up = written(tmp_path / "look_up.csv", table(header, row))
    archive = invented_archive(tmp_path, {"dorset": dict.fromkeys(MONTHS, 5)})
    cache = make_cache(tmp_path / "policeuk.sqlite", archive, areas=(look_up,))
    page, out = tmp_path / "page.html", tmp_path / "months.gpkg"
    trend(cache, AREA="csp:E22990001", REPORT=str(page), OUTPUT=str(out))
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    for svg in charts(page):
        assert "<script" not in svg
        assert ElementTree.fromstring(svg) is not None
    layer = QgsVectorLayer(str(out), "months", "ogr")
    assert "<" not in layer.metadata().abstract()
    assert "‹script›" in layer.metadata().title()


def test_the_table_explains_itself_and_is_written_anew(cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "months.gpkg"
    for _ in range(2):
        results, _ = run_algorithm("areatrend", {"CACHE": str(cache), "AREA": "force:bedfordshire", "OUTPUT": str(out)})
    layer = QgsVectorLayer(results["OUTPUT"], "months", "ogr")
    assert layer.featureCount() == 24
    assert any("policeuk:areatrend" in line for line in layer.metadata().history())
    assert "usual range" in layer.metadata().abstract().lower()
    csv = tmp_path / "months.csv"
    run_algorithm("areatrend", {"CACHE": str(cache), "AREA": "force:bedfordshire", "OUTPUT": str(csv)})
    assert len(csv.read_text(encoding="utf-8").splitlines()) == 25


@pytest.mark.parametrize("name", ["OUTPUT", "REPORT", "CHART"])
def test_no_result_takes_the_place_of_the_cache(cache: Path, name: str) -> None:
    with pytest.raises(QgsProcessingException, match="would replace"):
        trend(cache, **{name: str(cache)})


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"AREA": "csp:Narnia"}, "Narnia"),
        ({"FROM": "2010-01", "TO": "2010-12"}, "Not one month"),
        ({"AREA": "ward:E05009861"}, "no street-level crimes|holds no"),
        ({"FROM": "2023-01", "TO": "2022-01"}, "Swap them"),
        ({"CHART": "/no/such/folder/chart.svg"}, "could not be written"),
    ],
)
def test_what_cannot_be_is_one_sentence(cache: Path, parameters: dict[str, str], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        trend(cache, **parameters)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_cancel_makes_nothing(cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "months.csv"
    with pytest.raises(QgsProcessingException, match="Stopped"):
        trend(cache, Listening(cancel_at=40), AREA="csp:Luton", OUTPUT=str(out))
    assert list(tmp_path.iterdir()) == []
