# SPDX-License-Identifier: GPL-2.0-or-later
"""No name in a CSV of results is a formula, whichever algorithm or command wrote it; numbers stay numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsVectorLayer

from offline_cache import OfflineCache
from offline_cache.spreadsheet_text import no_formula
from tests.algorithm_runs import registered, run
from tests.peer_cases import SLUGS, attributes, country, csp, own_list, with_reference
from tests.test_plugin_cli import shell

ALL = [csp(at) for at in range(len(SLUGS))]
HOSTILE = ("@SUM(1+1)*cmd|calc", "=1+1", "-2+3", "+A1", "\t=1")
NUMBER = re.compile(r"-?[\d.]+(e-?\d+)?\Z")


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country, whose first CSPs have names that spreadsheets calculate."""
    folder = tmp_path_factory.mktemp("hostile")
    made = with_reference(country(folder), attributes(folder), own_list(folder, ALL[1:]))
    with OfflineCache(made) as opened, opened.transaction() as connection:
        for code, name in zip(ALL, HOSTILE):
            connection.execute("UPDATE area_name SET name = ? WHERE code = ?", (name, code))
    return made


def cells(text: str) -> list[str]:
    """Every cell of a CSV."""
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


def refuse_formulas(found: list[str]) -> None:
    """Fail where a cell would be calculated; some have the names, so that the test can fail."""
    assert [cell for cell in found if cell.lstrip(" ")[:1] in tuple("=+-@\t\r") and not NUMBER.match(cell)] == []
    assert any(cell == f"'{name}" for cell in found for name in HOSTILE)


PEERS = {"AREA": f"csp:{ALL[5]}", "PEERS": "list", "PEER_LIST": ", ".join(code for code in ALL if code != ALL[5])}
LEVEL = {"LEVEL": "csp", "FROM": "2022-05", "TO": "2023-04"}


@pytest.mark.parametrize(
    ("name", "given", "table"),
    [
        ("comparewithpeers", PEERS, True),
        ("findpeers", PEERS, False),
        ("funnelplot", LEVEL, True),
        ("arearates", LEVEL, True),
        ("peerverdicts", LEVEL | {"PEERS": "nearest", "K": 5}, True),
    ],
)
def test_results_of_qgis(cache: Path, tmp_path: Path, name: str, given: dict[str, Any], table: bool) -> None:
    out, other = tmp_path / "out.csv", tmp_path / "table.csv"
    tables = {"TABLE": str(other)} if table else {}
    run(name, {"CACHE": str(cache), **given, "OUTPUT": str(out), **tables})
    found = cells(out.read_text(encoding="utf-8-sig"))
    assert not table or other.exists()
    refuse_formulas(found + (cells(other.read_text(encoding="utf-8-sig")) if table else []))


def test_other_formats_have_the_name_as_it_is(cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.gpkg"
    run("findpeers", {"CACHE": str(cache), **PEERS, "OUTPUT": str(out)})
    layer = QgsVectorLayer(str(out), "peers", "ogr")
    assert HOSTILE[0] in {feature["name"] for feature in layer.getFeatures()}


def test_peers_from_a_shell(cache: Path) -> None:
    done = shell("--cache", cache, "peers", "--area", ALL[5], "--method", "list", "--list", PEERS["PEER_LIST"])
    assert done.returncode == 0, done.stderr
    refuse_formulas(cells(done.stdout))


@pytest.mark.parametrize("text", ["-0.41", "-1,234", "5", "", "Luton", "-12.5%", "a=b"])
def test_numbers_and_plain_text_stay(text: str) -> None:
    assert no_formula(text) == text


@pytest.mark.parametrize("text", [*HOSTILE, "  =1", "-", "-1+1", "+3", "\r@x", "-1-"])
def test_what_would_be_calculated_is_text(text: str) -> None:
    assert no_formula(text) == f"'{text}"
