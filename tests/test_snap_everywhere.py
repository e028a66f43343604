# SPDX-License-Identifier: GPL-2.0-or-later
"""Risk density and snap-point uncertainty from a shell, in a report with the other questions, and many at a time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProcessingUtils

from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import numbers_and_units, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as qgis_process

RISK = {"BASIS": "types", "TYPES": ["Burglary"], "BASE_TYPES": ["Vehicle crime"], "MAPS": 99, "ALPHA": 0.2}


def numbers_of(printed: str) -> dict[str, float]:
    """The numbers that qgis_process printed."""
    return {
        name: float(value) for name, value in re.findall(r"^(\w+):\s*(-?[\d.]+(?:e-?\d+)?)$", printed, re.MULTILINE)
    }


@pytest.mark.parametrize(
    ("name", "given", "file"),
    [
        ("snapuncertainty", {"METHOD": "busier", "CELL_SIZE": 500, "SETTINGS": '{"WINDOW": "alone"}'}, "sure.gpkg"),
        ("riskdensity", {**RISK, "BANDWIDTH": 1000}, "risk.tif"),
    ],
)
def test_qgis_process_gives_the_same(
    name: str,
    given: dict[str, Any],
    file: str,
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    cache: str,
    tmp_path: Path,
) -> None:
    words = [f"--{key}={one}" for key, of in given.items() for one in (of if isinstance(of, list) else [of])]
    words += [f"--CACHE={cache}", f"--OUTPUT={tmp_path / file}", f"--REPORT={tmp_path / 'page.html'}"]
    printed = numbers_of(qgis_process([enabled, "run", f"policeuk:{name}", *words], environment, tmp_path))
    here, _ = run(name, {**given, "CACHE": cache, "OUTPUT": str(tmp_path / f"here_{file}")})
    numbers = {key: value for key, value in here.items() if isinstance(value, (int, float))}
    assert numbers
    assert printed == {**printed, **{key: pytest.approx(value, rel=1e-4) for key, value in numbers.items()}}
    assert (tmp_path / file).stat().st_size
    assert (tmp_path / "page.html").stat().st_size


def test_many_at_a_time_give_what_each_gives_alone(cache: str) -> None:
    """As the toolbox runs a batch: one after another in one context."""
    context, found = QgsProcessingContext(), []
    for method in ("clusters", "persistence"):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:snapuncertainty")
        given = {"CACHE": cache, "METHOD": method, "CELL_SIZE": 500, "DRAWS": 20, "OUTPUT": "memory:"}
        results, done = algorithm.run(given, context, QgsProcessingFeedback(), {}, False)
        layer = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
        found.append((done, results["CALLED"], results["SURE"], layer.featureCount()))
        alone, units = numbers_and_units("snapuncertainty", given)
        assert found[-1] == (True, alone["CALLED"], alone["SURE"], len(units))


def test_a_report_of_them_beside_clusters_and_its_recipe_again(cache: str, tmp_path: Path) -> None:
    report = tmp_path / "r.html"
    settings = {
        "clusters": {"CELL_SIZE": 500, "SNAP_MAPS": 20, "ALPHA": 0.5},
        "snapping": {"CELL_SIZE": 500, "DRAWS": 20, "ALPHA": 0.5, "SETTINGS": '{"DIRECTION": "both"}'},
        "risk": {"MAPS": 99, "BANDWIDTH": 1000, "ALPHA": 0.2},
    }
    asked = {"CACHE": cache, "QUESTIONS": list(settings), "SETTINGS": json.dumps(settings), "REPORT": str(report)}
    results, _ = run("hotspotreport", asked)
    html = report.read_text(encoding="utf-8")
    assert re.search(r"How sure is the place\? (The|All|None of the|\d+ of the) \d+ cells? called a cluster", html)
    assert "Is it only the snap points?" in html
    assert "How dense is it beside a year before?" in html
    recipe = Path(results["RECIPE"])
    runs = json.loads(recipe.read_text(encoding="utf-8"))["runs"]
    given = {one["algorithm"].partition(":")[2]: one["parameters"] for one in runs}
    assert given["snapuncertainty"]["SETTINGS"] == settings["snapping"]["SETTINGS"]
    assert given["crimeclusters"]["SNAP_MAPS"] == 20
    again, _ = run("runrecipe", {"CACHE": cache, "RECIPE": str(recipe), "OUTPUT": "memory:"})
    assert again["SAME"] == 1
    assert (again["DIFFERENT"], again["FAILED"]) == (0, 0)
