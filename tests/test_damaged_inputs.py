# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of postcodes, areas, polygons, packs and notes with random damage: read whole, or refused in one sentence."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from offline_cache import OfflineCache
from offline_cache.areas.containers import find_area_files
from offline_cache.drawn_outline import read_outline
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.manifest import own_hash
from offline_cache.field_pack.zipping import unzip_pack, zip_pack
from offline_cache.police_api.rings import checked_ring
from offline_cache.postcodes import import_postcodes
from offline_cache.reader import reading
from offline_cache.reference_data.importing import import_file
from offline_cache.slices import SliceWanted
from offline_cache.verify import faults
from tests.area_factory import feature, geojson, geopackage, gpkg_blob, square, table, written
from tests.command import dump, succeed
from tests.damage import bytes_damaged, bytes_flipped, chances, json_damaged, json_or_bytes_damaged, refusal
from tests.note_cases import at_point, jpeg
from tests.pack_cases import made_pack
from tests.sample_factory import archive_zip, member, street_csv, street_row
from tests.slice_areas import WEST, resolved
from tests.slice_areas import areas as _areas  # noqa: F401 - a fixture
from tests.test_postcodes import ROWS, onspd

CODE_POINT = (
    b'"DB1 1AA",10,400000,300000,"E92000001","","","","",""\r\n"DB1 1AB",10,400100,300000,"","","","","",""\r\n'
)
RING = [[-0.498, 52.002], [-0.496, 52.002], [-0.496, 52.004], [-0.498, 52.002]]
AREAS = json.loads(geojson([feature(WEST, [square()]), feature("E01990002", [[square(-0.4)]], "MultiPolygon")]))
WKB = struct.pack("<BIII", 1, 3, 1, 4) + b"".join(struct.pack("<2d", *point) for point in RING)


def packed(members: dict[str, bytes]) -> bytes:
    """Give a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def imported(cache: Path, work: Callable[[OfflineCache], Any]) -> str:
    """Import; give the sentence of a refusal, after which the cache is as it was. It is whole whatever came."""
    before = dump(cache)

    def once() -> None:
        with OfflineCache(cache) as opened:
            work(opened)

    said = refusal(once)
    assert not said or dump(cache) == before
    with reading(cache) as connection:
        assert faults(connection) == []
    return said


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """Give a cache that holds postcodes and areas."""
    cache = tmp_path / "cache.sqlite"
    succeed(cache, "postcodes", "import", written(tmp_path / "held.csv", onspd(*ROWS[:2])))
    succeed(cache, "areas", "import", written(tmp_path / "held.geojson", geojson([feature("E01990003", [square()])])))
    return cache


POSTCODES = {
    "onspd.csv": onspd(*ROWS),
    "code-point.csv": CODE_POINT,
    "onspd.zip": packed({"Data/ONSPD.csv": onspd(*ROWS), "Documents/x.txt": b"x"}),
    "code-point.zip": packed({"Data/CSV/db.csv": CODE_POINT, "Data/CSV/ab.csv": CODE_POINT.replace(b"DB1", b"AB1")}),
}


@pytest.mark.parametrize("name", POSTCODES)
def test_files_of_postcodes(held: Path, tmp_path: Path, name: str) -> None:
    refused = 0
    for chance in chances(12):
        path = written(tmp_path / name, bytes_damaged(POSTCODES[name], chance))
        refused += bool(imported(held, lambda cache, path=path: import_postcodes(cache, [path])))  # type: ignore[misc]
    assert refused


def of_areas(name: str, chance: Random, whole: bytes) -> bytes:
    """Give a damaged file of areas."""
    if name.endswith((".gpkg",)):
        return bytes_flipped(whole, chance)
    return json_or_bytes_damaged(AREAS, chance) if name.endswith(".geojson") else bytes_damaged(whole, chance)


@pytest.mark.parametrize("name", ["a.geojson", "a.geojson.gz", "a.zip", "a.gpkg", "a.csv"])
def test_files_of_areas(held: Path, tmp_path: Path, name: str) -> None:
    plain = json.dumps(AREAS).encode()
    shape = gpkg_blob(WKB)
    whole = {
        "a.geojson": plain,
        "a.geojson.gz": gzip.compress(plain),
        "a.zip": packed({"x/a.geojson": plain}),
        "a.gpkg": geopackage(tmp_path / "whole.gpkg", [(WEST, "A", shape), ("E01990002", "B", shape)]).read_bytes(),
        "a.csv": table("LSOA21CD,LSOA21NM,LAD24CD,LAD24NM", [WEST, "A", "E06000032", "Luton"]).encode(),
    }[name]

    def work(cache: OfflineCache) -> None:
        for file in find_area_files(tmp_path / name):
            import_file(cache, file)

    refused = 0
    for chance in chances(12):
        written(tmp_path / name, of_areas(name, chance, whole))
        refused += bool(imported(held, work))
    assert refused


def test_polygons_to_ask_the_service_for(tmp_path: Path) -> None:
    shape = {"type": "Polygon", "coordinates": [RING]}
    whole = {"type": "Feature", "properties": {"a": 1}, "geometry": shape}
    said = [
        refusal(lambda: checked_ring(read_outline(tmp_path / "drawn.geojson")))
        for chance in chances(100)
        if written(tmp_path / "drawn.geojson", json_or_bytes_damaged(whole, chance))
    ]
    assert any(said)
    assert not all(said)


def test_an_outline_with_a_number_that_no_float_holds(tmp_path: Path) -> None:
    path = written(tmp_path / "a.geojson", f'{{"type": "Polygon", "coordinates": [[[0.1, 1{"0" * 400}], [1, 2]]]}}')
    assert "not two numbers" in refusal(lambda: read_outline(path))


def test_polygons_of_slices(areas: Path, tmp_path: Path) -> None:
    whole = json.loads(geojson([{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [RING]}}]))
    before = areas.read_bytes()
    path = tmp_path / "drawn.geojson"
    for chance in chances(20):
        written(path, json_or_bytes_damaged(whole, chance))
        refusal(lambda: resolved(areas, SliceWanted(polygon=path)))
        drawn = bytes_damaged(WKB, chance)
        refusal(lambda drawn=drawn: resolved(areas, SliceWanted(drawn=drawn)))  # type: ignore[misc]
    assert areas.read_bytes() == before


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small pack with its zip beside it."""
    folder = tmp_path_factory.mktemp("pack")
    archive = archive_zip(
        folder / "a.zip", {member("2024-05", "dorset"): street_csv("2024-05", "dorset", [street_row()])}
    )
    succeed(folder / "cache.sqlite", "import", archive)
    made_pack(folder / "pack", folder / "cache.sqlite", area="force:dorset")
    zip_pack(folder / "pack", folder / "pack.zip")
    return folder / "pack"


def test_manifests_of_packs_also_those_that_somebody_signed_anew(pack: Path, tmp_path: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(pack, copy)
    whole = json.loads((pack / "manifest.json").read_bytes())
    said = []
    for chance in chances(80):
        data = json_or_bytes_damaged(whole, chance)
        try:
            values = json.loads(data)
            data = json.dumps({**values, "sha256": own_hash(values)}).encode()
        except (ValueError, TypeError, RecursionError, AttributeError):
            pass  # nothing that could be signed
        (copy / "manifest.json").write_bytes(data)
        said.append(refusal(lambda: str(check_pack(copy)).encode()))
    assert any(said)
    assert not all(said)


def test_zips_of_packs(pack: Path, tmp_path: Path) -> None:
    whole = pack.with_suffix(".zip").read_bytes()
    at = whole.index(b"PK\1\2")
    unzipped = tried = 0
    for chance in chances(20):
        tried += 1
        head, tail = whole[:at], whole[at:]
        data = head + bytes_damaged(tail, chance) if chance.random() < 0.5 else bytes_flipped(head, chance, 3) + tail
        path = written(tmp_path / "pack.zip", data)
        refusal(lambda path=path: check_pack(path))  # type: ignore[misc]
        target = tmp_path / "unzipped"
        said = refusal(lambda path=path, target=target: unzip_pack(path, target))  # type: ignore[misc]
        assert target.exists() != bool(said)
        assert {one.name for one in tmp_path.iterdir()} == {"pack.zip", *(() if said else ("unzipped",))}
        if not said:
            assert check_pack(target).whole
            shutil.rmtree(target)
            unzipped += 1
    assert unzipped < tried


def test_notebooks_that_are_opened_and_written(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "whole.gpkg")
    for number in range(4):
        notebook.add_photo(notebook.save(at_point(f"{number} " + "x" * 100)).id, jpeg(scan=bytes(500)))
    notebook.delete(notebook.notes()[0].id)
    whole = notebook.path.read_bytes()
    said = []
    for number, chance in enumerate(chances(25)):
        path = written(tmp_path / f"{number}.gpkg", bytes_flipped(whole, chance))
        said.append(refusal(lambda path=path: take_a_note(path)))  # type: ignore[misc]
    assert any(said)
    assert not all(said)


def take_a_note(path: Path) -> None:
    """Open a notebook, read it, and write in it."""
    notebook = Notebook(path)
    before = notebook.notes()
    saved = notebook.save(at_point("new"))
    assert notebook.note(saved.id) == saved
    notebook.delete(saved.id)
    assert notebook.notes() == before


def test_what_is_odd_in_json_is_odd() -> None:
    """Else nothing above would prove anything."""
    made = {json_damaged({"a": [1, {"b": "c"}]}, chance) for chance in chances(50)}
    assert len(made) > 35
