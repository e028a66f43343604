# SPDX-License-Identifier: GPL-2.0-or-later
"""The locator bar: QGIS's own locator runs the filter in its threads; what is picked is gone to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsLocator,
    QgsLocatorContext,
    QgsLocatorResult,
)
from qgis.PyQt.QtWidgets import QLabel, QPushButton

from policeuk_plugin import classFactory, settings
from policeuk_plugin.locator.filter import PREFIX, PoliceUkLocatorFilter
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.command import succeed
from tests.dock_window import count
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.service import Service

Search = Callable[[str], list[QgsLocatorResult]]


@pytest.fixture(name="cache")
def _cache(tmp_path: Path, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a cache with the sample, which the plugin uses."""
    cache = tmp_path / "cache.sqlite"
    monkeypatch.setenv("POLICEUK_CACHE", str(cache))
    succeed(cache, "import", sample_folder / "sample_archive.zip")
    areas = (sample_folder / name for name in ("sample_lookup.csv", "sample_lsoa_2021.geojson"))
    succeed(cache, "areas", "import", *areas)
    return cache


@pytest.fixture(name="plugged")
def _plugged(window: Window) -> Iterator[Window]:
    """Give a window with the plugin in it."""
    settings.reset()
    plugin = classFactory(window.iface)
    plugin.initGui()
    window.main.show()
    yield window
    plugin.unload()
    window.main.hide()
    window.delete_later()
    settings.reset()
    assert window.locator.filters() == []
    assert QgsApplication.taskManager().count() == 0


@pytest.fixture(name="search")
def _search(plugged: Window) -> Search:
    """Give a search as the locator bar does it: all results, best first."""

    def search(text: str) -> list[QgsLocatorResult]:
        results: list[QgsLocatorResult] = []
        done: list[bool] = []
        locator: QgsLocator = plugged.locator
        locator.foundResult.connect(lambda result: results.append(QgsLocatorResult(result)))  # QGIS's own goes away
        locator.finished.connect(lambda: done.append(True))
        locator.fetchResults(text, QgsLocatorContext())
        plugged.wait(lambda: bool(done) and not locator.isRunning())
        locator.foundResult.disconnect()
        locator.finished.disconnect()
        return sorted(results, key=lambda result: -result.score)

    return search


def pick(window: Window, result: QgsLocatorResult) -> None:
    """Pick a result as the locator bar does."""
    assert isinstance(result.filter, PoliceUkLocatorFilter)
    result.filter.triggerResult(result)


def said(window: Window) -> str:
    """Give what the message bar says."""
    item = window.bar.currentItem()
    return item.text() if item is not None else ""


def test_a_ward_is_found_gone_to_and_made_the_area(cache: Path, plugged: Window, search: Search) -> None:
    plugged.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:27700"))
    (ward,) = search(f"{PREFIX} cleaver")
    assert ward.displayString == "Cleaver Bank (ward)"
    assert ward.description == "Dogger Bank"
    pick(plugged, ward)
    plugged.wait(lambda: "Cleaver Bank" in said(plugged))
    centre = plugged.canvas.extent().center()
    assert 655_000 < centre.x() < 660_000, "British National Grid, at 1.99 E 54.73 N"
    assert 540_000 < centre.y() < 550_000
    plugged.bar.currentItem().findChild(QPushButton, "policeukUseArea").click()
    (dock,) = plugged.main.findChildren(PoliceUkDock)
    assert dock.isVisible()
    assert "Cleaver Bank" in count(dock, plugged)
    assert dock.selection.chosen.area == "ward:E05990001"


def test_a_street_is_gone_to_and_its_lsoa_made_the_area(cache: Path, plugged: Window, search: Search) -> None:
    plugged.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    street = next(r for r in search(f"{PREFIX} high street") if r.description == "Dogger Bank 004B")
    pick(plugged, street)
    plugged.wait(lambda: "High Street" in said(plugged))
    centre = plugged.canvas.extent().center()
    assert centre.x() == pytest.approx(2.00681, abs=1e-4)
    assert centre.y() == pytest.approx(54.72113, abs=1e-4)
    plugged.bar.currentItem().findChild(QPushButton, "policeukUseArea").click()
    (dock,) = plugged.main.findChildren(PoliceUkDock)
    count(dock, plugged)
    assert dock.selection.chosen.area == "lsoa:E01990017"
    assert "High Street lies in Dogger Bank 004B" in dock.findChild(QLabel, "policeukAreaHint").text()


def test_among_the_results_of_others_it_is_brief(cache: Path, search: Search) -> None:
    assert search("do") == []
    assert len(search("dogger")) == 6


def test_without_a_cache_there_is_nothing(
    tmp_path: Path, plugged: Window, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICEUK_CACHE", str(tmp_path / "none.sqlite"))
    assert search(f"{PREFIX} luton") == []
    (ask,) = search(f"{PREFIX} LU1 2AB")
    assert ask.displayString == "Ask postcodes.io for LU1 2AB"
    (tmp_path / "none.sqlite").write_bytes(b"no cache at all")
    assert search(f"{PREFIX} luton") == []


def test_postcodes_io_is_asked_only_when_that_is_picked(
    cache: Path, plugged: Window, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Service() as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        (ask,) = search(f"{PREFIX} db12aa")
        assert ask.displayString == "Ask postcodes.io for DB1 2AA"
        assert len(service.log) == 0
        pick(plugged, ask)
        plugged.wait(lambda: "Dogger Bank 001B" in said(plugged))
        assert [entry.path for entry in service.log.of("postcodes")] == ["/postcodes/DB1%202AA"]
    assert "Royal Mail" in said(plugged)
    (held,) = search(f"{PREFIX} db12aa")
    assert (held.displayString, held.description) == ("DB1 2AA (postcode)", "Dogger Bank 001B")


def test_who_works_offline_is_told_and_nothing_is_sent(cache: Path, plugged: Window, search: Search) -> None:
    settings.work_offline(True)
    (ask,) = search(f"{PREFIX} DB1 2AA")
    assert ask.description == "'Work offline' is switched on"
    pick(plugged, ask)
    assert "so postcodes.io is not asked" in said(plugged)


def test_names_cannot_do_anything(tmp_path: Path, cache: Path, search: Search) -> None:
    from tests.sample_factory import street_csv, street_row

    path = tmp_path / "2026-04-kent-street.csv"
    names = ("<img src=x> Street", "\u202eevoli Street", "100% 'Street' _")
    path.write_bytes(street_csv("2026-04", "kent", [street_row(location=f"On or near {name}") for name in names]))
    succeed(cache, "import", path)
    shown = [r.displayString for r in search(f"{PREFIX} street") if "(place)" in r.displayString]
    assert "<img src=x> Street (place)" in shown
    assert all(text.isprintable() for text in shown)
