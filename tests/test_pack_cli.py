# SPDX-License-Identifier: GPL-2.0-or-later
"""`pack` and `check-pack` as they are typed: handed over to QGIS, or one sentence where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from offline_cache.field_pack.checking import check_pack
from tests.command import run, sentence
from tests.conftest import ROOT

AREA = "lsoa:E01990001,E01990002,E01990003"
_HIDDEN = """
import importlib.util, sys
from offline_cache.cli import main
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "qgis" else find(name, *more)
sys.exit(main(sys.argv[1:]))
"""
_STAND_IN = """#!/bin/sh
printf '%s\\n' "$@" > "$POLICEUK_HEARD"
case "$2" in *qgis*) exit 0 ;; esac
exit ${POLICEUK_ENDS:-0}
"""


@pytest.mark.slow
def test_a_pack_is_made_from_a_shell_and_checked(sample_cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "a beat.zip"
    told = run(sample_cache, "pack", "--area", AREA, "--question", "clusters", "--title", "A beat", out)
    assert told.code == 0, told.err
    assert os.listdir(tmp_path) == ["a beat.zip"]
    found = check_pack(out)
    assert found.manifest is not None
    assert (found.whole, found.manifest.title, found.unknown) == (True, "A beat", ())
    assert "as it was made" in run(tmp_path / "none", "check-pack", out).out


def without_qgis(cache: Path, *words: str, **environment: str) -> tuple[int, str]:
    """Run `pack` in a Python that does not find QGIS; gives its code and what it said on stderr."""
    done = subprocess.run(
        [sys.executable, "-c", _HIDDEN, "--cache", str(cache), "pack", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_without_qgis_it_is_one_sentence(sample_cache: Path, tmp_path: Path) -> None:
    code, said = without_qgis(sample_cache, "--area", AREA, str(tmp_path / "out"), POLICEUK_QGIS_PYTHON="false")
    assert code == 1
    assert len(said.splitlines()) == 1
    assert "no Python with QGIS was found" in said
    assert not (tmp_path / "out").exists()


def test_what_is_typed_is_handed_over_word_by_word(sample_cache: Path, tmp_path: Path) -> None:
    python = tmp_path / "python of qgis"
    python.write_text(_STAND_IN)
    python.chmod(0o755)
    heard = tmp_path / "heard"
    given = {"POLICEUK_QGIS_PYTHON": str(python), "POLICEUK_HEARD": str(heard)}
    words = (
        "--area",
        "neighbourhood:a b/it's",
        "--from",
        "2025-01",
        "--type",
        "Burglary",
        "--with-asb",
        "--",
        "-out.zip",
    )
    assert without_qgis(sample_cache, *words, **given) == (0, "")
    assert heard.read_text().splitlines() == [
        *("-m", "policeuk_plugin", "--cache", str(sample_cache), "pack", "--area", "neighbourhood:a b/it's"),
        *("--from", "2025-01", "--type", "Burglary", "--with-asb", "--", "-out.zip"),
    ]
    assert without_qgis(sample_cache, *words, **given, POLICEUK_ENDS="7")[0] == 7


def test_without_the_plugin_it_is_one_sentence(sample_cache: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "offline_cache", tmp_path / "offline_cache", ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [sys.executable, "-m", "offline_cache", "--cache", str(sample_cache), "pack", "--area", AREA, "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "made by the QGIS plugin" in done.stderr


def test_commands_that_need_a_cache_say_so(tmp_path: Path) -> None:
    for words in (("status",), ("pack", "--area", AREA, "out")):
        done = subprocess.run(
            [sys.executable, "-m", "offline_cache", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert done.stderr.endswith("error: the following arguments are required: --cache\n")


def test_check_pack_of_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")
    assert "is no field pack" in sentence(run(tmp_path / "none", "check-pack", tmp_path / "letter.txt"))
    assert "does not exist" in sentence(run(tmp_path / "none", "check-pack", tmp_path / "gone"))
