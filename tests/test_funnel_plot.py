# SPDX-License-Identifier: GPL-2.0-or-later
"""Funnel plots as QGIS runs them: numbers against plain formulas, who decides, what is missing, what is refused."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from qgis.core import NULL, QgsProcessingException, QgsVectorLayer, QgsWkbTypes

from policeuk_plugin.processing.rates.funnel_words import z_text
from policeuk_plugin.reports.document import Legend, Pictures
from policeuk_plugin.reports.page_reading import read_page
from tests.algorithm_runs import Listening, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.area_cases import without_files
from tests.plugin_caches import make_cache
from tests.rated_cases import ASKED, MONTHS, areas_of_sample, by_type, made, plain, rated_cache, residents, table_rows


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give the sample with its areas; the tests read it only."""
    return rated_cache(tmp_path_factory.mktemp("funnel") / "policeuk.sqlite", sample_folder, sample_zip)


def spiegelhalter(observed: list[float], expected: list[float]) -> tuple[list[float], list[float], float, float]:
    """z, adjusted z, φ and τ², one area after the other."""
    z = [2 * (math.sqrt(o / e) - 1) * math.sqrt(e) for o, e in zip(observed, expected)]
    low, high = np.quantile(z, [0.1, 0.9])
    phi = sum(min(max(one, low), high) ** 2 for one in z) / len(z)
    w = [4 * e for e in expected]
    tau2 = max(0.0, (len(z) * phi - (len(z) - 1)) / (sum(w) - sum(one * one for one in w) / sum(w)))
    adjusted = [(math.sqrt(o / e) - 1) / math.sqrt(1 / (4 * e) + tau2) for o, e in zip(observed, expected)]
    return z, adjusted, phi, tau2


def bh(p: dict[str, float]) -> dict[str, float]:
    """Benjamini-Hochberg's q, by a loop from the largest p down."""
    order = sorted(p, key=lambda key: p[key], reverse=True)
    found, least = {}, 1.0
    for at, key in enumerate(order):
        least = min(least, p[key] * len(p) / (len(p) - at))
        found[key] = least
    return found


def test_numbers_are_those_of_the_formulas_over_plain_counts(
    cache: Path, sample_zip: Path, sample_folder: Path
) -> None:
    results, areas = made("funnelplot", cache)
    counts, people = plain(sample_zip), residents(sample_folder)
    total = sum(counts[code] for code in people)
    expected = {code: people[code] * total / sum(people.values()) for code in people}
    codes = sorted(people)
    z, adjusted, phi, tau2 = spiegelhalter([counts[code] for code in codes], [expected[code] for code in codes])
    assert results["PHI"] == pytest.approx(phi)
    assert results["TAU"] == pytest.approx(math.sqrt(tau2))
    assert tau2 > 0
    for at, code in enumerate(codes):
        area = areas[code]
        assert (area["count"], area["residents"]) == (counts[code], people[code])
        assert area["rate"] == pytest.approx(counts[code] / people[code] * 1000)
        assert area["expected"] == pytest.approx(expected[code])
        assert area["ratio"] == pytest.approx(counts[code] / expected[code])
        assert area["z"] == pytest.approx(z[at])
        assert area["adjusted_z"] == pytest.approx(adjusted[at])
        away = 1.959964 * math.sqrt(1 / (4 * expected[code]) + tau2)
        assert area["upper_95"] == pytest.approx((1 + away) ** 2)
        assert area["lower_95"] == pytest.approx(max(1 - away, 0) ** 2, abs=1e-6)
    q = bh({code: areas[code]["p"] for code in codes})
    assert {code: areas[code]["q"] for code in codes} == pytest.approx(q)
    called = {code for code in codes if q[code] <= 0.05}
    told = {code for code in codes if areas[code]["verdict"].startswith(("higher", "lower"))}
    assert told == called
    assert results["HIGHER"] + results["LOWER"] == len(called)


def test_poisson_limits_decide_only_where_they_are_asked_for_and_say_so(cache: Path, tmp_path: Path) -> None:
    stats = pytest.importorskip("scipy.stats")
    wide, of_wide = made("funnelplot", cache)
    page = tmp_path / "page.html"
    narrow, of_narrow = made("funnelplot", cache, LIMITS="Poisson", REPORT=str(page))
    assert narrow["HIGHER"] + narrow["LOWER"] == narrow["BY_POISSON"] == wide["BY_POISSON"]
    assert narrow["BY_POISSON"] > wide["HIGHER"] + wide["LOWER"]
    for code, area in of_narrow.items():
        count, expected = area["count"], area["expected"]
        tails = stats.poisson.sf(count - 1, expected), stats.poisson.cdf(count, expected)
        assert area["p"] == pytest.approx(min(1.0, 2 * min(tails)), rel=1e-6, abs=1e-9)
        assert of_wide[code]["p"] >= area["p"] - 1e-12  # no limit is surer than chance allows
        assert area["verdict"] == of_wide[code]["poisson_verdict"]
        assert area["upper_95"] == pytest.approx(stats.chi2.ppf(0.975, 2 * expected + 2) / 2 / expected)
    text = page.read_text(encoding="utf-8")
    assert "Poisson limits decide" in text
    assert "By Poisson limits, of chance in counting alone" in text
    blocks = list(read_page(page).blocks)
    at = next(place for place, block in enumerate(blocks) if isinstance(block, Legend))
    pictures, legend = blocks[at - 1], blocks[at]
    assert isinstance(pictures, Pictures)
    assert pictures.pictures[0].address.startswith("data:image/png")
    assert isinstance(legend, Legend)
    named = {one.text for one in legend.swatches if one.background}
    assert {"lower than the others", "higher than the others"} <= named


def test_each_crime_type_is_tested_in_one_family(cache: Path, sample_zip: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.gpkg"
    made("funnelplot", cache, BY_TYPE=True, TABLE=str(path))
    found, counted = table_rows(path), by_type(sample_zip)
    types = {row["crime_type"] for row in found} - {"all selected"}
    assert types
    assert types <= set(counted)
    for row in found:
        if row["crime_type"] in types:
            assert row["count"] == counted[row["crime_type"]][row["code"]]
    q = bh({f"{row['code']} {row['crime_type']}": row["p"] for row in found})
    assert {f"{row['code']} {row['crime_type']}": row["q"] for row in found} == pytest.approx(q)


def test_a_z_of_nothing_has_no_minus() -> None:
    assert [z_text(z) for z in (-0.04, 0.04, -1.25, 2.0)] == ["+0.0", "+0.0", "−1.2", "+2.0"]


def test_areas_of_few_expected_crimes_are_not_called_the_same(cache: Path) -> None:
    results, areas = made("funnelplot", cache, TYPES=["Theft from the person"])
    few = [area for area in areas.values() if area["expected"] < 5]
    assert few
    assert all(area["verdict"] in ("too few crimes to tell", "higher than the others") for area in few)
    assert results["TOO_FEW"] == sum(area["verdict"] == "too few crimes to tell" for area in areas.values())


def test_where_few_are_expected_everywhere_nothing_is_said_of_how_areas_differ(cache: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    month = {"FROM": MONTHS[-1], "TO": MONTHS[-1], "TYPES": ["Robbery"]}
    results, areas = made("funnelplot", cache, **month, REPORT=str(page))
    assert results["TAU"] == 0
    assert all(area["expected"] < 5 for area in areas.values())
    assert "no more than chance" not in results["SENTENCE"]
    assert "Whether the areas differ by more than chance in counting cannot be told" in results["SENTENCE"]
    assert f"In {len(areas)} areas fewer than 5 crimes are expected" in results["SENTENCE"]
    called = sum(area["verdict"].startswith(("higher", "lower")) for area in areas.values())
    untold = f"in {len(areas) - called} of them that is too few to tell" if called else "which is too few to tell"
    assert untold in results["SENTENCE"]
    assert ("1 · " in page.read_text(encoding="utf-8")) == bool(called)


def test_a_missing_month_is_in_neither_side_and_hatched(tmp_path: Path, sample_folder: Path, sample_zip: Path) -> None:
    lacking = without_files(sample_zip, tmp_path / "lacking.zip", "2025-11-dogger-bank-street.csv")
    cache, feedback = rated_cache(tmp_path / "policeuk.sqlite", sample_folder, lacking), Listening()
    results, areas = made("funnelplot", cache, feedback)
    counts = plain(lacking, [month for month in MONTHS if month != "2025-11"])
    assert results["HATCHED"] == len(areas)
    assert results["MISSING_MONTHS"] == 1
    assert {code: area["count"] for code, area in areas.items()} == {code: counts[code] for code in areas}
    assert sum(area["expected"] for area in areas.values()) == pytest.approx(sum(counts[code] for code in areas))
    assert all(area["state"] == "months missing" and "November 2025" in area["told"] for area in areas.values())
    assert any("lack months (hatched)" in line for line in feedback.warned)


def test_what_is_lacking_is_said(tmp_path: Path, cache: Path, sample_folder: Path, sample_zip: Path) -> None:
    areas = tuple(path for path in areas_of_sample(sample_folder) if "residents" not in path.name)
    nobody = make_cache(tmp_path / "nobody.sqlite", sample_zip, areas=areas)
    with pytest.raises(QgsProcessingException, match="There is no rate, because the cache holds no residents .* TS001"):
        made("funnelplot", nobody)
    with pytest.raises(QgsProcessingException, match="A funnel needs 5 areas .* there is one. .* HIGHLIGHT"):
        made("funnelplot", cache, LEVEL="pfa")
    with pytest.raises(QgsProcessingException, match="no official counts"):
        made("funnelplot", cache, LEVEL="csp", SOURCE="ons", FROM="", TO="")
    with pytest.raises(QgsProcessingException, match="Not one month"):
        made("funnelplot", cache, FROM="2019-01", TO="2019-02")


def test_areas_without_outlines_are_a_table(tmp_path: Path, sample_folder: Path, sample_zip: Path) -> None:
    areas = tuple(path for path in areas_of_sample(sample_folder) if path.suffix != ".geojson")
    cache, path = make_cache(tmp_path / "undrawn.sqlite", sample_zip, areas=areas), tmp_path / "funnel.gpkg"
    page = tmp_path / "page.html"
    run("funnelplot", {"CACHE": str(cache), "OUTPUT": str(path), "REPORT": str(page), **ASKED})
    layer = QgsVectorLayer(str(path), "table", "ogr")
    assert layer.wkbType() == QgsWkbTypes.Type.NoGeometry
    assert layer.featureCount() == len(residents(sample_folder))
    text = page.read_text(encoding="utf-8")
    assert text.count("<img ") == 1
    assert "data:image/svg+xml" in text


def test_page_layer_and_chart_explain_themselves(cache: Path, tmp_path: Path) -> None:
    path, page, chart = tmp_path / "funnel.gpkg", tmp_path / "funnel.html", tmp_path / "funnel.svg"
    parameters = {"CACHE": str(cache), "OUTPUT": str(path), "REPORT": str(page), "CHART": str(chart), **ASKED}
    results, _ = run("funnelplot", parameters)
    text = page.read_text(encoding="utf-8")
    for words in ("Over-dispersed limits decide", "not to be ranked", "1 in 20", "Invented", "publishedrows"):
        assert words in text
    assert results["SENTENCE"].split(". ")[0] in text.replace("&#x27;", "'")
    assert "<svg" in chart.read_text(encoding="utf-8")
    layer = QgsVectorLayer(str(path), "result", "ogr")
    legend = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert legend[:3] == ["lower than the others", "about the same as the others", "higher than the others"]
    assert "By limits that allow for how much areas differ (over-dispersed)" in legend
    metadata = layer.metadata()
    assert "policeuk:funnelplot" in " ".join(metadata.history())
    assert "adjusted_z: The same as areas really differ." in metadata.abstract()
    run("funnelplot", parameters)  # over its own earlier result


def test_one_area_is_marked_and_changes_nothing(cache: Path, tmp_path: Path) -> None:
    chart, without = tmp_path / "marked.svg", tmp_path / "plain.svg"
    results, areas = made("funnelplot", cache, CHART=str(without))
    code, name = next((code, area["name"]) for code, area in areas.items() if area["verdict"].startswith("about"))
    marked, again = made("funnelplot", cache, CHART=str(chart), HIGHLIGHT=f"lsoa:{code}")
    assert {code: area["q"] for code, area in again.items()} == {code: area["q"] for code, area in areas.items()}
    assert f"{name} is about the same" in marked["SENTENCE"]
    assert f"{name} is " not in results["SENTENCE"]
    assert f">{name}</text>" in chart.read_text(encoding="utf-8")
    assert f">{name}</text>" not in without.read_text(encoding="utf-8")
    others = ",".join(other for other in areas if other != code)
    with pytest.raises(QgsProcessingException, match="is none of the LSOAs compared"):
        made("funnelplot", cache, AREA=f"lsoa:{others}", HIGHLIGHT=f"lsoa:{code}")


def test_a_cancelled_run_leaves_nothing(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run("funnelplot", {"CACHE": str(cache), "OUTPUT": str(tmp_path / "a.gpkg")}, Listening(cancel_at=50))
    assert not list(tmp_path.iterdir())


def test_no_rate_where_residents_lack(cache: Path, tmp_path: Path, sample_folder: Path, sample_zip: Path) -> None:
    lines = (sample_folder / "sample_residents.csv").read_text(encoding="utf-8").splitlines()
    short = tmp_path / "residents.csv"
    short.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    lost = lines[-1].split(",")[0]
    areas = tuple(path for path in areas_of_sample(sample_folder) if "residents" not in path.name)
    other = make_cache(tmp_path / "policeuk.sqlite", sample_zip, areas=(*areas, short))
    feedback = Listening()
    _, found = made("funnelplot", other, feedback)
    assert found[lost]["rate"] == found[lost]["ratio"] == found[lost]["verdict"] == NULL
    assert "No residents of it are held: no rate." in found[lost]["told"]
    assert any("1 area without residents" in line for line in feedback.said)
    counts = plain(sample_zip)
    rest = [area for code, area in found.items() if code != lost]
    assert sum(area["expected"] for area in rest) == pytest.approx(sum(counts[area["code"]] for area in rest))
