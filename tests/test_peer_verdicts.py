# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:peerverdicts`: every area as `comparewithpeers` has it alone, corrected over all, and who is left out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import NULL

from tests.algorithm_runs import Listening, registered, rows
from tests.algorithm_runs import run as run_algorithm
from tests.area_cases import ARCHIVE, plain_counts
from tests.peer_cases import (
    SLUGS,
    TYPES,
    YEAR,
    attributes,
    country,
    crimes,
    csp,
    lsoas,
    real_reference,
    residents,
    with_reference,
)
from tests.plugin_caches import make_cache
from tests.sample_factory import archive_zip, member, street_csv, street_row

MAIN = "all selected"
OUT = ("lower than", "higher than")


@pytest.fixture(autouse=True)
def _provider() -> Iterator[object]:
    yield from registered()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """Give Bedfordshire with real reference data."""
    return real_reference(tmp_path_factory, shared)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country, of which Kent's files of two months are lost."""
    folder = tmp_path_factory.mktemp("verdicts")
    cache = country(folder, [("kent", str(month)) for month in YEAR[:2]])
    return with_reference(cache, attributes(folder))


def verdicts(
    cache: Path, feedback: Listening | None = None, **parameters: Any
) -> tuple[dict[str, Any], list[Any], list[Any]]:
    """Run it; gives outputs, features and the rows of the table."""
    given = {"CACHE": str(cache), "OUTPUT": "memory:", "TABLE": "memory:", **parameters}
    results, context = run_algorithm("peerverdicts", given, feedback)
    table = rows({"OUTPUT": results["TABLE"]}, context)
    return results, _plain(rows(results, context)), _plain(table)


def _plain(found: list[Any]) -> list[Any]:
    """None in place of NULL."""
    return [{name: None if value == NULL else value for name, value in row.items()} for row in found]


def stepped_up(values: list[float]) -> list[float]:
    """Benjamini and Hochberg's q by its definition."""
    ranked, least = sorted(values), 1.0
    found: dict[float, float] = {}
    for place in range(len(ranked), 0, -1):
        least = min(least, len(ranked) * ranked[place - 1] / place)
        found[ranked[place - 1]] = min(found.get(ranked[place - 1], 1.0), least)
    return [found[value] for value in values]


def test_every_lsoa_of_a_force_as_it_is_alone(real: Path, shared: Path) -> None:
    results, features, table = verdicts(real, AREA="force:bedfordshire", LEVEL="lsoa", INCLUDE_ASB=True)
    plain = plain_counts(shared / "data" / ARCHIVE, YEAR, asb=False)
    by = {row["code"]: row for row in features}
    assert len(by) == results["COMPARED"] + results["NOT_COMPARED"] == 417
    for row in features:
        if row["count"] is not None:
            assert row["count"] == plain[row["code"]]
    for code in ("E01015693", "E01015747", "E01017460"):
        given = {"CACHE": str(real), "AREA": f"lsoa:{code}", "INCLUDE_ASB": True, "OUTPUT": "memory:"}
        alone, context = run_algorithm("comparewithpeers", given)
        assert by[code]["peer_codes"].split() == alone["PEER_CODES"].split(",")
        mine = {row["crime_type"]: row for row in table if row["code"] == code}
        for line in rows(alone, context):
            row = mine.get(line["crime_type"])
            assert row is not None
            for name in ("count", "base", "months", "rank", "of"):
                assert row[name] == line[name], name
            for name in ("rate", "lower", "upper", "tau", "p", "mean_with_self", "weighted_mean"):
                assert row[name] == pytest.approx(line[name]), name
            assert row["verdict"] == line["verdict"]


def test_looks_are_corrected_over_all_areas_and_types(real: Path) -> None:
    results, _, table = verdicts(real, AREA="force:bedfordshire", LEVEL="lsoa")
    families = (
        [row for row in table if row["crime_type"] == MAIN],
        [row for row in table if row["crime_type"] != MAIN],
    )
    for family in families:
        tested = [row for row in family if row["p"] is not None]
        for row, q in zip(tested, stepped_up([row["p"] for row in tested])):
            assert row["q"] == pytest.approx(q)
            outside = row["verdict"] in OUT
            assert row["stands"] == ("yes" if outside and row["q"] <= 0.05 else "no")
    main = [row for row in families[0] if row["p"] is not None]
    assert results["OUTSIDE"] == sum(row["verdict"] in OUT for row in main)
    assert results["BY_CHANCE"] == pytest.approx(0.05 * len(main))
    stand = Counter(row["verdict"] for row in families[1] if row["stands"] == "yes")
    assert (results["TYPES_HIGHER"], results["TYPES_LOWER"]) == (stand["higher than"], stand["lower than"])
    assert results["BY_POISSON"] > 5 * results["OUTSIDE"]


def test_official_counts_of_all_csps(real: Path, shared: Path) -> None:
    results, features, _ = verdicts(real, LEVEL="csp", SOURCE="ons")
    assert results["COMPARED"] + results["NOT_COMPARED"] == len(features) == 314
    share = results["OUTSIDE"] / results["COMPARED"]
    assert 0.02 < share < 0.08, "about 5 in 100"
    assert results["BY_POISSON"] / results["COMPARED"] > 0.8
    why = {row["name"]: row["why"] for row in features if row["why"]}
    assert "has no good peer" in why["City of London"]
    path = shared / "data/official/ons_table_C2_csp_yejun2025.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        published = {row["Community Safety Partnership code"]: row for row in csv.DictReader(stream)}
    luton = next(row for row in features if row["name"] == "Luton")
    assert luton["count"] == int(published[luton["code"]]["Total recorded crime (excluding fraud)"])


def test_months_that_lack_are_in_nothing(made: Path) -> None:
    _, features, table = verdicts(made, LEVEL="csp", AREA=f"csp:{','.join(csp(at) for at in range(len(SLUGS)))}")
    by = {row["code"]: row for row in features}
    kent = by[csp(list(SLUGS).index("kent"))]
    assert kent["months"] == len(YEAR) - 2
    at = list(SLUGS).index("kent")
    plain = sum(3 + (5 * at + place) % 7 for place in range(2, 12)) * 2 + 10 * (2 + 3)
    assert kent["count"] == plain
    assert kent["rate"] == pytest.approx(plain / (2 * residents(at)) * 1000 * 12 / 10)
    assert {row["crime_type"] for row in table} == {MAIN, *TYPES[:2]}


def test_who_is_not_compared_is_named_with_the_crimes_they_hold(real: Path, shared: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    asked = {"AREA": "district:Luton", "LEVEL": "lsoa", "TYPES": ["Burglary"], "REPORT": str(page)}
    results, features, _ = verdicts(real, **asked)
    plain = plain_counts(shared / "data" / ARCHIVE, YEAR, asb=False, crime_type="Burglary")
    counts = {row["name"]: plain.get(row["code"], 0) for row in features}
    assert results["UNPLACED_SHARE"] == pytest.approx(plain[""] / sum(plain.values())), "of the type asked for"
    out = sorted((row["name"] for row in features if row["verdict"] is None), key=lambda name: -counts[name])
    share = sum(counts[name] for name in out) / sum(counts.values())
    assert share > 0.1
    text = unescape(page.read_text(encoding="utf-8"))
    title = text[text.index("<h1") : text.index("</h1>")]
    assert f"{len(out)} more areas could not be compared, with {100 * share:.0f}% of the crimes, among them" in title
    assert out[0] in title
    assert f"({counts[out[0]]}, rank " in text


def test_the_page_says_what_chance_makes_and_who_is_not_compared(real: Path, tmp_path: Path) -> None:
    page, chart = tmp_path / "page.html", tmp_path / "chart.svg"
    feedback = Listening()
    asked = {"AREA": "district:Luton", "LEVEL": "lsoa", "REPORT": str(page), "CHART": str(chart)}
    results, features, _ = verdicts(real, feedback, **asked)
    text = unescape(page.read_text(encoding="utf-8"))
    for words in ("by chance alone", "Benjamini and Hochberg", "Not compared", "no good peers", "rows of the files"):
        assert words in text
    assert results["NOT_COMPARED"] == sum(row["verdict"] is None for row in features) > 0
    assert any("could not be compared" in line for line in feedback.warned)
    assert "range of its own peers" in chart.read_text(encoding="utf-8")
    assert "<script" not in text


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"AREA": "force:bedfordshire", "LEVEL": "csp"}, "Not one of these areas .* choose SOURCE ons"),
        ({"AREA": "csp:Luton", "LEVEL": "pfa"}, "holds no whole area"),
        ({"AREA": "csp:Luton", "LEVEL": "lsoa", "SOURCE": "ons"}, "Choose LEVEL csp or pfa"),
        ({"LEVEL": "csp", "SOURCE": "ons", "FROM": "2022-05"}, "whole years"),
        ({"AREA": "csp:Luton", "LEVEL": "lsoa", "PEERS": "ons-global"}, "not of LSOAs"),
        ({"AREA": "csp:Kettering", "LEVEL": "lsoa"}, "bring its files in"),
        ({"AREA": "force:bedfordshire", "LEVEL": "lsoa", "FROM": "2010-01", "TO": "2010-12"}, "missing is not zero"),
    ],
)
def test_what_cannot_be_said_is_one_sentence(real: Path, parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        verdicts(real, **parameters)
    assert "\n" not in str(caught.value)


def test_it_stops_when_it_is_told_to(real: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Stopped"):
        verdicts(real, Listening(cancel_at=30), AREA="force:bedfordshire", LEVEL="lsoa")


def test_a_force_from_elsewhere_is_in_all_months_or_in_none(tmp_path: Path) -> None:
    there = [street_row(crime_type="Burglary", lsoa_code=lsoas(0)[0]) for _ in range(200)]
    files = {member(month, "btp"): street_csv(month, "btp", there) for month in YEAR[:6]}
    cache = make_cache(country(tmp_path), archive_zip(tmp_path / "2023-05.zip", files))
    with_reference(cache, attributes(tmp_path))
    page = tmp_path / "page.html"
    given = {"LEVEL": "csp", "FROM": YEAR[0], "TO": YEAR[-1], "TYPES": ["Burglary"], "K": 5, "CALIPER": 9}
    results, features, _ = verdicts(cache, **given, REPORT=str(page))
    plain = sum(row.kind == "Burglary" and row.lsoa in lsoas(0) for row in crimes())
    assert {row["code"]: row["count"] for row in features}[csp(0)] == plain
    text = unescape(page.read_text(encoding="utf-8"))
    for said in (results["SENTENCE"], text):
        assert "What British Transport Police recorded there is in no count" in said
    assert "are in all months and areas, or, where files of it lack, in none" in text


def test_the_title_says_how_many_are_outside_and_how_many_cannot_be_told(real: Path, tmp_path: Path) -> None:
    """Rather than that none is out of line, which of so many looks is nearly foreordained."""
    page = tmp_path / "page.html"
    results, features, _ = verdicts(real, SOURCE="ons", LEVEL="csp", REPORT=str(page))
    out = sum(row["verdict"] in OUT for row in features)
    assert out > 5
    assert results["HIGHER"] + results["LOWER"] == 0
    higher = sum(row["verdict"] == "higher than" for row in features)
    title = f"{out} of {results['COMPARED']} CSPs are outside the range of similar ones, {higher} higher and "
    assert f"{title}{out - higher} lower, as many as chance may make" in results["SENTENCE"].split(". ")[0]
    assert "areas alike differ by more than chance" in page.read_text(encoding="utf-8")
    results, features, _ = verdicts(real, LEVEL="lsoa", TYPES=["Robbery"], REPORT=str(page))
    untold = sum(row["verdict"] == "cannot be told" for row in features)
    assert 2 * untold > results["COMPARED"]
    others = results["COMPARED"] - untold
    assert {row["verdict"] for row in features} - {None, "cannot be told"} == {"higher than"}
    title = f"for {untold} of {results['COMPARED']} LSOAs it cannot be told whether they are out of line"
    assert title in results["SENTENCE"].split(". ")[0]
    outside = f"{others} of the {results['COMPARED']} are outside the range of their peers (all higher); by chance"
    assert outside in results["SENTENCE"]
    bounded = [row["lower"] for row in features if row["verdict"]]
    by_chance = sum(0.05 if lower > 0 else 0.025 for lower in bounded)
    assert results["BY_CHANCE"] == pytest.approx(by_chance), "below a range from 0 nothing can lie"
    most = 0.05 * results["COMPARED"]
    enough = results["BY_POISSON"] > most + 2 * most**0.5
    assert ("areas alike differ by more than chance" in page.read_text(encoding="utf-8")) or not enough


def test_the_title_has_the_crime_types_that_stand(real: Path, tmp_path: Path) -> None:
    """None of all crime is no word on single types; and a prediction interval is called so."""
    chart = tmp_path / "chart.svg"
    results, _, table = verdicts(real, LEVEL="lsoa", AREA="force:bedfordshire", CHART=str(chart))
    stand = [row for row in table if row["crime_type"] != MAIN and row["stands"] == "yes"]
    assert len(stand) > 1
    assert {row["verdict"] for row in stand} == {"higher than"}
    title = results["SENTENCE"].split("By chance alone")[0]
    assert f". In single crime types {len(stand)} cases are clearly out of line, all higher" in title
    assert "prediction range of its own peers" in chart.read_text(encoding="utf-8")
