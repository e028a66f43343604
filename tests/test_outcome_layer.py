# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:outcomelayer`: layer, points and page against the files counted plainly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsCategorizedSymbolRenderer, QgsProcessingException, QgsProject, QgsVectorLayer

from offline_cache.model import Month
from offline_cache.outcome_times import GROUPS, OTHER, TIME_CLASSES, TIME_NOT_KNOWN
from offline_cache.reference import outcome_groups
from policeuk_plugin.layers.outcome_words import GROUP_COLOURS, group_meaning, group_name, time_class_name
from policeuk_plugin.processing.provider import PoliceUkProvider
from policeuk_plugin.processing.writing.result_layer import styled_by
from policeuk_plugin.text import month_name
from tests.algorithm_runs import Listening, registered, rows, run
from tests.plugin_caches import make_cache, placed, published_rows
from tests.sample_factory import (
    archive_zip,
    crime_id,
    member,
    outcome_row,
    outcomes_csv,
    street_csv,
    street_row,
    unplaced_outcome_row,
)
from tests.test_outcome_times import months_between, plainly

NAME = "outcomelayer"
BEDS = "bedfordshire"


@pytest.fixture(autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()


@pytest.mark.parametrize("archive", ["sample_zip", "bedfordshire_zip"])
def test_every_number_equals_a_plain_count(archive: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    path: Path = request.getfixturevalue(archive)
    cache = make_cache(tmp_path / "c.sqlite", path)
    page = tmp_path / "outcomes.html"
    results, context = run(NAME, {"CACHE": str(cache), "OUTPUT": "memory:", "REPORT": str(page)})
    published = list(published_rows(path, "outcomes"))
    with_place = placed(path, "outcomes")
    times, lost = plainly(path)
    assert (results["COUNT"], results["UNPLACED"]) == (len(published), len(published) - len(with_place))
    assert results["JOINED"] == len(published) - lost
    groups = outcome_groups()
    charged = sum(groups[row["Outcome type"]] == "charged" for _, row in published)
    assert (results["CHARGED"], results["MISSING_MONTHS"]) == (charged, 0)
    assert QgsVectorLayer(results["OUTCOMES"], "o", "ogr").featureCount() == len(with_place)
    found = rows(results, context)
    assert Counter((row["month"], row["outcome"]) for row in found) == Counter(
        (month, row["Outcome type"]) for month, row in with_place
    )
    known = [row for row in found if row["crime_month"]]
    assert all(row["months_to_outcome"] == months_between(row["crime_month"], row["month"]) for row in known)
    assert all(row["time_class"] == TIME_NOT_KNOWN and row["why_no_time"] for row in found if not row["crime_month"])
    of_crimes = {row["Crime ID"]: (month, row["Crime type"]) for month, row in published_rows(path, "street")}
    assert all(of_crimes[row["crime_id"]] == (row["crime_month"], row["crime_type"]) for row in known)
    html = page.read_text(encoding="utf-8")
    assert f"<td>{charged:,}</td>" in html
    assert f"{len(published):,}" in html
    assert "June 2019" in html
    for month in sorted({month for month, _ in published})[:9]:
        ids = [row["Crime ID"] for at, row in published if at == month]
        share = 100 * sum(crime in of_crimes for crime in ids) / len(ids)
        shown = f"{share:.0f}%" if share >= 9.95 else f"{share:.1f}%"
        line = html[html.index(f"<td>{month_name(Month.parse(month))}</td>") :].split("</tr>")[0]
        assert line.endswith(f"<td>{len(ids):,}</td><td>{shown}</td>")
    half = sorted(m for (group, _, m), count in times.items() for _ in range(count) if group == "charged" and m >= 0)
    middle = half[(len(half) - 1) // 2]
    assert ("half came in the month of the crime" if not middle else f"half came within {middle} month") in html


def test_an_area_takes_the_outcomes_of_its_lsoas(bedfordshire_zip: Path, tmp_path: Path) -> None:
    cache = make_cache(tmp_path / "c.sqlite", bedfordshire_zip)
    codes = ("E01015693", "E01015694")
    asked = {"AREA": f"lsoa:{','.join(codes)}", "FROM": "2022-01", "TO": "2022-06"}
    feedback = Listening()
    results, context = run(NAME, {"CACHE": str(cache), "OUTPUT": "memory:", **asked}, feedback)
    expected = [
        (month, row["Outcome type"])
        for month, row in published_rows(bedfordshire_zip, "outcomes")
        if row["LSOA code"] in codes and "2022-01" <= month <= "2022-06"
    ]
    assert results["COUNT"] == len(expected) > 20
    assert Counter((row["month"], row["outcome"]) for row in rows(results, context)) == Counter(expected)
    assert any("no place: whether they lie here is not known" in line for line in feedback.said)
    assert "of the outcomes of all crime types are" in results["SENTENCE"]


@pytest.fixture
def gappy(tmp_path: Path) -> Path:
    """Give a cache of outcomes of January and March, of crimes in January; February is missing."""
    evil = "On or near <script>alert(1)</script>"
    members = {
        member("2024-01", BEDS): street_csv("2024-01", BEDS, [street_row(location=evil)]),
        member("2024-01", BEDS, "outcomes"): outcomes_csv("2024-01", BEDS, [outcome_row(crime_id=crime_id(7))]),
        member("2024-03", BEDS, "outcomes"): outcomes_csv(
            "2024-03",
            BEDS,
            [
                outcome_row(outcome_type="Suspect charged", location=evil),
                unplaced_outcome_row(outcome_type="Local resolution"),
            ],
        ),
    }
    return make_cache(tmp_path / "gappy.sqlite", archive_zip(tmp_path / "2024-03.zip", members))


def test_a_missing_month_is_said_and_no_zero(gappy: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    feedback = Listening()
    results, _ = run(NAME, {"CACHE": str(gappy), "REPORT": str(page)}, feedback)
    assert (results["COUNT"], results["UNPLACED"], results["MISSING_MONTHS"], results["JOINED"]) == (3, 1, 1, 2)
    assert any(line.startswith("Missing, which is not zero") and "February 2024" in line for line in feedback.warned)
    html = page.read_text(encoding="utf-8")
    february = html[html.index("<td>February 2024</td>") :].split("</tr>")[0]
    assert "missing" in february
    assert "<td>0</td>" not in february
    assert "Missing is not zero" in html
    assert "<script" not in html
    assert "1 not, because no street file that is held has their crime" in html


def test_a_month_of_crimes_that_is_missing_is_named(tmp_path: Path) -> None:
    months = ("2024-01", "2024-02", "2024-03")
    members = {member(month, BEDS, "outcomes"): outcomes_csv(month, BEDS, [outcome_row()]) for month in months}
    members |= {member(month, BEDS): street_csv(month, BEDS, [street_row()]) for month in (months[0], months[2])}
    cache, page = make_cache(tmp_path / "a.sqlite", archive_zip(tmp_path / "2024-03.zip", members)), tmp_path / "a.html"
    feedback = Listening()
    assert run(NAME, {"CACHE": str(cache), "REPORT": str(page)}, feedback)[0]["MISSING_MONTHS"] == 0
    assert any(line.startswith("Missing, which is not zero: the crimes of February 2024.") for line in feedback.warned)
    html = page.read_text(encoding="utf-8")
    assert "the crimes of February 2024" in html
    assert "Crimes are held of January 2024 to March 2024, but for those named above" in html
    assert "No month is missing" not in html


def test_the_layer_of_the_cache_and_the_points_are_dressed(gappy: Path, tmp_path: Path) -> None:
    output = tmp_path / "points.gpkg"
    asked = {"CACHE": str(gappy), "OUTPUT": str(output)}
    run(NAME, asked)
    run(NAME, asked)  # over what the first run wrote
    layer = QgsVectorLayer(str(output), "kept", "ogr")
    assert layer.featureCount() == 2
    metadata = layer.metadata()
    assert "joined to a crime" in metadata.abstract()
    assert "policeuk:outcomelayer" in metadata.history()[-1]
    assert "<" not in metadata.abstract()
    style, done = layer.loadDefaultStyle()
    assert done, style
    assert isinstance(layer.renderer(), QgsCategorizedSymbolRenderer)
    assert layer.renderer().classAttribute() == "time_class"
    values = {row["time_class"] for row in layer.getFeatures()}
    assert values == {"2 to 3 months", TIME_NOT_KNOWN}
    assert values <= {category.value() for category in layer.renderer().categories()}


def test_it_is_loaded_with_its_style(gappy: Path) -> None:
    project = QgsProject()
    _, context = run(NAME, {"CACHE": str(gappy)}, project=project)
    (details,) = context.layersToLoadOnCompletion().values()
    assert details.name.startswith("Outcomes (by month of outcome")
    assert details.postProcessor() is not None


def test_styles_words_and_colours_agree() -> None:
    layer = QgsVectorLayer("Point?field=outcome_group", "o", "memory")
    styled_by("outcomes")(layer)
    categories = {category.value(): category for category in layer.renderer().categories()}
    assert {value for value in categories if value} == set(GROUPS)
    for group in GROUPS:
        assert categories[group].symbol().color().name() == GROUP_COLOURS[group]
        assert categories[group].label().startswith(group_name(group))
    assert set(outcome_groups().values()) == set(GROUPS)
    assert all(group_meaning(group) for group in (*GROUPS, OTHER))
    styled_by("outcome_times")(times := QgsVectorLayer("Point?field=time_class", "t", "memory"))
    values = [category.value() for category in times.renderer().categories()]
    assert values == [*(name for name, _ in TIME_CLASSES), TIME_NOT_KNOWN]
    assert all(time_class_name(name) for name, _ in TIME_CLASSES)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"FROM": "2024-03", "TO": "2024-01"}, "Swap them"),
        ({"FROM": "2024-02", "TO": "2024-02"}, "missing is not zero"),
        ({"FROM": "2090-01", "TO": "2090-02"}, "has not come yet"),
        ({"AREA": "force:kent"}, "holds no outcomes of this area"),
        ({"AREA": "lsoa:E01000001"}, "knows no lsoa"),
        ({"AREA": "somewhere"}, "is not an area"),
    ],
)
def test_what_cannot_be_is_a_sentence(gappy: Path, more: dict[str, Any], words: str) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        run(NAME, {"CACHE": str(gappy), **more})


def test_stopping_leaves_nothing(bedfordshire_zip: Path, tmp_path: Path) -> None:
    cache = make_cache(tmp_path / "c.sqlite", bedfordshire_zip)
    output = tmp_path / "out" / "points.gpkg"
    output.parent.mkdir()
    with pytest.raises(QgsProcessingException):
        run(NAME, {"CACHE": str(cache), "OUTPUT": str(output)}, Listening(cancel_at=55))
    assert list(output.parent.iterdir()) == []
