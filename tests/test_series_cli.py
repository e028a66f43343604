# SPDX-License-Identifier: GPL-2.0-or-later
"""`trend` and `compare` from a shell, and both algorithms in `qgis_process`: the numbers of Processing."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.algorithm_runs import registered
from tests.algorithm_runs import run as run_here
from tests.test_installed import enabled, environment, profile, run  # noqa: F401 - fixtures
from tests.test_plugin_cli import numbers, shell

OTHER = "ward:E05990002"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


def test_trend_has_the_numbers_of_processing(sample_cache: Path, tmp_path: Path) -> None:
    out, chart, page = (tmp_path / name for name in ("months.csv", "chart.svg", "page.html"))
    words = ("--type", "vehicle crime", "--out", out, "--chart", chart, "--report", page)
    done = shell("--cache", sample_cache, "trend", *words)
    assert done.returncode == 0, done.stderr
    expected, _ = run_here("areatrend", {"CACHE": str(sample_cache), "TYPES": ["Vehicle crime"], "OUTPUT": "memory:"})
    printed = numbers(done.stdout)
    assert {name: printed[name] for name in ("CRIMES", "LATEST", "MISSING_MONTHS", "UNPLACED")} == {
        name: expected[name] for name in ("CRIMES", "LATEST", "MISSING_MONTHS", "UNPLACED")
    }
    assert expected["SENTENCE"] in done.stdout
    assert "February 2025" in done.stderr
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sum(int(row["count"] or 0) for row in rows) == expected["CRIMES"]
    assert [row["month"] for row in rows if row["status"] == "missing"] == ["2025-02"]
    assert chart.read_text(encoding="utf-8").startswith("<svg ")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_compare_has_the_numbers_of_processing(sample_cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "comparison.csv"
    done = shell("--cache", sample_cache, "compare", "--area", "ward:E05990001", "--other-area", OTHER, "--out", out)
    assert done.returncode == 0, done.stderr
    expected, _ = run_here(
        "comparetwoareas",
        {"CACHE": str(sample_cache), "AREA": "ward:E05990001", "OTHER_AREA": OTHER, "OUTPUT": "memory:"},
    )
    printed = numbers(done.stdout)
    for name in ("CRIMES", "OTHER_CRIMES", "MONTHS_HELD", "MONTHS_DROPPED"):
        assert printed[name] == expected[name]
    assert expected["SENTENCE"] in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("trend", "--out", "{0}/x.doc"), "of no kind that can be written"),
        (("trend", "--out", "{0}/x.csv", "--chart", "{0}/none/x.svg"), "does not exist"),
        (("compare", "--other-area", "csp:Narnia", "--out", "{0}/x.csv"), "Narnia"),
    ],
)
def test_an_error_is_one_sentence(sample_cache: Path, tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    done = shell("--cache", sample_cache, *(word.format(tmp_path) for word in words))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert sentence in line
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_call_is_two(sample_cache: Path, tmp_path: Path) -> None:
    assert shell("--cache", sample_cache, "trend").returncode == 2
    nowhere = shell("--cache", sample_cache, "compare", "--out", tmp_path / "x.csv")
    assert nowhere.returncode == 1
    assert "Choose one area" in nowhere.stderr
    bare = shell("trend", "--out", tmp_path / "x.csv")
    assert (bare.returncode, bare.stderr) == (1, "Name the cache with --cache FILE.\n")


def test_qgis_process_gives_the_same(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    sample_cache: Path,
    tmp_path: Path,
) -> None:
    for name, more in (("areatrend", {}), ("comparetwoareas", {"AREA": "ward:E05990001", "OTHER_AREA": OTHER})):
        out = tmp_path / f"{name}.gpkg"
        given = {"CACHE": str(sample_cache), **more}
        words = [f"--{key}={value}" for key, value in {**given, "OUTPUT": str(out)}.items()]
        printed = run([enabled, "run", f"policeuk:{name}", *words], environment, tmp_path)
        expected, _ = run_here(name, {**given, "OUTPUT": "memory:"})
        found = dict(re.findall(r"^(\w+):\s*(\d+)$", printed, re.MULTILINE))
        assert int(found["CRIMES"]) == expected["CRIMES"]
        assert expected["SENTENCE"] in printed
        assert out.is_file()
