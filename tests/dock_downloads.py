# SPDX-License-Identifier: GPL-2.0-or-later
"""The form of a download as a user fills it in, for tests to press its buttons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.download.wanted_download import WantedDownload
from tests.dock_window import button, text
from tests.plugin_window import Window
from tests.qgis_downloads import use
from tests.service import Service


def settle(dock: PoliceUkDock, window: Window) -> None:
    """Wait until nothing is under way and the plan is that of what is filled in."""
    page = dock.data_page
    window.wait(lambda: not page.running and not page.part.downloads.looker.waiting)


def fill(dock: PoliceUkDock, window: Window, wanted: WantedDownload) -> str:
    """Open the form, fill it in, and give what is said of the plan."""
    dock.data_page.part.open_download()
    dock.data_page.form.download.fill(wanted)
    settle(dock, window)
    return text(dock, "policeukPlan")


def press(dock: PoliceUkDock, window: Window, name: str) -> str:
    """Press a button, wait for the end of what it does, and give what is said then."""
    assert button(dock, name).isEnabled(), button(dock, name).toolTip()
    button(dock, name).click()
    settle(dock, window)
    return text(dock, "policeukClosing")


@pytest.fixture(name="wide")
def wide(wide_zip: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The stand-in with 36 months of 45 forces."""
    with Service(wide_zip) as running:
        use(running, monkeypatch)
        yield running
