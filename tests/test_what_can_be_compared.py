# SPDX-License-Identifier: GPL-2.0-or-later
"""What cannot be compared, and what can instead: several CSPs, abolished areas, other countries, no residents.

Through every comparison of one area and of all areas of a level.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

from offline_cache import OfflineCache
from offline_cache.areas import import_areas
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.algorithm_runs import rows, run
from tests.area_factory import table, written
from tests.peer_cases import SLUGS, attributes, csp, lsoas, official, with_reference
from tests.time_cases import MONTHS, country

ONE = ("comparewithpeers", "comparetime", "outcomecomparison")
LEVEL = ("arearates", "smoothedrates", "funnelplot", "locationquotient")
DISTRICTS = [f"E0799000{at}" for at in range(len(SLUGS))]
TWIN = "E22999999"
"""A CSP that has the second LSOA of the first district."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country; its first district holds two CSPs, and nobody lives in the last one's LSOAs."""
    folder = tmp_path_factory.mktemp("country")
    made = country(folder)
    first = (lsoas(0)[1], TWIN, "Twin CSP")
    rest = [(lsoa, csp(at), f"CSP {at}") for at in range(9) for lsoa in lsoas(at) if lsoa != first[0]]
    look_up = written(folder / "csps.csv", table("lsoa21_code,csp24_code,csp24_name", first, *rest))
    empty = [(lsoa, 0, 0) for lsoa in lsoas(8)]
    nobody = written(folder / "nobody_2021.csv", table("lsoa21_code,total_residents,total_households", *empty))
    with OfflineCache(made) as opened:
        import_areas(opened, [look_up, nobody])
    return with_reference(made, attributes(folder), official(folder, {csp(at): 500 + at for at in range(9)}))


def made(name: str, cache: Path, **parameters: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Numbers and rows of a run over the second year."""
    asked = {"CACHE": str(cache), "OUTPUT": "memory:", "TYPES": ["Burglary"], "FROM": MONTHS[12], "TO": MONTHS[-1]}
    against = {"AGAINST": "peers", "FOLLOW_UP": "3"} if name == "outcomecomparison" else {}
    results, context = run(name, {**asked, **against, **parameters})
    return results, rows(results, context)


def refused(name: str, cache: Path, **parameters: Any) -> str:
    """The one sentence it ends with."""
    with pytest.raises(QgsProcessingException) as caught:
        made(name, cache, **parameters)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def plain_text(sentence: str) -> str:
    """Without the marks that keep names from running into each other."""
    return "".join(letter for letter in sentence if letter.isprintable())


def test_a_district_of_several_csps_is_compared_by_files_and_told_its_csps_for_ons(cache: Path) -> None:
    peers = {"PEERS": "list", "PEER_LIST": ",".join(DISTRICTS[1:])}
    ons = {**peers, "SOURCE": "ons", "FROM": "", "TO": ""}
    said = plain_text(refused("comparewithpeers", cache, AREA=f"district:{DISTRICTS[0]}", **ons))
    assert "CSPs and police force areas alone" in said
    assert f"It holds several CSPs, each of which can be compared: CSP 0 ({csp(0)}), Twin CSP ({TWIN})." in said
    one = plain_text(refused("comparewithpeers", cache, AREA=f"district:{DISTRICTS[1]}", **ons))
    assert f"It is one CSP: CSP 1 ({csp(1)})." in one
    ward = plain_text(refused("comparewithpeers", cache, AREA="ward:E05991000", **ons))
    assert f"It lies in the CSP Twin CSP ({TWIN})." in ward
    whole, _ = made("comparewithpeers", cache, AREA=f"district:{DISTRICTS[0]}", **peers)
    parts = [made("comparewithpeers", cache, AREA=f"csp:{code}", **_csp_peers())[0] for code in (csp(0), TWIN)]
    assert whole["CRIMES"] == sum(part["CRIMES"] for part in parts)
    assert whole["OFFICIAL"] in (None, 0)


def _csp_peers() -> dict[str, str]:
    return {"PEERS": "list", "PEER_LIST": ",".join(csp(at) for at in range(1, 9))}


@pytest.mark.parametrize("name", [*ONE, *LEVEL])
def test_an_abolished_district_is_named_as_such(cache: Path, name: str) -> None:
    said = refused(name, cache, AREA="district:E07000026", **({"LEVEL": "lsoa"} if name in LEVEL else {}))
    assert "E07000026" in said
    assert "it was abolished, or is of another edition. Choose the area that its ground lies in now." in said


def test_abolished_and_foreign_peers_on_a_list_are_left_out_and_named(cache: Path, tmp_path: Path) -> None:
    others = [*DISTRICTS[1:], "E07000026", "S12000033", "N09000003"]
    path = written(tmp_path / "mixed.csv", table("area,peer", *[(DISTRICTS[0], other) for other in others]))
    mine = tmp_path / "c.sqlite"
    mine.write_bytes(cache.read_bytes())
    with_reference(mine, path)
    results, _ = made("comparewithpeers", mine, AREA=f"district:{DISTRICTS[0]}", PEERS="list", PEER_LIST="mixed")
    assert set(results["PEER_CODES"].split(",")) == set(DISTRICTS[1:8])
    said = plain_text(results["SENTENCE"])
    assert "Scotland" in said or "S12000033" in said
    assert "E07000026" in said


@pytest.mark.parametrize("name", [*ONE, *LEVEL])
@pytest.mark.parametrize(
    ("area", "where", "instead"),
    [
        ("district:S12000036", "Scotland", "choose an area of England or Wales"),
        ("district:N09000003", "Northern Ireland", "force:northern-ireland"),
    ],
)
def test_other_countries_are_told_what_can_be_done(cache: Path, name: str, area: str, where: str, instead: str) -> None:
    said = refused(name, cache, AREA=area, **({"LEVEL": "lsoa"} if name in LEVEL else {}))
    assert where in said
    assert instead in said


@pytest.mark.parametrize("name", ["comparewithpeers", "comparetime"])
def test_an_area_where_nobody_lives_has_no_rate_and_is_told_why(cache: Path, name: str) -> None:
    said = refused(name, cache, AREA=f"csp:{csp(8)}", **_csp_peers())
    assert "CSP 8 has no residents, so it has no rate to compare. Choose the other DENOMINATOR, or a larger" in said
    results, _ = made(name, cache, AREA=f"csp:{csp(0)}", **_csp_peers())
    if name == "comparewithpeers":
        assert "Left out, as no residents or no count of them are held: " in plain_text(results["SENTENCE"])
        assert csp(8) not in results["PEER_CODES"]
    else:
        assert results["PEERS_USED"] == 7


def test_outcomes_need_no_residents(cache: Path) -> None:
    results, _ = made("outcomecomparison", cache, AREA=f"csp:{csp(8)}", **_csp_peers())
    assert results["CRIMES"] > 0


@pytest.mark.parametrize("name", LEVEL[:3])
def test_of_all_areas_those_where_nobody_lives_have_no_rate(cache: Path, name: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    _, found = made(name, cache, LEVEL="csp", REPORT=str(page))
    empty = next(row for row in found if row["code"] == csp(8))
    assert empty["count"] > 0
    assert not empty["rate"]
    assert "1 area without residents: no rate." in page.read_text(encoding="utf-8")
