# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by QGIS itself (`--code`): tells five times a second what is seen, for somebody who has eyes only."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QPoint, QRect, Qt, QTimer
from qgis.PyQt.QtWidgets import QAbstractItemView, QApplication, QDockWidget, QLabel, QTabWidget, QWidget
from qgis.utils import iface, plugins

sys.path.append(os.environ["DRIVE_ROOT"])  # QGIS runs this file, which is in no package then

from tools.maps_drawn import MapsDrawn  # noqa: E402

EVERY_MS = 200
STATE = Path(os.environ["DRIVE_STATE"])


def main() -> None:
    """Fill the screen as a window manager would, then tell."""
    if "policeuk_plugin" not in plugins:
        print("The plugin did not load.", file=sys.stderr)
        os._exit(1)  # QGIS's own end crashes on 3.40 and 3.44 when a script asks for it
    window = iface.mainWindow()
    width, height = (int(part) for part in os.environ["DRIVE_SIZE"].split("x"))
    window.showNormal()
    window.setGeometry(0, 0, width, height)
    window.activateWindow()
    timer, drawn = QTimer(window), MapsDrawn()
    timer.timeout.connect(lambda: tell(window, drawn))
    timer.start(EVERY_MS)


def tell(window: QWidget, drawn: MapsDrawn) -> None:
    """Write what is seen; whoever reads finds a whole file."""
    dialog = QApplication.activeModalWidget()
    popup = QApplication.activePopupWidget()
    field = next((one for one in QApplication.topLevelWidgets() if one.objectName() == "policeukFieldWindow"), None)
    front = dialog or (field if field is not None and field.isVisible() else window)
    if popup is None and not front.isActiveWindow():
        front.activateWindow()  # as a window manager does when a window opens or closes
    dock = window.findChild(QDockWidget, "policeukDock", Qt.FindChildOption.FindDirectChildrenOnly)
    worked_on = field if field is not None and field.isVisible() else dock
    focus = QApplication.focusWidget()
    seen = {
        "dialog": dialog.windowTitle() if dialog is not None else "",
        "field": worked_on is field and field is not None,
        "messages": [item.text() for item in iface.messageBar().items()],
        "focus": focus.objectName() if focus is not None else "",
        "focus at": middle(focus, focus.rect()) if focus is not None else [],
        "drawing": not drawn(),
        "layers": [node.name() for node in iface.layerTreeView().layerTreeModel().rootGroup().findLayers()],
        "controls": {part.objectName(): control(part) for part in worked_on.findChildren(QWidget) if is_seen(part)},
        "tabs": tabs(dock.findChild(QTabWidget, "policeukPages")),
        "rows": rows(popup),
    }
    made = STATE.with_suffix(".new")
    made.write_text(json.dumps(seen), encoding="utf-8")
    made.replace(STATE)


def is_seen(part: QWidget) -> bool:
    """Whether it has a name of ours and is on the screen."""
    return part.objectName().startswith("policeuk") and part.isVisible() and not part.visibleRegion().isEmpty()


def control(part: QWidget) -> dict[str, Any]:
    """Where it is, what it says, whether it can be used, whether it shows a picture."""
    ways = (getattr(part, name, None) for name in ("text", "currentText"))
    text = next((way() for way in ways if callable(way)), "")
    shown = part.pixmap() if isinstance(part, QLabel) else None
    return {
        "at": middle(part, part.visibleRegion().boundingRect()),
        "text": text,
        "enabled": part.isEnabled(),
        "picture": shown is not None and not shown.isNull(),
    }


def tabs(widget: QTabWidget) -> dict[str, list[int]]:
    """Where each tab is."""
    bar = widget.tabBar()
    return {bar.tabText(at).replace("&", ""): middle(bar, bar.tabRect(at)) for at in range(bar.count())}


def rows(popup: QWidget) -> dict[str, list[int]]:
    """Where each row of the list is that is open; its box to tick is at its left."""
    view = popup.findChild(QAbstractItemView) if popup is not None else None
    if view is None:
        return {}
    model = view.model()
    boxes = {str(model.index(row, 0).data()): view.visualRect(model.index(row, 0)) for row in range(model.rowCount())}
    left = {text: QRect(box.left(), box.top(), 24, box.height()) for text, box in boxes.items()}
    return {text: middle(view.viewport(), box) for text, box in left.items()}


def middle(part: QWidget, box: QRect) -> list[int]:
    """The middle of a part of a widget, on the screen."""
    at = part.mapToGlobal(QPoint(box.center()))
    return [at.x(), at.y()]


QTimer.singleShot(0, main)
