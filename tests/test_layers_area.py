# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of an area against the published rows and the published look-up, counted plainly."""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsFeatureRequest, QgsProject, QgsVectorLayer

from offline_cache.chosen_area import read_area
from offline_cache.model import Area, Month, Selection
from offline_cache.reader import reading
from policeuk_plugin.layers.build import LayerRequest, available, build_layers
from policeuk_plugin.layers.chosen import read_chosen
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.metadata import why_not
from policeuk_plugin.layers.project import add_group, group_name
from tests.plugin_caches import Row, make_cache, placed
from tests.sample_factory import member, street_csv, street_row

AREAS = {
    "csp:Dogger Bank (invented)": ("csp24_name", {"Dogger Bank (invented)"}),
    "district:Silver Pit": ("ltla24_name", {"Silver Pit"}),
    "ward:Cleaver Bank,Viking Rise": ("ward24_name", {"Cleaver Bank", "Viking Rise"}),
    "pfa:Dogger Bank (invented)": ("pfa24_name", {"Dogger Bank (invented)"}),
    "lsoa:E01990003,E01990005": ("lsoa21_code", {"E01990003", "E01990005"}),
}


@pytest.fixture(scope="module")
def lsoas(sample_folder: Path) -> list[Row]:
    """Give the rows of the sample's look-up."""
    with (sample_folder / "sample_lookup.csv").open(encoding="utf-8-sig") as opened:
        return list(csv.DictReader(opened))


def selection_of(cache: Path, area: str) -> Selection:
    """Read an area as the user writes it."""
    with reading(cache) as connection:
        return read_area(connection, area)


def layers_of(cache: Path, selection: Selection, *kinds: LayerKind) -> list[QgsVectorLayer]:
    """Open layers of a selection."""
    return build_layers(LayerRequest(cache, kinds, selection), read_holdings(cache))


def count(layer: QgsVectorLayer) -> int:
    """Count features by fetching them."""
    return sum(1 for _ in layer.getFeatures(QgsFeatureRequest()))


@pytest.mark.parametrize("area", AREAS)
def test_rows_whose_code_lies_in_the_area(sample_cache: Path, sample_zip: Path, lsoas: list[Row], area: str) -> None:
    column, names = AREAS[area]
    codes = {row["lsoa21_code"] for row in lsoas if row[column] in names}
    selection = selection_of(sample_cache, area)
    street = [row for _, row in placed(sample_zip, "street") if row["LSOA code"] in codes]
    outcomes = [row for _, row in placed(sample_zip, "outcomes") if row["LSOA code"] in codes]
    assert len(street) > 50
    interest, places, crimes, found_outcomes = layers_of(
        sample_cache, selection, LayerKind.INTEREST, LayerKind.PLACES, LayerKind.CRIMES, LayerKind.OUTCOMES
    )
    assert count(crimes) == crimes.featureCount() == len(street)
    assert count(found_outcomes) == len(outcomes)
    assert sum(feature["crimes"] for feature in places.getFeatures()) == len(street)
    assert {feature["lsoa_code"] for feature in places.getFeatures()} <= codes
    assert {feature["lsoa_code"] for feature in interest.getFeatures()} <= codes


def test_area_months_types_and_asb_together(sample_cache: Path, sample_zip: Path, lsoas: list[Row]) -> None:
    codes = {row["lsoa21_code"] for row in lsoas if row["ltla24_name"] == "Silver Pit"}
    limits = {"first": Month(2025, 3), "last": Month(2025, 9), "with_asb": False}
    selection = replace(selection_of(sample_cache, "district:Silver Pit"), **limits)
    rows = [
        row
        for month, row in placed(sample_zip, "street")
        if row["LSOA code"] in codes
        and "2025-03" <= month <= "2025-09"
        and row["Crime type"] != "Anti-social behaviour"
    ]
    places, crimes = layers_of(sample_cache, selection, LayerKind.PLACES, LayerKind.CRIMES)
    assert count(crimes) == len(rows) > 50
    assert sum(feature["crimes"] for feature in places.getFeatures()) == len(rows)
    assert "Anti-social behaviour" not in [category.label() for category in crimes.renderer().categories()]
    (burglary,) = layers_of(sample_cache, replace(selection, crime_types=("Burglary",)), LayerKind.CRIMES)
    assert count(burglary) == sum(row["Crime type"] == "Burglary" for row in rows) > 0
    assert [category.label() for category in burglary.renderer().categories()] == ["Burglary"]


def test_names_and_metadata_tell_the_area(sample_cache: Path) -> None:
    selection = replace(selection_of(sample_cache, "district:Silver Pit"), crime_types=("Burglary", "Robbery"))
    held = read_holdings(sample_cache)
    shown = held.within(selection, read_chosen(sample_cache, selection).forces)
    title = "Silver Pit, burglary and robbery, May 2024 to April 2026"
    assert group_name(shown, selection) == f"Police UK (invented sample) – {title}"
    crimes, outcomes = layers_of(sample_cache, selection, LayerKind.CRIMES, LayerKind.OUTCOMES)
    assert "those whose LSOA lies in Silver Pit" in crimes.metadata().abstract()
    assert f"Shown: {crimes.featureCount():,} crimes" in crimes.metadata().abstract()
    assert "not known whether they lie there" in crimes.metadata().abstract()
    history = crimes.metadata().history()
    assert history[0].startswith("AREA: district:E0799")
    assert "TYPES: Burglary, Robbery" in history
    assert outcomes.name() == "Outcomes (by month of outcome, all crime types)"
    assert "June 2019" in outcomes.metadata().abstract()


def test_stops_cannot_be_limited_to_an_area_and_are_left_out(sample_cache: Path) -> None:
    selection = selection_of(sample_cache, "district:Silver Pit")
    held = read_holdings(sample_cache)
    assert LayerKind.STOPS in available(held)
    assert LayerKind.STOPS not in available(held, selection)
    assert layers_of(sample_cache, selection, LayerKind.STOPS) == []
    assert "without an LSOA" in (why_not(LayerKind.STOPS, held, selection) or "")


def test_outlines_of_the_area_only(sample_cache: Path, lsoas: list[Row]) -> None:
    (all_outlines,) = layers_of(sample_cache, Selection(), LayerKind.AREAS)
    (outlines,) = layers_of(sample_cache, selection_of(sample_cache, "ward:Cleaver Bank"), LayerKind.AREAS)
    expected = {row["lsoa21_code"] for row in lsoas if row["ward24_name"] == "Cleaver Bank"}
    assert {feature["code"] for feature in outlines.getFeatures()} == expected
    assert count(all_outlines) == len(lsoas) > len(expected)


def test_an_area_of_thousands_of_lsoas(sample_cache: Path, sample_zip: Path, tmp_path: Path) -> None:
    """As a force of a large city has them; kept in a project, and found again."""
    codes = [f"E01{number:06d}" for number in range(20_000)]
    chosen = Selection(area=Area("lsoa", (*codes, "E01990003"), "many"))
    layers = layers_of(sample_cache, chosen, LayerKind.PLACES, LayerKind.CRIMES)
    expected = sum(row["LSOA code"] == "E01990003" for _, row in placed(sample_zip, "street"))
    project = QgsProject()
    add_group(project, layers, "many")
    assert project.write(str(tmp_path / "many.qgz"))
    project.clear()
    opened = QgsProject()
    assert opened.read(str(tmp_path / "many.qgz"))
    (crimes,) = opened.mapLayersByName("Crimes by type")
    (places,) = opened.mapLayersByName("Crimes by place")
    assert count(crimes) == expected > 50
    assert sum(feature["crimes"] for feature in places.getFeatures()) == expected


def test_months_asked_for_that_are_not_held_are_told(sample_cache: Path) -> None:
    selection = Selection(first=Month(2024, 1), last=Month(2024, 6))
    (crimes,) = layers_of(sample_cache, selection, LayerKind.CRIMES)
    assert "Missing, which is not zero: " in crimes.metadata().abstract()
    assert "January 2024 to April 2024" in crimes.metadata().abstract()


def test_luton_by_the_codes_of_the_files(shared: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    """Two years of 2021 codes, and a made file of 2011 codes that became part of one area or of several."""
    lookups = shared / "data" / "lookups"
    lsoa21 = lookups / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
    fit = lookups / "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv"
    with gzip.open(lsoa21, "rt", encoding="utf-8-sig") as opened:
        luton = {row["lsoa21_code"] for row in csv.DictReader(opened) if row["csp24_name"] == "Luton"}
    became: dict[str, set[str]] = {}
    with fit.open(encoding="utf-8-sig") as opened:
        for row in csv.DictReader(opened):
            became.setdefault(row["LSOA11CD"], set()).add(row["LSOA21CD"])
    inside = [code for code, later in became.items() if later <= luton]
    others = [code for code, later in became.items() if not later & luton and later != {code}][:5]
    rows = [street_row(lsoa_code=code, lsoa_name="x") for code in [*inside, *others]]
    older = tmp_path / "2018-10-bedfordshire-street.csv"
    older.write_bytes(street_csv("2018-10", "bedfordshire", rows))
    assert member("2018-10", "bedfordshire").endswith(older.name)
    cache = make_cache(tmp_path / "luton.sqlite", bedfordshire_zip, older, areas=(lsoa21, fit))
    selection = selection_of(cache, "csp:Luton")
    expected = sum(row["LSOA code"] in luton for _, row in placed(bedfordshire_zip, "street")) + len(inside)
    places, crimes = layers_of(cache, selection, LayerKind.PLACES, LayerKind.CRIMES)
    assert len(inside) > 100
    assert any(became[code] != {code} for code in inside)
    assert "redrawn in July 2022" in places.metadata().abstract()
    assert count(crimes) == expected
    assert sum(feature["crimes"] for feature in places.getFeatures()) == expected
