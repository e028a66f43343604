# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparetime` in an invented country: peers, months that are missing, what cannot be compared."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from qgis.core import QgsProcessingException

from policeuk_plugin.analysis.peer_range import peer_range
from tests.algorithm_runs import Listening
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.algorithm_runs import run as run_algorithm
from tests.peer_cases import lsoas
from tests.plain_months import months
from tests.plugin_caches import make_cache
from tests.sample_factory import archive_zip, member, psni_row, street_csv, street_row
from tests.time_cases import MONTHS as TWO_YEARS
from tests.time_cases import NAMES, PEERS, base, burglaries, country, quarter
from tests.time_compared import nothing, through

LISTED = {"AREA": "csp:CSP 0", "PEERS": "list", "PEER_LIST": PEERS, "TYPES": ["Burglary"]}


@pytest.fixture(name="invented", scope="module")
def invented_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of nine forces over two years, all months held."""
    return country(tmp_path_factory.mktemp("country"))


def test_of_few_months_the_title_says_that_counting_alone_decides(tmp_path: Path) -> None:
    lost = [(NAMES[0], month) for month in TWO_YEARS if month not in TWO_YEARS[9:12] + TWO_YEARS[21:]]
    results, found = through(country(tmp_path, lost=lost), **LISTED)
    assert results["CHANGE_WORD"] == "up"
    assert found[-1]["p"] == found[-1]["p_poisson"]
    assert "up on the same quarter a year before by more than chance in counting, but too few" in results["SENTENCE"]


def test_peers_have_a_range_in_every_quarter(invented: Path, tmp_path: Path) -> None:
    page, chart = tmp_path / "page.html", tmp_path / "chart.svg"
    results, found = through(invented, **LISTED, REPORT=str(page), CHART=str(chart))
    counts = [burglaries(at) for at in range(9)]
    for row in found:
        sums = [quarter(of, row["period"]) for of in counts]
        rates = [1000 * count / base(at) for at, count in enumerate(sums)]
        expected = peer_range(sums[0], base(0), np.array(sums[1:]), np.array([base(at) for at in range(1, 9)]))
        assert (row["count"], row["peers"]) == (sums[0], 8)
        assert row["rate"] == pytest.approx(rates[0])
        assert row["peers_mean"] == pytest.approx(sum(rates[1:]) / 8)
        assert row["mean_with_area"] == pytest.approx(sum(rates) / 9)
        assert row["weighted_mean"] == pytest.approx(1000 * sum(sums[1:]) / sum(base(at) for at in range(1, 9)))
        assert (row["peers_lower"], row["peers_upper"]) == pytest.approx((expected.lower, expected.upper))
        assert row["verdict"] == expected.verdict.value
        assert row["force_rate"] == pytest.approx(row["rate"]), "its force has no other CSP"
    assert results["PEERS_USED"] == 8
    now, before = (sum(quarter(of, end) for of in counts[1:]) for end in (TWO_YEARS[-1], TWO_YEARS[11]))
    assert f"Its peers together had {now:,} crimes" in results["SENTENCE"]
    assert f"in the quarter to April 2022 ({before:,})" in results["SENTENCE"] or now == before
    assert results["VERDICT"] == found[-1]["verdict"] == "higher than"
    assert results["SENTENCE"].startswith("Burglary in CSP 0, quarter to April 2023: ")
    assert "; up on the same quarter a year before; higher than its 8 peers" in results["SENTENCE"]
    html = unescape(page.read_text(encoding="utf-8"))
    assert "Peers in the range: CSP 1, CSP 2, " in html
    assert "average rate of the group" in html
    svg = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    words = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"prediction range (8 peers)", "mean of the peers", "CSP 0", "Bedfordshire"} <= set(words)


def test_a_missing_month_empties_its_quarter_and_is_named(tmp_path: Path) -> None:
    cache = country(tmp_path, lost=[(NAMES[0], "2022-06"), (NAMES[3], "2021-09")])
    page, chart, feedback = tmp_path / "page.html", tmp_path / "chart.svg", Listening()
    results, found = through(cache, feedback, **LISTED, REPORT=str(page), CHART=str(chart))
    by = {row["period"]: row for row in found}
    gap = by["2022-07"]
    assert (nothing(gap["count"]), nothing(gap["rate"]), gap["status"], gap["lacking"]) == (
        None,
        None,
        "held in part",
        "2022-06",
    )
    assert (gap["change_word"], gap["verdict"], nothing(gap["peers_mean"])) == ("not judged", "not judged", None)
    assert by["2022-04"]["count"] == quarter(burglaries(0), "2022-04")
    assert (by["2022-10"]["peers"], by["2023-04"]["peers"], nothing(by["2021-10"]["peers"])) == (8, 8, None)
    assert "Some peers lack September 2021, so there is no prediction range" in results["SENTENCE"]
    assert (results["PERIODS_HELD"], results["PERIODS_LACKING"]) == (7, 1)
    said = "Missing or held in part, which is not zero: June 2022. A quarter with such a month has no number."
    assert said in results["SENTENCE"]
    assert said in feedback.warned
    assert said in unescape(page.read_text(encoding="utf-8"))
    svg = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    words = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert "Jun 2022 missing" in words
    tips = [tip.text for dot in svg.iter("{http://www.w3.org/2000/svg}circle") for tip in dot]
    assert sum(tip.startswith("CSP 0, quarter to ") for tip in tips if tip) == 7


def test_of_single_months_only_the_missing_one_lacks(tmp_path: Path) -> None:
    cache = country(tmp_path, lost=[(NAMES[0], "2022-06")])
    _, found = through(cache, **LISTED, PERIOD="months")
    lacking = [row for row in found if nothing(row["count"]) is None]
    assert [(row["period"], row["status"]) for row in lacking] == [("2022-06", "not held")]
    after = next(row for row in found if row["period"] == "2023-04")
    assert after["a_year_before"] == burglaries(0)["2022-04"]


def test_peers_whose_months_lack_are_left_out_and_named(tmp_path: Path) -> None:
    lost = [(force, month) for force in NAMES[6:] for month in TWO_YEARS[:20]]
    results, found = through(country(tmp_path, lost=lost), **LISTED)
    assert {row["peers"] for row in found} == {5}
    assert results["PEERS_USED"] == 5
    assert (
        "3 peers are left out, because months of them are not held, which is not zero: CSP 6, CSP 7, CSP 8."
        in results["SENTENCE"]
    )
    mean = sum(1000 * quarter(burglaries(at), "2023-04") / base(at) for at in range(1, 6)) / 5
    assert results["PEERS_MEAN"] == pytest.approx(mean)


def test_too_few_peers_leave_the_area_and_its_force(tmp_path: Path) -> None:
    lost = [(force, month) for force in NAMES[4:] for month in TWO_YEARS]
    results, found = through(country(tmp_path, lost=lost), **LISTED)
    assert (results["PEERS_USED"], results["VERDICT"], nothing(results["PEERS_MEAN"])) == (0, "not judged", None)
    assert "from fewer than 5 it cannot be told how much they differ" in results["SENTENCE"]
    assert found[-1]["count"] == quarter(burglaries(0), "2023-04")


def test_months_that_fill_no_quarter_are_named(invented: Path) -> None:
    results, found = through(invented, **LISTED, FROM="2022-04", TO="2023-04")
    assert [row["period"] for row in found] == ["2022-07", "2022-10", "2023-01", "2023-04"]
    assert re.search(r"In no quarter, .*: April 2022\.", results["SENTENCE"])
    assert found[-1]["a_year_before"] == quarter(burglaries(0), "2022-04"), "held, though not asked for"


def test_anti_social_behaviour_is_never_added(invented: Path) -> None:
    plain = {key: value for key, value in LISTED.items() if key != "TYPES"}
    crime, with_asb = (through(invented, **plain, INCLUDE_ASB=asb)[0] for asb in (False, True))
    assert crime["CRIMES"] == with_asb["CRIMES"]
    assert "Anti-social behaviour is no recorded crime and is not added to it" in with_asb["SENTENCE"]
    alone, _ = through(invented, **plain, TYPES=["Anti-social behaviour"])
    assert alone["CRIMES"] == 12
    assert "12 incidents, as many as in the quarter to April 2022: no clear change" in alone["SENTENCE"]


def test_the_command_of_the_page_has_the_peers(invented: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    through(invented, **LISTED, REPORT=str(page))
    command = re.search(r"<pre>(.*?)</pre>", page.read_text(encoding="utf-8"), re.S)
    assert command is not None
    text = unescape(command.group(1))
    assert "policeuk:comparetime" in text
    assert "PEERS=list" in text
    assert f"PEER_LIST={PEERS}" in text
    assert "FROM=2021-05 TO=2023-04" in " ".join(text.split())


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"AREA": ""}, "Choose one area"),
        ({"AREA": "csp:CSP 0,CSP 1"}, "Choose one area"),
        ({"AREA": "neighbourhood:dorset/1"}, "Neighbourhoods have no peers"),
        ({"AREA": "csp:CSP 0", "FROM": "2023-03", "TO": "2023-04"}, "is less than a quarter"),
        ({"AREA": "csp:CSP 0", "FROM": "2020-01", "TO": "2020-12"}, "Not one month from 2020-01 to 2020-12 is held"),
        ({"AREA": "csp:Aberdeen"}, "Aberdeen"),
        ({**LISTED, "PEER_LIST": ""}, "Name the list as PEER_LIST"),
        ({**LISTED, "PEER_LIST": "ours"}, "ours"),
        ({"AREA": "csp:CSP 0", "MEASURES": "pct_flats"}, "CSPs"),
    ],
)
def test_what_cannot_be_compared_is_said(invented: Path, parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=re.escape(sentence)):
        through(invented, **parameters)


def test_northern_ireland_is_refused_with_the_reason(tmp_path: Path) -> None:
    force, month = "northern-ireland", months("2024-01", 1)[0]
    archive = archive_zip(tmp_path / "2024-01.zip", {member(month, force): street_csv(month, force, [psni_row()])})
    cache = make_cache(tmp_path / "c.sqlite", archive)
    with pytest.raises(QgsProcessingException, match="Northern Ireland has one police force"):
        through(cache, AREA=f"force:{force}")


def test_it_stops_when_it_is_told_to(invented: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run_algorithm("comparetime", {"CACHE": str(invented), **LISTED, "OUTPUT": str(path)}, Listening(cancel_at=10))
    assert list(tmp_path.iterdir()) == []


def test_a_force_from_elsewhere_is_in_all_periods_or_in_none(tmp_path: Path) -> None:
    """Its crimes, held for the first year alone, do not make a fall."""
    rows_of_it = [street_row(crime_type="Burglary", lsoa_code=lsoas(0)[0]) for _ in range(200)]
    files = {member(month, "btp"): street_csv(month, "btp", rows_of_it) for month in TWO_YEARS[:12]}
    cache = make_cache(country(tmp_path), archive_zip(tmp_path / "2023-05.zip", files))
    results, found = through(cache, **LISTED)
    plain = burglaries(0)
    assert {row["period"]: row["count"] for row in found} == {
        row["period"]: quarter(plain, row["period"]) for row in found
    }
    assert found[-1]["a_year_before"] == quarter(plain, "2022-04")
    assert "What British Transport Police recorded there is in no count" in results["SENTENCE"]
    assert "May 2022 to April 2023" in results["SENTENCE"]
