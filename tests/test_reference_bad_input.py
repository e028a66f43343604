# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that are no reference data, damaged or hostile: one sentence that names them, and the cache as it was."""

from __future__ import annotations

import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Union

import pytest

from offline_cache import BadFile, OfflineCache
from offline_cache.errors import Cancelled
from offline_cache.reference_data.importing import import_reference
from tests.area_factory import gzipped, table, written, zipped
from tests.command import command, dump, sentence, succeed
from tests.command import run as run_command
from tests.conftest import ROOT
from tests.kills import Kills, times
from tests.reference_cases import FIGURES, LOOK_UP, LSOAS, NORTH, WEST, country

SCORE = "LSOA21CD,score"


@pytest.fixture
def cache(cache_path: Path, tmp_path: Path) -> Iterator[OfflineCache]:
    """Give a cache with reference data, which is the same afterwards."""
    country(cache_path, tmp_path, mine=table(SCORE, [LSOAS[0], 1]), peers=table("area,peer", [NORTH, WEST]))
    before = dump(cache_path)
    with OfflineCache(cache_path) as opened:
        yield opened
        assert opened.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not opened.connection.in_transaction
    assert dump(cache_path) == before


def refused(cache: OfflineCache, path: Path) -> str:
    """Give the sentence of a refusal, after looking at its form."""
    with pytest.raises(BadFile) as caught:
        import_reference(cache, [path])
    said = str(caught.value)
    assert path.name in said or not path.name.isprintable()
    assert said.endswith(".")
    assert said.isprintable()
    assert len(said) < 400
    return said


TEXTS = {
    "empty": ("", "is empty"),
    "blank": (" \n\n", "is empty"),
    "prose": ("Dear reader\n\nhere is a letter\n", "no header with several columns"),
    "prose with commas": ("Dear reader, here is\na letter, with commas\n", "no reference data that is known"),
    "no rows": (f"{SCORE}\n", "no column of numbers"),
    "unknown columns": (table("a,b", [1, 2]), "no reference data that is known"),
    "codes alone": (table("LSOA21CD,LSOA21NM", [LSOAS[0], "A"]), "no column of numbers"),
    "text beside codes": (table("LSOA21CD,colour", [LSOAS[0], "red"]), "no column of numbers"),
    "text among numbers": (table(SCORE, [LSOAS[0], 1], [LSOAS[1], "many"]), "'many', which is no number"),
    "number with a comma for a point": (table(SCORE, [LSOAS[0], 1], [LSOAS[1], "1,5"]), "'1,5', which is no number"),
    "odd thousands": (table(SCORE, [LSOAS[0], 1], [LSOAS[1], "1,23,456"]), "which is no number"),
    "too large": (table(SCORE, [LSOAS[0], 1], [LSOAS[1], "1e999"]), "too large"),
    "code twice": (table(SCORE, [LSOAS[0], 1], [LSOAS[0], 2]), f"{LSOAS[0]} for the second time"),
    "no code": (table(SCORE, [LSOAS[0], 1], ["Luton", 2]), "'Luton' for a code"),
    "cut code": (table(SCORE, [LSOAS[0], 1], ["E010", 2]), "'E010' for a code"),
    "small letters": (table(SCORE, [LSOAS[0], 1], [LSOAS[1].lower(), 2]), "for a code"),
    "other digits": (table(SCORE, [LSOAS[0], 1], ["E0100000\u0662", 2]), "for a code"),
    "another kind": (table(SCORE, [LSOAS[0], 1], ["E02000001", 2]), "which is of no lsoa"),
    "LSOA of 2011": (table(SCORE, [LSOAS[0], 1], ["E01000010", 2]), "an LSOA of 2011 only"),
    "LSOA of 2021": (table("LSOA11CD,score", [LSOAS[0], 1], ["E01034000", 2]), "an LSOA of 2021 only"),
    "both editions": (table("code,score", ["E01000010", 1], ["E01034000", 2]), "LSOAs of 2011 and of 2021 in one"),
    "Scotland alone": (table("code,score", ["S12000033", 1]), "no reference data"),
    "Scotland in a column of LSOAs": (table(SCORE, ["S01000001", 1]), "no row of an area of England or Wales"),
    "totals alone": (table(SCORE, ["E92000001", 1]), "no row of an area of England or Wales"),
    "title twice": (table("LSOA21CD,score,Score", [LSOAS[0], 1, 2]), "two columns that are both called 'score'"),
    "many columns": (table("LSOA21CD," + ",".join(f"c{n}" for n in range(500))), "501 columns"),
    "a field too many": (table(SCORE, [LSOAS[0], 1, 2]), "has 3 fields and not 2"),
    "cut last line": (table(SCORE, [LSOAS[0], 1]) + LSOAS[1], "Line 3"),
    "cut quotes": (f'{SCORE}\n{LSOAS[0]},"1', "Line 2"),
    "huge field": (table(SCORE, [LSOAS[0], "1" * 200_000]), "Line 2"),
    "best fit": (table("LSOA11CD,LSOA21CD", [LSOAS[0], LSOAS[0]]), "exact-fit"),
    "countries mixed": (
        table("lsoa11_code,IMD_rank,Income_rank,Health_rank", [LSOAS[0], 1, 1, 1], ["W01000001", 1, 1, 1]),
        "mixes the indices of England and Wales",
    ),
    "deprivation of districts": (
        table("ltla24_code,IMD_rank,Income_rank,Health_rank", [NORTH, 1, 1, 1]),
        "of other areas than LSOAs",
    ),
    "negative Census count": (
        table("lsoa21_code,tenure_owned,tenure_private_rented,tenure_social_rented", [LSOAS[0], 1, 1, -1]),
        "'-1', which is no count",
    ),
    "parts of a household": (
        table("lsoa21_code,tenure_owned,tenure_private_rented,tenure_social_rented", [LSOAS[0], 1, 1, 1.5]),
        "'1.5', which is no count",
    ),
    "odd residents": (table("LSOA21CD,residents,score", [LSOAS[0], "many", 1]), "no whole number"),
    "regions twice": (table("LADCD,LADNM,RGNNM", [NORTH, "N", "East"], [NORTH, "N", "West"]), "second time"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_refused(cache: OfflineCache, tmp_path: Path, name: str) -> None:
    text, part = TEXTS[name]
    assert part in refused(cache, written(tmp_path / "reference.file", text))


BYTES = {
    "cut gzip": (gzipped(FIGURES)[:-30], "damaged"),
    "gzip bomb": (gzipped(FIGURES + " " * 60_000_000), "unpacks to more than"),
    "cut zip": (b"PK\x03\x04" + bytes(60), "not a whole file"),
    "noise": (bytes(range(128, 256)) * 9, "not written in UTF-8"),
    "NUL": (f"{SCORE}\n{LSOAS[0]},\0\n".encode(), "NUL"),
    "Latin-1": (f"{SCORE},n\n{LSOAS[0]},1,M\u00f4n\n".encode("latin-1"), "UTF-8"),
    "UTF-16": (f"{SCORE}\n{LSOAS[0]},1\n".encode("utf-16"), "reference.file"),
    "spreadsheet": (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml" + bytes(40), "not a whole file"),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_are_refused(cache: OfflineCache, tmp_path: Path, name: str) -> None:
    content, part = BYTES[name]
    assert part in refused(cache, written(tmp_path / "reference.file", content))


def test_a_real_spreadsheet_is_named_with_the_way_out(cache: OfflineCache, tmp_path: Path) -> None:
    members: dict[str, Union[str, bytes]] = {"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}
    said = refused(cache, zipped(tmp_path / "policeforceareatables.xlsx", members))
    assert "is a spreadsheet" in said
    assert "save the sheet as CSV in UTF-8" in said


def test_zips_with_ways_out_or_bombs_are_refused(cache: OfflineCache, tmp_path: Path) -> None:
    assert "unsafe name" in refused(cache, zipped(tmp_path / "out.zip", {"../a.csv": FIGURES}))
    assert "would unpack to" in refused(cache, zipped(tmp_path / "bomb.zip", {"a.csv": bytes(30_000_000)}))
    with zipfile.ZipFile(tmp_path / "flip.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", table(SCORE, [LSOAS[0], 1]))
    path = tmp_path / "flip.zip"
    path.write_bytes(path.read_bytes().replace(b"E01000001", b"E01000002", 1))
    assert "damaged" in refused(cache, path)


EVIL = "\x1b[2J\nAll is well\x07" + "x" * 60_000


def test_what_a_file_says_steers_no_terminal(cache: OfflineCache, tmp_path: Path) -> None:
    for number, text in enumerate(
        (
            table(SCORE, [EVIL, 1]),
            table(SCORE, [LSOAS[0], 1], [LSOAS[1], EVIL]),
            table("area,peer", [EVIL, EVIL]),
            table("level,area,peer", [EVIL, NORTH, WEST]),
            table("edition,model,area_code,rank,peer_code", [2026, EVIL, NORTH, 1, WEST]),
            table("LSOA21CD,RUC21CD,RUC21NM", [LSOAS[0], EVIL, "x"]),
        )
    ):
        refused(cache, written(tmp_path / f"{number}.csv", text))


def test_a_file_that_is_bad_at_its_end_leaves_nothing(cache: OfflineCache, tmp_path: Path) -> None:
    good = table("LSOA21CD,residents,households,score", *[[code, 1, 1, 2] for code in LSOAS])
    assert "Line 8" in refused(cache, written(tmp_path / "late.csv", good + f"{LSOAS[0]}x,1,1,3\n"))


def test_files_before_the_bad_one_stay(cache_path: Path, tmp_path: Path) -> None:
    good, bad = written(tmp_path / "good.csv", FIGURES), written(tmp_path / "bad.csv", "words")
    assert "bad.csv" in sentence(run_command(cache_path, "reference", "import", good, bad))
    assert "figures of 6 LSOAs" in succeed(cache_path, "reference", "status").out


def test_cancelled_in_the_middle_of_a_file_nothing_of_it_is_there(cache: OfflineCache, tmp_path: Path) -> None:
    rows = [[f"E0100{n:04d}", n] for n in range(9999) if n not in (10, 23, 48, 92)]
    path = written(tmp_path / "long.csv", table("LSOA11CD,score", *rows))
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    with pytest.raises(Cancelled, match="0 of 1 files"):
        import_reference(cache, [path], cancelled=cancelled)


@pytest.mark.parametrize("phase", [0.2, 0.5, 0.8, 0.99])
def test_a_file_that_is_held_already_stops_at_any_time(cache_path: Path, tmp_path: Path, phase: float) -> None:
    rows = [[f"E0100{n:04d}", *([n] * 8)] for n in range(9999) if n not in (10, 23, 48, 92)]
    header = "LSOA11CD," + ",".join(f"score_{n}" for n in range(8))
    path = written(tmp_path / "long.csv", table(header, *rows))
    looks = 0

    def note() -> bool:
        nonlocal looks
        looks += 1
        return False

    with OfflineCache(cache_path) as cache:
        import_reference(cache, [path])
        import_reference(cache, [path], cancelled=note)
        stop_at = int(phase * looks)
        assert looks > 20
        asked = 0

        def cancelled() -> bool:
            nonlocal asked
            asked += 1
            return asked > stop_at

        with pytest.raises(Cancelled, match="0 of 1 files"):
            import_reference(cache, [path], cancelled=cancelled)


def test_a_folder_is_its_files(cache_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    (folder / "deeper").mkdir(parents=True)
    assert "holds no file that is read" in sentence(run_command(cache_path, "reference", "import", folder))
    written(folder / "look-up.csv", LOOK_UP)
    written(folder / "figures.csv", FIGURES)
    written(folder / "README.txt", "words")
    written(folder / "deeper" / "bad.csv", "words")
    said = succeed(cache_path, "reference", "import", folder).out
    assert "figures.csv" in said
    assert "look-up.csv" in said
    assert "figures of 6 LSOAs" in succeed(cache_path, "reference", "status").out


@pytest.mark.slow
def test_killed_at_any_moment_a_file_is_wholly_there_or_not(cache_path: Path, tmp_path: Path) -> None:
    """Of a file with figures, shares and attributes: all of its parts, or none."""
    country(cache_path, tmp_path)
    codes = [f"E0100{n:04d}" for n in range(1, 9000)]
    header = "LSOA11CD,residents,households," + ",".join(f"score_{n}" for n in range(12))
    path = written(tmp_path / "long.csv", table(header, *[[code, 1, 1, *range(12)] for code in codes]))
    before = dump(cache_path)
    words = command(cache_path, "reference", "import", path)
    begun = time.monotonic()
    copy = cache_path.read_bytes()
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    kills = Kills(wanted=times(8), enough=1, seconds=time.monotonic() - begun)
    after = dump(cache_path)
    for _, moment in kills:
        for side in ("-wal", "-shm"):
            cache_path.with_name(cache_path.name + side).unlink(missing_ok=True)
        cache_path.write_bytes(copy)
        process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment)
        killed = process.poll() is None
        process.kill()
        process.wait(timeout=600)
        halfway = killed and cache_path.with_name(cache_path.name + "-wal").exists()
        found = {name: rows for name, rows in dump(cache_path).items() if name.startswith("area_")}
        whole = len(found["area_attribute"]) == len(after["area_attribute"])
        assert whole or found["area_attribute"] == before["area_attribute"]
        assert (len(found["area_figure"]) == len(after["area_figure"])) == whole
        kills.note(killed=killed, halfway=halfway)
    assert kills.caught > kills.enough
    succeed(cache_path, "reference", "import", path)
    succeed(cache_path, "verify")
