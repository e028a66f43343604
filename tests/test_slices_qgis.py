# SPDX-License-Identifier: GPL-2.0-or-later
"""Slices inside QGIS: in part is said in the panel, on layers and pages, and no test is made of a part."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

from offline_cache import OfflineCache, import_paths
from offline_cache.area_choices import area_choices
from offline_cache.chosen_area import read_area
from offline_cache.model import Dataset, Month, Selection
from offline_cache.reader import reading
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.reports.summary import read_figures, summary_html
from policeuk_plugin.ui import sentences
from policeuk_plugin.ui.area_box import label
from policeuk_plugin.ui.chosen import Chosen
from policeuk_plugin.ui.held_model import HeldModel, State
from policeuk_plugin.ui.live import Live, look_up
from tests.algorithm_runs import registered, run
from tests.plugin_caches import make_cache

WARDS = ("E05990003", "E05990004")
"""Two wards of the sample, that lie side by side."""
LAST = Month(2026, 4)


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def codes(sample_folder: Path) -> dict[str, set[str]]:
    """Give the LSOAs of each ward of the sample."""
    found: dict[str, set[str]] = {}
    with (sample_folder / "sample_lookup.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["ward24_code"], set()).add(row["lsoa21_code"])
    return found


@pytest.fixture(scope="module")
def sliced(
    tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path, codes: dict[str, set[str]]
) -> Path:
    """Give a cache of two wards of the sample, with areas; of its last month all is held. The tests read it only."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*lookup.csv"))
    path = make_cache(tmp_path_factory.mktemp("sliced") / "policeuk.sqlite", areas=areas)
    with OfflineCache(path) as cache:
        import_paths(cache, [sample_zip], lsoas=codes[WARDS[0]] | codes[WARDS[1]])
        import_paths(cache, [sample_zip], wanted=lambda key: key.month == LAST)
    return path


def live(cache: Path, area: str = "", last: str = "2026-03") -> Live:
    return look_up(cache, Chosen(area, "2025-06", last, with_asb=True))


def test_the_sentence_of_all_that_is_held_says_in_part(sliced: Path) -> None:
    shown = live(sliced)
    assert "June 2025 to March 2026 are held only in part" in shown.sentence
    assert "No month is missing" not in shown.sentence
    assert "more of all types have no place." in shown.sentence
    assert "only 10 LSOAs of it held" in shown.details
    states = dict(shown.months)
    assert states[Month(2025, 6)] is State.PARTLY
    assert states[LAST] is State.HELD
    assert states[Month(2025, 2)] is State.MISSING


def test_the_sentence_of_an_area_within_the_slice_is_that_of_the_whole(sliced: Path, sample_cache: Path) -> None:
    for area in (f"ward:{WARDS[0]}", "ward:" + ",".join(WARDS)):
        shown, whole = live(sliced, area), live(sample_cache, area)
        assert (shown.crimes, shown.snap_points, shown.by_type) == (whole.crimes, whole.snap_points, whole.by_type)
        assert "No month is missing." in shown.sentence
        assert dict(shown.months)[Month(2025, 6)] is State.HELD
    assert "held only in part" in live(sliced, "district:E07990001").sentence
    outside = live(sliced, "ward:E05990001", "2026-04")
    assert "June 2025 to March 2026 are missing, which is not zero" in outside.sentence
    assert dict(outside.months)[Month(2025, 6)] is State.MISSING


def test_the_table_of_what_is_held_shows_parts(sliced: Path, codes: dict[str, set[str]]) -> None:
    held = read_holdings(sliced)
    model = HeldModel()
    model.show(held)
    cells = {
        model.cell(row, column).month: model.cell(row, column)
        for row in range(model.rowCount())
        for column in range(12)
    }
    assert cells[LAST].state is State.HELD
    part = cells[Month(2025, 6)]
    assert part.state is State.PARTLY
    kept = codes[WARDS[0]] | codes[WARDS[1]]
    (street,) = (file for file in part.files if file.key.dataset is Dataset.STREET)
    assert f"{street.rows:,} crimes of {len(kept)} LSOAs only; {street.published:,} were published, " in part.sentence
    assert "of some LSOAs only in" in sentences.summary(held)
    shown, every = sentences.gaps(held)
    assert "In part: " in shown
    assert "(only 10 LSOAs of it held)" in every


def test_layers_say_what_they_rest_on(sliced: Path) -> None:
    with reading(sliced) as connection:
        within, around = (read_area(connection, area) for area in (f"ward:{WARDS[0]}", "district:E07990001"))
    for selection, partial in ((Selection(), True), (around, True), (within, False)):
        (layer,) = build_layers(LayerRequest(sliced, (LayerKind.CRIMES,), selection), read_holdings(sliced))
        abstract = layer.metadata().abstract()
        assert ("Held in part only: " in abstract) == partial
        assert "files held as slices are not held: whether they lie here is not known" in abstract


def test_the_page_of_a_cache_says_it(sliced: Path) -> None:
    page = summary_html(read_holdings(sliced), read_figures(sliced), None)
    assert "Not all of it is held: " in page
    assert "(in part)" in page
    assert "Held in part: " in page
    assert "No month between the first and the last is missing." not in page


def test_slices_are_offered_as_areas(sliced: Path, codes: dict[str, set[str]]) -> None:
    with reading(sliced) as connection:
        (choice,) = (choice for choice in area_choices(connection) if choice.kind == "slice")
        selection = read_area(connection, choice.text)
    assert selection.area is not None
    assert set(selection.area.codes) == codes[WARDS[0]] | codes[WARDS[1]]
    assert label(choice).endswith("and 9 more LSOAs (slice)")
    assert "No month is missing." in live(sliced, choice.text).sentence


def numbers(cache: Path, area: str, tmp_path: Path) -> dict[str, Any]:
    """Give the numbers of a density of the slice's months."""
    words = {"CACHE": str(cache), "AREA": area, "FROM": "2025-06", "TO": "2026-03", "INCLUDE_ASB": True}
    return run("crimedensity", {"OUTPUT": str(tmp_path / "density.tif"), **words})[0]


def test_an_analysis_of_a_part_is_refused_and_of_the_slice_made(
    sliced: Path, sample_cache: Path, tmp_path: Path
) -> None:
    for area in ("", "force:dogger-bank", "district:E07990001"):
        with pytest.raises(QgsProcessingException) as caught:
            numbers(sliced, area, tmp_path)
        assert "what is not would count as zero" in str(caught.value)
        assert "such as slice:1" in str(caught.value)
    for area in (f"ward:{WARDS[0]}", "ward:" + ",".join(WARDS)):
        of_slice, of_whole = (numbers(cache, area, tmp_path) for cache in (sliced, sample_cache))
        assert of_slice["CRIMES"] == of_whole["CRIMES"] > 0
        assert of_slice["MISSING_MONTHS"] == of_whole["MISSING_MONTHS"] == 0
    assert numbers(sliced, "slice:1", tmp_path)["CRIMES"] > 0
