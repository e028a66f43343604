# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache with neighbourhoods, and briefs made of it once for all tests of them."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.algorithm_runs import registered, run
from tests.api_client import FORCE
from tests.held_neighbourhoods import fetch_into, polygons, rows_inside
from tests.plain_months import months
from tests.plugin_caches import make_cache
from tests.service import Service
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures

BEAT = f"neighbourhood:{FORCE}/NC04"


LATER, BEFORE = months("2025-05", 12), months("2024-05", 12)


@pytest.fixture(name="_provider", autouse=True)
def _provider() -> Iterator[object]:
    yield from registered()


@pytest.fixture(name="service", scope="session")
def service() -> Iterator[Service]:
    """Give a service that stands in."""
    with Service(rate_limit=False) as running:
        yield running


@pytest.fixture(name="held", scope="session")
def held(service: Service, sample_folder: Path, sample_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample with areas, residents and neighbourhoods; the tests read it only."""
    areas = tuple(sample_folder / f"sample_{name}" for name in ("lsoa_2021.geojson", "lookup.csv", "residents.csv"))
    return fetch_into(service, make_cache(tmp_path_factory.mktemp("brief") / "held.sqlite", sample_zip, areas=areas))


@pytest.fixture(name="brief")
def brief(
    held: Path, made_already: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Give what came of the brief of one neighbourhood, made by the first test that asks."""
    if not made_already:
        made_already["brief"] = made(held, tmp_path_factory.mktemp("one"), AREA=BEAT)
    return made_already["brief"]


@pytest.fixture(name="made_already", scope="session")
def made_already() -> dict[str, dict[str, Any]]:
    """Give a place to keep it."""
    return {}


class Made(dict[str, Any]):
    """The results of a run; `pages`, the text of each page of the PDF, is read when it is asked for."""

    def __missing__(self, key: str) -> Any:
        if key != "pages":
            raise KeyError(key)
        self[key] = pages_of(self)
        return self[key]


def made(cache: Path, folder: Path, **parameters: Any) -> dict[str, Any]:
    """Run it; gives the results with the text of the page."""
    files = {"REPORT": str(folder / "brief.html"), "PDF": str(folder / "brief.pdf")}
    results, _ = run("beatbrief", {"CACHE": str(cache), **files, **parameters})
    page = Path(results["REPORT"]).read_text("utf-8")
    return Made(**results, html=page, text=html.unescape(re.sub(r"<[^>]+>", " ", page)))


def pages_of(results: dict[str, Any]) -> list[str]:
    """The text of each page of the PDF by poppler, on one line each; none where it is not installed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    command = ["pdftotext", "-raw", results["PDF"], "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in unicodedata.normalize("NFKC", text).split("\f")[:-1]]


def said(page: str) -> dict[str, str]:
    """The sentence under each heading of the first brief of a page."""
    found = re.findall(r"<h2>([^<]*)</h2><p>([^<]*)</p>", page.partition("class='charts'")[0])
    return {head: html.unescape(text) for head, text in found}


def inside(service: Service, sample_zip: Path) -> list[tuple[str, dict[str, str]]]:
    """The street rows whose snap point lies in the neighbourhood, counted plainly."""
    return rows_inside(polygons(service)["NC04"], sample_zip, "street")
