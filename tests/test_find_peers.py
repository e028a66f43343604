# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:findpeers` on real measures: distances worked out plainly, published groups, lists of ONS, no peers."""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProcessingException, QgsRuleBasedRenderer, QgsVectorLayer

from tests.algorithm_runs import Listening, registered
from tests.algorithm_runs import run as run_algorithm
from tests.area_cases import EXACT_FIT, within
from tests.peer_cases import SLUGS, real_reference
from tests.peers_found import find, peers_of, plainly

MEASURES = (
    "pct_social_rented",
    "pct_private_rented",
    "pct_terraced",
    "pct_flats",
    "pct_hh_deprived_2plus",
    "pct_overcrowded",
    "pct_non_white",
    "pct_rural",
)


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """Give Bedfordshire with real reference data."""
    return real_reference(tmp_path_factory, shared)


def profile(shared: Path, name: str, key: str) -> dict[str, list[float]]:
    """The published measures by code."""
    with (shared / "data" / "profiles" / name).open(encoding="utf-8-sig", newline="") as stream:
        return {row[key]: [float(row[measure]) for measure in MEASURES] for row in csv.DictReader(stream)}


def percentile(values: list[float], share: float) -> float:
    """As numpy's default."""
    ordered = sorted(values)
    at = share / 100 * (len(ordered) - 1)
    low = math.floor(at)
    return ordered[low] + (at - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def test_peers_of_a_csp_are_the_nearest_of_all(real: Path, shared: Path) -> None:
    distances = plainly(profile(shared, "csp24_census2021_profile.csv", "csp24_code"))
    results, found = find(real, AREA="csp:Luton")
    nearest = sorted(distances["E22000010"].items(), key=lambda one: (one[1], one[0]))[:14]
    assert peers_of(found) == [code for code, _ in nearest] == results["PEER_CODES"].split(",")
    for row, (code, distance) in zip((row for row in found if row["role"] == "peer"), nearest):
        assert row["distance"] == pytest.approx(distance, abs=1e-4)
        theirs = sorted(distances[code].items(), key=lambda one: (one[1], one[0]))[:14]
        assert row["mutual"] == ("yes" if "E22000010" in dict(theirs) else "no")
    numbers = json.loads(results["NUMBERS"])
    firsts = [min(of.values()) for of in distances.values()]
    lasts = [sorted(of.values())[13] for of in distances.values()]
    assert numbers["poor_beyond"] == pytest.approx(percentile(firsts, 95), abs=1e-4)
    assert numbers["none_beyond"] == pytest.approx(percentile(firsts, 99), abs=1e-4)
    assert numbers["kept_to"] == pytest.approx(percentile(lasts, 95), abs=1e-4)
    # The specification's own figures, of the same file.
    assert [round(numbers[name], 2) for name in ("poor_beyond", "none_beyond", "kept_to")] == [1.55, 2.57, 3.21]


def test_dyfed_powys_has_five_of_its_official_group(real: Path) -> None:
    results, found = find(real, AREA="pfa:Dyfed-Powys")
    names = [row["name"] for row in found if row["role"] == "peer"]
    assert names == ["Norfolk", "North Wales", "Lincolnshire", "Suffolk", "Cumbria", "West Mercia", "Devon & Cornwall"]
    official = {"Devon & Cornwall", "Lincolnshire", "Norfolk", "North Wales", "North Yorkshire", "Suffolk"}
    assert len(official & set(names)) == 5
    assert results["PEERS_FOUND"] == 7


@pytest.mark.parametrize(
    ("area", "first", "away"),
    [
        ("pfa:Metropolitan Police", "West Midlands", 4.40),
        ("force:city-of-london", "Metropolitan Police", 8.32),
        ("csp:City of London", "Kensington and Chelsea", 3.87),
    ],
)
def test_who_is_like_nobody_is_said_to(real: Path, area: str, first: str, away: float) -> None:
    feedback = Listening()
    results, found = find(real, feedback, AREA=area)
    nearest = min((row for row in found if row["role"] != "area"), key=lambda row: row["rank"])
    assert (nearest["name"], round(nearest["distance"], 2)) == (first, away)
    assert "has no good peer; the area most like it is" in results["SENTENCE"]
    assert any("compared with nobody" in line for line in feedback.warned)


def test_lists_of_ons_are_those_of_the_district_that_a_csp_is(real: Path, shared: Path) -> None:
    with gzip.open(shared / "data/peers/ons_statistical_nearest_neighbours_long.csv.gz", "rt") as stream:
        listed = [
            row["peer_code"]
            for row in csv.DictReader(stream)
            if (row["edition"], row["model"], row["area_code"]) == ("2026", "global", "E06000032")
        ]
    results, found = find(real, AREA="district:Luton", PEERS="ons-global")
    ours = [code for code in listed if code[:3] in ("E06", "E07", "E08", "E09", "W06")]
    named = [row["code"] for row in found if row["role"] != "area"]
    assert set(ours) <= set(named)
    assert peers_of(found) == [code for code in listed if code in peers_of(found)]
    of_csp = find(real, AREA="csp:Luton", PEERS="ons-global")[1]
    district, own = within(shared, "ltla24_code"), within(shared, "csp24_code")
    areas: dict[str, set[str]] = {}
    for lsoa, code in district.items():
        areas.setdefault(code, set()).add(own[lsoa])
    assert peers_of(of_csp) == [next(iter(areas[code])) for code in peers_of(found)]
    assert "2026" in results["SENTENCE"] + json.loads(results["NUMBERS"])["source"] + str(
        json.loads(results["NUMBERS"])["year"]
    )


def test_lsoas_among_those_held(real: Path, shared: Path) -> None:
    police = within(shared, "pfa24_code")
    held = {code for code, area in police.items() if area == SLUGS["bedfordshire"]}
    results, found = find(real, AREA="lsoa:E01015693")
    assert json.loads(results["CHOICE"])["AMONG"] == "held"
    assert set(peers_of(found)) <= held
    everywhere = find(real, AREA="lsoa:E01015693", AMONG="all")[1]
    assert not set(peers_of(everywhere)) <= held
    own = [row for row in found if row["role"] == "peer"]
    assert min(row["distance"] for row in everywhere if row["role"] == "peer") < own[0]["distance"]
    distances = [row["distance"] for row in own]
    assert distances == sorted(distances)


def test_classes_forces_weights_and_calipers(real: Path, shared: Path) -> None:
    police = within(shared, "pfa24_code")
    own = peers_of(find(real, AREA="lsoa:E01015693", STRATUM="own force", AMONG="all")[1])
    others = peers_of(find(real, AREA="lsoa:E01015693", STRATUM="other forces", AMONG="all")[1])
    assert {police[code] for code in own} == {SLUGS["bedfordshire"]}
    assert SLUGS["bedfordshire"] not in {police[code] for code in others}
    with gzip.open(shared / "data/attributes/ruc21_lsoa21.csv.gz", "rt", encoding="utf-8-sig") as stream:
        urban = {row["lsoa21_code"]: row["ruc"] for row in csv.DictReader(stream)}
    rural = next(code for code in urban if police[code] == SLUGS["bedfordshire"] and urban[code] == "Rural")
    alike = peers_of(find(real, AREA=f"lsoa:{rural}", STRATUM="rural-urban", AMONG="all")[1])
    assert {urban[code] for code in alike} == {urban[rural]}
    values = profile(shared, "csp24_census2021_profile.csv", "csp24_code")
    weighted = plainly(values, [1, 1, 1, 4, 1, 1, 0, 1])["E22000010"]
    found = find(real, AREA="csp:Luton", WEIGHTS="pct_flats=4, pct_non_white=0", CALIPER=2.0)[1]
    near = sorted((distance, code) for code, distance in weighted.items())[:14]
    assert peers_of(found) == [code for distance, code in near if distance <= 2]
    assert {row["code"] for row in found if row["role"] == "left out"} == {c for d, c in near if d > 2}


def test_layer_page_and_chart(real: Path, tmp_path: Path) -> None:
    out, page, chart = tmp_path / "peers.gpkg", tmp_path / "p.html", tmp_path / "c.svg"
    find(real, AREA="lsoa:E01015693", OUTPUT=str(out), REPORT=str(page), CHART=str(chart))
    layer = QgsVectorLayer(str(out), "peers", "ogr")
    renderer = layer.renderer()
    assert isinstance(renderer, QgsRuleBasedRenderer)
    drawn = [rule.filterExpression() for rule in renderer.rootRule().children()]
    for feature in layer.getFeatures():
        assert not feature.geometry().isEmpty()
    shown = 0
    for rule in drawn:
        layer.setSubsetString("")
        assert layer.setSubsetString(rule)
        shown += layer.featureCount()
    layer.setSubsetString("")
    assert shown == layer.featureCount() == 15
    html = unescape(page.read_text(encoding="utf-8"))
    for words in ("Households in flats (%)", "standard deviations", "never used", "data:image/png", "Luton 004C"):
        assert words in html
    svg = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    dots = list(svg.iter("{http://www.w3.org/2000/svg}circle"))
    measures = 7
    assert len(dots) >= measures * (14 + 1)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"AREA": "neighbourhood:bedfordshire/C1"}, "Neighbourhoods have no peers"),
        ({"AREA": "force:northern-ireland"}, "Northern Ireland has one police force"),
        ({"AREA": "force:btp"}, "polices no area that people live in"),
        ({"AREA": "csp:S12000033"}, "Scotland"),
        ({"AREA": "csp:Luton,Bedford"}, "Choose one area"),
        ({"AREA": ""}, "Choose one area|AREA"),
        ({"AREA": "csp:Narnia"}, "Narnia"),
        ({"AREA": "district:E07000026"}, "E07000026 is none of them: it was abolished, or is of another edition"),
        ({"AREA": "E22000330"}, "E22000330 is none of them|no measures"),
        ({"AREA": "csp:Luton", "MEASURES": "pct_dragons"}, "pct_dragons"),
        ({"AREA": "csp:Luton", "WEIGHTS": "pct_dragons=2"}, "WEIGHTS names pct_dragons"),
        ({"AREA": "csp:Luton", "STRATUM": "output-area group"}, "output-area group"),
        ({"AREA": "pfa:Norfolk", "STRATUM": "own force"}, "Police force areas are forces"),
        ({"AREA": "lsoa:E01015693", "PEERS": "ons-global"}, "not of LSOAs"),
        ({"AREA": "ward:E05014753", "PEERS": "ons-global"}, "wards"),
        ({"AREA": "csp:Luton, csp:Bedford"}, "these are several"),
        ({"AREA": "csp:Luton", "PEERS": "list", "PEER_LIST": "E22000010"}, "none is another area"),
        ({"AREA": "csp:Luton", "MEASURES": "pct_flats", "K": 0}, "K|Number"),
    ],
)
def test_what_has_no_peers_is_one_sentence(real: Path, parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        find(real, **parameters)
    assert "\n" not in str(caught.value)


def test_an_lsoa_of_2011_is_told_what_it_has_become(real: Path, shared: Path) -> None:
    with (shared / "data" / "lookups" / EXACT_FIT).open(encoding="utf-8-sig", newline="") as stream:
        fits = [row for row in csv.DictReader(stream) if row["CHGIND"] == "S" and row["LAD22NM"] == "Luton"]
    old = fits[0]["LSOA11CD"]
    became = {row["LSOA21CD"] for row in fits if row["LSOA11CD"] == old}
    with pytest.raises(QgsProcessingException, match=f"{old} is an LSOA of 2011") as caught:
        find(real, AREA=f"lsoa:{old}")
    assert all(code in str(caught.value) for code in became)


def test_cancel_makes_nothing(real: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Stopped"):
        find(real, Listening(cancel_at=10), AREA="csp:Luton", OUTPUT=str(tmp_path / "p.gpkg"))
    assert list(tmp_path.iterdir()) == []


def test_the_legend_has_no_colour_of_which_nothing_is_on_the_map(real: Path, tmp_path: Path) -> None:
    """Outlines of Bedfordshire alone are held: of Luton no peer is there, of a ward all are."""
    legends = []
    for area in ("csp:Luton", "ward:E05014740"):
        given = {"CACHE": str(real), "AREA": area, "OUTPUT": str(tmp_path / f"{area[:3]}.gpkg")}
        results, context = run_algorithm("findpeers", given)
        layer = context.takeResultLayer(results["OUTPUT"]) or QgsVectorLayer(results["OUTPUT"], "peers", "ogr")
        there = {row["role"] for row in layer.getFeatures() if not row.geometry().isEmpty()}
        legends.append(([item.label() for item in layer.renderer().legendSymbolItems()], there))
    (alone, drawn), (beside, all_drawn) = legends
    assert drawn == {"area"}
    assert alone == ["Luton", "14 peers without an outline held: not on the map"]
    assert {"area", "peer"} <= all_drawn
    assert sum(label.startswith("Peers ") for label in beside) == 3
    assert not any("not on the map" in label for label in beside)
