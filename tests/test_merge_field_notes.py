# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:mergefieldnotes` as QGIS runs it, and notebooks in which QGIS itself writes, as QField does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage

from offline_cache.field_notes.merging import merge_notes
from offline_cache.field_notes.notebook import Notebook
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import Listening, registered, run
from tests.note_cases import at_point, changed, exif, held, rows, texts, whole
from tests.test_field_photo import picture, with_segments


@pytest.fixture(autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()


@pytest.fixture
def laptop(tmp_path: Path) -> Notebook:
    """Give a laptop's notebook in the folder of a pack."""
    (tmp_path / "pack").mkdir()
    return Notebook(tmp_path / "pack" / "notes.gpkg")


@pytest.fixture
def office(tmp_path: Path) -> Notebook:
    """Give the office's, beside a cache that need not be there."""
    return Notebook(tmp_path / "bed-notes.gpkg")


def given(laptop: Notebook, **more: Any) -> dict[str, Any]:
    """Give the parameters of a run."""
    return {"FILES": [str(laptop.path)], "CACHE": str(laptop.path.parent.parent / "bed.sqlite"), **more}


def table_of(notebook: Notebook, table: str = "note_point") -> QgsVectorLayer:
    """Open a table as a user does who drags the file into QGIS."""
    layer = QgsVectorLayer(f"{notebook.path}|layername={table}", "notes", "ogr")
    assert layer.isValid()
    return layer


def test_numbers_page_and_layers(laptop: Notebook, office: Notebook, tmp_path: Path) -> None:
    note = laptop.save(at_point("one"))
    merge_notes(office.path, [laptop.path])
    changed(office, note, "in the office")
    changed(laptop, note, "on the <b>laptop</b>")
    new = laptop.save(at_point("new"))
    feedback = Listening()
    page = tmp_path / "merged.html"
    project = QgsProject()
    results, context = run("mergefieldnotes", given(laptop, REPORT=str(page)), feedback, project)
    layers = context.layersToLoadOnCompletion()
    assert results == {
        "INTO": str(office.path),
        "REPORT": str(page),
        "POINTS": f"{office.path}|layername=note_point",
        "ADDED": 1,
        "UPDATED": 0,
        "SAME": 0,
        "CONFLICTS": 1,
        "DELETED": 0,
        "PHOTOS": 0,
        "LEFT_OUT": 0,
        "SENTENCE": "1 note added, 0 brought up to date, 0 held already, 0 deleted, 0 photos added. "
        "Look at 1, as both sides changed them.",
    }
    assert list(layers) == [results["POINTS"]]
    assert feedback.said == [results["SENTENCE"]]
    assert "kept side by side (notes.gpkg)" in feedback.warned[0]
    shown = page.read_text(encoding="utf-8")
    assert "in the office" in shown
    assert "on the &lt;b&gt;laptop&lt;/b&gt;" in shown
    assert page.stat().st_mode & 0o077 == 0
    assert held(office, new.id).text == "new"
    layer = QgsVectorLayer(results["POINTS"], "", "ogr")
    layers[results["POINTS"]].postProcessor().postProcessLayer(layer, context, feedback)
    assert layer.renderer().symbol().color().name() == "#b3005e"


def test_comparing_changes_nothing(laptop: Notebook, office: Notebook) -> None:
    laptop.save(at_point("one"))
    results, _ = run("mergefieldnotes", given(laptop, COMPARE_ONLY=True))
    assert (results["ADDED"], office.notes()) == (1, ())


def test_the_folder_of_a_pack_will_do(laptop: Notebook, tmp_path: Path) -> None:
    laptop.save(at_point("one"))
    into = tmp_path / "other.gpkg"
    results, _ = run("mergefieldnotes", {"FILES": [str(laptop.path.parent)], "INTO": str(into)})
    assert (results["ADDED"], texts(into)) == (1, {"one": 1})


def test_the_plugins_own_folder_is_made_where_nobody_has_needed_it_yet(
    laptop: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policeuk_plugin import settings

    laptop.save(at_point("one"))
    monkeypatch.delenv(settings.CACHE_VARIABLE, raising=False)
    own = tmp_path / "fresh" / "policeuk" / "policeuk.sqlite"
    monkeypatch.setattr(settings, "default_cache_path", lambda: own)
    results, _ = run("mergefieldnotes", {"FILES": [str(laptop.path)], "CACHE": str(own)})
    assert (results["ADDED"], texts(own.with_name("policeuk-notes.gpkg"))) == (1, {"one": 1})


def test_photos_of_qfield_come_small_and_bare(laptop: Notebook, office: Notebook) -> None:
    photo = laptop.path.parent / "DCIM" / "one.jpg"
    photo.parent.mkdir()
    photo.write_bytes(with_segments(picture(4000, 3000), exif(b"SECRET", 6)))
    layer = table_of(laptop)
    add(layer, text="by QField", photo_file="DCIM/one.jpg")
    results, _ = run("mergefieldnotes", given(laptop))
    assert (results["PHOTOS"], results["LEFT_OUT"]) == (1, 0)
    (note,) = office.notes()
    image = QImage.fromData(office.photo_bytes(note.photos[0].id))
    assert (image.width(), image.height()) == (1200, 1600)
    assert b"SECRET" not in office.path.read_bytes()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"FILES": []}, "at least one file"),
        ({"FILES": ["/nowhere/notes.gpkg"]}, "does not exist"),
        ({"INTO": "/nowhere/office.gpkg"}, "folder /nowhere does not exist"),
    ],
)
def test_what_cannot_be_merged_is_said(laptop: Notebook, more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        run("mergefieldnotes", given(laptop, **more))


def test_a_file_of_another_kind_is_refused(laptop: Notebook, office: Notebook, tmp_path: Path) -> None:
    (tmp_path / "other.gpkg").write_text("nothing " * 100)
    with pytest.raises(QgsProcessingException, match="not a notebook"):
        run("mergefieldnotes", given(laptop, FILES=[str(laptop.path), str(tmp_path / "other.gpkg")]))
    with pytest.raises(QgsProcessingException, match="which the result would replace|database"):
        run("mergefieldnotes", given(laptop, REPORT=str(laptop.path)))
    assert whole(laptop.path)


def test_a_run_can_be_cancelled(laptop: Notebook, office: Notebook) -> None:
    laptop.save(at_point("one"))
    feedback = Listening()
    feedback.cancel()
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run("mergefieldnotes", given(laptop), feedback)
    assert office.notes() == ()


# QGIS writes


def add(layer: QgsVectorLayer, **values: str) -> None:
    """Add a point as a user does: the form leaves all else empty."""
    assert layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(-0.41, 51.88)))
    for name, value in values.items():
        feature[name] = value
    assert layer.addFeature(feature)
    assert layer.commitChanges(), layer.commitErrors()


def change(layer: QgsVectorLayer, old: str, new: str) -> None:
    """Change the text of a note in the attribute table."""
    assert layer.startEditing()
    for feature in layer.getFeatures():
        if feature["text"] == old:
            assert layer.changeAttributeValue(feature.id(), layer.fields().indexOf("text"), new)
    assert layer.commitChanges(), layer.commitErrors()


def test_qgis_edits_a_notebook_and_merging_understands(laptop: Notebook, office: Notebook) -> None:
    layer = table_of(laptop)
    for text in ("one", "two", "three"):
        add(layer, text=text)
    merge_notes(office.path, [laptop.path])
    before = {note.text: note for note in laptop.notes()}
    change(layer, "one", "one, later")
    assert layer.startEditing()
    gone = [feature.id() for feature in layer.getFeatures() if feature["text"] == "two"]
    assert layer.deleteFeatures(gone)
    assert layer.commitChanges()
    del layer
    report = merge_notes(office.path, [laptop.path])
    assert report.updated == (before["one"].id,)
    assert report.deleted == (before["two"].id,)
    assert report.conflicts == ()
    assert texts(office.path) == {"one, later": 1, "three": 1}
    assert [(n.id, n.made) for n in office.notes()] == [
        (before[text].id, before[text].made) for text in ("one", "three")
    ]


def test_notes_are_saved_while_qgis_has_the_file_open(laptop: Notebook) -> None:
    layer = table_of(laptop)
    add(layer, text="by QGIS")
    mine = laptop.save(at_point("by field mode"))
    changed(laptop, mine, "changed")
    add(layer, text="by QGIS again")
    laptop.delete(next(note.id for note in laptop.notes() if note.text == "by QGIS"))
    assert texts(laptop.path) == {"changed": 1, "by QGIS again": 1}
    layer.dataProvider().reloadData()
    assert sorted(feature["text"] for feature in layer.getFeatures()) == ["by QGIS again", "changed"]
    del layer
    Notebook(laptop.path)
    assert whole(laptop.path)
    assert rows(laptop.path, "PRAGMA journal_mode") == [("delete",)]
    assert b"by QGIS\0" not in laptop.path.read_bytes()


def test_what_qgis_deleted_is_wiped_when_the_notebook_is_opened(laptop: Notebook) -> None:
    layer = table_of(laptop)
    add(layer, text="Zebrafinch49")
    assert layer.startEditing()
    assert layer.deleteFeatures([feature.id() for feature in layer.getFeatures()])
    assert layer.commitChanges()
    del layer
    Notebook(laptop.path)
    assert b"Zebrafinch49" not in b"".join(path.read_bytes() for path in laptop.path.parent.iterdir())
