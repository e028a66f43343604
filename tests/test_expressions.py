# SPDX-License-Identifier: GPL-2.0-or-later
"""The functions of expressions: numbers of the files, what is not known is NULL with a sentence, in any thread."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    NULL,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFillSymbol,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsProperty,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QSize

from policeuk_plugin import expressions, settings
from tests import sample_factory as made
from tests.conftest import ROOT
from tests.plugin_caches import make_cache, published_rows
from tests.test_installed import enabled, environment, profile, run  # noqa: F401 - fixtures

ASB = "Anti-social behaviour"


@pytest.fixture(autouse=True)
def _functions() -> Iterator[None]:
    expressions.register()
    yield
    expressions.unregister()


@pytest.fixture(scope="module", name="cache")
def _cache(tmp_path_factory: pytest.TempPathFactory, bedfordshire_zip: Path, shared: Path) -> Path:
    data = shared / "data"
    areas = (
        data / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson",
        data / "lookups" / "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv",
        data / "lookups" / "ltla24_csp24_pfa24.csv",
        data / "lookups" / "lsoa21_ward24_lad24_bestfit.csv.gz",
        data / "attributes" / "lsoa21_census2021_residents_households.csv.gz",
    )
    return make_cache(tmp_path_factory.mktemp("expressions") / "policeuk.sqlite", bedfordshire_zip, areas=areas)


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


def plainly(archive: Path, first: str, last: str, lsoa: str = "", name: str = "") -> int:
    """Crimes of the CSVs: of months, an LSOA, a type; without anti-social behaviour unless it is the type."""
    return sum(
        first <= month <= last
        and (not lsoa or row["LSOA code"] == lsoa)
        and (row["Crime type"] == name if name else row["Crime type"] != ASB)
        for month, row in published_rows(archive, "street")
    )


def test_counts_are_those_of_the_files(cache: Path, bedfordshire_zip: Path) -> None:
    plain = plainly(bedfordshire_zip, "2022-05", "2023-04", "E01015693", "Burglary")
    assert evaluated(cache, "policeuk_count('lsoa:E01015693', '2022-05', '2023-04', 'burglary')") == (plain, "")
    plain = plainly(bedfordshire_zip, "2022-05", "2022-05")
    for first in ("'2022-05'", "to_date('2022-05-14')", "'2022-05-01T00:00:00.000'"):
        assert evaluated(cache, f"policeuk_count('force:bedfordshire', {first}, '2022-05', NULL)") == (plain, "")
    both = evaluated(cache, "policeuk_count('all', '2022-05', '2022-05', 'all')")[0]
    assert both == plain + plainly(bedfordshire_zip, "2022-05", "2022-05", name=ASB)
    two = evaluated(cache, "policeuk_count('lsoa:E01015693', NULL, NULL, array('Drugs', 'Robbery'))")
    assert two == evaluated(cache, "policeuk_count('lsoa:E01015693', NULL, NULL, 'Drugs, Robbery')")
    one_by_one = [
        evaluated(cache, f"policeuk_count('lsoa:E01015693', NULL, NULL, '{n}')")[0] for n in ("Drugs", "Robbery")
    ]
    assert two[0] == sum(one_by_one)


def test_an_area_of_lsoas_is_the_sum_of_them(cache: Path) -> None:
    from offline_cache.chosen_area import read_area
    from offline_cache.model import By
    from offline_cache.queries import counts
    from offline_cache.reader import reading

    with reading(cache) as connection:
        luton = read_area(connection, "district:Luton")
        found = counts(connection, luton, By.CRIME_TYPE)
    wanted = sum(int(row[-1] or 0) for row in found.rows if row[0] != ASB)
    assert evaluated(cache, "policeuk_count('district:Luton', NULL, NULL, NULL)") == (wanted, "")


def test_rates_are_a_year_of_what(cache: Path, bedfordshire_zip: Path) -> None:
    crimes = plainly(bedfordshire_zip, "2022-11", "2023-04", "E01015693")
    residents, households = (
        int(value)
        for value in subprocess.run(
            [
                *(sys.executable, "-c"),
                "import csv, gzip, sys; row = next(r for r in csv.DictReader(gzip.open(sys.argv[1], 'rt'))"
                " if r['lsoa21_code'] == 'E01015693'); print(row['total_residents'], row['total_households'])",
                str(ROOT.parent / "shared" / "data" / "attributes" / "lsoa21_census2021_residents_households.csv.gz"),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
    )
    value, error = evaluated(cache, "policeuk_rate('lsoa:E01015693', '2022-11', '2023-04', NULL)")
    assert (value, error) == (pytest.approx(crimes / 6 * 12 / residents * 1000), "")
    value, _ = evaluated(cache, "policeuk_rate('lsoa:E01015693', '2022-11', '2023-04', NULL, 'households')")
    assert value == pytest.approx(crimes / 6 * 12 / households * 1000)


def gappy(folder: Path) -> Path:
    """A cache of January and March 2024."""
    place = {"lsoa_code": "E01015693", "lsoa_name": "Luton 007B", "longitude": "-0.42", "latitude": "51.88"}
    members = {
        made.member(month, "bedfordshire"): made.street_csv(month, "bedfordshire", [made.street_row(**place)])
        for month in ("2024-01", "2024-03")
    }
    return make_cache(folder / "gap.sqlite", made.archive_zip(folder / "2024-03.zip", members))


def test_missing_is_not_zero(tmp_path: Path) -> None:
    cache = gappy(tmp_path)
    asked = "'force:bedfordshire', '2024-01', '2024-03', NULL"
    value, error = evaluated(cache, f"policeuk_count({asked})")
    assert value == NULL
    assert "February 2024" in error
    assert "missing is not zero" in error
    assert evaluated(cache, f"policeuk_count({asked}, 'held')") == (2, "")
    assert "February 2024" in evaluated(cache, "policeuk_gaps('force:bedfordshire', '2024-01', '2024-03')")[0]
    assert evaluated(cache, "policeuk_gaps('force:bedfordshire', '2024-03', '2024-03')") == ("", "")
    value, error = evaluated(cache, f"policeuk_rate({asked})")
    assert value == NULL
    assert "residents" in error or "rate" in error


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("policeuk_count('district:Narnia', NULL, NULL, NULL)", "Narnia"),
        ("policeuk_count('nonsense', NULL, NULL, NULL)", "is not an area"),
        ("policeuk_count('all', 'May', NULL, NULL)", "is not a month"),
        ("policeuk_count('all', '2023-01', '2022-01', NULL)", "Swap"),
        ("policeuk_count('all', NULL, NULL, 'Piracy')", "is not a crime type"),
        ("policeuk_count('all', NULL, NULL, NULL, 'yes')", "fifth value"),
        ("policeuk_count('')", "takes 4 to 5"),
        ("policeuk_count('all', '2010-01', '2010-02', NULL)", "not zero|nothing is known"),
        ("policeuk_rate('all', NULL, NULL, NULL, 'dogs')", "residents or households"),
        ("policeuk_count('', NULL, NULL, NULL)", "area is empty"),
        ("policeuk_rate(' ', NULL, NULL, NULL)", "area is empty"),
        ("policeuk_gaps('')", "area is empty"),
        ("policeuk_month_label('soon')", "is not a month"),
        ("policeuk_count('lsoa:<b>''\"&', NULL, NULL, NULL)", "LSOA|lsoa"),
    ],
)
def test_what_is_not_known_is_null_and_a_sentence(cache: Path, text: str, said: str) -> None:
    import re

    value, error = evaluated(cache, text)
    assert value == NULL
    assert re.search(said, error), error
    assert "Traceback" not in error


def test_null_areas_are_null_and_month_labels_are_words(cache: Path) -> None:
    assert evaluated(cache, "policeuk_count(NULL, NULL, NULL, NULL)") == (NULL, "")
    assert evaluated(cache, "policeuk_month_label('2024-05')") == ("May 2024", "")
    assert evaluated(cache, "policeuk_month_label(to_date('2024-05-09'))") == ("May 2024", "")
    assert evaluated(cache, "policeuk_month_label(NULL)") == (NULL, "")
    assert QDate(2024, 5, 1).isValid()


def test_which_cache(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's, also beside it; else the user's; a cache that is not there is said."""
    expression = QgsExpression("policeuk_count('all', NULL, NULL, NULL)")
    monkeypatch.setenv(settings.CACHE_VARIABLE, str(cache))
    mine = expression.evaluate(QgsExpressionContext())
    assert mine == evaluated(cache, "policeuk_count('all', NULL, NULL, NULL)")[0] > 50_000
    assert expression.evaluate() == mine
    shutil.copy(cache, tmp_path / "beside.sqlite")
    monkeypatch.delenv(settings.CACHE_VARIABLE)
    project = QgsProject()
    assert project.write(str(tmp_path / "p.qgz"))
    QgsExpressionContextUtils.setProjectVariable(project, "policeuk_cache", "beside.sqlite")
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.projectScope(project))
    assert expression.evaluate(context) == mine
    value, error = evaluated(tmp_path / "none.sqlite", "policeuk_count('all', NULL, NULL, NULL)")
    assert value == NULL
    assert "There is no cache file" in error


def test_answers_are_kept_until_the_cache_changes(tmp_path: Path) -> None:
    cache = gappy(tmp_path)
    text = "policeuk_count('force:bedfordshire', '2024-03', '2024-03', NULL)"
    assert evaluated(cache, text)[0] == 1
    expression, context = QgsExpression(text), context_of(cache)
    begin = time.perf_counter()
    assert {expression.evaluate(context) for _ in range(1000)} == {1}
    assert time.perf_counter() - begin < 1
    two = [made.street_row(crime_id=made.crime_id(at), lsoa_code="E01015693", lsoa_name="L") for at in (1, 2)]
    members = {made.member("2024-03", "bedfordshire"): made.street_csv("2024-03", "bedfordshire", two)}
    make_cache(cache, made.archive_zip(tmp_path / "2024-04.zip", members))
    assert evaluated(cache, text)[0] == 2


def test_threads_at_once_give_the_same(cache: Path) -> None:
    codes = [f"E010156{number}" for number in range(93, 99)]
    texts = [f"policeuk_count('lsoa:{code}', '2022-01', '2022-12', NULL, 'held')" for code in codes]
    alone = [evaluated(cache, text) for text in texts]
    expressions.unregister()
    expressions.register()
    found: dict[int, list[tuple[Any, str]]] = {}
    threads = [
        threading.Thread(target=lambda at=at: found.update({at: [evaluated(cache, text) for text in texts]}))
        for at in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [found[at] for at in range(4)] == [alone] * 4


def test_a_map_is_drawn_by_them(cache: Path) -> None:
    """As a colour by expression, in the threads of a rendering job."""
    layer = QgsVectorLayer(f"{cache}|layername=area|subset=\"kind\" = 'lsoa'", "areas", "ogr")
    symbol = QgsFillSymbol.createSimple({"color": "#ffffff", "outline_style": "no"})
    colour = "if(policeuk_count('lsoa:' || \"code\", '2022-05', '2023-04', NULL) > 150, '#ff0000', '#0000ff')"
    symbol.symbolLayer(0).setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyFillColor, QgsProperty.fromExpression(colour)
    )
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    map_settings = QgsMapSettings()
    map_settings.setLayers([layer])
    map_settings.setDestinationCrs(layer.crs())
    map_settings.setExtent(layer.extent())
    map_settings.setOutputSize(QSize(300, 300))
    map_settings.setExpressionContext(context_of(cache))
    job = QgsMapRendererParallelJob(map_settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    seen = {image.pixelColor(x, y).name() for x in range(0, 300, 2) for y in range(0, 300, 2)}
    assert {"#ff0000", "#0000ff"} <= seen


def test_they_come_and_go_with_the_plugin() -> None:
    names = ("policeuk_count", "policeuk_rate", "policeuk_gaps", "policeuk_month_label")
    for name in names:
        assert QgsExpression.isFunctionName(name)
        assert "policeuk_" in QgsExpression.helpText(name)
        assert QgsExpression.Functions()[QgsExpression.functionIndex(name)].group() == "Police UK"
    expressions.unregister()
    assert not any(QgsExpression.isFunctionName(name) for name in names)
    expressions.unregister()
    expressions.register()
    expressions.register()
    assert sum(function.name() == "policeuk_count" for function in QgsExpression.Functions()) == 1


def test_qgis_process_knows_them(
    enabled: str,  # noqa: F811
    environment: dict[str, str],  # noqa: F811
    sample_cache: Path,
    tmp_path: Path,
) -> None:
    out = tmp_path / "out.csv"
    layer = f"{sample_cache}|layername=area|subset=\"kind\" = 'lsoa'"
    arguments = [
        *(f"--INPUT={layer}", "--FIELD_NAME=crimes", "--FIELD_TYPE=1", "--FIELD_LENGTH=10", "--FIELD_PRECISION=0"),
        "--FORMULA=policeuk_count('lsoa:' || \"code\", '2025-05', '2025-05', NULL, 'held')",
        f"--OUTPUT={out}",
    ]
    run(
        [enabled, "run", "native:fieldcalculator", *arguments],
        {**environment, settings.CACHE_VARIABLE: str(sample_cache)},
        tmp_path,
    )
    import csv

    rows = list(csv.DictReader(out.open(encoding="utf-8-sig")))
    assert len(rows) == 40
    assert sum(int(row["crimes"]) for row in rows) > 50
