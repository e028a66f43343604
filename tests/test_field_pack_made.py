# SPDX-License-Identifier: GPL-2.0-or-later
"""Making field packs: drawn areas, what is refused, and that nothing half is left."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.manifest import read_manifest
from policeuk_plugin.field.ready_results import read_home, read_results
from tests.algorithm_runs import Listening, run
from tests.algorithm_runs import provider_of_module as _provider_of_module  # noqa: F401 - a fixture
from tests.conftest import ROOT
from tests.field_packs import beat_cache, make_pack, opened, refusal
from tests.pack_cases import trimmed
from tests.plugin_caches import make_cache, placed
from tests.plugin_window import turn_until
from tests.sample_factory import archive_zip, btp_row, member, street_csv

pytest.importorskip("shapely")
QUICK = {"QUESTIONS": ["trend"]}


@pytest.fixture(scope="module")
def cache(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return beat_cache(sample_cache, tmp_path_factory)


def test_a_drawn_area_has_the_lsoas_that_share_ground_with_it(
    cache: tuple[Path, str], sample_folder: Path, sample_zip: Path, tmp_path: Path
) -> None:
    import shapely.geometry

    drawn = shapely.geometry.box(1.985, 54.712, 1.995, 54.719)
    features = json.loads((sample_folder / "sample_lsoa_2021.geojson").read_text(encoding="utf-8"))["features"]
    inside = {
        feature["properties"]["LSOA21CD"]
        for feature in features
        if shapely.geometry.shape(feature["geometry"]).intersection(drawn).area > 0
    }
    results, _ = make_pack(tmp_path / "pack", cache[0], None, GEOMETRY=drawn.wkt, TITLE=None, **QUICK)  # type: ignore[arg-type]
    manifest = read_manifest(tmp_path / "pack")
    assert manifest.area == f"lsoa:{','.join(sorted(inside))}"
    assert "the area drawn" in manifest.title.lower()
    months = [str(month) for month in manifest.months]
    expected = [
        row
        for month, row in placed(sample_zip, "street")
        if row["LSOA code"] in inside and months[0] <= month <= months[-1]
    ]
    assert results["CRIMES"] == len(expected) > 50
    told = opened(tmp_path / "pack" / names.PROJECT)
    assert told["layers"]["Crimes by type"]["features"] == len(expected)


def test_a_drawn_area_without_the_edition_that_nothing_is_held_of(cache: tuple[Path, str], tmp_path: Path) -> None:
    """The exact fit knows a code of 2011 for each of its LSOAs, and there is neither outline nor file with it."""
    import shapely.geometry

    path = Path(shutil.copy(cache[0], tmp_path / "fitted.sqlite"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT OR REPLACE INTO lsoa_exact_fit SELECT replace(code, 'E0199', 'E0188'), code, 'U', "
            "(SELECT min(id) FROM area_source) FROM area WHERE kind = 'lsoa'"
        )
    drawn = shapely.geometry.box(1.985, 54.712, 1.995, 54.719)
    areas = []
    for name, source in (("plain", cache[0]), ("fitted", path)):
        make_pack(tmp_path / name, source, None, GEOMETRY=drawn.wkt, **QUICK)  # type: ignore[arg-type]
        areas.append(read_manifest(tmp_path / name).area)
    assert areas[0] == areas[1]
    assert "E0199" in areas[1]


def test_transport_police_that_is_held_of_other_months_is_said_and_ends_no_brief(
    sample_folder: Path, sample_zip: Path, tmp_path: Path
) -> None:
    rows = [btp_row(longitude="2.0", latitude="54.72", lsoa_code="E01990001")]
    theirs = {member(month, "btp"): street_csv(month, "btp", rows) for month in ("2026-05", "2026-06")}
    areas = tuple(sample_folder / f"sample_{name}" for name in ("lsoa_2021.geojson", "lookup.csv"))
    for at, archives in enumerate([(sample_zip,), (sample_zip, archive_zip(tmp_path / "2026-06.zip", theirs))]):
        pack = tmp_path / f"pack {at}"
        make_pack(pack, make_cache(tmp_path / f"{at}.sqlite", *archives, areas=areas), "lsoa:E01990001", **QUICK)
        assert "May 2025 to April 2026" in (pack / names.BRIEF_PAGE).read_text("utf-8")
        words = (pack / names.READ_ME).read_text("utf-8-sig")
        said = (
            "is not held: those are in no number" if not at else "Missing, which is not zero: British Transport Police"
        )
        assert said in words


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"AREA": ""}, "Say which area"),
        ({"GEOMETRY": "POLYGON((2 54.7, 2.1 54.7, 2.1 54.8, 2 54.7))"}, "Say which area"),
        ({"AREA": "csp:Nowhere"}, "Nowhere"),
        ({"AREA": "neighbourhood:dogger-bank/XX9"}, "XX9"),
        ({"HOME": "csp:Nowhere"}, "Nowhere"),
        ({"FROM": "2025-12", "TO": "2025-01"}, "Swap"),
        ({"FROM": "1999-01", "TO": "1999-12"}, "missing is not zero"),
        ({"OUTPUT": None}, "Say where"),
        ({"ZIP": "pack.7z"}, ".zip"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(
    given: dict[str, str], sentence: str, cache: tuple[Path, str], tmp_path: Path
) -> None:
    more = {**QUICK, **given}
    area = more.pop("AREA", cache[1])
    assert sentence in refusal(tmp_path / "pack", cache[0], area, **more)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_replaced(cache: tuple[Path, str], tmp_path: Path) -> None:
    """Notes in an older pack would be lost."""
    older = tmp_path / "pack"
    older.mkdir()
    (older / names.NOTES).write_bytes(b"notes of three weeks")
    assert "is there already" in refusal(older, *cache, **QUICK)
    (tmp_path / "letters.zip").write_bytes(b"PK\5\6" + bytes(18))
    assert "is no field pack" in refusal(tmp_path / "other", *cache, ZIP=str(tmp_path / "letters.zip"), **QUICK)
    assert (older / names.NOTES).read_bytes() == b"notes of three weeks"
    assert {path.name for path in tmp_path.iterdir()} == {"pack", "letters.zip"}


@pytest.mark.parametrize("share", [5, 40, 75])
def test_cancel_leaves_nothing(share: int, cache: tuple[Path, str], tmp_path: Path) -> None:
    heard = Listening(cancel_at=share)
    given = {"CACHE": str(cache[0]), "AREA": cache[1], "OUTPUT": str(tmp_path / "pack")}
    with pytest.raises((QgsProcessingException, AssertionError)):
        run("makefieldpack", {**given, **QUICK}, heard)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_and_nothing_is_left(cache: tuple[Path, str], tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    try:
        sentence = refusal(folder / "pack", *cache, **QUICK)
        assert "disk" in sentence.lower() or "space" in sentence.lower()
        assert list(folder.iterdir()) == []
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_it_is_made_in_a_worker_thread_as_the_panel_does(cache: tuple[Path, str], tmp_path: Path) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:makefieldpack")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    given = {"CACHE": str(cache[0]), "AREA": cache[1], "OUTPUT": str(tmp_path / "pack"), **QUICK}
    done: list[bool] = []
    task = QgsProcessingAlgRunnerTask(algorithm, given, context, feedback)
    task.executed.connect(lambda fine, results: done.append(fine))
    QgsApplication.taskManager().addTask(task)
    turn_until(lambda: bool(done))
    assert done == [True]
    assert check_pack(tmp_path / "pack").whole
    told = opened(tmp_path / "pack" / names.PROJECT)
    assert all(layer["valid"] for layer in told["layers"].values())


def test_a_pack_of_what_is_held_in_part_says_so(cache: tuple[Path, str], tmp_path: Path) -> None:
    with closing(sqlite3.connect(cache[0])) as connection:
        (code,) = connection.execute("SELECT min(code) FROM lsoa WHERE id > 0").fetchone()
    trimmed(cache[0], tmp_path / "slice.sqlite", f"lsoa:{code}")
    results, _ = make_pack(tmp_path / "pack", tmp_path / "slice.sqlite", "force:dogger-bank", **QUICK)
    assert f"For {results['MONTHS']} of the months only a part of the area is held" in results["SENTENCE"]
    whole, _ = make_pack(tmp_path / "whole", *cache, **QUICK)
    assert "only a part" not in whole["SENTENCE"]


def test_a_question_without_an_answer_says_why(cache: tuple[Path, str], tmp_path: Path) -> None:
    results, heard = make_pack(tmp_path / "pack", *cache, QUESTIONS=["comparison", "trend"])
    assert (results["ANSWERED"], results["NOT_ANSWERED"]) == (1, 1)
    trend, comparison = read_results(tmp_path / "pack")
    assert "peers" in comparison.why
    assert trend.page
    assert any(comparison.why in line for line in heard.warned)


def test_the_types_limit_results_and_not_the_cache(cache: tuple[Path, str], tmp_path: Path) -> None:
    results, _ = make_pack(tmp_path / "pack", *cache, TYPES=["Burglary"], **QUICK)
    assert read_manifest(tmp_path / "pack").types == ("Burglary",)
    (trend,) = read_results(tmp_path / "pack")
    assert "burglar" in (tmp_path / "pack" / trend.page).read_text(encoding="utf-8").lower()
    told = opened(tmp_path / "pack" / names.PROJECT)
    assert told["layers"]["Crimes by type"]["features"] == results["CRIMES"]


def test_both_command_lines_make_the_same_pack(cache: tuple[Path, str], tmp_path: Path) -> None:
    own = [sys.executable, "-m", "policeuk_plugin", "--cache", str(cache[0]), "pack", "--area", cache[1]]
    done = subprocess.run(
        [*own, "--question", "trend", str(tmp_path / "one.zip")],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Field pack" in done.stdout
    other = [sys.executable, "-m", "offline_cache", "--cache", str(cache[0]), "pack", "--area", cache[1]]
    done = subprocess.run(
        [*other, str(tmp_path / "two")], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    one, two = check_pack(tmp_path / "one.zip"), check_pack(tmp_path / "two")
    assert one.whole
    assert two.whole
    assert one.manifest is not None
    assert two.manifest is not None
    assert (one.manifest.area, one.manifest.months) == (two.manifest.area, two.manifest.months)
    bad = [*own[:-1], "csp:Nowhere", str(tmp_path / "three")]
    done = subprocess.run(bad, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "three").exists()


def test_without_outlines_the_places_say_where_it_is(sample_zip: Path, tmp_path: Path) -> None:
    cache = make_cache(tmp_path / "bare.sqlite", sample_zip)
    make_pack(tmp_path / "pack", cache, "force:dogger-bank", TITLE=None, **QUICK)
    told = opened(tmp_path / "pack" / names.PROJECT)
    assert told["layers"]["My area"] == {**told["layers"]["My area"], "valid": True, "features": 0}
    assert told["themes"]["How many crimes at which place?"] > 500
    assert "another area as home" in read_home(tmp_path / "pack").why


def test_a_title_can_do_nothing(cache: tuple[Path, str], tmp_path: Path) -> None:
    title = "<b onload=x()>Beat</b> [% layer_property('x','y') %] ../..\\up\u202e=cmd()"
    make_pack(tmp_path / "pack", *cache, TITLE=title, ZIP=str(tmp_path / "pack.zip"), **QUICK)
    told = opened(tmp_path / "pack" / names.PROJECT)
    assert "[%" not in told["line"]
    assert all(layer["valid"] for layer in told["layers"].values())
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"pack"}
    make_pack(tmp_path / "gone", *cache, TITLE=title, OUTPUT=None, ZIP=str(tmp_path / "only.zip"), **QUICK)
    with zipfile.ZipFile(tmp_path / "only.zip") as archive:
        (top,) = {name.partition("/")[0] for name in archive.namelist()}
    assert ".." not in top
    assert check_pack(tmp_path / "only.zip").whole
    assert not (tmp_path / "gone").exists()


def test_it_opens_while_a_note_is_taken_in_another_window(cache: tuple[Path, str], tmp_path: Path) -> None:
    make_pack(tmp_path / "pack", *cache, **QUICK)
    layer = QgsVectorLayer(f"{tmp_path / 'pack' / names.NOTES}|layername=note_point", "notes", "ogr")
    assert layer.startEditing()
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POINT(2 54.72)"))
    feature["text"] = "half a note"
    assert layer.addFeature(feature)
    told = opened(tmp_path / "pack" / names.PROJECT)
    assert all(part["valid"] for part in told["layers"].values())
    assert layer.commitChanges()
    assert opened(tmp_path / "pack" / names.PROJECT)["layers"]["Notes: points"]["features"] == 1
    assert check_pack(tmp_path / "pack").whole
