# SPDX-License-Identifier: GPL-2.0-or-later
"""What the page Field says before and after a pack is made, and where it would be made."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QStandardPaths

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.dock_window import text
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.test_dock_field import _beat, job, run  # noqa: F401 - a fixture


def test_the_pack_is_announced_with_all_that_it_will_hold(beat: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    page = job(beat, "pack")
    live = beat.selection.live
    assert live is not None
    every = sum(live.by_type.values())
    assert every > live.crimes, "anti-social behaviour is in the pack, too"
    assert f"{every:,} crimes and incidents of anti-social behaviour" in text(beat, "policeukFieldCost")
    page.pack.folder.setText(str(tmp_path))
    page.pack.zip.setChecked(True)
    closing = run(beat, window)
    assert f"{every:,} crimes and incidents" in closing
    assert ".zip to the laptop" in closing


def test_the_folder_that_is_proposed_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.reset()
    places = {
        QStandardPaths.StandardLocation.DocumentsLocation: str(tmp_path / "Documents"),
        QStandardPaths.StandardLocation.HomeLocation: str(tmp_path),
    }
    monkeypatch.setattr(QStandardPaths, "writableLocation", staticmethod(places.__getitem__))
    assert settings.export_folder() == str(tmp_path)
    (tmp_path / "Documents").mkdir()
    assert settings.export_folder() == str(tmp_path / "Documents")
