# SPDX-License-Identifier: GPL-2.0-or-later
"""The first screen: three ways to crimes, each of which works without a network or says what it needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtWidgets import QFileDialog, QLabel

from policeuk_plugin.ui.dock import PoliceUkDock
from tests.dock_window import button, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

WAYS = ("policeukSampleButton", "policeukImportFirst", "policeukDownloadForce")


def needs(dock: PoliceUkDock) -> list[str]:
    """Give what stands under each way."""
    return [text(dock, f"{way}Needs") for way in WAYS]


def test_each_way_says_what_it_needs(dock: PoliceUkDock) -> None:
    assert all(button(dock, way).isEnabled() for way in WAYS)
    assert ["network" in words for words in needs(dock)] == [True, True, True]
    assert [button(dock, way).accessibleDescription() for way in WAYS] == needs(dock)


def test_offline_only_the_download_cannot_be_gone_and_says_why(dock: PoliceUkDock) -> None:
    dock.data_page.form.foot.offline_box.click()
    assert [button(dock, way).isEnabled() for way in WAYS] == [True, True, False]
    assert needs(dock)[2] == "'Work offline' is ticked: untick it first."
    dock.data_page.form.foot.offline_box.click()
    assert button(dock, WAYS[2]).isEnabled()


def test_offline_a_file_is_imported(
    dock: PoliceUkDock, window: Window, sample_zip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(sample_zip)], ""))
    dock.data_page.form.foot.offline_box.click()
    button(dock, WAYS[1]).click()
    window.wait(lambda: not dock.data_page.runner.running)
    assert "11,676 crimes and ASB incidents" in text(dock, "policeukSummary")
    assert dock.findChild(QLabel, "policeukWelcomeText").isVisible() is False


def test_offline_the_sample_is_loaded(dock: PoliceUkDock, window: Window) -> None:
    dock.data_page.form.foot.offline_box.click()
    button(dock, WAYS[0]).click()
    assert not any(button(dock, way).isEnabled() for way in WAYS)
    assert "running" in needs(dock)[1]
    window.wait(lambda: not dock.data_page.runner.running)
    assert "71 new files" in text(dock, "policeukClosing")


def test_a_page_that_is_not_seen_takes_no_height(dock: PoliceUkDock, window: Window, sample_cache: Path) -> None:
    """Else the panel would scroll for what nobody sees; nor is any page cut: it may not be narrower than it needs."""
    dock.data_page.use_cache(sample_cache)
    for at, shown in enumerate(dock.page_of.values()):
        dock.pages.setCurrentIndex(at)
        window.wait(shown.isVisible)
        behind = [page for page in dock.page_of.values() if page is not shown]
        assert [page.minimumSizeHint().height() for page in behind] == [0] * len(behind)
        assert shown.minimumSizeHint().height() > 0
        narrowest = dock.widget().minimumSizeHint().width()
        assert narrowest >= max(page.minimumSizeHint().width() for page in dock.page_of.values())
        assert narrowest >= sum(dock.pages.tabBar().tabRect(tab).width() for tab in range(dock.pages.count()))
