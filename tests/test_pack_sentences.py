# SPDX-License-Identifier: GPL-2.0-or-later
"""What a field pack says of crimes without a place: it does not hold them, which does not make them none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from offline_cache.field_pack import names
from offline_cache.model import ASB
from policeuk_plugin.field.ready_results import read_home
from policeuk_plugin.ui.chosen import Chosen
from policeuk_plugin.ui.live import look_up
from tests.algorithm_runs import provider_of_module as _provider_of_module  # noqa: F401 - a fixture
from tests.field_packs import make_pack, pack_of_beat
from tests.plugin_caches import make_cache, published_rows
from tests.test_period_change import BEFORE, LATER

pytest.importorskip("shapely")
WARD = "ward:Market and Haven"


@pytest.fixture(scope="module")
def pack(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a pack of a ward of the sample; the tests read it only."""
    folder = tmp_path_factory.mktemp("said") / "pack"
    make_pack(folder, sample_cache, WARD, QUESTIONS=["change", "clusters", "trend"])
    return folder


@pytest.fixture(scope="module")
def without_a_place(sample_zip: Path) -> dict[str, int]:
    """Give how many crimes and incidents of each month were published without a place, by plain counting."""
    found: dict[str, int] = {}
    for month, row in published_rows(sample_zip, "street"):
        found[month] = found.get(month, 0) + (not row["Longitude"])
    return found


def test_a_change_counts_those_without_a_place_as_the_whole_cache_does(
    pack: Path, without_a_place: dict[str, int]
) -> None:
    after, before = (sum(without_a_place[month] for month in months) for months in (LATER, BEFORE))
    assert after
    assert before
    [change] = [one for one in json.loads((pack / names.RESULTS_LIST).read_text("utf-8")) if one["key"] == "change"]
    page = (pack / change["page"]).read_text("utf-8")
    for text in (change["short"], page):
        assert f"{before} before and {after} after of all types have no place" in text


def test_no_page_says_that_none_more_are_without_a_place(pack: Path) -> None:
    for page in (pack / names.RESULTS_FOLDER).glob("*.html"):
        assert not re.search(r"(?<![\d,])0 more in the same files", page.read_text("utf-8")), page.name


def test_the_read_me_counts_the_area_and_names_what_is_missing_of_which_rows(
    pack: Path, without_a_place: dict[str, int], sample_zip: Path, sample_folder: Path
) -> None:
    text = (pack / names.READ_ME).read_text("utf-8-sig")
    crimes = sum(look_up(pack / names.CACHE, Chosen(WARD)).by_type.values())
    assert f"May 2024 to April 2026: {crimes:,} crimes and incidents of anti-social behaviour." in text
    assert f"{sum(without_a_place.values())} more in the files that were published have no place" in text
    assert "0 of them" not in text
    assert "slices" not in text
    assert "No month of outcomes is missing between the first and the last." in text
    assert "Invented sample: no real place, no real crime." in text


def test_the_read_me_of_a_beat_tells_its_crimes_from_those_of_its_small_areas(
    sample_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    beat = pack_of_beat(sample_cache, tmp_path_factory)
    area = json.loads((beat / names.MANIFEST).read_text("utf-8"))["area"]
    crimes = sum(look_up(beat / names.CACHE, Chosen(area)).by_type.values())
    every = sum(look_up(beat / names.CACHE, Chosen()).by_type.values())
    assert every > crimes
    text = (beat / names.READ_ME).read_text("utf-8-sig")
    assert f"{crimes:,} crimes and incidents of anti-social behaviour." in text
    assert f"{names.CACHE} holds {every - crimes:,} more, of small areas" in text
    assert "Outcomes of the small areas (LSOAs) that Market and Haven lies in, May 2024 to April 2026: " in text
    assert "Stops and searches of all of Dogger Bank, May 2024 to April 2026: " in text


def test_my_area_does_not_count_those_without_a_place_as_its_own(pack: Path, without_a_place: dict[str, int]) -> None:
    live = look_up(pack / names.CACHE, Chosen(WARD))
    lost = sum(without_a_place.values())
    said = f"{lost} more of all types in the files of Dogger Bank have no place, so it is not known whether they lie in"
    assert said in live.sentence
    assert "Slices" not in live.details
    assert ASB in live.by_type


def test_home_says_as_many_and_names_what_was_counted(pack: Path, sample_zip: Path) -> None:
    rows = {row.label: row for row in read_home(pack).rows}
    assert "Recorded crime" in rows
    assert rows["Public order"].here.endswith(", as many as a year before")
    for row in rows.values():
        assert not re.search(r"\b0%", row.here + row.home), row


def test_a_verdict_can_be_read_alone(sample_zip: Path, sample_folder: Path, tmp_path: Path) -> None:
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    cache = make_cache(tmp_path / "town.sqlite", sample_zip, areas=areas)
    make_pack(tmp_path / "pack", cache, WARD, QUESTIONS=["trend"], HOME="ward:Cleaver Bank")
    rows = read_home(tmp_path / "pack").rows
    assert "The rate of Market and Haven is higher than that of Cleaver Bank" in rows[0].verdict
    assert {row.verdict for row in rows} <= {
        *(
            f"The rate of Market and Haven is {way} than that of Cleaver Bank, by more than chance in counting makes."
            for way in ("higher", "lower")
        ),
        "No clear difference between their rates.",
    }


def test_what_changed_advises_nothing_that_an_officer_cannot_choose(pack: Path) -> None:
    [change] = [one for one in json.loads((pack / names.RESULTS_LIST).read_text("utf-8")) if one["key"] == "change"]
    assert "too few to tell even a doubling" in change["short"]
    assert "choose such units" not in change["short"]
    assert "choose such units" in (pack / change["page"]).read_text("utf-8").partition("<body")[2]


def test_one_cell_holds(pack: Path) -> None:
    [found] = [one for one in json.loads((pack / names.RESULTS_LIST).read_text("utf-8")) if one["key"] == "clusters"]
    assert "1 place has more crime than chance would put there. 1 square of 250 m on " in found["short"]
    assert "1 cell holds " in (pack / found["page"]).read_text("utf-8")
