# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by QGIS itself (`--code`): installs the zip by QGIS's installer, does the main job by its buttons, unloads it."""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Optional

import qgis.utils
from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QAbstractButton, QDockWidget, QLabel, QTabWidget

PLUGIN = "policeuk_plugin"
EVERY_MS = 100
MAP, HOTSPOTS = 1, 2
_ANSWER: dict[str, Any] = {}
Until = Callable[[], bool]


def steps() -> Iterator[tuple[str, Until]]:
    """What is done, and how one sees that it is through; between two of them QGIS is left to itself."""
    _install()
    yield "the panel", lambda: _dock() is not None and _button("policeukSampleButton") is not None
    _press("policeukSampleButton")
    yield "the sample", lambda: "Imported" in _text("policeukClosing") and "crimes on" in _text("policeukSentence")
    _ANSWER["sentence"] = _text("policeukSentence")
    _open(MAP)
    yield "the page Map", lambda: _usable("policeukMapRun")
    _press("policeukMapRun")
    yield "the layers", lambda: bool(_layers()) and _usable("policeukMapRun")
    _ANSWER["layers"] = _layers()
    _open(HOTSPOTS)
    yield "the questions", lambda: _button("policeukAskClusters") is not None
    _press("policeukAskClusters")
    yield "the page Hotspots", lambda: _usable("policeukHotspotsRun")
    _press("policeukHotspotsRun")
    yield (
        "the clusters",
        lambda: len(_layers()) > len(_ANSWER["layers"]) and "Next:" in _text("policeukHotspotsClosing"),
    )
    _ANSWER["finding"] = _text("policeukHotspotsTitle") or _text("policeukHotspotsClosing")
    _ANSWER["results"] = [name for name in _layers() if name not in _ANSWER["layers"]]
    QgsProject.instance().clear()
    _ANSWER["unloaded"] = qgis.utils.unloadPlugin(PLUGIN)
    yield "the end", lambda: _dock() is None and _provider() is None


def _install() -> None:
    """What the button *Install plugin* of the page *Install from ZIP* calls."""
    pyplugin_installer = importlib.import_module("pyplugin_installer")  # QGIS brings it, where QGIS alone looks

    _ANSWER["before"] = PLUGIN in qgis.utils.available_plugins
    pyplugin_installer.instance().installFromZipFile(os.environ["CHECK_ZIP"])
    _ANSWER["active"] = PLUGIN in qgis.utils.active_plugins
    _ANSWER["enabled"] = QgsSettings().value(f"PythonPlugins/{PLUGIN}", False, bool)
    _ANSWER["algorithms"] = len(_provider().algorithms()) if _provider() else 0


def _provider() -> Any:
    return QgsApplication.processingRegistry().providerById("policeuk")


def _dock() -> Optional[QDockWidget]:
    return qgis.utils.iface.mainWindow().findChild(QDockWidget, "policeukDock")


def _layers() -> list[str]:
    return [node.name() for node in QgsProject.instance().layerTreeRoot().findLayers()]


def _button(name: str) -> Optional[QAbstractButton]:
    dock = _dock()
    return dock.findChild(QAbstractButton, name) if dock is not None else None


def _usable(name: str) -> bool:
    button = _button(name)
    return button is not None and button.isVisible() and button.isEnabled()


def _press(name: str) -> None:
    button = _button(name)
    if button is None:
        raise LookupError(name)
    button.click()


def _text(name: str) -> str:
    dock = _dock()
    label = dock.findChild(QLabel, name) if dock is not None else None
    return label.text() if label is not None else ""


def _open(page: int) -> None:
    _dock().findChild(QTabWidget, "policeukPages").setCurrentIndex(page)  # type: ignore[union-attr]


class Doing:
    """Takes one step after another while QGIS runs on."""

    def __init__(self) -> None:
        self.steps = steps()
        self.waiting_for = ""
        self.until: Until = lambda: True
        self.timer = QTimer(qgis.utils.iface.mainWindow())
        self.timer.timeout.connect(self.look)
        self.timer.start(EVERY_MS)

    def look(self) -> None:
        """Go on where what was waited for is there; whoever started QGIS ends it where it never comes."""
        try:
            _tell(f"waiting for {self.waiting_for}")
            if self.until():
                self.waiting_for, self.until = next(self.steps)
        except StopIteration:
            _tell("")
            os._exit(0)  # QGIS's own end crashes on 3.40 and 3.44 when a script asks for it
        except Exception:
            _tell(traceback.format_exc())
            sys.stdout.flush()
            os._exit(1)


def _tell(fault: str) -> None:
    """Write what is known so far, wholly or not at all."""
    target = Path(os.environ["CHECK_ANSWER"])
    made = target.with_suffix(".new")
    made.write_text(json.dumps({**_ANSWER, "fault": fault}), encoding="utf-8")
    made.replace(target)


DOING = Doing()
