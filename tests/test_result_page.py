# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run: what it must say, that nothing in it is markup, that its map is drawn."""

from __future__ import annotations

import base64
import re
import shlex
import shutil
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtGui import QColor, QImage

from policeuk_plugin.reports.result_map import round_below
from policeuk_plugin.reports.result_page import Detail, ResultPage, Swatch, Table, page_html
from tests.algorithm_runs import Listening, box, point_layer, polygon_layer, rows, run
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.test_installed import qgis_process


class Reader(HTMLParser):
    """Collects the text, the titles and the pictures of a page, and that its tags are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.titles: list[str] = []
        self.pictures: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.pictures.append(dict(attrs)["src"] or "")
            assert dict(attrs)["alt"]
        if tag not in ("img", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)
            if self.open and self.open[-1] in ("h1", "h2"):
                self.titles.append(data)


def read(html: str) -> Reader:
    """Read a page; fails where it is not well formed."""
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


def image_of(address: str) -> QImage:
    """The picture that a page holds itself."""
    kind, _, data = address.partition(",")
    assert kind == "data:image/png;base64"
    image = QImage()
    assert image.loadFromData(base64.b64decode(data))
    return image


def colours(image: QImage) -> set[str]:
    """Colours of the picture, a pixel in nine."""
    return {QColor(image.pixel(x, y)).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}


def test_a_cluster_run_explains_itself(cache: str, tmp_path: Path) -> None:
    path = tmp_path / "clusters.html"
    results, _ = run("crimeclusters", {"CACHE": cache, "REPORT": str(path), "OUTPUT": "memory:"})
    assert results["REPORT"] == str(path)
    page = read(path.read_text(encoding="utf-8"))
    text = " ".join(page.text)
    areas = results["CLUSTER_AREAS"]
    assert page.titles[0] == f"Recorded crime in the area of Dogger Bank: {areas} cluster{'s' if areas > 1 else ''}"
    assert "false alarm" in text
    assert "February 2025" in text
    assert "snapshot of the service" in text
    assert f"{results['UNPLACED']:,} were published without a place" in text
    assert "edition of 2021" in text
    assert "never an address" in text or "not an address" in text
    assert "Invented sample" in text
    assert "Benjamini-Hochberg" in text
    assert {"What this is based on", "What to keep in mind", "How it was done", "The clusters"} <= set(page.titles)
    found = colours(image_of(page.pictures[0]))
    assert len(found) > 10
    assert any(QColor(name).red() > 180 and QColor(name).blue() < 90 for name in found), "no cluster is drawn"
    assert "<script" not in path.read_text(encoding="utf-8")
    assert not re.search(r"(src|href)='https?:", path.read_text(encoding="utf-8")), "the page needs the network"


def test_the_command_on_the_page_gives_the_same_numbers(
    cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(cache).parent)  # files are named without their folders
    path = tmp_path / "page.html"
    parameters = {"CACHE": cache, "TYPES": ["Burglary", "Vehicle crime"], "CELL_SIZE": 500.0, "REPORT": str(path)}
    results, _ = run("crimeclusters", {**parameters, "OUTPUT": "memory:"})
    command = re.search(r"<pre>(.*?)</pre>", path.read_text(encoding="utf-8"), re.DOTALL)
    assert command
    words = shlex.split(unescape(command[1]))
    assert shutil.which(words[0]) == qgis_process()  # not the wrapper where it is one
    assert words[1:3] == ["run", "policeuk:crimeclusters"]
    again: dict[str, list[str]] = {}
    assert words[3] == "--"
    for word in words[4:]:
        name, _, value = word.partition("=")
        again.setdefault(name, []).append(value)
    assert again["TYPES"] == ["Burglary", "Vehicle crime"]
    assert (again["FROM"], again["TO"]) == (["2024-05"], ["2026-04"])
    given = {name: values if name == "TYPES" else values[0] for name, values in again.items()}
    repeated, _ = run("crimeclusters", {**given, "OUTPUT": "memory:"})
    numbers = [{k: v for k, v in one.items() if k not in ("OUTPUT", "REPORT")} for one in (repeated, results)]
    assert numbers[0] == numbers[1]
    assert str(Path(cache).parent) not in path.read_text(encoding="utf-8")


def test_the_page_has_the_command_that_lists_its_rows(cache: str, tmp_path: Path) -> None:
    path = tmp_path / "clusters.html"
    chosen = {"TYPES": ["Drugs", "Burglary"], "FROM": "2025-01", "AREA": "force:dogger-bank"}
    results, _ = run("crimeclusters", {"CACHE": cache, **chosen, "REPORT": str(path), "OUTPUT": "memory:"})
    html = path.read_text(encoding="utf-8")
    words = shlex.split(unescape(re.findall("<pre>(.*?)</pre>", html)[1]))
    assert shutil.which(words[0]) == qgis_process()  # not the wrapper where it is one
    assert words[1:3] == ["run", "policeuk:publishedrows"]
    given: dict[str, Any] = {"TYPES": []}
    for word in words[4:]:
        name, _, value = word.partition("=")
        if name == "TYPES":
            given[name].append(value)
        else:
            given[name] = value
    assert "/" not in given["CACHE"]
    behind, _ = run("publishedrows", {**given, "CACHE": cache, "OUTPUT": "memory:"})
    assert behind["ROWS"] == results["CRIMES"] + results["OUTSIDE"] + results["UNPLACED"]


def test_a_density_run_explains_itself(cache: str, tmp_path: Path) -> None:
    path = tmp_path / "density.html"
    run("crimedensity", {"CACHE": cache, "REPORT": str(path), "OUTPUT": str(tmp_path / "d.tif")})
    page = read(path.read_text(encoding="utf-8"))
    text = " ".join(page.text)
    assert "is densest near Dogger Bank" in page.titles[0]
    assert "Crimes per km²:" in text
    assert "quartic" in text
    assert len(colours(image_of(page.pictures[0]))) > 10


def test_a_page_explains_its_marks_and_its_small_clusters(cache: str, tmp_path: Path) -> None:
    path, feedback = tmp_path / "clusters.html", Listening()
    results, context = run(
        "crimeclusters", {"CACHE": cache, "UNITS": "hexagon", "REPORT": str(path), "OUTPUT": "memory:"}, feedback
    )
    units = rows(results, context)
    text = " ".join(read(path.read_text(encoding="utf-8")).text)
    stacks = sum(unit["verdict"] == "cluster" and unit["largest_place_share"] > 0.5 for unit in units)
    assert stacks
    assert f"of these mostly on one snap point ({stacks})" in text
    assert "A cell is called for what it holds together with its neighbours" in text
    assert "q is the share of all that stand out as much" in text
    assert "With neighbours" in text
    assert {"UNITS: hexagon", "CELL_SIZE: 250", "ALPHA: 0.05"} <= set(re.split(r"; |\. ", text.replace(".\n", "; ")))
    assert str(Path(cache).parent) not in text, "the folder of who made it is nobody's business"


def test_each_cluster_of_the_table_counts_its_neighbours(cache: str, tmp_path: Path) -> None:
    """Plainly: the crimes of all cells that touch one of the cluster."""
    path = tmp_path / "clusters.html"
    results, context = run("crimeclusters", {"CACHE": cache, "REPORT": str(path), "OUTPUT": "memory:"})
    units = {tuple(map(int, unit["id"].split("_"))): unit for unit in rows(results, context)}
    first = [at for at, unit in units.items() if unit["cluster"] == 1]
    around = {(x + dx, y + dy) for x, y in first for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & set(units)
    html = path.read_text(encoding="utf-8")
    cells = [unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", html)[:7]]
    assert cells[1] == f"{sum(units[at]['count'] for at in first):,}"
    assert cells[2] == f"{sum(units[at]['count'] for at in around):,}"
    assert cells[4] == f"{len(first)}"
    most = max((units[at] for at in first), key=lambda unit: unit["count"])["near"]
    assert most.startswith("Dogger Bank")


def test_a_layer_is_no_markup_where_qgis_shows_it(tmp_path: Path) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    points = point_layer([(400_100 + 11.0 * i, 300_100 + 7.0 * i) for i in range(300)])
    area = polygon_layer([box(400000, 300000, 5000)])
    points.setName(nasty)
    area.setName(nasty)
    for algorithm, name in (("crimeclusters", "c.gpkg"), ("crimedensity", "d.tif")):
        path = str(tmp_path / name)
        run(algorithm, {"INPUT": points, "STUDY_AREA": area, "OUTPUT": path, "REPORT": str(tmp_path / "p.html")})
        layer = QgsVectorLayer(path, "c", "ogr") if name == "c.gpkg" else QgsRasterLayer(path, "d")
        layer.loadDefaultMetadata()
        assert "onerror" in layer.metadata().title()
        assert "<img" not in layer.htmlMetadata()
        assert "<img src=x" not in (tmp_path / "p.html").read_text(encoding="utf-8")


def test_a_density_says_in_how_many_months(cache: str, tmp_path: Path) -> None:
    path = tmp_path / "density.html"
    parameters = {"CACHE": cache, "FROM": "2025-03", "TO": "2025-08", "OUTPUT": str(tmp_path / "d.tif")}
    run("crimedensity", {**parameters, "REPORT": str(path)})
    text = " ".join(read(path.read_text(encoding="utf-8")).text)
    assert "crimes per km² in 6 months" in text
    assert "▲ highest" in text


def test_no_cluster_is_a_finding_too(tmp_path: Path) -> None:
    points = [(400125 + 250 * i, 300125 + 250 * j) for i in range(20) for j in range(20)]
    path = tmp_path / "none.html"
    parameters = {"INPUT": point_layer(points), "STUDY_AREA": polygon_layer([box(400000, 300000, 5000)])}
    run("crimeclusters", {**parameters, "REPORT": str(path), "OUTPUT": "memory:"})
    page = read(path.read_text(encoding="utf-8"))
    assert "no cluster" in page.titles[0] or "too few crimes" in page.titles[0]
    assert "Contains public sector information" not in " ".join(page.text)


def test_nothing_on_the_page_is_taken_for_markup() -> None:
    nasty = "<script>alert('&\"')</script>"
    page = ResultPage(
        *(nasty, nasty, [nasty], "data:image/png;base64,", nasty, [Swatch(nasty, nasty)], [nasty], [nasty], nasty),
        *([nasty], [nasty], [nasty], [Table(nasty, [nasty], [[nasty]], nasty)], [Detail("data:,", nasty)]),
    )
    html = page_html(page)
    assert "<script" not in html
    assert " ".join(read(html).text).count("alert(") >= 12


def test_a_page_that_cannot_be_written_is_said(cache: str) -> None:
    with pytest.raises(QgsProcessingException, match=r"could not be written|cannot|not"):
        run("crimeclusters", {"CACHE": cache, "REPORT": "/no/such/folder/page.html", "OUTPUT": "memory:"})


@pytest.mark.parametrize(("value", "expected"), [(1, 1), (4.9, 2), (5, 5), (9999, 5000), (0.03, 0.02)])
def test_a_scale_bar_is_round(value: float, expected: float) -> None:
    assert round_below(value) == pytest.approx(expected)
