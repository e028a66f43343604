# SPDX-License-Identifier: GPL-2.0-or-later
"""A report on paper that is stopped halfway is put away properly: Qt has nothing to complain of."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from qgis.PyQt.QtCore import qInstallMessageHandler

from policeuk_plugin.analysis.errors import AnalysisCancelled
from policeuk_plugin.reports.document import Document, Paragraph, Section
from policeuk_plugin.reports.document_pdf import document_pdf
from policeuk_plugin.reports.paper import Paper

PARTS = [Section("Where?", f"Part {number}", [Paragraph("Words. " * 300)]) for number in range(4)]
REPORT = Document("Title", "Subtitle", [Paragraph("In short.")], PARTS)


@pytest.fixture(name="complaints")
def _complaints() -> Iterator[list[str]]:
    """Give what Qt says meanwhile."""
    said: list[str] = []
    before = qInstallMessageHandler(lambda kind, context, text: said.append(text or ""))
    yield said
    qInstallMessageHandler(before)


@pytest.mark.parametrize("at", [1, 3, 6])
def test_a_report_that_is_stopped(complaints: list[str], at: int) -> None:
    asked = iter(range(1, 100))
    with pytest.raises(AnalysisCancelled) as stopped:
        document_pdf(REPORT, lambda: next(asked) == at)
    del stopped
    gc.collect()
    assert complaints == []


def test_paper_that_nothing_is_made_of(complaints: list[str]) -> None:
    with Paper("Title", "foot") as paper:
        paper.put([])
    del paper
    gc.collect()
    assert complaints == []


def test_a_report_that_is_not_stopped(complaints: list[str]) -> None:
    assert document_pdf(REPORT).startswith(b"%PDF")
    gc.collect()
    assert complaints == []
