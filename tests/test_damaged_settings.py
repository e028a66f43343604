# SPDX-License-Identifier: GPL-2.0-or-later
"""Settings with random damage, or of another version: the panel passes over what is no such value, and goes on."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QByteArray

from offline_cache.errors import CacheError
from policeuk_plugin import settings
from policeuk_plugin.ui.chosen import Chosen
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.download.wanted_download import WantedDownload
from policeuk_plugin.ui.field.field_start import recent_packs, remember_pack
from policeuk_plugin.ui.history import Entry, keep, read_history
from tests.damage import chances, json_or_bytes_damaged
from tests.dock_window import count, put_away, shown
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

RUN: dict[str, Any] = {
    **{"page": "hotspots", "algorithm": "policeuk:crimeclusters", "title": "t", "sentence": "s", "when": "2024"},
    **{"parameters": {"CACHE": "/a", "TYPES": ["a", "b"], "CELL_SIZE": 5, "INCLUDE_ASB": True}, "report": "/r.html"},
    **{"state": {"units": "square", "cell_size": 250}, "pinned": True, "stopped": False},
}
ODD: tuple[Any, ...] = (
    *(5, -(2**40), 1.5, float("nan"), True, ["a", "b c"], [], QByteArray(b"\xff\0"), {"a": 1}, "yes", "TRUE"),
    *("\0", "\ud800", "[" * 50_000, "1" * 5000, '{"page": ' + "9" * 5000 + "}"),
)
KEYS = ("cache_path", "dock_shown", "last_folder", "export_folder", "states/dock", "history", "work_offline")


def damage_state(name: str, data: bytes) -> dict[str, Any]:
    """Keep bytes as the state of a part of the panel; gives what is read of them."""
    QgsSettings().setValue(f"policeuk/states/{name}", data.decode("utf-8", "replace"))
    return settings.state(name)


@pytest.fixture(name="sample")
def _sample(dock: PoliceUkDock, window: Window, sample_cache: Path) -> PoliceUkDock:
    """Give the panel with the sample."""
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    return dock


@pytest.mark.parametrize("key", ["map", "hotspots", "compare", "field"])
def test_the_state_of_a_page(sample: PoliceUkDock, key: str) -> None:
    page = sample.page_of[key]
    whole = json.loads(json.dumps(page.state()))
    for chance in chances(15):
        page.restore(damage_state(key, json_or_bytes_damaged(whole, chance)))
        page.update_form()
        kept = json.loads(json.dumps(page.state(), allow_nan=False))
        page.restore(kept)
        assert json.loads(json.dumps(page.state())) == kept
        with contextlib.suppress(CacheError):
            json.dumps(page.parameters(), allow_nan=False)


def test_a_number_and_a_unit_that_no_field_has(sample: PoliceUkDock) -> None:
    page = sample.page_of["hotspots"]
    whole = json.loads(json.dumps(page.state()))
    page.restore({**whole, "counted_in": {"clusters": ["parishes", 250.0], "emerging": ["square", 10**400]}})
    page.restore({**whole, "alpha": 10**400, "cell_size": float("nan")})
    assert page.state() == whole


def test_the_history() -> None:
    for chance in chances(40):
        QgsSettings().setValue("policeuk/history", json_or_bytes_damaged([RUN, RUN], chance).decode("utf-8", "replace"))
        read = read_history()
        for entry in read:
            entry.as_command()
            entry.as_python()
        assert keep(Entry("map", "a", {"CACHE": "b"}, "t", "s", "w"))[0].title == "t"
        assert len(read_history()) == len(read) + 1
    settings.reset()


def test_choices_downloads_and_packs(tmp_path: Path) -> None:
    chosen = json.loads(json.dumps(Chosen("force:x", "2024-01", "2024-02", ("a",)).state()))
    wanted = json.loads(json.dumps(WantedDownload(forces=("a",)).state()))
    for chance in chances(40):
        assert Chosen.of(damage_state("x", json_or_bytes_damaged(chosen, chance))).parameters()
        assert (
            WantedDownload.of_state(damage_state("x", json_or_bytes_damaged(wanted, chance))).parameters() is not None
        )
        damage_state("field packs", json_or_bytes_damaged({"recent": [[str(tmp_path), "a"], ["/b", "c"]]}, chance))
        recent_packs()
        remember_pack(tmp_path, "t")
        assert recent_packs()[0] == (tmp_path, "t")
    settings.reset()


@pytest.mark.parametrize("key", KEYS)
def test_any_value_of_any_setting(key: str) -> None:
    for value in ODD:
        QgsSettings().setValue(f"policeuk/{key}", value)
        assert isinstance(settings.cache_path(), Path)
        assert isinstance(settings.last_folder(), str)
        assert isinstance(settings.export_folder(), str)
        assert isinstance(settings.state("dock"), dict)
        assert isinstance(settings.history(), list)
        assert settings.works_offline() in (True, False)
        assert settings.dock_was_shown() in (True, False)
        settings.reset()


@pytest.mark.parametrize(("value", "offline"), [("true", True), ("1", True), (1, True), ("False", False), ("", False)])
def test_offline_stays_offline_however_it_is_written(value: object, offline: bool) -> None:
    QgsSettings().setValue("policeuk/work_offline", value)
    assert settings.works_offline() is offline
    settings.reset()


def test_the_panel_opens_over_states_of_another_kind(dock: PoliceUkDock, window: Window) -> None:
    put_away(dock, window)
    for key in ("map", "hotspots", "compare", "field", "dock", "download", "selection", "history", "field packs"):
        QgsSettings().setValue(
            f"policeuk/states/{key}", '{"question": {"a": [1]}, "page": [], "counted_in": 5, "job": 1}'
        )
    again = shown(window)
    try:
        assert again.pages is not None
    finally:
        put_away(again, window)
