# SPDX-License-Identifier: GPL-2.0-or-later
"""The history of a crime in QGIS: `policeuk:crimehistory`, and the page on the features of layers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsProcessingException, QgsVectorLayer
from qgis.gui import QgsGui, QgsMapLayerAction
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QTextBrowser

from offline_cache.transport import Service as ServiceKind
from offline_cache.transport import pacer
from policeuk_plugin import classFactory
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.processing.provider import PoliceUkProvider
from policeuk_plugin.ui.crime_action import has_crimes
from tests.algorithm_runs import Listening, registered, rows, run
from tests.command import query, succeed
from tests.plugin_caches import make_cache, published_rows
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.sample_factory import archive_zip, crime_id, member, outcome_row, outcomes_csv, street_csv, street_row
from tests.service import Service

NAME = "crimehistory"
EVIL = "On or near <script>alert(1)</script><img src=x> & 'Quay'"


@pytest.fixture(name="registered_provider")
def _provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Give the stand-in as the services that the environment names."""
    monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(ServiceKind, 0.0))
    with Service(rate_limit=False) as service:
        for name, address in service.environment.items():
            monkeypatch.setenv(name, address)
        yield service


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """Give a cache of a crime in January with outcomes in February and April; March's outcomes are not held."""
    force = "bedfordshire"
    january = [street_row(location=EVIL), street_row(crime_id="", crime_type="Anti-social behaviour")]
    outcomes = {
        "2024-02": "Unable to prosecute suspect",
        "2024-04": "Suspect charged",
    }
    members = {member("2024-01", force): street_csv("2024-01", force, january)}
    members[member("2024-01", force, "outcomes")] = outcomes_csv("2024-01", force, [])
    for month, outcome in outcomes.items():
        row = outcome_row(outcome_type=outcome, location=EVIL)
        members[member(month, force, "outcomes")] = outcomes_csv(month, force, [row])
    return make_cache(tmp_path / "held.sqlite", archive_zip(tmp_path / "2024-04.zip", members))


def a_crime_of(archive: Path) -> tuple[str, str]:
    """The id of a crime of the newest month with an outcome there, and that outcome."""
    last = max(month for month, _ in published_rows(archive, "outcomes"))
    ids = {row["Crime ID"] for month, row in published_rows(archive, "street") if month == last}
    return next(
        (row["Crime ID"], row["Outcome type"])
        for month, row in published_rows(archive, "outcomes")
        if month == last and row["Crime ID"] in ids and row["Longitude"]
    )


@pytest.mark.usefixtures("registered_provider")
def test_files_give_page_table_and_numbers(held: Path, tmp_path: Path) -> None:
    page, table = tmp_path / "crime.html", tmp_path / "crime.gpkg"
    feedback = Listening()
    asked = {"CRIME_ID": crime_id(1), "CACHE": str(held), "REPORT": str(page), "OUTPUT": str(table)}
    results, context = run(NAME, asked, feedback)
    assert (results["CRIMES"], results["OUTCOMES"], results["ANSWERED"], results["MISSING_MONTHS"]) == (1, 2, 0, 1)
    found = rows(results, context)
    assert [(r["month"], r["said_by"], r["outcome"], r["published_file"]) for r in found] == [
        (
            "2024-01",
            "street file",
            "Investigation complete; no suspect identified",
            "2024-01-bedfordshire-street.csv",
        ),
        ("2024-02", "outcomes file", "Unable to prosecute suspect", "2024-02-bedfordshire-outcomes.csv"),
        ("2024-04", "outcomes file", "Suspect charged", "2024-04-bedfordshire-outcomes.csv"),
    ]
    assert {row["snapshot"] for row in found} == {"2024-04"}
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert html.index("Unable to prosecute") < html.index("Suspect charged")
    assert "June 2019" in html
    assert any("outcomes 2024-03" in line for line in feedback.warned)
    assert "Suspect charged" in results["SUMMARY"]
    again, _ = run(NAME, asked)  # over what the first run wrote
    assert again["OUTCOMES"] == 2


@pytest.mark.usefixtures("registered_provider")
def test_the_service_is_asked_only_when_told_to(
    service: Service, sample_zip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = make_cache(tmp_path / "c.sqlite", sample_zip)
    crime, outcome = a_crime_of(sample_zip)
    without = run(NAME, {"CRIME_ID": crime, "CACHE": str(cache)})[0]
    assert (without["ANSWERED"], len(service.log)) == (0, 0)
    asked = {"CRIME_ID": crime, "CACHE": str(cache), "ASK_SERVICE": True, "OUTPUT": "memory:"}
    results, context = run(NAME, asked)
    said = [row["outcome"] for row in rows(results, context) if row["said_by"] == "service"]
    assert said[-1] == outcome
    assert results["ANSWERED"] == len(said) >= 1
    for name in service.environment:
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    kept = run(NAME, {"CRIME_ID": crime, "CACHE": str(cache)})[0]
    assert kept["ANSWERED"] == len(said)
    with pytest.raises(QgsProcessingException):
        run(NAME, asked)
    succeed(cache, "verify")


@pytest.mark.usefixtures("registered_provider")
def test_sentences(service: Service, held: Path, cache_path: Path) -> None:
    for parameters, words in (
        ({"CRIME_ID": crime_id(9)}, "No file that is held has the crime"),
        ({"CRIME_ID": " "}, "Give the id of a crime"),
        ({"CRIME_ID": crime_id(1), "FORCE": "kent"}, "No file that is held"),
        ({"CRIME_ID": crime_id(1), "MONTH": "May"}, "not a month"),
        ({"CRIME_ID": "short", "ASK_SERVICE": True}, "not the id of a crime"),
        ({"CRIME_ID": crime_id(9), "ASK_SERVICE": True}, "knows no crime with this id"),
    ):
        with pytest.raises(QgsProcessingException, match=words):
            run(NAME, {"CACHE": str(held), **parameters})
    with pytest.raises(QgsProcessingException, match="There is no cache"):
        run(NAME, {"CRIME_ID": crime_id(1), "CACHE": str(cache_path)})


@pytest.fixture(name="loaded")
def _loaded(window: Window) -> Iterator[Window]:
    """Give a window with the plugin."""
    window.project.clear()
    plugin = classFactory(window.iface)
    plugin.initGui()
    yield window
    plugin.unload()
    window.delete_later()
    window.project.clear()
    window.bar.clearWidgets()


def actions_of(layer: QgsVectorLayer) -> list[QgsMapLayerAction]:
    """What QGIS offers for a feature of a layer."""
    found = QgsGui.mapLayerActionRegistry().mapLayerActions(layer, QgsMapLayerAction.Target.SingleFeature)
    return [action for action in found if action.objectName() == "policeukCrimeHistory"]


def trigger(layer: QgsVectorLayer, feature: QgsFeature) -> None:
    """Choose the action as QGIS does."""
    (action,) = actions_of(layer)
    if hasattr(action, "triggeredForFeatureV2"):
        from qgis.gui import QgsMapLayerActionContext

        action.triggerForFeature(layer, feature, QgsMapLayerActionContext())
    else:
        action.triggerForFeature(layer, feature)


def layers_of(cache: Path) -> dict[LayerKind, QgsVectorLayer]:
    """Open every layer of points of a cache."""
    kinds = (LayerKind.CRIMES, LayerKind.OUTCOMES, LayerKind.PLACES)
    return {kind: build_layers(LayerRequest(cache, (kind,)), read_holdings(cache))[0] for kind in kinds}


def text_of(window: Window) -> str:
    """What the page shows."""
    return str(window.main.findChild(QTextBrowser, "policeukCrimeText").toPlainText())


def test_it_is_offered_on_crimes_and_outcomes_only(loaded: Window, held: Path) -> None:
    layers = layers_of(held)
    other = QgsVectorLayer("Point?crs=EPSG:4326&field=crime_id", "another", "memory")
    assert [has_crimes(layer) for layer in (*layers.values(), other, None)] == [True, True, False, False, False]
    assert [len(actions_of(layer)) for layer in (*layers.values(), other)] == [1, 1, 0, 0]


def test_the_page_shows_the_crime_of_a_feature_as_text(loaded: Window, held: Path) -> None:
    layer = layers_of(held)[LayerKind.CRIMES]
    crimes = {feature["crime_type"]: feature for feature in layer.getFeatures()}
    trigger(layer, crimes["Burglary"])
    loaded.wait(lambda: "Suspect charged" in text_of(loaded))
    assert "<script>alert(1)</script>" in text_of(loaded)
    assert "2024-03" in text_of(loaded)
    page = loaded.main.findChild(QTextBrowser, "policeukCrimeText").window()
    assert not page.isModal()
    trigger(layer, crimes["Anti-social behaviour"])
    assert any("no crime ID" in item.text() for item in loaded.bar.items())
    page.close()


def test_its_button_asks_the_service(
    service: Service, loaded: Window, sample_zip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = make_cache(tmp_path / "c.sqlite", sample_zip)
    crime, _ = a_crime_of(sample_zip)
    layer = layers_of(cache)[LayerKind.OUTCOMES]
    feature = next(feature for feature in layer.getFeatures() if feature["crime_id"] == crime)
    trigger(layer, feature)
    loaded.wait(lambda: "not asked about this crime" in text_of(loaded))
    assert not service.log
    button = loaded.main.findChild(QPushButton, "policeukCrimeAsk")
    button.click()
    loaded.wait(lambda: "What the service answered" in text_of(loaded))
    assert query(cache, "SELECT count(*) FROM crime_history") == [(1,)]
    for name in service.environment:
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    button.click()
    note = loaded.main.findChild(QLabel, "policeukCrimeNote")
    loaded.wait(lambda: bool(note.text()))
    assert note.text().endswith(".")
    assert "What the service answered" in text_of(loaded)
    note.window().close()


def test_unloading_takes_it_back(window: Window, held: Path) -> None:
    layer = layers_of(held)[LayerKind.CRIMES]
    plugin = classFactory(window.iface)
    plugin.initGui()
    (feature,) = list(layer.getFeatures("\"crime_type\" = 'Burglary'"))
    trigger(layer, feature)
    plugin.unload()
    window.delete_later()
    assert actions_of(layer) == []
