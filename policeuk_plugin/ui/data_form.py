# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of the page Data, top to bottom as they are read."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAction,
    QCheckBox,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..layers.holdings import Holdings
from ..layers.kinds import LayerKind, layer_name, layer_purpose
from ..text import tr
from . import sentences
from .held_view import HeldView

_TICKED = (LayerKind.PLACES, LayerKind.CRIMES, LayerKind.AREAS)


class DataForm:
    """Makes the widgets inside `page` and shows values in them; knows nothing of tasks or files."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        layout = QVBoxLayout(page)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(self._cache_row())
        layout.addWidget(self._welcome())
        self.summary_label = self._label("policeukSummary")
        layout.addWidget(self.summary_label)
        self.held_view = HeldView(page)
        layout.addWidget(self.held_view)
        self.gaps_label = self._label("policeukGaps")
        layout.addWidget(self.gaps_label)
        layout.addLayout(self._import_row())
        layout.addWidget(self._progress_row())
        layout.addWidget(self._layers_box())
        self.closing_label = self._label("policeukClosing")
        layout.addWidget(self.closing_label)
        layout.addStretch(1)
        self.caveat_label = self._label("policeukCaveat")
        layout.addWidget(self.caveat_label)

    def kinds(self) -> tuple[LayerKind, ...]:
        """The kinds of layer that are ticked and can be added."""
        return tuple(kind for kind, box in self.layer_boxes.items() if box.isChecked() and box.isEnabled())

    def say(self, sentence: str) -> None:
        """Show what was done last and what comes next; '' for nothing."""
        self.closing_label.setText(sentence)
        self.closing_label.setVisible(bool(sentence))

    def show_cache(self, path: Path, fixed: bool) -> None:
        """Show which cache is open."""
        self.cache_label.setText(path.stem if path.suffix == ".sqlite" else path.name)
        self.cache_label.setToolTip(str(path))
        self.cache_button.setEnabled(not fixed)
        self.cache_button.setToolTip(
            tr("The environment variable POLICEUK_CACHE says which cache is used.")
            if fixed
            else tr("Use another cache")
        )

    def show_held(self, held: Holdings, problem: str) -> None:
        """Show what is held, or the welcome where nothing is, or why it cannot be read."""
        empty = not held.files and not problem
        self.welcome.setVisible(empty)
        self.summary_label.setText(problem or sentences.summary(held))
        self.summary_label.setVisible(not empty)
        self.held_view.setVisible(bool(held.files))
        self.held_view.show_held(held)
        gaps, all_gaps = sentences.gaps(held)
        self.gaps_label.setText(gaps)
        self.gaps_label.setToolTip(all_gaps)
        self.gaps_label.setVisible(bool(gaps))
        self.caveat_label.setText(sentences.foot(held))
        self.layers_box.setVisible(not empty)

    def show_progress(self, running: bool) -> None:
        """Show or hide bar and cancel button."""
        self.progress_bar.setValue(0)
        self.step_label.setText("")
        self.cancel_button.setEnabled(True)
        self.progress_row.setVisible(running)

    def enable(self, running: bool, there: tuple[LayerKind, ...], fixed: bool) -> None:
        """Enable what can be used; what cannot says why."""
        wait = tr("An import is running: cancel it or wait for its end.") if running else ""
        for button, hint in self._hints.items():
            button.setEnabled(not running)
            button.setToolTip(wait or hint)
        if fixed and not running:
            self.sample_button.setEnabled(False)
            self.sample_button.setToolTip(tr("The environment variable POLICEUK_CACHE says which cache is used."))
        for kind, box in self.layer_boxes.items():
            box.setEnabled(kind in there)
            box.setToolTip(layer_purpose(kind) if kind in there else sentences.nothing_for(kind))
        chosen = bool(self.kinds())
        self.add_button.setEnabled(chosen and not running)
        nothing = tr("Tick a layer first.") if there else tr("Import files first: the cache holds nothing yet.")
        self.add_button.setToolTip(wait or (self._add_hint if chosen else nothing))

    def _cache_row(self) -> QHBoxLayout:
        self.cache_label = self._label("policeukCache")
        self.cache_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.cache_button = self._button(tr("C&hange"), "policeukCacheButton", self._page)
        menu = QMenu(self.cache_button)
        menu.setObjectName("policeukCacheMenu")
        self.own_cache_action = self._action(menu, tr("My own cache"), "policeukOwnCache")
        self.sample_cache_action = self._action(menu, tr("Invented sample"), "policeukSampleCache")
        self.other_cache_action = self._action(menu, tr("Open or make another…"), "policeukOtherCache")
        self.cache_button.setMenu(menu)
        caption = QLabel(tr("Cache:"), self._page)
        row = QHBoxLayout()
        row.addWidget(caption)
        row.addWidget(self.cache_label, 1)
        row.addWidget(self.cache_button)
        return row

    def _welcome(self) -> QFrame:
        self.welcome = QFrame(self._page)
        self.welcome.setObjectName("policeukWelcome")
        self.welcome.setFrameShape(QFrame.Shape.StyledPanel)
        text = QLabel(sentences.welcome(), self.welcome)
        text.setObjectName("policeukWelcomeText")
        text.setWordWrap(True)
        self.sample_button = self._button(tr("&Try the sample"), "policeukSampleButton", self.welcome)
        layout = QVBoxLayout(self.welcome)
        layout.addWidget(text)
        layout.addWidget(self.sample_button)
        return self.welcome

    def _import_row(self) -> QHBoxLayout:
        self.import_files_button = self._button(tr("&Import files…"), "policeukImportFiles", self._page)
        self.import_folder_button = self._button(tr("Import f&older…"), "policeukImportFolder", self._page)
        self._hints = {
            self.sample_button: tr("A town that does not exist, in the open sea: to try everything out"),
            self.import_files_button: tr("Zip archives or CSV files of data.police.uk; they can be dropped here too"),
            self.import_folder_button: tr("A folder with CSV files of data.police.uk"),
        }
        row = QHBoxLayout()
        row.addWidget(self.import_files_button)
        row.addWidget(self.import_folder_button)
        return row

    def _progress_row(self) -> QWidget:
        self.progress_row = QWidget(self._page)
        self.progress_row.setObjectName("policeukProgress")
        self.progress_bar = QProgressBar(self.progress_row)
        self.progress_bar.setObjectName("policeukProgressBar")
        self.step_label = self._label("policeukStep")
        self.cancel_button = self._button(tr("&Cancel"), "policeukCancel", self.progress_row)
        self.cancel_button.setToolTip(tr("Stops after the file in work (Esc)"))
        bar = QHBoxLayout()
        bar.addWidget(self.progress_bar, 1)
        bar.addWidget(self.cancel_button)
        layout = QVBoxLayout(self.progress_row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(bar)
        layout.addWidget(self.step_label)
        self.progress_row.setVisible(False)
        return self.progress_row

    def _layers_box(self) -> QGroupBox:
        self.layers_box = QGroupBox(tr("Layers"), self._page)
        self.layers_box.setObjectName("policeukLayers")
        layout = QVBoxLayout(self.layers_box)
        self.layer_boxes = {}
        for kind in LayerKind:
            box = QCheckBox(layer_name(kind), self.layers_box)
            box.setObjectName(f"policeukLayer_{kind.value}")
            box.setChecked(kind in _TICKED)
            self.layer_boxes[kind] = box
            layout.addWidget(box)
        self.add_button = self._button(tr("&Add to map"), "policeukAddLayers", self.layers_box)
        self._add_hint = tr("Adds the layers that are ticked to the project, as one group")
        layout.addWidget(self.add_button)
        return self.layers_box

    def _label(self, name: str) -> QLabel:
        label = QLabel(self._page)
        label.setObjectName(name)
        label.setWordWrap(True)
        return label

    def _button(self, text: str, name: str, parent: QWidget) -> QPushButton:
        button = QPushButton(text, parent)
        button.setObjectName(name)
        return button

    def _action(self, menu: QMenu, text: str, name: str) -> QAction:
        action = QAction(text, menu)
        action.setObjectName(name)
        menu.addAction(action)
        return action
