# SPDX-License-Identifier: GPL-2.0-or-later
"""Field mode in a window of its own over a copy of a pack, for tests to work with as an officer does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from policeuk_plugin import settings
from policeuk_plugin.processing.provider import PoliceUkProvider
from policeuk_plugin.ui.field.field_window import FieldWindow
from tests.field_packs import pack_of_beat
from tests.plugin_window import turn_until


@pytest.fixture(name="pack")
def _pack(sample_cache: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the pack of the invented beat."""
    registry = QgsApplication.processingRegistry()
    provider = PoliceUkProvider() if registry.providerById("policeuk") is None else None
    if provider is not None:
        registry.addProvider(provider)
    made = pack_of_beat(sample_cache, tmp_path_factory)
    if provider is not None:
        registry.removeProvider(provider)
    target = tmp_path / "Beat field pack"
    shutil.copytree(made, target)
    return target


@pytest.fixture(name="field")
def _field(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FieldWindow]:
    """Give field mode with the pack open."""
    yield from _window(tmp_path, monkeypatch, pack)


@pytest.fixture(name="empty_field")
def _empty_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FieldWindow]:
    """Give field mode as it is before a pack is open."""
    yield from _window(tmp_path, monkeypatch, None)


def _window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Path | None) -> Iterator[FieldWindow]:
    monkeypatch.setattr(settings, "default_cache_path", lambda: tmp_path / "profile" / "policeuk.sqlite")
    settings.reset()
    window = FieldWindow()
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    turn_until(lambda: QApplication.activeWindow() is window)
    if pack is not None:
        open_it(window, pack)
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settings.reset()


def open_it(window: FieldWindow, path: Path) -> None:
    """Open a pack and wait until all of it is read."""
    window.open(path)
    turn_until(lambda: not window.caller.running)
    turn_until(lambda: not window.desk.waiting)


def said(window: QWidget, name: str) -> str:
    """Give what a label says; '' where it is hidden."""
    label = window.findChild(QLabel, name)
    assert label is not None, name
    return "" if label.isHidden() else label.text()


def press(window: QWidget, name: str) -> None:
    """Press a button by its name, where it can be."""
    button = window.findChild(QPushButton, name)
    assert button is not None, name
    assert button.isVisible(), name
    assert button.isEnabled(), button.toolTip()
    button.click()


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    at = QApplication.focusWidget()
    assert at is not None
    QTest.keyClick(at, code, modifier)


def focus() -> str:
    """Give the name of what has the focus."""
    at = QApplication.focusWidget()
    return at.objectName() if at is not None else ""
