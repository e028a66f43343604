# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:checkfieldpack`: whether a field pack is as it was made, and which part is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingParameterFile,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from offline_cache.field_pack.model import PackCheck


class CheckFieldPack(PoliceUkAlgorithm):
    """A pack beside its manifest."""

    GROUP = Group.FIELD
    PACK, FOLDER = "PACK", "FOLDER"
    WHOLE, CHANGED, MISSING, UNKNOWN = "WHOLE", "CHANGED", "MISSING", "UNKNOWN"
    PARTS, TITLE, DATA_TO, MADE, SENTENCE = "PARTS", "TITLE", "DATA_TO", "MADE", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Check a field pack")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,field,pack,check,hash,manifest,changed,copied,whole").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Says whether a field pack, a folder or a zip, is as it was made: every file of its manifest is read and "
            "its hash compared. What was changed, cut short or left out is named, and to what month its data goes. A "
            "manifest that was changed itself, or names other months than the cache holds, is refused.\n\n"
            "Use it after a pack was copied to a stick or another laptop, and before its results are relied on.\n\n"
            "Do not take it for a proof of who made the pack: it tells accidents, not forgers. Whoever can change the "
            "files can write a new manifest, too. It says nothing of newer data either.\n\n"
            "Limits: notes are not checked, as they change in use. Opening a pack in QGIS does not change it. In a "
            "pack as everywhere each place is a snap point, not an address."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        zipped = QgsProcessingParameterFile(
            self.PACK, tr("Field pack (zip)"), optional=True, fileFilter=tr("Field packs (*.zip);;All files (*)")
        )
        self.add(zipped, tr("The zip to check, or the folder as text. Empty where FOLDER is given."))
        self.add(
            QgsProcessingParameterFile(
                self.FOLDER, tr("Field pack (folder)"), QgsProcessingParameterFile.Behavior.Folder, optional=True
            ),
            tr("The folder to check, the one with manifest.json in it. Empty where PACK is given."),
        )
        self.addOutput(QgsProcessingOutputBoolean(self.WHOLE, tr("Whether it is as it was made")))
        names.add_numbers(
            self,
            {
                self.CHANGED: tr("Files that were changed or cut short"),
                self.MISSING: tr("Files that are missing"),
                self.UNKNOWN: tr("Files that are not of the pack"),
            },
        )
        names.add_texts(
            self,
            {
                self.PARTS: tr("The files that are not as they were, one a line"),
                self.TITLE: tr("Title of the pack"),
                self.DATA_TO: tr("Last month of its data"),
                self.MADE: tr("When it was made, UTC"),
                self.SENTENCE: tr("The finding in a sentence"),
            },
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """One pack has to be named."""
        if bool(self._given(parameters, context)[0]) == bool(self._given(parameters, context)[1]):
            return tr("Choose a field pack: its zip as PACK, or its folder as FOLDER.")
        return ""

    def _given(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[str, str]:
        zipped, folder = (self.parameterAsString(parameters, name, context) for name in (self.PACK, self.FOLDER))
        return zipped.strip(), folder.strip()

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read all of it, tell what was found."""
        from pathlib import Path  # not while QGIS starts

        from offline_cache.field_pack.checking import check_pack

        from ..running.telling import findings

        zipped, folder = self._given(parameters, context)
        with findings():
            found = check_pack(
                Path(zipped or folder), lambda share: feedback.setProgress(100 * share), feedback.isCanceled
            )
            self._tell(found, feedback)
        manifest = found.manifest
        return {
            self.WHOLE: found.whole,
            self.CHANGED: len(found.changed),
            self.MISSING: len(found.missing),
            self.UNKNOWN: len(found.unknown),
            self.PARTS: "\n".join([*found.missing, *found.changed]),
            self.TITLE: manifest.title if manifest else "",
            self.DATA_TO: str(manifest.data_to or "") if manifest else "",
            self.MADE: manifest.made if manifest else "",
            self.SENTENCE: found.sentence,
        }

    def _tell(self, found: PackCheck, feedback: QgsProcessingFeedback) -> None:
        from datetime import date

        from offline_cache.field_pack.trust import trust_line

        if found.whole:
            feedback.pushInfo(found.sentence)
        else:
            feedback.pushWarning(found.sentence)
        if found.manifest is not None:
            feedback.pushInfo(trust_line(found.manifest, date.today()))
