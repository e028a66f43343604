# SPDX-License-Identifier: GPL-2.0-or-later
"""Result pages read back: all that they say, and nothing that others may have put in."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from offline_cache.errors import CacheError
from policeuk_plugin.reports.charts import IntervalBar, IntervalBars, interval_bars, svg_address
from policeuk_plugin.reports.document import Bullets, Document, Heading, Legend, Paragraph, Pictures, Section, Style
from policeuk_plugin.reports.document_html import document_html
from policeuk_plugin.reports.page_reading import LARGEST, is_picture, read_page
from policeuk_plugin.reports.result_page import Detail, ResultPage, Swatch, Table, write_page

CHART = svg_address(interval_bars(IntervalBars("A & B", "per <month>", "told", [IntervalBar("x", 1.0, 0.5, 2.0)])))
MAP = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
NASTY = "<script>alert(1)</script> & 'quoted' \"twice\" [% 1 %] \u202e\U0001f600"


def a_page(title: str = "Finding") -> ResultPage:
    """A page with everything on it."""
    return ResultPage(
        title=title,
        subtitle="May 2021",
        sentences=("First.", "Second."),
        picture=CHART,
        picture_text="the map",
        legend=[Swatch("#d55e00", "cluster (3)"), Swatch("", "no colour")],
        basis=["24 files.", NASTY],
        method=["Counted."],
        command="qgis_process run\n  policeuk:x",
        caveats=["Snap points."],
        rights=["Licence."],
        labels=["Invented."],
        tables=(Table("Clusters", ("Name", "Crimes"), [("1 · A", "12"), ("", "3")], "A note."),),
        details=(Detail(MAP, "near"), Detail(MAP, "far"), Detail(CHART, "a chart has a row of its own")),
        rows="rows",
    )


def test_all_of_a_page_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_page(a_page(NASTY), path)
    read = read_page(path)
    assert (read.title, read.subtitle, read.lead) == (NASTY, "May 2021", "First. Second.")
    assert Paragraph("Invented.", Style.LABEL) in read.blocks
    assert Legend((Swatch("#d55e00", "cluster (3)"), Swatch("", "no colour"))) in read.blocks
    assert Table("", ("Name", "Crimes"), [("1 · A", "12"), ("", "3")]) in read.blocks
    assert Bullets(("24 files.", NASTY)) in read.blocks
    assert Paragraph("qgis_process run\n  policeuk:x", Style.CODE) in read.blocks
    assert [block.text for block in read.blocks if isinstance(block, Heading)][0] == "Clusters"
    several = [block for block in read.blocks if isinstance(block, Pictures)]
    assert [len(one.pictures) for one in several] == [1, 2, 1]
    assert [one.caption for one in several[1].pictures] == ["near", "far"]


def test_what_comes_back_cannot_do_anything(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_page(a_page(), path)
    text = path.read_text(encoding="utf-8")
    evil = (
        "<img src='https://example.org/a.png'><img src='javascript:alert(1)'><iframe src='file:///'></iframe>"
        "<script>document.write('x')</script><p class='lead' onclick='x()'>Clicked</p>"
        "<figcaption><span><i style='background:url(https://example.org)'></i>leads out</span></figcaption>"
    )
    path.write_text(text.replace("<h1>", evil + "<h1>"), encoding="utf-8")
    read = read_page(path)
    page = document_html(Document(NASTY, NASTY, [], [Section(NASTY, read.title, read.blocks)], NASTY))
    body = page.partition("<body>")[2]
    assert not any(bad in body for bad in ("<script", "<iframe", "onclick", "javascript:", "example.org", "file:"))
    assert "leads out" in body
    assert body.count("<img") == 4


@pytest.mark.parametrize(
    "svg",
    [
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        "<svg><script>1</script></svg>",
        "<svg><style>@import 'x'</style></svg>",
        "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg><text>&a;</text></svg>",
        "<svg><rect fill='url(http://example.org)'/></svg>",
        "<html></html>",
        "",
    ],
)
def test_only_charts_of_shapes_are_pictures(svg: str) -> None:
    assert is_picture(CHART)
    assert not is_picture("data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode())


def test_only_png_is_png() -> None:
    assert is_picture("data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n....").decode())
    for address in ("data:image/png;base64,R0lGODlh", "data:image/png;base64,***", "data:text/html;base64,AAAA", ""):
        assert not is_picture(address)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"<h1>Only a title</h1>", b"<html><body>hello</body></html>", b"<![bad[" * 9]
)
def test_what_is_no_page_ends_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "no.html"
    path.write_bytes(data)
    with pytest.raises(CacheError, match="no result page of this plugin"):
        read_page(path)


def test_a_huge_file_and_a_folder_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.html"
    with path.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    with pytest.raises(CacheError, match="larger than any result page"):
        read_page(path)
    with pytest.raises(CacheError, match="cannot be read"):
        read_page(tmp_path)
    with pytest.raises(CacheError, match="cannot be read"):
        read_page(tmp_path / "none.html")
