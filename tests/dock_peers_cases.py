# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Compare with a cache of invented areas, and steps on it that its tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QToolButton

from policeuk_plugin.ui.compare.compare_page import ComparePage
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.pages import PAGES
from tests.dock_window import count
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.peer_cases import (
    attributes,
    country,
    csp,
    with_reference,
)
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

AT = [page.key for page in PAGES].index("compare")


OURS = f"csp:{csp(0)}"


ENABLED = Qt.ItemFlag.ItemIsEnabled


@pytest.fixture(scope="session", name="whole")
def _whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give it with measures of its CSPs."""
    folder = tmp_path_factory.mktemp("whole")
    return with_reference(country(folder), attributes(folder))


@pytest.fixture(name="page")
def _page(dock: PoliceUkDock, window: Window, whole: Path) -> ComparePage:
    """Give the page on the country, its first CSP chosen."""
    return opened(dock, window, whole, OURS)


def opened(dock: PoliceUkDock, window: Window, cache: Path, area: str) -> ComparePage:
    """Show the page on a cache and an area, with room for all of it."""
    window.main.resize(1200, 1100)
    dock.desk.use_cache(cache)
    count(dock, window)
    dock.pages.setCurrentIndex(AT)
    page = dock.page_of["compare"]
    assert isinstance(page, ComparePage)
    choose(page, window, area)
    return page


def choose(page: ComparePage, window: Window, area: str) -> None:
    """Choose the area on top, and wait until all is known of it."""
    page.desk.selection.area_box.take(area, area)
    known(page, window)


def tick(page: ComparePage, window: Window, crime_type: str) -> None:
    """Tick a crime type on top."""
    page.desk.selection.types_box.set_chosen((crime_type,), False)
    page.desk.selection.types_box.chosen.emit()
    known(page, window)


def known(page: ComparePage, window: Window) -> None:
    """Wait until all is known that is asked."""
    selection = page.desk.selection
    window.wait(lambda: not (page.runner.running or page.imports.runner.running))
    window.wait(lambda: not (selection.asker.waiting or selection.areas.waiting or page.asking.waiting))


def run(page: ComparePage, window: Window) -> str:
    """Press the main button and wait; gives what the page says."""
    assert page.main_button.isEnabled(), page.main_button.toolTip()
    page.main_button.click()
    assert page.runner.running
    window.wait(lambda: not page.runner.running)
    return f"{page.closing_label.text()} {page.rest_label.text()}"


def change(page: ComparePage, window: Window) -> None:
    """Press the button that opens how it is compared."""
    page.findChild(QToolButton, "policeukCompareChange").click()
    known(page, window)


def pick(page: ComparePage, name: str, value: str, window: Window) -> None:
    """Choose in a list as a user does."""
    box = page.findChild(QComboBox, name)
    assert box.isVisibleTo(page), name
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    known(page, window)


def reasons(box: QComboBox) -> dict[str, str]:
    """Why not, by the value of each entry; '' for those that can be chosen."""
    found = {}
    for row in range(box.count()):
        can = bool(box.model().flags(box.model().index(row, 0)) & ENABLED)
        found[str(box.itemData(row))] = "" if can else str(box.itemData(row, Qt.ItemDataRole.ToolTipRole) or "")
        assert can or found[str(box.itemData(row))], "what is disabled says why"
    return found


def chips(page: ComparePage) -> list[str]:
    """Give all peers, also those that are only counted."""
    return page.form.chips.accessibleName().partition(": ")[2].split(", ")
