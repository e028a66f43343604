# SPDX-License-Identifier: GPL-2.0-or-later
"""`make run` without arguments: the invented sample becomes a cache, a project, a map and a summary."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def run_demo(root: Path, out: Path, *arguments: str, **variables: str) -> str:
    """Run the script behind `make run`; give what it prints, fail the test where it fails."""
    none = dict.fromkeys(("AREAS", "FORCE", "FROM", "TO", "SERVICE"), "")
    environment = {**os.environ, "OUT": str(out), "CI": "true", **none, **variables}
    result = subprocess.run(
        [str(root / "tools" / "run_demo.sh"), *arguments],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert result.returncode == 0, f"{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def made_afresh(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give the folder and the words of a run of the sample where another archive was run before."""
    if not (root / ".venv" / "bin" / "python").exists():
        pytest.skip("needs the .venv that make setup makes")
    out = tmp_path_factory.mktemp("out")
    (out / ".made-of").write_text("another archive\n")
    (out / "policeuk.sqlite").write_text("not looked at")
    return out, run_demo(root, out)


def test_the_sample_becomes_a_project(made_afresh: tuple[Path, str]) -> None:
    folder, printed = made_afresh
    kinds = (".sqlite", ".qgz", ".png", ".html")
    analysed = ("clusters", "density")
    made = {path.suffix: path for path in folder.iterdir() if path.suffix in kinds and path.stem not in analysed}
    assert sorted(made) == sorted(kinds)
    assert made[".png"].read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert "<html" in made[".html"].read_text(encoding="utf-8")
    with zipfile.ZipFile(made[".qgz"]) as project:
        (name,) = (n for n in project.namelist() if n.endswith(".qgs"))
        assert "policeuk.sqlite" in project.read(name).decode()
    assert all(path.name in printed for path in made.values())
    assert list(folder.glob("*.sqlite-*")) == []  # nobody has left the cache open
    assert "What to try next" in printed
    assert "cluster_areas: " in printed
    for name in ("clusters.gpkg", "clusters.html", "density.tif", "density.html"):
        assert (folder / name).stat().st_size > 1000
        assert name in printed


def test_a_second_run_keeps_the_cache_and_another_archive_does_not(root: Path, made_afresh: tuple[Path, str]) -> None:
    """Invented and real crimes never end up in one demonstration."""
    folder, first = made_afresh
    assert "was made of another archive: starting afresh" in first
    size = (folder / "policeuk.sqlite").stat().st_size
    second = run_demo(root, folder)
    assert "starting afresh" not in second
    assert (folder / "policeuk.sqlite").stat().st_size == size


def test_the_main_job_against_the_stand_in(root: Path, tmp_path: Path) -> None:
    """Downloaded instead of imported: the same cache and map; what is held is not fetched twice."""
    if not (root / ".venv" / "bin" / "python").exists():
        pytest.skip("needs the .venv that make setup makes")
    months = {"FROM": "2025-05", "TO": "2026-04"}
    printed = run_demo(root, tmp_path, SERVICE="1", **months)
    assert "12 files" in printed
    assert (tmp_path / "clusters.gpkg").is_file()
    again = run_demo(root, tmp_path, SERVICE="1", **months)
    assert "36 already held" in again
    assert "added: " not in again


def test_an_archive_and_a_download_are_not_mixed(root: Path, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="not both"):
        run_demo(root, tmp_path, "some.zip", FORCE="bedfordshire")


@pytest.mark.parametrize("archive", ["foldr", "bad.zip"])
def test_an_archive_that_cannot_be_had_costs_nothing(root: Path, tmp_path: Path, archive: str) -> None:
    """Neither a name mistyped nor a file that turns out to be bad takes away the cache that is there."""
    (tmp_path / "bad.zip").write_bytes(b"no zip")
    out = tmp_path / "out"
    out.mkdir()
    (out / ".made-of").write_text("an archive of months\n")
    (out / "policeuk.sqlite").write_text("precious")
    with pytest.raises(AssertionError, match=archive):
        run_demo(root, out, str(tmp_path / archive))
    assert (out / "policeuk.sqlite").read_text() == "precious"
    assert (out / ".made-of").read_text() == "an archive of months\n"
