# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparewithpeers` where months, residents or counts are missing: never zero, and named."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from offline_cache import OfflineCache
from tests.algorithm_runs import Listening, registered
from tests.area_factory import table, written
from tests.peer_cases import (
    SLUGS,
    TYPES,
    YEAR,
    attributes,
    country,
    csp,
    lsoas,
    official,
    own_list,
    residents,
    with_reference,
)
from tests.peers_compared import ALL, compare, limits, plain_count

DORSET = {("dorset", month) for month in YEAR}
LOST = {("cambridgeshire", "2022-08"), ("kent", "2022-08"), *DORSET}


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def gapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country with measures, without two files, and nothing of Dorset."""
    folder = tmp_path_factory.mktemp("gapped")
    return with_reference(country(folder, LOST), attributes(folder))


def test_missing_months_are_in_no_number(gapped: Path, tmp_path: Path) -> None:
    page, feedback = tmp_path / "page.html", Listening()
    results, found = compare(gapped, feedback, REPORT=str(page), TABLE=str(tmp_path / "areas.csv"))
    held = [month for month in YEAR if month != "2022-08"]
    kept = [at for at in range(1, 9) if list(SLUGS)[at] != "dorset"]
    # Six others without the month of two: 7 x 11 months are more than 5 x 12.
    counts = [plain_count(at, TYPES[:2], held) for at in (0, *kept)]
    bases = [2.0 * residents(at) * 11 / 12 for at in (0, *kept)]
    assert (results["MONTHS_HELD"], results["MONTHS_DROPPED"], results["PEERS_COMPARED"]) == (11, 1, 7)
    assert found[0]["count"] == counts[0]
    assert found[0]["rate"] == pytest.approx(1000 * counts[0] / bases[0])
    low, high = limits(counts, bases)
    assert (found[0]["lower"], found[0]["upper"]) == (pytest.approx(low), pytest.approx(high))
    assert any("as some peers lack them: August 2022" in line for line in feedback.warned)
    assert any("1 peer is left out" in line and "CSP 5" in line for line in feedback.warned)
    assert "11 of the 12 months to April 2023" in results["SENTENCE"]
    assert "residents a year" in results["SENTENCE"]
    html = unescape(page.read_text(encoding="utf-8"))
    assert "Missing is never zero" in html
    assert "Dorset" in html


def test_the_areas_own_gap_is_in_no_number(gapped: Path) -> None:
    own = f"csp:{csp(1)}"
    peers = ", ".join(code for code in ALL if code != csp(1))
    results, found = compare(gapped, AREA=own, PEER_LIST=peers)
    held = [month for month in YEAR if month != "2022-08"]
    assert found[0]["count"] == plain_count(1, TYPES[:2], held)
    assert "Left out of all areas, as CSP 1 lacks them: August 2022" in results["SENTENCE"]


def test_an_area_or_peers_without_months_are_refused(gapped: Path) -> None:
    with pytest.raises(QgsProcessingException, match="no street-level crimes of this area|not one month"):
        compare(gapped, AREA=f"csp:{csp(5)}", PEER_LIST=", ".join(ALL))
    few = ", ".join([csp(1), csp(2), csp(3), csp(4), csp(5)])
    with pytest.raises(
        QgsProcessingException, match="Only 4 of the 5 .* have the months that are compared.*street files of Dorset"
    ):
        compare(gapped, PEER_LIST=few)
    with pytest.raises(QgsProcessingException, match="Only 2 of the peers of CSP 0 on the list can be compared with"):
        compare(gapped, PEER_LIST=f"{csp(1)}, {csp(2)}")


@pytest.mark.parametrize(
    ("base", "sentence"),
    [("0", "CSP 0 has no residents"), ("", "holds no residents of CSP 0"), ("-", "holds no residents")],
)
def test_an_area_without_residents_has_no_rate(tmp_path: Path, base: str, sentence: str) -> None:
    cache = country(tmp_path)
    rows_of = [(lsoa, base if at == 0 else residents(at), 5) for at in range(len(SLUGS)) for lsoa in lsoas(at)]
    if base in ("", "-"):
        rows_of = [row for row in rows_of if row[1] != base]
        cache = _without_figures(tmp_path)
    figures = written(tmp_path / "again_2021.csv", table("lsoa21_code,total_residents,total_households", *rows_of))
    with_reference(cache, figures)
    with pytest.raises(QgsProcessingException, match=sentence):
        compare(cache)
    peers = ", ".join(code for code in ALL if code != csp(1))
    results, _ = compare(cache, AREA=f"csp:{csp(1)}", PEER_LIST=peers)
    assert results["PEERS_COMPARED"] == 7
    assert "no residents or no count of them are held: CSP 0" in results["SENTENCE"]


def _without_figures(folder: Path) -> Path:
    """The country without anybody living in it."""
    bare = folder / "bare"
    bare.mkdir()
    made = country(bare)
    with OfflineCache(made) as opened, opened.transaction() as connection:
        connection.execute("DELETE FROM area_figure")
    return made


def test_zero_counts_are_counts(tmp_path: Path) -> None:
    cache = country(tmp_path)
    results, found = compare(cache, TYPES=["Burglary", "Shoplifting"], FROM="2022-05", TO="2022-05")
    for row in found:
        assert row["lower"] > 0
    assert results["MONTHS_HELD"] == 1


def test_a_count_that_ons_withholds_is_the_reason_given(tmp_path: Path) -> None:
    counts = {csp(at): plain_count(at, ("Burglary",)) for at in range(len(SLUGS))}
    file = official(tmp_path, counts)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [line.replace(f",{3 * counts[csp(0)]},", ",[x],", 1) if csp(0) in line else line for line in lines]
    file.write_text("".join(lines), encoding="utf-8")
    cache = with_reference(country(tmp_path), attributes(tmp_path), own_list(tmp_path, ALL[1:]), file)
    with pytest.raises(
        QgsProcessingException, match="ONS withholds the count of .* in CSP 0, or has none, which is not"
    ):
        compare(cache, SOURCE="ons")
    results, _ = compare(cache, SOURCE="ons", TYPES=["Burglary"])
    assert results["CRIMES"] == counts[csp(0)]
