# SPDX-License-Identifier: GPL-2.0-or-later
"""Location quotients as QGIS runs them: shares of plain counts, what is called, too few crimes, a share and no risk."""

from __future__ import annotations

from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from qgis.core import NULL, QgsProcessingException, QgsVectorLayer

from offline_cache import OfflineCache
from offline_cache.model import ASB
from offline_cache.reference_data.importing import import_reference
from tests.algorithm_runs import Listening, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.area_cases import table as gzipped_table
from tests.area_cases import without_files
from tests.plugin_caches import make_cache, published_rows
from tests.rated_cases import ASKED, MONTHS, areas_of_sample, by_type, made, plain, rated_cache, table_rows

CHOSEN = ["Shoplifting", "Other theft"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give the sample with its areas; the tests read it only."""
    return rated_cache(tmp_path_factory.mktemp("quotient") / "policeuk.sqlite", sample_folder, sample_zip)


def test_quotients_are_those_of_plain_counts(cache: Path, sample_zip: Path) -> None:
    results, areas = made("locationquotient", cache, TYPES=CHOSEN, MINIMUM=20)
    of, every = plain(sample_zip, types=CHOSEN), plain(sample_zip)
    chosen, total = sum(of[code] for code in areas), sum(every[code] for code in areas)
    assert results["SHARE"] == pytest.approx(100 * chosen / total)
    assert results["CRIMES"] == chosen
    told = 0
    for code, area in areas.items():
        assert (area["count"], area["total"]) == (of[code], every[code])
        expected = every[code] * chosen / total
        assert area["expected"] == pytest.approx(expected)
        if every[code] < 20 or expected < 5:
            assert area["quotient"] == area["q"] == area["value"] == NULL
            assert area["verdict"] == "too few"
            continue
        told += 1
        assert area["quotient"] == pytest.approx((of[code] / every[code]) / (chosen / total))
        assert area["lower"] < area["quotient"] < area["upper"]
        surely = area["q"] <= 0.05 and not 0.8 <= area["quotient"] <= 1.25
        assert (area["verdict"] in ("more", "less")) == surely
    assert told > 5
    assert results["TOO_FEW"] == len(areas) - told


def test_the_test_is_fishers_against_the_other_areas(cache: Path, sample_zip: Path) -> None:
    stats = pytest.importorskip("scipy.stats")
    _, areas = made("locationquotient", cache, TYPES=CHOSEN)
    chosen, total = (sum(area[name] for area in areas.values()) for name in ("count", "total"))
    for area in [area for area in areas.values() if area["quotient"] != NULL][:10]:
        own = (area["count"], area["total"] - area["count"])
        rest = (chosen - own[0], total - chosen - own[1])
        assert area["p"] == pytest.approx(stats.fisher_exact([own, rest])[1], rel=1e-6)


def test_the_table_has_every_type_by_itself_in_one_family(cache: Path, sample_zip: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.gpkg"
    made("locationquotient", cache, TYPES=CHOSEN, TABLE=str(path))
    rows, typed = table_rows(path), by_type(sample_zip)
    assert {row["crime_type"] for row in rows} == {"all chosen", *typed}
    singly = [row for row in rows if row["crime_type"] in typed]
    assert all(row["count"] == typed[row["crime_type"]][row["code"]] for row in singly)
    tested = sorted((row["p"], row["q"]) for row in singly if row["p"] != NULL)
    least = 1.0
    for at in range(len(tested), 0, -1):
        least = min(least, tested[at - 1][0] * len(tested) / at)
        assert tested[at - 1][1] == pytest.approx(least)


def test_anti_social_behaviour_is_in_the_whole_only_where_it_is_included(cache: Path, sample_zip: Path) -> None:
    results, areas = made("locationquotient", cache, TYPES=CHOSEN, INCLUDE_ASB=True)
    every = Counter(row["LSOA code"] for month, row in published_rows(sample_zip, "street") if month in MONTHS)
    assert {code: area["total"] for code, area in areas.items()} == {code: every[code] for code in areas}
    chosen = plain(sample_zip, types=[*CHOSEN, ASB])
    assert {code: area["count"] for code, area in areas.items()} == {code: chosen[code] for code in areas}
    assert "recorded crime and anti-social behaviour" in results["SENTENCE"]


def test_it_says_that_it_is_a_share_and_needs_no_residents(
    tmp_path: Path, sample_folder: Path, sample_zip: Path
) -> None:
    areas = tuple(path for path in areas_of_sample(sample_folder) if "residents" not in path.name)
    cache = make_cache(tmp_path / "nobody.sqlite", sample_zip, areas=areas)
    path, page = tmp_path / "lq.gpkg", tmp_path / "lq.html"
    asked = {"CACHE": str(cache), "OUTPUT": str(path), "REPORT": str(page), "TYPES": CHOSEN, **ASKED}
    results, _ = run("locationquotient", asked)
    assert "This is a share of crimes, not a risk" in results["SENTENCE"]
    text = page.read_text(encoding="utf-8")
    assert "A share of crimes, not a risk" in text
    assert "Rates are per" not in text
    layer = QgsVectorLayer(str(path), "lq", "ogr")
    assert "A share of crimes, not a risk" in [rule.label() for rule in layer.renderer().rootRule().children()]
    assert all("not a risk" in f["told"] for f in layer.getFeatures() if f["quotient"] != NULL)


def test_a_missing_month_is_in_neither_share(tmp_path: Path, sample_folder: Path, sample_zip: Path) -> None:
    lacking = without_files(sample_zip, tmp_path / "lacking.zip", "2025-11-dogger-bank-street.csv")
    cache = rated_cache(tmp_path / "policeuk.sqlite", sample_folder, lacking)
    results, areas = made("locationquotient", cache, TYPES=CHOSEN)
    months = [month for month in MONTHS if month != "2025-11"]
    every = plain(lacking, months)
    assert results["HATCHED"] == len(areas)
    assert {code: area["total"] for code, area in areas.items()} == {code: every[code] for code in areas}


def test_what_cannot_be_is_refused(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Choose the crime types whose share is to be compared"):
        made("locationquotient", cache)
    with pytest.raises(QgsProcessingException, match=r"No area has 1000000 crimes in the months held"):
        made("locationquotient", cache, TYPES=CHOSEN, MINIMUM=1_000_000)
    with pytest.raises(QgsProcessingException, match="Stopped"):
        made("locationquotient", cache, Listening(cancel_at=50), TYPES=CHOSEN)


def test_official_counts_of_a_force(shared: Path, tmp_path: Path) -> None:
    data, path = shared / "data", tmp_path / "policeuk.sqlite"
    files = [
        data / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz",
        data / "official" / "ons_table_C2_csp_yejun2025.csv",
    ]
    with OfflineCache(path) as cache:
        import_reference(cache, files)
    asked: dict[str, Any] = {"SOURCE": "ons", "LEVEL": "csp", "FROM": "", "TO": "", "TYPES": ["Shoplifting"]}
    page = tmp_path / "page.html"
    _, areas = made("locationquotient", path, **asked, AREA="pfa:Avon and Somerset", REPORT=str(page))
    assert "what a force placed in none of them ('Unassigned'" in unescape(page.read_text(encoding="utf-8"))
    bath = areas["E22000001"]
    assert (bath["count"], bath["total"]) == (2335, 15974)  # as ONS prints them, of 17,914 and 170,002 of the force
    whole = sum(area["total"] for area in areas.values())
    theft = sum(area["count"] for area in areas.values())
    assert whole < 170_002  # what the force placed in no partnership is in none
    assert bath["quotient"] == pytest.approx((2335 / 15974) / (theft / whole))
    assert bath["quotient"] == pytest.approx(1.38719, abs=0.02)
    look_up = gzipped_table(files[0])
    assert set(areas) == {row["csp24_code"] for row in look_up if row["pfa24_name"] == "Avon and Somerset"}
