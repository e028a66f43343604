# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line is a contract: keys, counts, what is missing, exit codes, and manners in a pipe."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.command import ROOT, command, run, sentence, succeed
from tests.sample_factory import (
    archive_zip,
    asb_row,
    member,
    outcome_row,
    outcomes_csv,
    psni_row,
    street_csv,
    street_row,
    unplaced_row,
    welsh_row,
)

MISSING = "2025-02"
"""The month that the sample leaves out."""


# --- status -----------------------------------------------------------------------------------------------

FILE_KEYS = {
    *("force", "month", "dataset", "rows", "unplaced", "lsoa_edition", "edition_inferred"),
    *("source", "crc", "fetched_at", "scope"),
}


def test_status_has_the_keys_of_the_contract_and_its_numbers(sample_cache: Path, sample_zip: Path) -> None:
    status = json.loads(succeed(sample_cache, "status", "--json").out)
    assert status.keys() >= {"schema_version", "files", "gaps", "areas", "totals", "bytes"}
    assert all(file.keys() >= FILE_KEYS for file in status["files"])
    assert all(gap.keys() == {"force", "month", "dataset", "reason"} for gap in status["gaps"])
    assert status["bytes"] >= sample_cache.stat().st_size
    with zipfile.ZipFile(sample_zip) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if name.endswith(".csv")}
    held = {(f["month"], f["dataset"]): f for f in status["files"]}
    assert len(held) == len(members) == len(status["files"])
    for name, data in members.items():
        rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
        file = held[name[:7], name.split("dogger-bank-")[1][:-4]]
        assert file["rows"] == len(rows)
        assert file["unplaced"] == sum(row["Longitude"] == "" for row in rows)
        assert file["crc"] == f"{zlib.crc32(data):08x}"
        assert file["source"] == f"{sample_zip.name}/{name}"
        assert (file["force"], file["scope"]) == ("dogger-bank", None)
    total = status["totals"]["street"]
    of_street = [file for file in status["files"] if file["dataset"] == "street"]
    assert total["files"] == len(of_street)
    assert total["rows"] == sum(file["rows"] for file in of_street)
    assert len(status["areas"]) == 2


def test_status_names_the_month_that_is_missing(sample_cache: Path) -> None:
    gaps = json.loads(succeed(sample_cache, "status", "--json").out)["gaps"]
    assert [(gap["force"], gap["month"], gap["dataset"]) for gap in gaps] == [("dogger-bank", MISSING, "street")]
    assert gaps[0]["reason"]
    assert f"missing: dogger-bank street {MISSING}" in succeed(sample_cache, "status").out


def test_known_gaps_come_with_what_is_known(cache_path: Path, tmp_path: Path) -> None:
    members = {
        **{
            member(m, "city-of-london"): street_csv(m, "city-of-london", [street_row()]) for m in ("2022-05", "2022-07")
        },
        **{
            member(m, "northern-ireland"): street_csv(m, "northern-ireland", [psni_row()])
            for m in ("2022-05", "2022-06")
        },
        **{member(m, "dorset"): street_csv(m, "dorset", [street_row()]) for m in ("2022-05", "2022-06")},
    }
    succeed(cache_path, "import", archive_zip(tmp_path / "gaps.zip", members))
    gaps = json.loads(succeed(cache_path, "status", "--json").out)["gaps"]
    told = {(gap["force"], gap["month"], gap["dataset"]): gap["reason"] for gap in gaps}
    assert "file missing" in told["city-of-london", "2022-06", "street"]
    assert "never supplied" in told["northern-ireland", "2022-05", "outcomes"]
    assert "never supplied" in told["northern-ireland", "2022-06", "stop-and-search"]
    assert not [key for key in told if key[0] == "dorset"]


def test_an_empty_cache_says_so(cache_path: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"no zip")
    sentence(run(cache_path, "import", tmp_path / "bad.zip"))
    assert "The cache is empty." in succeed(cache_path, "status").out
    assert "nothing is known" in sentence(run(cache_path, "counts", "--by", "force"))


# --- wrong calls ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("counts", "--by", "moon"), ("--by", "crime_type")),
        (("counts",), ("--by",)),
        (("counts", "--by", "month", "--from", "2024-13"), ("'2024-13'", "YYYY-MM")),
        (("counts", "--by", "month", "--to", "May"), ("'May'", "YYYY-MM")),
        (("counts", "--by", "month", "--from", "٢٠٢٤-٠٥"), ("YYYY-MM",)),
        (("counts", "--by", "month", "--format", "xml"), ("csv",)),
        (("export", "--layer", "moon", "--format", "csv", "out"), ("crimes",)),
        (("fly",), ("import",)),
        (("import",), ("PATH",)),
        ((), ("COMMAND",)),
    ],
)
def test_a_wrong_call_is_exit_2(sample_cache: Path, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    result = run(sample_cache, *arguments)
    assert result.code == 2
    assert result.out == ""
    assert "Traceback" not in result.err
    for word in words:
        assert word in result.err


def test_no_cache_named_is_exit_2() -> None:
    words = [command(Path("x"))[0], "-m", "offline_cache", "status"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--cache" in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--force", "narnia"), ("'narnia' is not a force",)),
        (("--force", ""), ("'' is not a force",)),
        (("--type", "Jaywalking"), ("'Jaywalking' is not a crime type", "Burglary")),
        (("--from", "2025-02", "--to", "2025-01"), ("2025-02", "2025-01", "after")),
    ],
)
def test_values_that_mean_nothing_are_a_sentence(
    sample_cache: Path, options: tuple[str, ...], words: tuple[str, ...]
) -> None:
    said = sentence(run(sample_cache, "counts", "--by", "month", *options))
    for word in words:
        assert word in said


# --- manners ----------------------------------------------------------------------------------------------


def test_progress_is_shown_on_a_terminal_only(cache_path: Path, sample_zip: Path) -> None:
    assert succeed(cache_path, "import", sample_zip).err == ""
    try:
        terminal, end = pty.openpty()
    except OSError:
        pytest.skip("needs a pseudo-terminal")
    with closing(os.fdopen(terminal, "rb", buffering=0)) as screen:
        done = subprocess.run(command(cache_path, "import", sample_zip), cwd=ROOT, stdout=subprocess.PIPE, stderr=end)
        os.close(end)
        shown = screen.read(200)
    assert done.returncode == 0
    assert b"of 71 files" in shown
    assert b"71 unchanged" in done.stdout


def test_a_reader_that_leaves_early_is_no_error(sample_cache: Path) -> None:
    for arguments in (("counts", "--by", "place"), ("status", "--json")):
        process = subprocess.Popen(
            command(sample_cache, *arguments), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
        process.stderr.close()
        assert process.wait(timeout=600) == 0
        assert "Traceback" not in said
        assert "Broken pipe" not in said
        assert "Exception ignored" not in said


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_names_beyond_the_systems_code_page_are_written(cache_path: Path, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "2024-05-dyfed-powys-street.csv"
    path.write_bytes(street_csv("2024-05", "dyfed-powys", [welsh_row(location="On or near Ffordd Tŷ Ŵy")]))
    succeed(cache_path, "import", path)
    result = run(cache_path, "counts", "--by", "place", PYTHONIOENCODING=encoding, LC_ALL="C", PYTHONCOERCECLOCALE="0")
    assert result.code == 0
    assert "On or near Ffordd Tŷ Ŵy" in result.out


def test_status_of_several_datasets_adds_up(cache_path: Path, tmp_path: Path) -> None:
    members: dict[str, Any] = {
        member("2024-05", "dorset"): street_csv("2024-05", "dorset", [street_row(), asb_row(), unplaced_row()]),
        member("2024-05", "dorset", "outcomes"): outcomes_csv("2024-05", "dorset", [outcome_row()]),
        "readme.txt": b"read me",
    }
    said = succeed(cache_path, "import", archive_zip(tmp_path / "2024-06.zip", members)).out
    assert "1 other files were left alone." in said
    status = json.loads(succeed(cache_path, "status", "--json").out)
    assert status["totals"] == {
        "street": {"files": 1, "rows": 3, "unplaced": 1},
        "outcomes": {"files": 1, "rows": 1, "unplaced": 0},
    }
    assert {file["snapshot"] for file in status["files"]} == {"2024-06"}


def test_an_export_goes_to_a_file_and_not_to_one_named_minus(sample_cache: Path) -> None:
    assert "name of a file" in sentence(run(sample_cache, "export", "--layer", "crimes", "--format", "csv", "-"))
    assert not (ROOT / "-").exists()


_EARLY = """
import runpy, signal, sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == "offline_cache.cli.arguments":
            signal.raise_signal({sign})

sys.meta_path.insert(0, Interrupt())
sys.argv = ["offline_cache", "--cache", "x", "status"]
runpy.run_module("offline_cache", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize(("sign", "code", "said"), [(signal.SIGINT, 130, 1), (signal.SIGTERM, 143, 0)])
def test_interrupted_while_the_program_loads(sign: int, code: int, said: int) -> None:
    words = [sys.executable, "-c", _EARLY.format(sign=int(sign))]
    result = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (code, "")
    assert len(result.stderr.splitlines()) == said, result.stderr
