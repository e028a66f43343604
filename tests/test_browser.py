# SPDX-License-Identifier: GPL-2.0-or-later
"""The browser: QGIS's own model lists what the cache holds; what is dragged from it is added as layers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsBrowserModel, QgsDataItem, QgsMimeDataUtils, QgsVectorLayer
from qgis.gui import QgsDataItemGuiContext, QgsGui
from qgis.PyQt.QtWidgets import QMenu

from policeuk_plugin import classFactory, settings
from tests.command import succeed
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.sample_factory import archive_zip, member, street_csv, street_row


@pytest.fixture(name="cache")
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a cache, not there yet, that the plugin uses."""
    cache = tmp_path / "cache.sqlite"
    monkeypatch.setenv("POLICEUK_CACHE", str(cache))
    return cache


@pytest.fixture(name="filled")
def _filled(cache: Path, tmp_path: Path) -> Path:
    """Give a cache with two months of Dorset and one of Kent."""
    files = {
        member("2024-01", "dorset"): street_csv("2024-01", "dorset", [street_row()] * 3),
        member("2024-02", "dorset"): street_csv("2024-02", "dorset", [street_row()] * 2),
        member("2024-02", "kent"): street_csv("2024-02", "kent", [street_row()]),
    }
    succeed(cache, "import", archive_zip(tmp_path / "archive.zip", files))
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
    window.project.clear()
    window.delete_later()
    settings.reset()
    assert window.drop_handlers == []
    assert "policeuk" not in [provider.name() for provider in QgsApplication.dataItemProviderRegistry().providers()]


class Browser:
    """QGIS's model of the browser, and ours in it."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.model = QgsBrowserModel()
        self.model.initialize()

    def children(self, *names: str) -> dict[str, QgsDataItem]:
        """Open the entries of these names one after another, and give those below the last, in the shown order."""
        index = next(
            self.model.index(row, 0)
            for row in range(self.model.rowCount())
            if self.model.data(self.model.index(row, 0)) == "Police UK"
        )
        for name in (None, *names):
            if name is not None:
                rows = range(self.model.rowCount(index))
                index = next(i for i in (self.model.index(row, 0, index) for row in rows) if self.model.data(i) == name)
            self.model.fetchMore(index)
            item = self.model.dataItem(index)
            self._window.wait(lambda found=item: found.rowCount() or found.state().name != "Populating")
        rows = range(self.model.rowCount(index))
        below = [self.model.index(row, 0, index) for row in rows]
        return {self.model.data(i): self.model.dataItem(i) for i in below}


@pytest.fixture(name="browser")
def _browser(plugged: Window) -> Iterator[Browser]:
    """Give the browser."""
    browser = Browser(plugged)
    yield browser
    browser.model.deleteLater()
    plugged.delete_later()


def names_of(window: Window) -> dict[str, int]:
    """Give the layers of the project with their numbers of features."""
    return {
        layer.name(): layer.featureCount()
        for layer in window.project.mapLayers().values()
        if isinstance(layer, QgsVectorLayer)
    }


def drop(window: Window, uri: QgsMimeDataUtils.Uri) -> None:
    """Hand over what was dragged, as QGIS does."""
    (handler,) = [h for h in window.drop_handlers if h.customUriProviderKey() == uri.providerKey]
    handler.handleCustomUriDrop(uri)


def test_forces_and_their_months_are_listed(filled: Path, browser: Browser) -> None:
    assert list(browser.children()) == ["Dorset Police", "Kent Police"]
    assert list(browser.children("Dorset Police")) == ["February 2024", "January 2024"]
    assert list(browser.children("Kent Police")) == ["February 2024"]
    tip = browser.children("Dorset Police")["January 2024"].toolTip()
    assert "3 crimes" in tip


def test_a_month_dragged_to_the_map_becomes_styled_layers(filled: Path, plugged: Window, browser: Browser) -> None:
    month = browser.children("Dorset Police")["February 2024"]
    assert month.hasDragEnabled()
    (uri,) = month.mimeUris()
    drop(plugged, uri)
    plugged.wait(lambda: bool(plugged.bar.items()))  # it says what was added
    assert names_of(plugged)["Crimes by type"] == 2
    (group,) = [g.name() for g in plugged.project.layerTreeRoot().findGroups()]
    assert "Dorset" in group
    assert "February 2024" in group
    nodes = plugged.project.layerTreeRoot().findLayers()
    assert [node.name() for node in nodes if node.itemVisibilityChecked()][:1] == ["Crimes by place"]
    assert not any(node.itemVisibilityChecked() for node in nodes if node.name() == "Crimes by type")
    assert "tick the others" in plugged.bar.items()[-1].text()


def test_a_force_goes_with_all_its_months(filled: Path, plugged: Window, browser: Browser) -> None:
    (uri,) = browser.children()["Dorset Police"].mimeUris()
    drop(plugged, uri)
    plugged.wait(lambda: bool(plugged.bar.items()))  # it says what was added
    assert names_of(plugged)["Crimes by type"] == 5


def test_by_menu_and_double_click(filled: Path, plugged: Window, browser: Browser) -> None:
    item = browser.children("Dorset Police")["January 2024"]
    (ours,) = [p for p in QgsGui.dataItemGuiProviderRegistry().providers() if p.name() == "policeuk"]
    menu = QMenu()
    ours.populateContextMenu(item, menu, [item], QgsDataItemGuiContext())
    assert [action.text() for action in menu.actions()] == ["Add to map"]
    assert ours.handleDoubleClick(item, QgsDataItemGuiContext())
    plugged.wait(lambda: bool(plugged.bar.items()))  # it says what was added
    assert not ours.handleDoubleClick(browser.children()["Dorset Police"], QgsDataItemGuiContext())


def test_what_is_imported_meanwhile_is_listed(filled: Path, tmp_path: Path, browser: Browser, plugged: Window) -> None:
    assert list(browser.children()) == ["Dorset Police", "Kent Police"]
    more = {member("2024-02", "essex"): street_csv("2024-02", "essex", [street_row()])}
    succeed(filled, "import", archive_zip(tmp_path / "more.zip", more))
    plugged.wait(lambda: list(browser.children()) == ["Dorset Police", "Essex Police", "Kent Police"])


@pytest.mark.parametrize("content", [None, b"", b"not a cache" * 100], ids=["none", "empty", "foreign"])
def test_nothing_to_list_is_said(cache: Path, content: Any, browser: Browser, plugged: Window) -> None:
    if content is not None:
        cache.write_bytes(content)
        plugged.wait(lambda: True)
    (sentence,) = browser.children()
    assert sentence
    assert plugged.project.mapLayers() == {}


def test_what_only_looks_like_ours_is_left_alone(filled: Path, plugged: Window) -> None:
    uri = QgsMimeDataUtils.Uri()
    uri.providerKey = "policeuk"
    for text in ("", "{}", json.dumps(["a", "b", "c"]), json.dumps([1, 2, 3, 4, ["no dataset"]])):
        uri.uri = text
        drop(plugged, uri)
    assert plugged.project.mapLayers() == {}


def test_a_cache_that_went_away_is_said(filled: Path, plugged: Window, browser: Browser) -> None:
    (uri,) = browser.children()["Kent Police"].mimeUris()
    filled.unlink()
    drop(plugged, uri)
    plugged.wait(lambda: bool(plugged.bar.items()))
    assert plugged.project.mapLayers() == {}


def test_qgis_may_close_while_layers_are_opened(filled: Path, plugged: Window, browser: Browser) -> None:
    (uri,) = browser.children()["Kent Police"].mimeUris()
    drop(plugged, uri)
    plugged.wait(lambda: bool(plugged.project.mapLayers()))  # the first of several
