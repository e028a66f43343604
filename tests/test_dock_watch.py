# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel follows a cache that somebody else writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from policeuk_plugin import settings
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.dock_window import count, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window, turn_for  # noqa: F401 - a fixture
from tests.sample_factory import street_csv, street_row


def import_elsewhere(root: Path, cache: Path, month: str, crimes: int) -> None:
    """Import a file of so many crimes by the command line."""
    path = cache.parent / f"{month}-dorset-street.csv"
    path.write_bytes(street_csv(month, "dorset", [street_row()] * crimes))
    command = [sys.executable, "-m", "offline_cache", "--cache", str(cache), "import", str(path)]
    subprocess.run(command, check=True, capture_output=True, cwd=root)


def test_imports_by_another_process_are_seen(dock: PoliceUkDock, window: Window, root: Path) -> None:
    """Also the first one, which makes the cache, and one after the file was taken away and came back."""
    cache = settings.default_cache_path()
    cache.parent.mkdir(parents=True)
    dock.data_page.use_cache(cache)
    assert text(dock, "policeukWelcomeText")
    import_elsewhere(root, cache, "2026-03", 2)
    window.wait(lambda: "2 crimes" in text(dock, "policeukSummary"))
    assert "2 crimes on 1 snap point" in count(dock, window)
    layer = build_layers(LayerRequest(cache, (LayerKind.CRIMES,)), read_holdings(cache))[0]
    window.project.addMapLayer(layer)
    assert layer.featureCount() == 2
    import_elsewhere(root, cache, "2026-04", 3)
    window.wait(lambda: "5 crimes" in text(dock, "policeukSummary"))
    assert "5 crimes on 1 snap point" in count(dock, window)
    window.wait(lambda: layer.featureCount() == 5)
    window.project.clear()
    cache.unlink()
    window.wait(lambda: bool(text(dock, "policeukWelcomeText")))
    import_elsewhere(root, cache, "2026-04", 1)
    window.wait(lambda: "1 crime or ASB incident (" in text(dock, "policeukSummary"))


def test_reading_does_not_make_it_read_again(dock: PoliceUkDock, window: Window, root: Path) -> None:
    """A reader makes files beside the cache and takes them away: that is no change."""
    cache = settings.default_cache_path()
    cache.parent.mkdir(parents=True)
    import_elsewhere(root, cache, "2026-03", 2)
    dock.data_page.use_cache(cache)
    told: list[str] = []
    dock.desk.watch.changed.connect(lambda: told.append("changed"))
    count(dock, window)
    turn_for(1500)
    dock.desk.refresh()
    count(dock, window)
    turn_for(1500)
    assert told == []
    import_elsewhere(root, cache, "2026-04", 2)
    window.wait(lambda: bool(told))
    count(dock, window)
    turn_for(1500)
    told.clear()
    turn_for(1500)
    assert told == []


def test_layers_see_what_the_panel_read_first(dock: PoliceUkDock, window: Window, root: Path) -> None:
    """The panel is shown again, and reads the cache, before the watch has told that it is another."""
    cache = settings.default_cache_path()
    cache.parent.mkdir(parents=True)
    import_elsewhere(root, cache, "2026-03", 2)
    dock.data_page.use_cache(cache)
    layer = build_layers(LayerRequest(cache, (LayerKind.CRIMES,)), read_holdings(cache))[0]
    window.project.addMapLayer(layer)
    assert layer.featureCount() == 2
    import_elsewhere(root, cache, "2026-04", 3)
    dock.desk.refresh()
    window.wait(lambda: layer.featureCount() == 5)
