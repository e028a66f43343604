# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run: what it must say, that nothing in it is markup, that its map is drawn."""

from __future__ import annotations

import base64
import re
import shlex
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtGui import QColor, QImage

from policeuk_plugin.reports.result_map import round_below
from policeuk_plugin.reports.result_page import Detail, ResultPage, Swatch, Table, page_html
from tests.algorithm_runs import box, point_layer, polygon_layer, registered, run
from tests.plugin_caches import make_cache


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> str:
    """Give a cache of the sample with outlines and look-up."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*lookup.csv"))
    return str(make_cache(tmp_path_factory.mktemp("page") / "policeuk.sqlite", sample_zip, areas=areas))


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
    assert words[:3] == ["qgis_process", "run", "policeuk:crimeclusters"]
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


def test_a_density_run_explains_itself(cache: str, tmp_path: Path) -> None:
    path = tmp_path / "density.html"
    run("crimedensity", {"CACHE": cache, "REPORT": str(path), "OUTPUT": str(tmp_path / "d.tif")})
    page = read(path.read_text(encoding="utf-8"))
    text = " ".join(page.text)
    assert "is densest near Dogger Bank" in page.titles[0]
    assert "Crimes per km²:" in text
    assert "quartic" in text
    assert len(colours(image_of(page.pictures[0]))) > 10


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
