# SPDX-License-Identifier: GPL-2.0-or-later
"""The functions of expressions where QGIS uses them: in threads, on maps, in qgis_process, as caches change."""

from __future__ import annotations

import shutil
import threading
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
from qgis.PyQt.QtCore import QSize

from policeuk_plugin import expressions, settings
from tests import sample_factory as made
from tests.expression_cases import cache as _cache  # noqa: F401 - a fixture
from tests.expression_cases import context_of, evaluated, gappy
from tests.expression_cases import functions as _functions  # noqa: F401 - a fixture
from tests.pace import little_work
from tests.plugin_caches import make_cache
from tests.test_installed import enabled, environment, profile, run  # noqa: F401 - fixtures


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
    with little_work(1):
        assert {expression.evaluate(context) for _ in range(1000)} == {1}
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
