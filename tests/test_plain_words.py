# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts of none, one and two, differences of nothing: the words around numbers agree with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from offline_cache.model import Dataset
from policeuk_plugin.processing.clusters.crime_clusters import CrimeClusters
from policeuk_plugin.processing.running.wording import only_few
from policeuk_plugin.processing.through_time.change_words import percent_change
from policeuk_plugin.processing.through_time.period_change import PeriodChange
from policeuk_plugin.processing.through_time.persistence import Persistence
from policeuk_plugin.reports.page_reading import read_page
from policeuk_plugin.text import rows_phrase, with_sign
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.algorithm_runs import run

_ANALYSTS = re.compile(r"false alarm|interval|alike|top 5%|called|verdict|catchment|\bcells?\b|inferred")


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(0, 0, "0"), (0.004, 2, "0.00"), (-0.04, 1, "0.0"), (1, 0, "+1"), (-1020, 0, "−1,020"), (-3.46, 1, "−3.5")],
)
def test_a_difference_of_nothing_has_no_sign(value: float, decimals: int, shown: str) -> None:
    assert with_sign(value, decimals) == shown


def test_a_change_of_nothing_is_neither_more_nor_fewer() -> None:
    assert [percent_change(ratio) for ratio in (1.0, 0.99996, 1.004, 0.5)] == ["0%", "0%", "+0.4%", "−50%"]


def test_nouns_and_verbs_agree_with_none_one_and_two() -> None:
    assert [only_few(n) for n in range(3)] == ["No crime lies", "Only 1 crime lies", "Only 2 crimes lie"]
    assert [rows_phrase(n, Dataset.STOPS) for n in (1, 2)] == ["1 stop and search", "2 stops and searches"]


@pytest.mark.parametrize("kind", [CrimeClusters, PeriodChange, Persistence])
def test_an_officer_reads_words_without_statistics_and_the_page_keeps_the_analysts(
    sample_cache: Path, tmp_path: Path, kind: type
) -> None:
    page = tmp_path / "page.html"
    run(kind().name(), {"CACHE": str(sample_cache), "OUTPUT": "memory:", "REPORT": str(page)})
    read = read_page(page)
    assert len(read.plain) >= 3
    assert not _ANALYSTS.search(" ".join(read.plain)), read.plain
    assert _ANALYSTS.search(read.short)
    assert read.plain[0].partition(":")[0] == read.title.partition(":")[0]
