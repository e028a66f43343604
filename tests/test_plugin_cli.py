# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's command line and `qgis_process`: the numbers of Processing, exit codes, one sentence an error."""

from __future__ import annotations

import csv
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsRasterLayer, QgsVectorLayer

from tests.algorithm_runs import registered
from tests.algorithm_runs import run as run_here
from tests.command import wait_for_opened
from tests.conftest import ROOT
from tests.plugin_caches import make_cache
from tests.test_installed import enabled, environment, profile, run  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give a cache of the sample with outlines and look-up."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*lookup.csv"))
    return make_cache(tmp_path_factory.mktemp("cli") / "policeuk.sqlite", sample_zip, areas=areas)


def command(*words: object) -> list[str]:
    """Give the words of `python -m policeuk_plugin …`."""
    return [sys.executable, "-m", "policeuk_plugin", *map(str, words)]


def shell(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    return subprocess.run(command(*words), cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600, check=False)


def numbers(text: str) -> dict[str, float]:
    """The numbers that a run printed, by name."""
    return {name.upper(): float(value) for name, value in re.findall(r"^(\w+): ([\d.]+)$", text, re.MULTILINE)}


def test_clusters_have_the_numbers_of_processing(cache: Path, tmp_path: Path) -> None:
    out, page = tmp_path / "clusters.gpkg", tmp_path / "clusters.html"
    chosen = ("--area", "force:dogger-bank", "--type", "vehicle crime", "--from", "2025-01", "--to", "2025-12")
    done = shell("--cache", cache, "clusters", *chosen, "--out", out, "--report", page)
    assert done.returncode == 0, done.stderr
    expected, context = run_here(
        "crimeclusters",
        {
            "CACHE": str(cache),
            "AREA": "force:dogger-bank",
            "TYPES": ["Vehicle crime"],
            "FROM": "2025-01",
            "TO": "2025-12",
            "OUTPUT": "memory:",
        },
    )
    assert numbers(done.stdout) == {k: v for k, v in expected.items() if k != "OUTPUT"}
    assert "February 2025" in done.stderr
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    layer, here = QgsVectorLayer(str(out), "c", "ogr"), context.takeResultLayer(expected["OUTPUT"])
    names = [field.name() for field in here.fields()]
    there = [[feature[name] for name in names] for feature in layer.getFeatures()]
    assert there == [feature.attributes() for feature in here.getFeatures()]
    assert layer.renderer().type() == "categorizedSymbol", "the style is in the file"
    assert any("policeuk:crimeclusters" in line for line in layer.metadata().history())


def test_clusters_as_csv(cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "clusters.csv"
    done = shell("--cache", cache, "clusters", "--units", "LSOA", "--out", out)
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 40
    assert sum(int(row["count"]) for row in rows) == numbers(done.stdout)["CRIMES"]
    names = {"code", "name", "count", "places", "largest_place_share", "z", "p", "q", "verdict", "cluster"}
    assert names == set(rows[0])


def test_density_has_the_numbers_of_processing(cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "density.tif"
    done = shell("--cache", cache, "density", "--with-asb", "--bandwidth", 800, "--cell-size", 200, "--out", out)
    assert done.returncode == 0, done.stderr
    parameters = {"CACHE": str(cache), "INCLUDE_ASB": True, "BANDWIDTH": 800, "CELL_SIZE": 200}
    expected, _ = run_here("crimedensity", {**parameters, "OUTPUT": str(tmp_path / "here.tif")})
    printed = numbers(done.stdout)
    assert printed.pop("HIGHEST") == pytest.approx(expected["HIGHEST"], rel=1e-4)
    assert printed == {k: v for k, v in expected.items() if k not in ("OUTPUT", "HIGHEST")}
    assert QgsRasterLayer(str(out), "d").rasterUnitsPerPixelX() == 200
    assert out.read_bytes() == (tmp_path / "here.tif").read_bytes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("clusters", "--area", "csp:Narnia"), "knows no csp"),
        (("clusters", "--from", "2010-01", "--to", "2010-12"), "Not one month"),
        (("clusters", "--cell-size", "1"), "would make"),
        (("clusters", "--type", "Piracy"), "is not a crime type"),
        (("clusters", "--study-area", "/no/such.gpkg"), "does not exist"),
        (("clusters", "--units", "layer"), "Choose the layer of units"),
        (("density", "--bandwidth", "10"), "smaller than a cell"),
    ],
)
def test_an_error_is_one_sentence_and_one(cache: Path, tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    out = tmp_path / ("out.tif" if words[0] == "density" else "out.gpkg")
    done = shell("--cache", cache, *words, "--out", out)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert sentence in line
    assert line.endswith(".")
    assert not out.exists()


def test_a_wrong_call_is_two(cache: Path, tmp_path: Path) -> None:
    assert shell("--cache", cache, "clusters").returncode == 2
    assert shell("--cache", cache, "clusters", "--units", "circles", "--out", tmp_path / "x.gpkg").returncode == 2
    wrong = shell("--cache", cache, "clusters", "--out", tmp_path / "x.doc")
    assert (wrong.returncode, wrong.stderr) == (
        1,
        "x.doc is of no kind that can be written. Name it .gpkg or .csv or .geojson.\n",
    )


def test_ctrl_c_is_a_hundred_and_thirty(cache: Path, tmp_path: Path) -> None:
    words = command("--cache", cache, "clusters", "--cell-size", 8, "--out", tmp_path / "c.gpkg")
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        wait_for_opened(process, cache)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=600)
    assert process.returncode == 130, err
    assert err.endswith("Stopped. Nothing was made.\n")
    assert out == ""


def test_qgis_process_gives_the_same(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    cache: Path,
    tmp_path: Path,
) -> None:
    out = tmp_path / "clusters.gpkg"
    chosen = ["--TYPES=Burglary", "--TYPES=Vehicle crime", f"--CACHE={cache}", f"--OUTPUT={out}"]
    printed = run([enabled, "run", "policeuk:crimeclusters", *chosen], environment, tmp_path)
    expected, _ = run_here(
        "crimeclusters", {"CACHE": str(cache), "TYPES": ["Burglary", "Vehicle crime"], "OUTPUT": "memory:"}
    )
    found = dict(re.findall(r"^(\w+):\s*(\d+)$", printed, re.MULTILINE))
    assert {k: int(v) for k, v in found.items()} == {k: v for k, v in expected.items() if k != "OUTPUT"}
    raster = tmp_path / "density.tif"
    run([enabled, "run", "policeuk:crimedensity", f"--CACHE={cache}", f"--OUTPUT={raster}"], environment, tmp_path)
    assert QgsRasterLayer(str(raster), "d").isValid()
