# SPDX-License-Identifier: GPL-2.0-or-later
"""The project for QField keeps to what QField documents, and each limit that is looked at can be broken."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Callable

import pytest
from qgis.core import (
    Qgis,
    QgsAction,
    QgsEditorWidgetSetup,
    QgsExpression,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
)

from offline_cache.field_pack import names
from policeuk_plugin.field.qfield_limits import WIDGETS, limits_broken
from tests.algorithm_runs import provider_of_module as _provider_of_module  # noqa: F401 - a fixture
from tests.field_packs import opened, pack_of_beat

pytest.importorskip("shapely")

# The table of docs.qfield.org/how-to/attributes-form by QGIS's names of the widgets, read on its pages of 2025.
DOCUMENTED = {"TextEdit", "CheckBox", "ValueMap", "Hidden", "ExternalResource", "DateTime", "Range"}
DOCUMENTED |= {"RelationReference", "ValueRelation", "UuidGenerator"}


@pytest.fixture(scope="module")
def pack(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack_of_beat(sample_cache, tmp_path_factory)


@pytest.fixture
def moved(pack: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pack, tmp_path / "pack"))


@pytest.fixture
def project(moved: Path) -> Iterator[QgsProject]:
    found = QgsProject()
    assert found.read(str(moved / names.TWIN_PROJECT))
    yield found
    found.clear()


def layer_named(project: QgsProject, name: str) -> QgsVectorLayer:
    (layer,) = project.mapLayersByName(name)
    assert isinstance(layer, QgsVectorLayer)
    return layer


def test_it_keeps_to_the_documented_limits(project: QgsProject) -> None:
    assert limits_broken(project) == []


def test_every_layer_is_a_geopackage_beside_it_and_opens(pack: Path) -> None:
    told = opened(pack / names.TWIN_PROJECT)
    assert [name for name, layer in told["layers"].items() if not layer["valid"]] == []
    text = (pack / names.TWIN_PROJECT).read_text(encoding="utf-8")
    sources = set(re.findall(r"<datasource>([^<]+)</datasource>", text))
    assert sources
    assert {source.partition("|")[0] for source in sources} == {"./field.gpkg", "./notes.gpkg", "./results.gpkg"}
    assert set(re.findall(r'<provider encoding="([^"]*)">', text)) <= {"UTF-8", ""}
    assert set(re.findall(r"<provider[^>]*>([^<]*)</provider>", text)) == {"ogr"}
    assert min(told["themes"].values()) > 300
    assert {"My area", "Where do crimes cluster?", "How many crimes at which place?"} <= set(told["themes"])


def test_its_forms_have_widgets_of_the_table_alone(pack: Path) -> None:
    text = (pack / names.TWIN_PROJECT).read_text(encoding="utf-8")
    used = set(re.findall(r'<editWidget type="([^"]*)"', text))
    assert used - {""} <= DOCUMENTED
    assert WIDGETS - {""} == DOCUMENTED
    assert {"ExternalResource", "ValueRelation", "Hidden"} <= used


def test_there_is_no_code_in_it(pack: Path) -> None:
    text = (pack / names.TWIN_PROJECT).read_text(encoding="utf-8")
    assert "policeuk_" not in text
    assert set(re.findall(r"<editforminitcodesource>(\d)</editforminitcodesource>", text)) <= {"0"}
    assert re.findall(r"<actionsetting ", text) == []
    assert "pythonCode" not in text


def test_its_expressions_have_functions_of_qgis_alone(project: QgsProject) -> None:
    known = {function.name() for function in QgsExpression.Functions() if not function.name().startswith("policeuk")}
    for layer in project.mapLayers().values():
        if not isinstance(layer, QgsVectorLayer):
            continue
        texts = [layer.displayExpression(), *re.findall(r"\[%(.*?)%\]", layer.mapTipTemplate(), re.DOTALL)]
        labels = layer.labeling().settings().fieldName if layer.labeling() and layer.labelsEnabled() else ""
        for text in filter(None, [*texts, labels]):
            expression = QgsExpression(text)
            assert not expression.hasParserError(), text
            assert expression.referencedFunctions() <= known | {"var"}, text


def test_photos_lie_beside_the_project_and_only_notes_can_be_changed(project: QgsProject) -> None:
    for layer in project.mapLayers().values():
        assert layer.readOnly() is not layer.name().startswith("Notes: ")
    notes = layer_named(project, "Notes: points")
    setup = notes.editorWidgetSetup(notes.fields().indexOf("photo_file"))
    assert setup.type() == "ExternalResource"
    assert int(setup.config()["RelativeStorage"]) == 1
    searchable = {
        layer.name() for layer in project.mapLayers().values() if layer.flags() & QgsMapLayer.LayerFlag.Searchable
    }
    assert searchable == {"Names of streets", "Neighbourhoods", "Notes: points", "Notes: lines", "Notes: areas"}


def test_the_lists_of_its_forms_are_layers_of_it(project: QgsProject) -> None:
    notes = layer_named(project, "Notes: points")
    for field, table in (("category", "Categories"), ("priority", "Priorities")):
        config = notes.editorWidgetSetup(notes.fields().indexOf(field)).config()
        layer = project.mapLayer(config["Layer"])
        assert layer is not None
        assert layer.name() == table
        assert {config["Key"], config["Value"]} <= set(layer.fields().names())


def _full_paths(project: QgsProject) -> None:
    project.setFilePathStorage(Qgis.FilePathType.Absolute)


def _home(project: QgsProject) -> None:
    project.setPresetHomePath("/somewhere")


def _macro(project: QgsProject) -> None:
    project.writeEntry("Macros", "/pythonCode", "def openProject(): pass")


def _memory(project: QgsProject) -> None:
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:4326", "drawn", "memory"))


def _the_cache(project: QgsProject) -> None:
    cache = Path(project.fileName()).parent / names.CACHE
    project.addMapLayer(QgsVectorLayer(f"{cache}|layername=crime_points", "crimes", "ogr"))


def _elsewhere(project: QgsProject) -> None:
    folder = Path(project.fileName()).parent
    shutil.copy(folder / names.NOTES, folder.parent / "outside.gpkg")
    project.addMapLayer(QgsVectorLayer(f"{folder.parent / 'outside.gpkg'}|layername=note_point", "outside", "ogr"))


def _foreign_letters(project: QgsProject) -> None:
    folder = Path(project.fileName()).parent
    shutil.copy(folder / names.NOTES, folder / "Ŵylfa.gpkg")
    project.addMapLayer(QgsVectorLayer(f"{folder / 'Ŵylfa.gpkg'}|layername=note_point", "foreign", "ogr"))


def _bad_name(project: QgsProject) -> None:
    (Path(project.fileName()).parent / "what?.txt").write_text("", encoding="utf-8")


def _widget(project: QgsProject) -> None:
    notes = layer_named(project, "Notes: points")
    notes.setEditorWidgetSetup(2, QgsEditorWidgetSetup("KeyValue", {}))


def _html(project: QgsProject) -> None:
    notes = layer_named(project, "Notes: points")
    notes.setEditorWidgetSetup(3, QgsEditorWidgetSetup("TextEdit", {"UseHtml": True}))


def _absolute_photo(project: QgsProject) -> None:
    notes = layer_named(project, "Notes: points")
    at = notes.fields().indexOf("photo_file")
    notes.setEditorWidgetSetup(at, QgsEditorWidgetSetup("ExternalResource", {"RelativeStorage": 0}))


def _python_action(project: QgsProject) -> None:
    action = QgsAction(QgsAction.ActionType.GenericPython, "do", "print(1)")
    layer_named(project, "Notes: points").actions().addAction(action)


def _plugin_function(project: QgsProject) -> None:
    layer_named(project, "Notes: points").setDisplayExpression("policeuk_month_label('2024-05')")


def _outside_picture(project: QgsProject) -> None:
    text = "[% 1 %]<img src='x'>"
    layer_named(project, "Notes: points").setMapTipTemplate(text)
    layer_named(project, "Notes: points").setCustomProperty("icon", "somewhere/else.svg")


BREAKS: dict[str, Callable[[QgsProject], None]] = {
    "full paths": _full_paths,
    "home path": _home,
    "Python code": _macro,
    "its provider memory": _memory,
    "of no kind": _the_cache,
    "not below the project's folder": _elsewhere,
    "foreign letters": _foreign_letters,
    "not possible on every device": _bad_name,
    "no widget KeyValue": _widget,
    "no HTML": _html,
    "not kept relative": _absolute_photo,
    "action in Python": _python_action,
    "only the plugin knows": _plugin_function,
    "not in the project's folder": _outside_picture,
}


@pytest.mark.parametrize("sentence", BREAKS)
def test_a_broken_limit_is_named(project: QgsProject, sentence: str) -> None:
    BREAKS[sentence](project)
    assert project.write()
    broken = limits_broken(project)
    assert len([line for line in broken if sentence in line]) == 1, broken


def test_a_note_that_qfield_takes_is_found_with_its_photo(moved: Path) -> None:
    """As QField writes: a row of the table, and the photo's path below the project's folder."""
    from offline_cache.field_notes.notebook import Notebook

    (moved / "DCIM").mkdir()
    shutil.copy(Path(__file__).parents[1] / "docs" / "pictures" / "map.png", moved / "DCIM" / "note_1.jpg")
    layer = QgsVectorLayer(f"{moved / names.NOTES}|layername=note_point", "notes", "ogr")
    from qgis.core import QgsFeature, QgsGeometry

    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POINT(2 54.72)"))
    feature["category"], feature["photo_file"] = "Other", "DCIM/note_1.jpg"
    assert layer.dataProvider().addFeatures([feature])[0]
    del layer
    (note,) = Notebook(moved / names.NOTES).notes()
    assert note.photo_file == "DCIM/note_1.jpg"


def test_the_twin_is_a_geopackage_as_the_standard_has_it(pack: Path) -> None:
    with closing(sqlite3.connect(pack / names.TWIN)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        indexed = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_extensions")}
        drawn = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_geometry_columns")}
        assert drawn <= indexed
    assert json.loads((pack / names.MANIFEST).read_text(encoding="utf-8"))["version"] == names.VERSION
