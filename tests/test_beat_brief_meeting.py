# SPDX-License-Identifier: GPL-2.0-or-later
"""The meeting pack, and the brief's numbers beside those of other algorithms and of qgis_process."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from offline_cache.model import ASB
from policeuk_plugin.processing.briefs.beat_words import one_line
from tests.algorithm_runs import run
from tests.api_client import FORCE
from tests.beat_brief_cases import BEAT, inside, made, said
from tests.beat_brief_cases import _provider as _provider  # noqa: F401 - a fixture
from tests.beat_brief_cases import brief as _brief  # noqa: F401 - a fixture
from tests.beat_brief_cases import held as _held  # noqa: F401 - a fixture
from tests.beat_brief_cases import made_already as _made_already  # noqa: F401 - a fixture
from tests.beat_brief_cases import service as _service  # noqa: F401 - a fixture
from tests.held_neighbourhoods import written
from tests.peer_cases import real_reference
from tests.plain_months import months
from tests.service import Service
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as run_command

pytest.importorskip("shapely")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- Bicycle theft\n- Shoplifting", "Bicycle theft; Shoplifting"),
        ("Speeding\nnear the school", "Speeding near the school"),
        ("1. Parking\n2. Litter\n\n3. Noise", "Parking; Litter; Noise"),
        ("  one   line ", "one line"),
        ("", ""),
    ],
)
def test_texts_of_several_lines_on_one(text: str, line: str) -> None:
    assert one_line(text) == line


def test_an_atlas_of_neighbourhoods(held: Path, tmp_path: Path) -> None:
    results = made(held, tmp_path, AREA=f"{BEAT},{FORCE}/AB12", LEVEL="neighbourhood")
    assert results["BRIEFS"] == 2
    assert len(results["pages"]) == 3


def test_a_meeting_pack_sets_priorities_beside_what_happened(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "meeting.sqlite"))
    answer = "(SELECT id FROM answer WHERE question = ?)"
    question = f"/{FORCE}/NC04/priorities"
    written(path, f"DELETE FROM neighbourhood_priority WHERE answer = {answer}", question)
    for at, (issue, issued) in enumerate((("Burglary in Cleaver Street", "2026-01-10"), ("Litter", "2026-03-02"))):
        row = (question, at, FORCE, "NC04", issue, f"{issued}T00:00:00", "Visited 40 homes.", "2026-02-20T00:00:00")
        written(path, f"INSERT INTO neighbourhood_priority VALUES ({answer}, ?, ?, ?, ?, ?, ?, ?)", *row)
    results = made(path, tmp_path, AREA=BEAT, SINCE="2026-01")
    first, second = results["pages"]
    assert "since the last meeting" not in first
    assert "Burglary in Cleaver Street (set on 10 January 2026)" in second
    assert "Visited 40 homes. (20 February 2026)" in second
    assert "Litter (2 March 2026)" in second.partition("New since then")[2]
    assert "Agreed at this meeting" in second


def test_crimes_since_the_last_meeting_are_those_of_the_files(
    held: Path, tmp_path: Path, service: Service, sample_zip: Path
) -> None:
    results = made(held, tmp_path, AREA=BEAT, SINCE="2026-03")
    rows = [month for month, row in inside(service, sample_zip) if row["Crime type"] != ASB]
    now, before = (sum(month in span for month in rows) for span in (months("2026-03", 2), months("2025-03", 2)))
    assert f"Recorded crime: {now:,} after {before:,} a year before" in results["text"]


def test_a_last_meeting_after_the_newest_month(held: Path, tmp_path: Path) -> None:
    results = made(held, tmp_path, AREA=BEAT, SINCE="2026-06")
    assert "The newest month held is April 2026, so no crimes since then are known yet" in results["pages"][1]


def test_the_same_sentence_twice(held: Path, tmp_path: Path, brief: dict[str, Any]) -> None:
    results = made(held, tmp_path, AREA=BEAT)
    assert results["SENTENCE"] == brief["SENTENCE"] == " ".join(said(brief["html"]).values())


def test_marking_and_author_on_the_sheet(held: Path, tmp_path: Path) -> None:
    results = made(held, tmp_path, AREA=BEAT, MARKING="OFFICIAL", AUTHOR="PC Example, 17")
    assert results["pages"][0].count("OFFICIAL") == 2
    assert "by PC Example, 17" in results["pages"][0]
    assert results["html"].count("class='marking'") == 2


def test_a_ward_stands_to_its_peers_as_comparewithpeers_says(
    shared: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = real_reference(tmp_path_factory, shared)
    asked = {"AREA": "ward:E05014409", "FROM": "2022-05", "TO": "2023-04"}
    theirs, _ = run("comparewithpeers", {"CACHE": str(cache), **asked, "OUTPUT": "memory:"})
    brief = said(made(cache, tmp_path, **asked)["html"])
    assert "Snap points were redrawn in July 2022" in brief["What is missing"]
    text = brief["How much crime"]
    assert f"{theirs['CRIMES']:,} recorded crimes, a rate of {theirs['RATE']:.1f}" in text
    assert f"{theirs['VERDICT']} its {theirs['PEERS_COMPARED']:.0f} peers" in text
    assert f"About 19 of 20 areas like them would have {theirs['LOWER']:.1f} to {theirs['UPPER']:.1f}" in text


def test_what_came_of_the_crimes_is_that_of_outcomecomparison(
    shared: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = real_reference(tmp_path_factory, shared)
    brief = said(made(cache, tmp_path, AREA="csp:Luton")["html"])
    assert "Snap points" not in brief["What is missing"]
    text = brief["What came of it"]
    theirs, _ = run(
        "outcomecomparison",
        {
            **{"CACHE": str(cache), "AREA": "csp:Luton", "AGAINST": "force", "FOLLOW_UP": "6"},
            **{"FROM": "2021-11", "TO": "2022-10", "MEASURE": "charged or out of court", "OUTPUT": "memory:"},
        },
    )
    assert text.startswith(f"{theirs['SHARE']:.1f}% of the ")
    assert " had a suspect charged" in text


def test_it_runs_in_qgis_process_from_the_packaged_plugin(
    enabled: str,  # noqa: F811
    environment: dict[str, str],  # noqa: F811
    held: Path,
    tmp_path: Path,
) -> None:
    asked = [f"CACHE={held}", f"AREA=force:{FORCE}", "LEVEL=ward", f"PDF={tmp_path / 'briefs.pdf'}"]
    printed = run_command([enabled, "run", "policeuk:beatbrief", "--", *asked], environment, tmp_path)
    assert int(re.findall(r"^BRIEFS:\s*(\d+)", printed, re.MULTILINE)[0]) > 3
    assert (tmp_path / "briefs.pdf").read_bytes().startswith(b"%PDF-")
