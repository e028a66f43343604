# SPDX-License-Identifier: GPL-2.0-or-later
"""Names that are read from right to left leave the numbers after them as they are, in sentences and on pages."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

from offline_cache.reading_order import isolated
from tests.algorithm_runs import registered, run
from tests.plugin_caches import make_cache
from tests.sample_factory import street_csv, street_row

HEBREW, TURNED = "\u05e1\u05d5\u05e3", "\u202egnirts"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.mark.parametrize("name", [HEBREW, TURNED, f"Luton {HEBREW}", "\u2067Luton"])
def test_a_name_that_turns_is_shut_in(name: str) -> None:
    shut = isolated(name)
    assert (shut[0], shut[-1]) == ("\u2068", "\u2069")
    assert shut.count("\u2068") == shut.count("\u2069") == 1
    assert isolated(shut) == shut


def test_a_name_cannot_break_out() -> None:
    assert isolated("a\u2069\u202eb") == "\u2068a\u202eb\u2069"


@pytest.mark.parametrize("name", ["Luton 007B", "St Mary's", "Ynys Môn", "", "中文"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert isolated(name) == name


@pytest.mark.parametrize("name", [HEBREW, TURNED])
def test_places_on_a_page(name: str, tmp_path: Path) -> None:
    path, page = tmp_path / "2026-04-dorset-street.csv", tmp_path / "page.html"
    path.write_bytes(street_csv("2026-04", "dorset", [street_row(location=f"On or near {name}")]))
    cache = make_cache(tmp_path / "cache.sqlite", path)
    run("placelayer", {"CACHE": str(cache), "OUTPUT": "memory:", "REPORT": str(page)})
    text = unescape(page.read_text(encoding="utf-8"))
    assert f"\u2068On or near {name}\u2069" in text
    assert text.count(name) == text.count(f"{name}\u2069")


@pytest.mark.parametrize("name", [HEBREW, TURNED])
def test_areas_in_the_finding_and_on_the_page(name: str, area_cache: Path, tmp_path: Path) -> None:
    cache, page = Path(shutil.copy(area_cache, tmp_path / "cache.sqlite")), tmp_path / "page.html"
    with closing(sqlite3.connect(cache)) as connection:
        connection.execute("UPDATE area SET name = ? || name", (name,))
        connection.execute("UPDATE area_name SET name = ? || name", (name,))
        connection.commit()
    given = {"LEVEL": "ward", "MEASURE": "count", "OUTPUT": "memory:", "REPORT": str(page)}
    run("areamap", {"CACHE": str(cache), **given})
    text = unescape(page.read_text(encoding="utf-8"))
    assert f"most in \u2068{name}" in text
    assert text.count(f"\u2068{name}") == text.count(name) > 1


@pytest.fixture(scope="module")
def area_cache(tmp_path_factory: pytest.TempPathFactory, sample_zip: Path, sample_folder: Path) -> Path:
    """Give a cache of the sample with its areas."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*lookup.csv"))
    return make_cache(tmp_path_factory.mktemp("areas") / "policeuk.sqlite", sample_zip, areas=areas)
