# SPDX-License-Identifier: GPL-2.0-or-later
"""The job of the page Field that makes a field pack of the selection."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtWidgets import QCheckBox, QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from offline_cache.errors import CacheError

from ... import settings
from ...processing.asking.analysis_parameters import OUTPUT
from ...text import number, tr
from ..area_hint import AreaHint
from ..area_search import AreaSearch
from ..compare.compare_form import OtherAreaBox
from ..desk import Desk
from ..live import Live
from ..plain import plain
from ..running import Outcome
from .field_job import FieldJob, there

_HOME, _BACKGROUND, _ZIP, _TITLE = "HOME", "BACKGROUND", "ZIP", "TITLE"
_BAD = '\\/:*?"<>|'


class HomeBox(OtherAreaBox):
    """The area that the pack's reader knows; none is its force."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukFieldHomeArea")
        self.lineEdit().setObjectName("policeukFieldHomeEdit")
        self.lineEdit().setPlaceholderText(tr("Its force"))
        self.setAccessibleName(tr("Compare with"))
        self._write()

    def _label(self, area: str) -> str:
        """None is not all that is held."""
        return super()._label(area) if area else ""


class PackJob(FieldJob):
    """Fills in `policeuk:makefieldpack`."""

    key = "pack"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.folder = QLineEdit(self)
        self.folder.setObjectName("policeukFieldFolder")
        self.folder.setToolTip(tr("The pack becomes a folder of its own in there"))
        self.background = QLineEdit(self)
        self.background.setObjectName("policeukFieldBackground")
        self.background.setPlaceholderText(tr("None: outlines only"))
        self.background.setToolTip(tr("A map file of your own: MBTiles, GeoPackage or a raster. None is fetched"))
        self.zip = QCheckBox(tr("One zip beside it, too"), self)
        self.zip.setObjectName("policeukFieldZip")
        self.home = HomeBox(self)
        self.hint = AreaHint(self)
        self.hint.label.setObjectName("policeukFieldHomeHint")
        self.search = AreaSearch(self.home, self.hint, self)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(3)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Compare with"), self.home)
        form.addRow(self.hint)
        rows = (
            (tr("Background"), self.background, self._pick_background),
            (tr("Folder"), self.folder, self._pick_folder),
        )
        pickers = [_picker(field, pick) for _, field, pick in rows]
        for (title, field, _), picker in zip(rows, pickers):
            form.addRow(title, _beside(field, picker))
            form.labelForField(field.parentWidget()).setBuddy(field)
        form.addRow(self.zip)
        self.order = (self.home, self.hint.button, self.background, pickers[0], self.folder, pickers[1], self.zip)
        self._tips = {field: field.toolTip() for field in (self.folder, self.background, self.zip, self.home)}
        self.folder.setText(settings.export_folder())
        for field in (self.folder, self.background):
            field.textChanged.connect(lambda _: self.changed.emit())
        self.home.chosen.connect(self.changed)

    def title(self) -> str:
        """In the list of jobs."""
        return tr("Make a field pack of the selection")

    def purpose(self) -> str:
        """What it gives."""
        return tr("One folder that works without a network: map, results, team, brief, an empty notebook")

    def run_text(self) -> str:
        """What stands on the main button."""
        return tr("Ma&ke pack")

    def algorithm(self) -> str:
        """The id of its algorithm."""
        return "policeuk:makefieldpack"

    def parameters(self) -> dict[str, Any]:
        """The folder that is made; raises `CacheError` where its parent is not there."""
        parent = Path(self.folder.text().strip())
        if not parent.is_dir():
            text = tr("The folder {folder} is not there. Make it, or choose another for the pack.")
            raise CacheError(text.format(folder=parent))
        settings.remember_export_folder(parent)
        target = _free(parent, self._name())
        return {
            OUTPUT: str(target),
            _ZIP: str(target.with_name(f"{target.name}.zip")) if self.zip.isChecked() else None,
            _HOME: self.home.area or None,
            _BACKGROUND: self.background.text().strip() or None,
        }

    def state(self) -> dict[str, Any]:
        """What is set."""
        return {
            "pack_folder": self.folder.text(),
            "pack_background": self.background.text(),
            "pack_zip": self.zip.isChecked(),
            "pack_home": self.home.area,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Set it again."""
        for name, field in (("pack_folder", self.folder), ("pack_background", self.background)):
            if isinstance(state.get(name), str) and state[name]:
                field.setText(state[name])
        if isinstance(state.get("pack_zip"), bool):
            self.zip.setChecked(state["pack_zip"])
        if isinstance(state.get("pack_home"), str):
            self.home.set_area(state["pack_home"])

    def fault(self) -> str:
        """A pack is of an area."""
        if not self.desk.selection.chosen.area:
            return tr("Choose the area of the pack on top: a beat, ward, CSP, force or LSOAs.")
        if not self.folder.text().strip():
            return tr("Say in which folder the pack is to be made.")
        return ""

    def cost(self, live: Live) -> str:
        """What will be made."""
        where = self.folder.text().strip()
        text = tr(
            "Of all crime types, {n} crimes and incidents of anti-social behaviour, with results, brief and team, into "
            "{where}; a minute or so."
        )
        return text.format(n=number(sum(live.by_type.values())), where=where)

    def update_form(self, reason: str) -> None:
        """The search is in the cache that the panel is about."""
        self.search.cache = self.desk.cache
        for field, tip in self._tips.items():
            field.setEnabled(not reason)
            field.setToolTip(plain(reason) or tip)

    def succeeded(self, outcome: Outcome, live: Live) -> tuple[str, str, str]:
        """The algorithm's own words."""
        title = tr("Field pack, {title}").format(title=live.title)
        said = str(outcome.results.get("SENTENCE") or "")
        made = str(outcome.results.get(_ZIP) or outcome.results.get(OUTPUT) or "")
        after = tr("Next: open field mode, or copy {path} to the laptop.").format(path=made)
        return title, said, after

    def result_of(self, parameters: Mapping[str, Any]) -> Optional[Path]:
        """The folder."""
        return there(parameters.get(OUTPUT))

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        self.search.shut_down()

    def _name(self) -> str:
        live = self.desk.selection.live
        title = live.title.partition(",")[0] if live is not None else ""
        name = "".join(letter for letter in title if letter not in _BAD).strip(" .")[:80]
        return tr("{title} field pack").format(title=name).strip()

    def _pick_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Make the pack in"), self.folder.text())
        if name:
            self.folder.setText(name)

    def _pick_background(self) -> None:
        kinds = tr("Maps (*.mbtiles *.gpkg *.tif *.tiff *.png *.jpg *.jp2 *.vrt);;All files (*)")
        start = self.background.text() or settings.last_folder()
        name, _ = QFileDialog.getOpenFileName(self, tr("A background map of your own"), start, kinds)
        if name:
            self.background.setText(name)


def _picker(field: QLineEdit, pick: Callable[[], None]) -> QToolButton:
    button = QToolButton(field.parentWidget())
    button.setText("…")
    button.setObjectName(f"{field.objectName()}Pick")
    button.setAccessibleName(tr("Choose a file or folder"))
    button.setToolTip(button.accessibleName())
    button.clicked.connect(lambda _=False: pick())
    return button


def _beside(field: QLineEdit, button: QToolButton) -> QWidget:
    holder = QWidget(field.parentWidget())
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(field, 1)
    row.addWidget(button)
    return holder


def _free(parent: Path, name: str) -> Path:
    """A folder that is not there yet, nor its zip."""
    path, count = parent / name, 1
    while path.exists() or path.with_name(f"{path.name}.zip").exists():
        count += 1
        path = parent / f"{name} {count}"
    return path
