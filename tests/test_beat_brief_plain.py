# SPDX-License-Identifier: GPL-2.0-or-later
"""A beat brief claims no more than its files bear out: each sentence against rows that are made and counted here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Callable

import pytest
from qgis.core import QgsProcessingException

from offline_cache.model import Month, Selection
from offline_cache.railways import railways_lacking
from offline_cache.reader import reading
from policeuk_plugin.layers.outcome_words import group_meaning, group_name
from policeuk_plugin.processing.outcomes.outcome_comparison_run import Measure
from policeuk_plugin.processing.outcomes.outcome_comparison_table import COLUMNS
from policeuk_plugin.processing.outcomes.outcome_comparison_words import measure_name
from tests.algorithm_runs import provider_of_module as _provider_of_module  # noqa: F401 - a fixture
from tests.beat_brief_cases import made, said
from tests.command import succeed
from tests.conftest import ROOT
from tests.held_neighbourhoods import written
from tests.plain_months import months
from tests.plugin_caches import make_cache
from tests.sample_factory import (
    Row,
    archive_zip,
    asb_row,
    btp_row,
    crime_id,
    member,
    outcome_row,
    outcomes_csv,
    street_csv,
    street_row,
    unplaced_row,
)

pytest.importorskip("shapely")
FORCE, BTP, HERE, ELSEWHERE = "dogger-bank", "btp", "E01990001", "E01990002"
LATER, BEFORE = months("2025-05", 12), months("2024-05", 12)
BOTH = [*BEFORE, *LATER]
Files = Mapping[tuple[str, str], Sequence[Row]]
"""Rows of street files by month and force."""


def rows(count: int, lsoa: str = HERE, row: Callable[..., Row] = street_row) -> list[Row]:
    """Crimes on as many snap points, up to nine of them."""
    return [row(longitude=f"2.00{at % 9 + 1}000", lsoa_code=lsoa) for at in range(count)]


def told(folder: Path, files: Files, area: str = f"lsoa:{HERE}", **more: Any) -> dict[str, str]:
    """The sentences of the brief of these files, by heading; with the text of the page and its caption."""
    members = {member(month, slug): street_csv(month, slug, held) for (month, slug), held in files.items()}
    cache = make_cache(folder / "plain.sqlite", archive_zip(folder / "2026-04.zip", members))
    page = made(cache, folder, AREA=area, **more)
    return {**said(page["html"]), "page": page["text"]}


def of_force(count: int = 20, span: Sequence[str] = tuple(BOTH)) -> dict[tuple[str, str], list[Row]]:
    """As many crimes in each month."""
    return {(month, FORCE): rows(count) for month in span}


def test_without_transport_police_nobody_counts_on_railways(tmp_path: Path) -> None:
    missing = told(tmp_path, of_force())["What is missing"]
    assert "From May 2024 to April 2026 no month of Dogger Bank is missing" in missing
    assert "British Transport Police, which records crimes on railways and at stations, is not held:" in missing
    assert "in no number, which is not zero" in missing


def test_transport_police_held_of_some_months_without_a_crime_here(tmp_path: Path) -> None:
    theirs = {(month, BTP): rows(3, ELSEWHERE, btp_row) for month in BOTH[2:]}
    missing = told(tmp_path, {**of_force(), **theirs})["What is missing"]
    assert "is not held of May 2024 to June 2024: it is in no number" in missing


def test_transport_police_held_and_without_a_crime_here(tmp_path: Path) -> None:
    theirs = {(month, BTP): rows(3, ELSEWHERE, btp_row) for month in BOTH}
    assert "Transport" not in told(tmp_path, {**of_force(), **theirs})["What is missing"]


def test_transport_police_of_some_months_keeps_no_other_month_from_being_told(tmp_path: Path) -> None:
    theirs = {(month, BTP): rows(5, HERE, btp_row) for month in months("2026-03", 4)}
    text = told(tmp_path, {**of_force(20), **theirs})
    assert text["How much crime"].startswith("240 recorded crimes")
    assert "240 recorded crimes, as many" in text["What has changed"]
    assert "Half of the 240 crimes stand" in text["Where it concentrates"]
    missing = text["What is missing"]
    assert "From May 2024 to April 2026 no month of Dogger Bank is missing" in missing
    assert (
        "British Transport Police, which records crimes on railways and at stations, is not held of May 2024 to Feb"
        in (missing)
    )


def test_railways_are_asked_of_areas_alone(tmp_path: Path) -> None:
    held = {member(month, FORCE): street_csv(month, FORCE, rows(2)) for month in LATER[:3]}
    cache = make_cache(tmp_path / "some.sqlite", archive_zip(tmp_path / "a.zip", held))
    first, last = (Month.parse(LATER[at]) for at in (0, 2))
    with reading(cache) as connection:
        assert railways_lacking(connection, Selection(first=first, last=last, forces=(FORCE,))) == ()


def test_one_month_bears_out_no_change(tmp_path: Path) -> None:
    files = {("2025-04", FORCE): rows(40), ("2026-04", FORCE): rows(90)}
    text = told(tmp_path, files, FROM="2026-04", TO="2026-04", SINCE="2026-04")
    change = text["What has changed"]
    assert "90 recorded crimes, 125% more than in the same month a year before (40)" in change
    assert "From 1 month alone it cannot be told" in change
    assert "beyond chance" not in change
    assert "allowing for" not in change
    assert "90 after 40 a year before, too few months with crimes to tell that" in text["page"]


def test_a_burst_in_one_of_twelve_months_is_no_change(tmp_path: Path) -> None:
    files = {**of_force(6), ("2026-02", FORCE): [*rows(6), *(street_row(crime_type="Drugs") for _ in range(30))]}
    assert "drugs" not in told(tmp_path, files)["What has changed"]


def test_four_months_alike_bear_out_a_change(tmp_path: Path) -> None:
    files = {**of_force(30, BEFORE[8:]), **of_force(60, LATER[8:])}
    change = told(tmp_path, files, FROM="2026-01", TO="2026-04")["What has changed"]
    assert "240 recorded crimes, 100% more" in change
    assert "beyond chance and the usual ups and downs of months" in change
    assert "burglary up from 120 to 240" in change


def test_newer_months_that_are_held_are_named(tmp_path: Path) -> None:
    missing = told(tmp_path, of_force(4), TO="2026-01")["What is missing"]
    assert "ends with January 2026, as was asked; months to April 2026 are held" in missing
    assert "whether newer months" not in missing


def test_where_crimes_concentrate_says_of_how_many_and_which_months(tmp_path: Path) -> None:
    theirs = {(month, "bedfordshire"): rows(5) for month in LATER[-2:]}
    text = told(tmp_path, {**of_force(20), **theirs})
    assert text["How much crime"].startswith("50 recorded crimes in the 2 of 12 months")
    of = sum(20 for _ in LATER) + 2 * 5
    assert (
        f"Half of the {of} crimes (of 12 months, 10 of them held only in part) stand" in text["Where it concentrates"]
    )
    assert "(without Bedfordshire Police). What is held of 10 of these months counts on the" in text["What is missing"]
    assert "Crimes of 12 months, 10 of them held only in part." in text["page"]


def test_where_crimes_concentrate_of_months_that_are_whole(tmp_path: Path) -> None:
    text = told(tmp_path, {**of_force(20), ("2026-04", FORCE): [*rows(20), unplaced_row()]}, f"force:{FORCE}")
    assert text["How much crime"].startswith("241 recorded crimes")
    assert "Half of the 240 crimes that have a place stand on" in text["Where it concentrates"]
    assert "held only in part" not in text["page"]


def test_one_crime_on_one_point(tmp_path: Path) -> None:
    files = {(month, FORCE): rows(3, ELSEWHERE) for month in BOTH} | {("2026-04", FORCE): rows(1)}
    assert "Only 1 recorded crime at 1 snap point here" in told(tmp_path, files)["Where it concentrates"]


def test_crimes_without_a_place_by_year_of_the_forces_that_are_held(sample_folder: Path, tmp_path: Path) -> None:
    """The area is policed by another force, of which there is no file; anti-social behaviour is in no share."""
    other = "bedfordshire"
    files = {(month, other): [*rows(9), unplaced_row(), *[asb_row()] * 10] for month in BEFORE}
    files |= {(month, other): [*rows(3), unplaced_row(), *[asb_row()] * 10] for month in LATER}
    members = {member(month, slug): street_csv(month, slug, held) for (month, slug), held in files.items()}
    look_up = tmp_path / "lookup.csv"
    text = (sample_folder / "sample_lookup.csv").read_text("utf-8")
    look_up.write_text(text.replace("E23990001,Dogger Bank (invented)", "E23000012,Humberside"), encoding="utf-8")
    areas = (sample_folder / "sample_lsoa_2021.geojson", look_up)
    cache = make_cache(tmp_path / "x.sqlite", archive_zip(tmp_path / "2026-04.zip", members), areas=areas)
    missing = said(made(cache, tmp_path, AREA=f"lsoa:{HERE}")["html"])["What is missing"]
    assert "25% of the recorded crimes that Bedfordshire Police published (10% a year before) have no p" in missing
    before = missing.partition("25%")[0]
    assert "Held only in part" in before
    assert "without Humberside Police" in before


def test_what_came_of_it_names_all_that_is_in_the_share(tmp_path: Path) -> None:
    outcomes = ["Suspect charged"] * 2 + ["Action to be taken by another organisation"] * 3 + ["Local resolution"]
    members, at = {}, 0
    for month in BOTH:
        street, found = [], []
        for outcome in [*outcomes, "", "", "", ""]:
            at += 1
            street.append(street_row(crime_id=crime_id(at)))
            if outcome:
                found.append(outcome_row(crime_id=crime_id(at), outcome_type=outcome))
        members[member(month, FORCE)] = street_csv(month, FORCE, street)
        members[member(month, FORCE, "outcomes")] = outcomes_csv(month, FORCE, found)
    cache = make_cache(tmp_path / "x.sqlite", archive_zip(tmp_path / "2026-04.zip", members))
    text = said(made(cache, tmp_path, AREA=f"lsoa:{HERE}")["html"])["What came of it"]
    share = 100 * len(outcomes) / 10
    words = "had a suspect charged, dealt with out of court or left to another organisation within 6 months"
    assert f"{share:.1f}% of the 120 crimes of November 2024 to October 2025 {words}" in text


def test_wherever_the_group_is_named_another_organisation_is() -> None:
    styles = ROOT / "policeuk_plugin" / "resources" / "styles"
    legends = [
        label
        for path in sorted(styles.glob("*.qml"))
        for label in re.findall(r'value="out of court"[^>]*label="([^"]*)"', path.read_text("utf-8"))
    ]
    meanings = [column.meaning for column in COLUMNS if "out of court" in column.meaning]
    said_so = [group_name("out of court"), group_meaning("out of court"), measure_name(Measure.ACTION)]
    assert len(legends) >= 2
    assert meanings
    for text in (*legends, *meanings, *said_so):
        assert "another organisation" in text


def test_transport_police_that_reach_on_do_not_end_the_brief(tmp_path: Path) -> None:
    theirs = {(month, BTP): rows(5, HERE, btp_row) for month in months("2026-05", 2)}
    text = told(tmp_path, {**of_force(20), **theirs})
    assert text["How much crime"].startswith("240 recorded crimes")
    assert "May 2025 to April 2026" in text["page"]


def test_a_meeting_still_to_come_is_no_last_meeting(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="January 2131, is still to come"):
        told(tmp_path, of_force(2), SINCE="2131-01")


def test_of_a_part_of_an_area_nothing_is_told(sample_zip: Path, sample_folder: Path, tmp_path: Path) -> None:
    areas = tuple(sample_folder / f"sample_{name}" for name in ("lsoa_2021.geojson", "lookup.csv"))
    path = make_cache(tmp_path / "slice.sqlite", areas=areas)
    succeed(path, "import", sample_zip, "--lsoa", HERE, ELSEWHERE, "--force", FORCE)
    text = said(made(path, tmp_path, AREA="csp:Dogger Bank (invented)")["html"])
    assert text["Where it concentrates"].startswith("Only a part of this area is held")
    assert "of these months is on the map alone" in text["What is missing"]
    assert "missing or held in part" in text["What came of it"]


def test_crimes_before_anything_was_held_are_not_none(tmp_path: Path) -> None:
    members = {}
    for month in BOTH[:12]:
        members[member(month, FORCE)] = street_csv(month, FORCE, rows(20))
        members[member(month, FORCE, "outcomes")] = outcomes_csv(month, FORCE, [outcome_row()])
    cache = make_cache(tmp_path / "x.sqlite", archive_zip(tmp_path / "2025-04.zip", members))
    text = said(made(cache, tmp_path, AREA=f"lsoa:{HERE}", FROM=BOTH[0], TO=BOTH[5])["html"])
    assert text["How much crime"].startswith("120 recorded crimes")
    assert "no crimes" not in text["What came of it"]
    assert "missing or held in part" in text["What came of it"]


def test_an_lsoa_of_2011_that_was_split_is_not_without_crime(tmp_path: Path) -> None:
    held = {member(month, FORCE): street_csv(month, FORCE, rows(20)) for month in LATER}
    cache = make_cache(tmp_path / "x.sqlite", archive_zip(tmp_path / "2026-04.zip", held))
    for code in (HERE, ELSEWHERE):
        written(cache, "INSERT INTO lsoa_exact_fit VALUES ('E01890001', ?, 'S', 1)", code)
    written(cache, "INSERT INTO lsoa (code, name) VALUES ('E01890001', 'Former 001A')")
    with pytest.raises(QgsProcessingException, match=f"E01890001 is an LSOA of 2011.*{HERE}"):
        made(cache, tmp_path, AREA="lsoa:E01890001")
