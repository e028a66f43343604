# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's words in the language that QGIS is set to, where there is a translation."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

FOLDER = Path(__file__).parent / "resources" / "i18n"


def install_translator() -> Optional[QTranslator]:
    """Translate what `tr` is given from now on; whoever asks keeps the translator, and removes it at the end.

    None where QGIS speaks English, or a language that nobody has translated to.
    """
    language = str(QgsApplication.locale()).partition("_")[0]
    path = FOLDER / f"policeuk_{language}.qm"
    translator = QTranslator()
    if not path.is_file() or not translator.load(str(path)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
