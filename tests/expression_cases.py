# SPDX-License-Identifier: GPL-2.0-or-later
"""Expressions evaluated on a cache of two real years."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsProject

from policeuk_plugin import expressions
from tests import sample_factory as made
from tests.plugin_caches import made_once, make_cache


@pytest.fixture(name="_functions", autouse=True)
def functions() -> Iterator[None]:
    """Register the functions for one test."""
    expressions.register()
    yield
    expressions.unregister()


@pytest.fixture(scope="module", name="cache")
def cache(tmp_path_factory: pytest.TempPathFactory, bedfordshire_zip: Path, shared: Path) -> Path:
    """Give a cache of two real years of a force with its areas; the tests read it only."""
    data = shared / "data"
    areas = (
        data / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson",
        data / "lookups" / "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv",
        data / "lookups" / "ltla24_csp24_pfa24.csv",
        data / "lookups" / "lsoa21_ward24_lad24_bestfit.csv.gz",
        data / "attributes" / "lsoa21_census2021_residents_households.csv.gz",
    )
    return made_once(tmp_path_factory, "expressions", bedfordshire_zip, areas=areas)


def context_of(cache: Path) -> QgsExpressionContext:
    """A context whose project names a cache."""
    project = QgsProject()
    QgsExpressionContextUtils.setProjectVariable(project, "policeuk_cache", str(cache))
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.projectScope(project))
    return context


def evaluated(cache: Path, text: str) -> tuple[Any, str]:
    """Value and error of an expression."""
    expression = QgsExpression(text)
    assert not expression.hasParserError(), expression.parserErrorString()
    value = expression.evaluate(context_of(cache))
    return value, expression.evalErrorString()


def gappy(folder: Path) -> Path:
    """A cache of January and March 2024."""
    place = {"lsoa_code": "E01015693", "lsoa_name": "Luton 007B", "longitude": "-0.42", "latitude": "51.88"}
    members = {
        made.member(month, "bedfordshire"): made.street_csv(month, "bedfordshire", [made.street_row(**place)])
        for month in ("2024-01", "2024-03")
    }
    return make_cache(folder / "gap.sqlite", made.archive_zip(folder / "2024-03.zip", members))
