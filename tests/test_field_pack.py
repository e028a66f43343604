# SPDX-License-Identifier: GPL-2.0-or-later
"""A field pack made on one machine and opened on another, without a network, plugin or right to write."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsVectorLayer, QgsVectorLayerUtils

from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.manifest import read_manifest
from offline_cache.field_pack.trust import trust_line
from policeuk_plugin.expressions import CACHE_OF_PROJECT
from policeuk_plugin.field.ready_results import read_home, read_results
from policeuk_plugin.layers.request import counted_from
from tests.algorithm_runs import provider_of_module as _provider_of_module  # noqa: F401 - a fixture
from tests.algorithm_runs import run
from tests.conftest import ROOT
from tests.field_packs import beat_cache, opened, pack_of_beat, rows_in_the_beat

pytest.importorskip("shapely")

ATTACHED = "qfield_attachments.zip"
"""Which QGIS writes beside a project of its own accord, from 3.28 on."""


@pytest.fixture(scope="module")
def cache(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return beat_cache(sample_cache, tmp_path_factory)


@pytest.fixture(scope="module")
def pack(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack_of_beat(sample_cache, tmp_path_factory)


@pytest.fixture
def moved(pack: Path, tmp_path: Path) -> Path:
    """Give the pack in another place, under another name."""
    return Path(shutil.copytree(pack, tmp_path / "a stick" / "renamed"))


def crimes_in_the_beat(sample_zip: Path) -> list[tuple[str, dict[str, str]]]:
    """The street rows of the last 36 months whose point lies in the beat, counted plainly."""
    rows = rows_in_the_beat(sample_zip, "street")
    last = max(month for month, _ in rows)
    return [(month, row) for month, row in rows if month > f"{int(last[:4]) - 3}{last[4:]}"]


def test_it_has_all_its_files_and_is_whole(pack: Path) -> None:
    there = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()}
    wanted = {names.CACHE, names.PROJECT, names.RESULTS, names.RESULTS_LIST, names.HOME, names.TWIN}
    wanted |= {names.TWIN_PROJECT, names.NOTES, names.READ_ME, names.LICENCES, names.MANIFEST}
    wanted |= {f"results/{key}.html" for key in ("change", "clusters", "persistence", "trend", "home")}
    assert wanted <= there
    assert {path.rpartition("/")[2] for path in there - wanted} <= {names.BRIEF_PAGE, names.BRIEF_PDF, ATTACHED}
    found = check_pack(pack)
    assert (found.whole, found.unknown) == (True, ())


def test_it_opens_elsewhere_without_network_plugin_or_right_to_write(moved: Path, sample_zip: Path) -> None:
    mount = ["sh", "-c", 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"', str(moved)]
    cut = ["unshare", "--net", "--mount", "--map-root-user", *mount]
    if subprocess.run([*cut, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to cut the network off and to mount read-only (unshare)")
    assert subprocess.run([*cut, "touch", str(moved / "x")], capture_output=True, check=False).returncode != 0
    told = opened(moved / names.PROJECT, cut)
    assert told["read"]
    assert told["plugins"] == []
    assert [name for name, layer in told["layers"].items() if not layer["valid"]] == []
    assert all(str(moved) in layer["source"] for layer in told["layers"].values())
    expected = crimes_in_the_beat(sample_zip)
    assert told["layers"]["Crimes by type"]["features"] == len(expected) > 100
    points = {(row["Longitude"], row["Latitude"], row["Location"], row["LSOA code"]) for _, row in expected}
    assert told["layers"]["Crimes by place"]["features"] == len(points)
    assert {"My area", "What has changed?", "Where do crimes cluster?", "What kinds of crime?"} <= set(told["themes"])
    assert min(told["themes"].values()) > 500


def test_what_can_be_written_in_is_the_notebook_alone(moved: Path) -> None:
    told = opened(moved / names.PROJECT)
    editable = {name for name, layer in told["layers"].items() if not layer["read_only"]}
    assert editable == {"Notes: points", "Notes: lines", "Notes: areas"}
    form = told["layers"]["Notes: points"]["fields"]
    assert {"Category", "Your initials", "Photo", "Priority it is about"} <= set(form)
    assert any("no names" in name for name in form)


def test_the_form_of_a_note_begins_empty(moved: Path) -> None:
    project = QgsProject()
    assert project.read(str(moved / names.PROJECT))
    (layer,) = project.mapLayersByName("Notes: points")
    feature = QgsVectorLayerUtils.createFeature(layer)
    assert [feature[name] for name in ("text", "author", "photo_file")] == ["", "", ""]
    assert layer.editFormConfig().labelOnTop(layer.fields().indexOf("text"))
    project.clear()


def test_a_note_taken_with_qgis_alone_is_a_note(moved: Path) -> None:
    layer = QgsVectorLayer(f"{moved / names.NOTES}|layername=note_point", "notes", "ogr")
    from qgis.core import QgsFeature, QgsGeometry

    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POINT(2 54.72)"))
    feature["category"], feature["text"], feature["author"] = "Damage or graffiti", "Gate broken", "AB"
    assert layer.startEditing()
    assert layer.addFeature(feature)
    assert layer.commitChanges()
    del layer
    (note,) = Notebook(moved / names.NOTES).notes()
    assert (note.category, note.text, note.author, bool(note.id)) == ("Damage or graffiti", "Gate broken", "AB", True)
    assert check_pack(moved).whole


def test_the_line_of_trust_and_whose_data_it_is_are_on_the_map(pack: Path) -> None:
    told = opened(pack / names.PROJECT)
    manifest = read_manifest(pack)
    from datetime import date

    line = trust_line(manifest, date.fromisoformat(manifest.made[:10]))
    assert told["line"] == f"Market and Haven: {line}"
    assert "whether newer months exist is unknown offline" in line
    assert "snap point" in told["foot"]
    rights = [text for layer in told["layers"].values() for text in layer.get("rights", ())]
    assert any("snap point" in text for text in rights)


def test_its_projects_are_read_only_so_that_nobody_saves_over_them(pack: Path) -> None:
    assert {oct((pack / name).stat().st_mode)[-3:] for name in (names.PROJECT, names.TWIN_PROJECT)} == {"444"}
    assert os.access(pack / names.NOTES, os.W_OK)


def test_opening_a_pack_does_not_change_it(moved: Path) -> None:
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in moved.rglob("*") if path.is_file()}
    for name in (names.PROJECT, names.TWIN_PROJECT):
        opened(moved / name)
    assert check_pack(moved).whole
    assert set(moved.rglob("*.gpkg-*")) == set()
    changed = [path.name for path, digest in before.items() if hashlib.sha256(path.read_bytes()).hexdigest() != digest]
    assert set(changed) <= {names.NOTES, names.TWIN, names.RESULTS}  # whose headers tell of every opening


def test_nothing_in_it_names_a_folder_of_the_machine_it_was_made_on(pack: Path, cache: tuple[Path, str]) -> None:
    private = [str(pack.parent), str(cache[0].parent), str(ROOT), "policeuk-unfinished", ".part/"]
    for path in pack.rglob("*"):
        if not path.is_file():
            continue
        texts = [path.read_bytes()]
        if path.suffix == ".qgz":
            with zipfile.ZipFile(path) as archive:
                texts += [archive.read(name) for name in archive.namelist()]
        for text in texts:
            assert [word for word in private if word.encode() in text] == [], path.name


def test_nothing_in_it_names_who_made_it(pack: Path) -> None:
    with zipfile.ZipFile(pack / names.PROJECT) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".qgs")]
    texts.append((pack / names.TWIN_PROJECT).read_text(encoding="utf-8"))
    assert len(texts) == 2
    for text in texts:
        assert "saveUser" not in text
        assert re.findall(r"<author>[^<]+", text) == []
    for name in (names.TWIN, names.RESULTS):
        with closing(sqlite3.connect(pack / name)) as connection:
            owners = {owner or "" for (owner,) in connection.execute("SELECT owner FROM layer_styles")}
        assert owners <= {""}


def test_the_read_me_says_that_nobody_counts_crimes_on_railways(pack: Path) -> None:
    text = (pack / names.READ_ME).read_text(encoding="utf-8-sig")
    assert "British Transport Police, which records crimes on railways and at stations, is not held" in text


def test_results_are_those_of_the_whole_cache(pack: Path, cache: tuple[Path, str]) -> None:
    """The trimmed cache answers as the one it came from."""
    source, area = cache
    results, context = run("crimeclusters", {"CACHE": str(source), "AREA": area, "OUTPUT": "memory:"})
    layer = context.takeResultLayer(results["OUTPUT"])
    kept = QgsVectorLayer(f"{pack / names.RESULTS}|layername=clusters", "kept", "ogr")
    fields = [name for name in layer.fields().names() if name != "fid"]
    expected = sorted(str([feature[name] for name in fields]) for feature in layer.getFeatures())
    assert sorted(str([feature[name] for name in fields]) for feature in kept.getFeatures()) == expected
    assert len(expected) > 10


def test_results_tell_question_finding_page_layer_and_theme(pack: Path) -> None:
    results = {one.key: one for one in read_results(pack)}
    assert list(results) == ["change", "clusters", "persistence", "trend", "comparison"]
    told = opened(pack / names.PROJECT)
    for key in ("clusters", "persistence"):
        one = results[key]
        assert one.title
        assert one.short.startswith(one.title[:20])
        assert one.theme in told["themes"]
        page = (pack / one.page).read_text(encoding="utf-8")
        assert one.title.partition(":")[0] in page
        with closing(sqlite3.connect(pack / names.RESULTS)) as connection:
            styles = connection.execute("SELECT count(*) FROM layer_styles WHERE f_table_name = ?", (key,))
            assert styles.fetchone() == (1,)
    assert results["comparison"].why
    assert not results["comparison"].page
    assert results["trend"].page
    assert not results["trend"].layer
    assert json.loads((pack / names.RESULTS_LIST).read_text(encoding="utf-8"))[0]["question"] == "What has changed?"


def test_home_is_the_force_where_none_is_named(pack: Path) -> None:
    home = read_home(pack)
    assert home.here == "Market and Haven"
    assert home.home
    assert home.title
    assert (pack / home.page).is_file()
    assert home.rows[0].label == "Recorded crime"
    assert "crimes" in home.rows[0].here


def test_the_cache_of_a_result_is_found_beside_it(moved: Path) -> None:
    layer = QgsVectorLayer(f"{moved / names.RESULTS}|layername=clusters", "clusters", "ogr")
    found = counted_from(layer)
    assert found is not None
    assert found.cache == moved / names.CACHE


def test_expressions_of_the_plugin_read_the_cache_of_the_pack(moved: Path) -> None:
    project = QgsProject()
    assert project.read(str(moved / names.PROJECT))
    assert project.customVariables()[CACHE_OF_PROJECT] == names.CACHE
    assert project.viewSettings().defaultViewExtent().width() > 500
    project.clear()


def test_notes_can_be_linked_to_the_priorities_of_the_team(pack: Path) -> None:
    titles = [link.title for link in Notebook(pack / names.NOTES).priorities()]
    assert titles == ["Cycle theft at the station"]


def test_the_words_beside_it_say_what_it_is_and_how_old(pack: Path) -> None:
    text = (pack / names.READ_ME).read_text(encoding="utf-8-sig")
    assert text.startswith("Market and Haven\n")
    assert "whether newer months exist is unknown offline" in text
    assert names.PROJECT in text
    assert names.TWIN_PROJECT in text
    assert "snap point" in text
    assert re.search(r"\d+ crimes", text)
    assert (pack / names.LICENCES).read_text(encoding="utf-8-sig").strip()


def test_the_zip_is_the_same(pack: Path) -> None:
    found = check_pack(pack.parent / "market.zip")
    assert found.whole
    assert found.manifest == read_manifest(pack)
    with zipfile.ZipFile(pack.parent / "market.zip") as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"Market and Haven"}


def test_a_changed_part_is_named(moved: Path) -> None:
    page = moved / "results" / "clusters.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", "<p>more</p></body>"), encoding="utf-8")
    results, _ = run("checkfieldpack", {"FOLDER": str(moved)})
    assert (results["WHOLE"], results["CHANGED"], results["MISSING"]) == (False, 1, 0)
    assert results["PARTS"] == "results/clusters.html"
    assert "results/clusters.html" in results["SENTENCE"]
    whole, _ = run("checkfieldpack", {"PACK": str(moved.parent / "renamed")})
    assert whole["WHOLE"] is False


def test_the_twin_counts_what_the_files_say(pack: Path, sample_zip: Path) -> None:
    rows = crimes_in_the_beat(sample_zip)
    with closing(sqlite3.connect(pack / names.TWIN)) as connection:
        crimes, places = connection.execute("SELECT sum(crimes), count(*) FROM crimes_by_place").fetchone()
        (searched,) = connection.execute("SELECT count(*) FROM places_to_search WHERE kind = 'Street'").fetchone()
        tables = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")}
        styled = {name for (name,) in connection.execute("SELECT DISTINCT f_table_name FROM layer_styles")}
    points = {(row["Longitude"], row["Latitude"], row["Location"]) for _, row in rows}
    assert (crimes, places) == (len(rows), len(points))
    assert searched >= len({row["Location"].lower() for _, row in rows if row["Location"].startswith("On or near")})
    wanted = {"crimes_by_place", "outcomes_by_place", "points_of_interest", "my_area", "neighbourhoods"}
    assert wanted <= tables
    assert {"crimes_by_place", "outcomes_by_place", "points_of_interest"} <= styled


def test_outcomes_of_the_twin_are_all_there(pack: Path, sample_zip: Path) -> None:
    months = [str(month) for month in read_manifest(pack).months]
    rows = [row for month, row in rows_in_the_beat(sample_zip, "outcomes") if months[0] <= month <= months[-1]]
    with closing(sqlite3.connect(pack / names.TWIN)) as connection:
        (counted,) = connection.execute("SELECT sum(outcomes) FROM outcomes_by_place").fetchone()
    assert counted == len(rows) > 50
