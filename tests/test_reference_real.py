# SPDX-License-Identifier: GPL-2.0-or-later
"""The real reference data: shares equal the published profiles, no LSOA is lost, official counts add up."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from offline_cache import OfflineCache
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.denominators import Denominator, figures_of
from offline_cache.errors import CacheError
from offline_cache.reader import reading
from offline_cache.reference_data.attributes import attributes_of, shown_attributes_of
from offline_cache.reference_data.classes import classes_of
from offline_cache.reference_data.importing import import_reference
from offline_cache.reference_data.model import DEFAULT_MEASURES
from offline_cache.reference_data.official import official_counts
from offline_cache.reference_data.official_groups import total_group
from offline_cache.reference_data.peer_lists import dropped_peers, listed_peers
from tests.area_cases import CENSUS, EXACT_FIT, WARDS

CSPS, FORCES = AreaSet(AreaKind.CSP, 2024), AreaSet(AreaKind.PFA, 2024)
LSOAS_2011 = AreaSet(AreaKind.LSOA, 2011)
NAMES = {CSPS: "csp24", FORCES: "pfa24"}
FILES = (
    *(f"lookups/{name}" for name in (EXACT_FIT, WARDS)),
    *(f"attributes/{name}" for name in (CENSUS, "ruc21_lsoa21.csv.gz", "lsoa11_population_mid2020.csv.gz")),
    *(f"attributes/{name}_lsoa11.csv.gz" for name in ("imd2019_england", "wimd2019_wales")),
    *("peers/msg_documented_partial.csv", "peers/ons_statistical_nearest_neighbours_long.csv.gz"),
    *(
        "peers/ons_clusters_2026.csv",
        "peers/cipfa_hartlepool_example.csv",
        "attributes/oac21_dominant_lsoa21_dz_sdz.csv.gz",
    ),
    *("official/ons_table_C2_csp_yejun2025.csv", "official/ons_table_P1_pfa_yejun2025.csv"),
)


@pytest.fixture(scope="module")
def held(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of all but the profiles, which are what is worked out."""
    path = tmp_path_factory.mktemp("reference") / "real.sqlite"
    with OfflineCache(path) as cache:
        report = import_reference(cache, [shared / "data" / name for name in FILES])
    assert {change.kind.value for change in report.changes} <= {"added", "revised"}
    return path


def rows(path: Path) -> list[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("areas", NAMES, ids=str)
def test_shares_summed_from_lsoas_equal_the_profiles(held: Path, shared: Path, areas: AreaSet) -> None:
    name = NAMES[areas]
    profile = {row[f"{name}_code"]: row for row in rows(shared / f"data/profiles/{name}_census2021_profile.csv")}
    with reading(held) as connection:
        found = attributes_of(connection, areas)
    measures = [measure.name for measure in found.measures]
    assert measures == [measure for measure in DEFAULT_MEASURES if measure != "pct_overcrowded"]
    assert set(found.codes) == set(profile)
    expected = np.array([[float(profile[code][measure]) for measure in measures] for code in found.codes])
    assert np.abs(found.values - expected).max() < 1e-6
    assert found.names == tuple(profile[code][f"{name}_name"] for code in found.codes)


@pytest.mark.parametrize(
    ("which", "of", "total"),
    [
        (Denominator.RESIDENTS, AreaSet(AreaKind.LSOA, 2021), 59_597_576),
        (Denominator.HOUSEHOLDS, AreaSet(AreaKind.LSOA, 2021), 24_783_417),
        (Denominator.RESIDENTS, LSOAS_2011, 59_719_724),
        (Denominator.RESIDENTS, CSPS, 59_597_576),
        (Denominator.HOUSEHOLDS, CSPS, 24_783_417),
        (Denominator.RESIDENTS, FORCES, 59_597_576),
    ],
    ids=str,
)
def test_no_lsoa_is_lost_on_the_way(held: Path, which: Denominator, of: AreaSet, total: int) -> None:
    with reading(held) as connection:
        figures = figures_of(connection, of, which)
    assert figures is not None
    assert sum(figures.of.values()) == total


def numbers(shared: Path, file: str) -> Iterator[tuple[dict[str, str], list[int]]]:
    """Each row of an official table with its counts, blanks left out."""
    for row in rows(shared / "data/official" / file):
        values = [
            value
            for title, value in row.items()
            if not title.lower().startswith(("police", "community", "local", "area"))
        ]
        yield row, [int(value) for value in values if value]


def test_csps_and_what_is_in_none_add_up_to_each_force_and_forces_are_those_of_p1(held: Path, shared: Path) -> None:
    force_of = {
        row["Community Safety Partnership code"]: row["Police Force Area code"]
        for row, _ in numbers(shared, "ons_table_C2_csp_yejun2025.csv")
    }
    with reading(held) as connection:
        csps, forces, rest = (official_counts(connection, kind) for kind in ("csp", "pfa", "unassigned"))
    assert (len(csps.counts), len(forces.counts), len(csps.groups)) == (314, 43, 23)
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for found, code_of in ((csps, force_of), (rest, {code: code for code in rest.counts})):
        for code, groups in found.counts.items():
            for group, value in groups.items():
                sums[code_of[code], group] += value or 0
    for code, groups in forces.counts.items():
        if code != "E23000034":  # the City of London has no CSPs in the table
            assert all(sums[code, group] == value for group, value in groups.items()), code
    published = {row["Area Code"]: values for row, values in numbers(shared, "ons_table_P1_pfa_yejun2025.csv")}
    for code, groups in forces.counts.items():
        assert sorted(groups.values()) == sorted(published[code])  # type: ignore[type-var]
        assert groups[total_group()] == published[code][0]


def test_newest_ons_neighbours_of_england_and_wales(held: Path, shared: Path) -> None:
    published = [
        row
        for row in rows(shared / "data/peers/ons_statistical_nearest_neighbours_long.csv.gz")
        if (row["edition"], row["model"], row["area_code"]) == ("2026", "demographic", "E06000055")
    ]
    wanted = {
        int(row["rank"]): row["peer_code"]
        for row in published
        if row["peer_code"][:3] in ("E06", "E07", "E08", "E09", "W06")
    }
    with reading(held) as connection:
        found = {peer.rank: peer.code for peer in listed_peers(connection, "ons-demographic", "E06000055")}
        lost = dropped_peers(connection, "ons-demographic", "E06000055")
        as_csp = listed_peers(connection, "ons-demographic", "E22000009")
    assert found == wanted
    assert len(found) + len(lost) == len(published)
    assert {peer.code[:3] for peer in as_csp} <= {"E22", "W14"}
    assert 5 <= len(as_csp) <= len(found)


def test_documented_groups_of_forces(held: Path) -> None:
    with reading(held) as connection:
        names = [peer.name for peer in listed_peers(connection, "msg_documented_partial", "W15000004")]
        hartlepool = listed_peers(connection, "CIPFA", "E06000001")
        with pytest.raises(CacheError, match="names no peers of London, City of"):
            listed_peers(connection, "msg_documented_partial", "E23000034")
    assert names == ["Devon & Cornwall", "Lincolnshire", "Norfolk", "North Wales", "North Yorkshire", "Suffolk"]
    assert [(peer.rank, peer.name) for peer in hartlepool][:2] == [(1, "Redcar and Cleveland"), (2, "South Tyneside")]
    assert len(hartlepool) == 15


def test_deprivation_of_england_and_wales_is_apart(held: Path, shared: Path) -> None:
    england = {row["lsoa11_code"]: row for row in rows(shared / "data/attributes/imd2019_england_lsoa11.csv.gz")}
    with reading(held) as connection:
        found = shown_attributes_of(connection, LSOAS_2011, ["imd2019_income_rank", "wimd2019_income_score"])
        with pytest.raises(CacheError, match="recorded crime"):
            attributes_of(connection, CSPS, ["wimd2019_score"])
        domains = attributes_of(connection, CSPS, ["imd2019_income_rank", "imd2019_health_rank"])
    for code, (rank, score) in zip(found.codes, found.values):
        assert np.isnan(rank) == (code not in england) == (not np.isnan(score))
        assert code not in england or rank == int(england[code]["Income_rank"])
    ranked = [code for code, values in zip(domains.codes, domains.values) if not np.isnan(values).any()]
    assert all(code.startswith("E") for code in ranked)
    assert len(ranked) > 250


def test_classes_of_lsoas_are_as_published(held: Path, shared: Path) -> None:
    areas = AreaSet(AreaKind.LSOA, 2021)
    with reading(held) as connection:
        rural, groups = classes_of(connection, areas, "rural-urban"), classes_of(connection, areas, "output-area group")
        clusters = classes_of(connection, AreaSet(AreaKind.DISTRICT, 2024), "ons-cluster global")
    assert rural == {row["lsoa21_code"]: row["ruc"] for row in rows(shared / "data/attributes/ruc21_lsoa21.csv.gz")}
    published = rows(shared / "data/attributes/oac21_dominant_lsoa21_dz_sdz.csv.gz")
    assert groups == {
        row["geography_code"]: row["Group"] for row in published if row["geography_code"][:3] in ("E01", "W01")
    }
    assert (len(clusters), clusters["E06000001"]) == (316, "B")
