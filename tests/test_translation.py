# SPDX-License-Identifier: GPL-2.0-or-later
"""Every text of the plugin can be translated, and a QGIS set to Welsh shows what there is in Welsh."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QTranslator

from tools.translations import CONTEXT, FOLDER, LANGUAGES, SOURCES, NoLiteralError, texts, translations, written

SHOWN = """
import sys
from qgis.core import QgsApplication, QgsSettings
application = QgsApplication([], False)
application.initQgis()
QgsSettings().setValue("locale/overrideFlag", True)
QgsSettings().setValue("locale/userLocale", sys.argv[1])
sys.path.insert(0, sys.argv[2])
import policeuk_plugin
plugin = policeuk_plugin.classFactory(None)
plugin.initProcessing()
registry = QgsApplication.processingRegistry()
print(registry.algorithmById("policeuk:crimeclusters").displayName())
plugin.unload()
from policeuk_plugin.text import tr
print(tr("Crime clusters"))
sys.stdout.flush()
import os; os._exit(0)
"""


@pytest.mark.parametrize(("locale", "shown"), [("cy_GB", "Clystyrau troseddau"), ("en_GB", "Crime clusters")])
def test_qgis_shows_the_language_it_is_set_to_until_the_plugin_goes(root: Path, locale: str, shown: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOWN, locale, str(root)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.splitlines() == [shown, "Crime clusters"], done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_that_qgis_loads_has_what_translators_wrote(language: str) -> None:
    translator = QTranslator()
    assert translator.load(str(FOLDER / f"policeuk_{language}.qm"))
    known = translations(FOLDER / f"policeuk_{language}.ts")
    assert len(known) > 100
    differing = {text: word for text, (word, _) in known.items() if word != text}
    assert {text: translator.translate(CONTEXT, text) for text in differing} == differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_places_for_values_and_belong_to_a_text(language: str) -> None:
    known, found = translations(FOLDER / f"policeuk_{language}.ts"), texts(SOURCES)
    for text, (translated, _) in known.items():
        assert text in found, f"nothing says {text!r} any more: run make i18n"
        assert sorted(re.findall(r"{\w*}|<\w+", text)) == sorted(re.findall(r"{\w*}|<\w+", translated))


def test_a_text_that_nobody_can_find_is_refused(tmp_path: Path) -> None:
    (tmp_path / "some.py").write_text('word = "x"\nprint(tr(word))\n', encoding="utf-8")
    with pytest.raises(NoLiteralError, match="some.py, line 2"):
        texts(tmp_path)


def test_reviewed_translations_stay_so_and_new_texts_are_open(tmp_path: Path) -> None:
    path = tmp_path / "policeuk_cy.ts"
    path.write_bytes(written("cy", {"Area": ["a.py"], "Map": ["b.py"]}, {"Area": ("Ardal", True), "Gone": ("x", True)}))
    assert translations(path) == {"Area": ("Ardal", True)}
    path.write_bytes(written("cy", {"Area": ["a.py"], "<b>New</b> & old": ["c.py"]}, translations(path)))
    assert translations(path) == {"Area": ("Ardal", True)}
    assert path.read_text(encoding="utf-8").count('type="unfinished"') == 1
