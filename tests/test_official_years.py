# SPDX-License-Identifier: GPL-2.0-or-later
"""Several years of ONS's counts: a newer table of few areas puts no whole year out of use, and TO chooses a year."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

from tests.algorithm_runs import Listening, registered, rows, run
from tests.peer_cases import SLUGS, attributes, country, csp, official, own_list, with_reference

ALL = [csp(at) for at in range(len(SLUGS))]
OLD = {code: 100 + 10 * at for at, code in enumerate(ALL)}
NEW = {code: 300 + 10 * at for at, code in enumerate(ALL)}
ONS = {"SOURCE": "ons", "TYPES": ["Burglary"], "OUTPUT": "memory:"}


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


def of_2024(folder: Path, *without: str, only: int = len(ALL)) -> Path:
    """The table of a year later: `without` these areas' counts, with `only` so many areas."""
    file = official(folder, NEW)
    lines = file.read_text(encoding="utf-8").splitlines()[: 1 + only]
    kept = [lines[0]]
    for line in lines[1:]:
        cells = line.split(",")
        kept.append(",".join([*cells[:6], *(["[x]"] * 6)]) if cells[2] in without else line)
    target = folder / "ons_c2_year_ending_april_2024.csv"
    target.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return target


def cache_of(folder: Path, newer: Path) -> Path:
    """The invented country with two years of official counts."""
    old = official(folder, OLD)
    return with_reference(country(folder), attributes(folder), own_list(folder, ALL[1:]), old, newer)


def compared(cache: Path, **more: Any) -> dict[str, Any]:
    """The first CSP beside all others."""
    peers = {"PEERS": "list", "PEER_LIST": ", ".join(ALL[1:])}
    return run("comparewithpeers", {"CACHE": str(cache), "AREA": f"csp:{ALL[0]}", **peers, **ONS, **more})[0]


def levelled(cache: Path, **more: Any) -> dict[str, Any]:
    """Burglaries by CSP of all of them, with the page of it."""
    results, context = run("arearates", {"CACHE": str(cache), "LEVEL": "csp", **ONS, **more})
    return {row["code"]: row["count"] for row in rows(results, context)}


def test_a_newer_table_of_few_areas_does_not_take_the_place_of_a_whole_one(tmp_path: Path) -> None:
    cache, page = cache_of(tmp_path, of_2024(tmp_path, only=3)), tmp_path / "page.html"
    results = compared(cache, REPORT=str(page))
    assert results["CRIMES"] == OLD[ALL[0]]
    assert json.loads(results["NUMBERS"])["last_month"] == "2023-04"
    text = unescape(page.read_text(encoding="utf-8"))
    assert "of the year to April 2024, is not used: it has counts of 3 of 9 CSPs only. TO=2024-04 chooses it" in text
    assert levelled(cache, REPORT=str(page)) == OLD
    assert "it has counts of 3 of 9 CSPs only" in unescape(page.read_text(encoding="utf-8"))
    verdicts = {"CACHE": str(cache), "LEVEL": "csp", "PEERS": "nearest", "K": 5, "CALIPER": 9, **ONS}
    found = {row["code"]: row["count"] for row in rows(*run("peerverdicts", verdicts))}
    compared_with = {code: count for code, count in found.items() if count}
    assert len(compared_with) > 5
    assert compared_with.items() <= OLD.items()


def test_a_year_that_withholds_the_area_is_not_the_one_it_is_compared_in(tmp_path: Path) -> None:
    cache, page = cache_of(tmp_path, of_2024(tmp_path, ALL[0])), tmp_path / "page.html"
    results = compared(cache, REPORT=str(page))
    assert results["CRIMES"] == OLD[ALL[0]]
    assert "of the year to April 2024, is not used: it has none of CSP 0" in unescape(page.read_text(encoding="utf-8"))
    with pytest.raises(
        QgsProcessingException, match="ONS withholds the count .* as TO another year held \\(2023-04\\)"
    ):
        compared(cache, TO="2024-04")
    others = {"AREA": f"csp:{ALL[1]}", "PEER_LIST": ", ".join(code for code in ALL if code != ALL[1])}
    assert compared(cache, **others)["CRIMES"] == NEW[ALL[1]]


def test_the_newest_whole_year_is_used_and_another_is_chosen_by_its_last_month(tmp_path: Path) -> None:
    cache, page = cache_of(tmp_path, of_2024(tmp_path)), tmp_path / "page.html"
    assert compared(cache, REPORT=str(page))["CRIMES"] == NEW[ALL[0]]
    assert "is not used" not in page.read_text(encoding="utf-8")
    assert compared(cache, TO="2023-04")["CRIMES"] == OLD[ALL[0]]
    assert compared(cache, FROM="2022-05", TO="2023-04")["CRIMES"] == OLD[ALL[0]]
    assert levelled(cache) == NEW
    assert levelled(cache, TO="2023-04") == OLD
    for months in ({"TO": "2023-03"}, {"FROM": "2022-06", "TO": "2023-04"}, {"FROM": "2022-05"}):
        with pytest.raises(QgsProcessingException, match="year held \\(2024-04, 2023-04\\)"):
            compared(cache, **months)
        with pytest.raises(QgsProcessingException, match="year held \\(2024-04, 2023-04\\)"):
            levelled(cache, **months)


def test_a_report_is_of_the_year_chosen(tmp_path: Path) -> None:
    cache, page = cache_of(tmp_path, of_2024(tmp_path)), tmp_path / "report.html"
    asked = {"CACHE": str(cache), "AREA": f"csp:{ALL[0]}", "PEERS": "list", "PEER_LIST": ", ".join(ALL[1:])}
    asked.update({**ONS, "QUESTIONS": ["level"], "REPORT": str(page), "OUTPUT": None})
    for chosen, words in (({}, "May 2023 to April 2024"), ({"TO": "2023-04"}, "May 2022 to April 2023")):
        run("comparisonreport", {**asked, **chosen})
        assert words in unescape(page.read_text(encoding="utf-8"))


def test_an_import_says_what_the_table_withholds(tmp_path: Path) -> None:
    cache = country(tmp_path)
    heard = Listening()
    run("importreference", {"CACHE": str(cache), "INPUT": [str(of_2024(tmp_path, ALL[0], ALL[4]))]}, heard)
    assert any("Withheld or not given, which is not zero: all counts of CSP 0, CSP 4." in line for line in heard.said)


def test_an_area_is_its_code_alone_for_a_report_too(tmp_path: Path) -> None:
    cache, page = cache_of(tmp_path, of_2024(tmp_path)), tmp_path / "report.html"
    asked = {"CACHE": str(cache), "AREA": ALL[0], "PEERS": "list", "PEER_LIST": ", ".join(ALL[1:]), "REPORT": str(page)}
    results, _ = run("comparisonreport", {**asked, "QUESTIONS": ["level", "time"], "TYPES": ["Burglary"]})
    assert "CSP 0" in unescape(page.read_text(encoding="utf-8"))
    assert results["ANSWERED"] == 2


def test_a_report_of_two_sources_says_so_first(tmp_path: Path) -> None:
    cache, page = cache_of(tmp_path, of_2024(tmp_path)), tmp_path / "report.html"
    asked = {"CACHE": str(cache), "AREA": ALL[0], "PEERS": "list", "PEER_LIST": ", ".join(ALL[1:]), "REPORT": str(page)}
    asked.update({"QUESTIONS": ["level", "peers", "time"], "TYPES": ["Burglary"]})
    results, _ = run("comparisonreport", {**asked, "SOURCE": "ons"})
    text = unescape(re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8")))
    title, front = text.split("What this cannot say")[0].split(
        "Recorded crime as the Office for National Statistics", 1
    )
    assert "Burglary, CSP 0" in title
    assert "2024" not in title, "its parts are of two years"
    assert "May 2023 to April 2024. Parts that count the published files of data.police.uk say so" in front
    whose = "This part is of the published files of data.police.uk, not of ONS's counts. "
    assert front.count(whose) == 1
    assert front.index(whose) > front.index("How has it changed?")
    assert results["SENTENCE"].startswith("Burglary in CSP 0, 12 months to April 2024: ")
    assert results["SENTENCE"].endswith("3 of 3 questions answered.")
    results, _ = run("comparisonreport", {**asked, "QUESTIONS": ["level"]})
    assert "questions" not in results["SENTENCE"]
    text = page.read_text(encoding="utf-8")
    assert whose not in text
    assert "May 2022 to April 2023</h1>" in text


def test_a_first_page_has_no_advice_on_software(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    months = [(force, f"2022-{month:02d}") for force in list(SLUGS)[1:] for month in range(1, 13)]
    months += [(force, f"2023-{month:02d}") for force in list(SLUGS)[1:] for month in range(1, 5)]
    alone = with_reference(country(_folder(tmp_path), months), own_list(_folder(tmp_path), ALL[1:]))
    asked = {"CACHE": str(alone), "AREA": ALL[0], "PEERS": "list", "PEER_LIST": ", ".join(ALL[1:]), "REPORT": str(page)}
    run("comparisonreport", {**asked, "QUESTIONS": ["time"], "TYPES": ["Burglary"]})
    front, _, rest = unescape(page.read_text(encoding="utf-8")).partition("What this cannot say")
    assert "No range of peers: crimes of these months are held of none of them." in front
    assert "mport or download" not in front
    assert "import or download the street files of the peers' forces" in rest


def _folder(folder: Path) -> Path:
    (folder / "alone").mkdir(exist_ok=True)
    return folder / "alone"


def test_areas_of_a_table_that_lacks_most_are_not_called_the_whole_country(tmp_path: Path) -> None:
    cache = cache_of(tmp_path, of_2024(tmp_path, only=6))
    for name in ("arearates", "funnelplot"):
        asked = {"CACHE": str(cache), "LEVEL": "csp", **ONS}
        few, _ = run(name, {**asked, "TO": "2024-04"})
        assert few["SENTENCE"].startswith("Burglary in 6 of the 9 CSPs of England and Wales: ")
        whole, _ = run(name, {**asked, "TO": "2023-04"})
        assert whole["SENTENCE"].startswith("Burglary in England and Wales: ")


def test_one_table_of_few_areas_alone_is_not_called_the_whole_country(tmp_path: Path) -> None:
    cache = with_reference(country(tmp_path), of_2024(tmp_path, only=6))
    results, _ = run("arearates", {"CACHE": str(cache), "LEVEL": "csp", **ONS})
    assert results["SENTENCE"].startswith("Burglary in 6 of the 9 CSPs of England and Wales: ")
