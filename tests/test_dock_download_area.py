# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads of LSOAs from the panel: areas fetched, found by name, map and selection, a postcode; presets; options."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QToolButton

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.download.wanted_download import WantedDownload
from policeuk_plugin.ui.options_page import OptionsPage
from tests.algorithm_runs import polygon_layer
from tests.area_service import SIZE, SOUTH, WEST, code, layers
from tests.command import cache_rows
from tests.dock_downloads import fill, press, settle
from tests.dock_window import button, count, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.qgis_downloads import use
from tests.sample_factory import crime_id, member, street_csv, street_row
from tests.service import Service
from tests.test_dock_search import listed, typed
from tests.test_slices_fetch import rows_of

MONTH = "2026-03"
FORCES = ("bedfordshire", "btp", "cambridgeshire")
HERE, EAST, AWAY = code(0, 0), code(1, 0), code(8, 0)
"""LSOAs side by side in Bedfordshire, and one of Cambridgeshire."""


def name_of(lsoa: str) -> str:
    """Give the name that the outlines have for an LSOA."""
    return f"O'Name of {lsoa}, größer"


FILES = {
    member(MONTH, force): street_csv(
        MONTH,
        force,
        [street_row(lsoa_code=lsoa, lsoa_name=name_of(lsoa), crime_id=crime_id(number)) for lsoa in (HERE, EAST, AWAY)],
    )
    for number, force in enumerate(FORCES)
}


@pytest.fixture(name="service")
def _service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The stand-in with a month of three forces and the areas of an invented country."""
    with Service(FILES, layers=layers(), rate_limit=False) as running:
        use(running, monkeypatch)
        yield running
    settings.work_offline(False)


def details(dock: PoliceUkDock) -> str:
    """Give what the plan says beside its sentence."""
    return dock.findChild(QPlainTextEdit, "policeukPlanDetails").toPlainText()


def fetch_areas(dock: PoliceUkDock, window: Window) -> str:
    """Fetch look-ups and outlines of Bedfordshire, which is offered as the area needs them."""
    said = fill(dock, window, WantedDownload(sliced=True, where=HERE, first=MONTH, datasets=("street",)))
    assert "Fetch them from ONS here" in said
    assert not button(dock, "policeukDownloadStart").isEnabled()
    row = dock.data_page.form.download.areas_row
    assert row.isVisible()
    row.propose("bedfordshire")
    return press(dock, window, "policeukFetchAreas")


def test_areas_that_lack_are_fetched_and_then_the_plan_is_there(
    dock: PoliceUkDock, window: Window, service: Service
) -> None:
    said = fetch_areas(dock, window)
    assert "look-ups and sets of outlines" in said
    assert {entry.host for entry in service.log.of()} == {"ons"}
    assert not dock.data_page.form.download.areas_row.isVisible()
    assert dock.desk.runs[0].algorithm == "policeuk:downloadarea"
    plan = text(dock, "policeukPlan")
    assert f"({HERE})" in plan or HERE in plan
    assert f"LSOAs: {HERE}." in details(dock)
    assert "Bedfordshire Police polices these LSOAs." in details(dock)
    service.log.clear()
    press(dock, window, "policeukAskCost")
    assert "Cambridgeshire" in details(dock)
    assert len(service.log) == 2
    assert press(dock, window, "policeukDownloadStart").split(" files: ")[1].startswith("3 added")
    assert cache_rows(settings.default_cache_path(), "street") == rows_of(FILES, {HERE}, *FORCES)
    assert "policeuk:downloadlsoaslice" in dock.desk.runs[0].as_command()


def test_outlines_are_offered_where_none_are_held(dock: PoliceUkDock, window: Window, service: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first=MONTH, datasets=("street",)))
    press(dock, window, "policeukDownloadStart")
    button(dock, "policeukDownloadBack").click()
    row = dock.data_page.form.areas_row
    assert row.isVisible()
    assert row.force.currentData() == "bedfordshire"
    assert "look-ups and sets of outlines. Next: choose an area on top" in press(dock, window, "policeukFetchOutlines")
    assert not row.isVisible()
    assert "LSOAs of 2021" in text(dock, "policeukSummary")


def test_look_ups_that_are_held_can_be_fetched_anew(dock: PoliceUkDock, window: Window, service: Service) -> None:
    """Held are those of a place without that force, which is found out only when its outlines are fetched."""
    row = dock.data_page.form.download.areas_row
    fill(dock, window, WantedDownload(sliced=True, where=HERE, first=MONTH, datasets=("street",)))
    row.propose("kent")  # the invented country has no LSOA of Kent
    said = press(dock, window, "policeukFetchAreas")
    assert "fetch the look-ups anew" in said
    assert row.isVisible()
    row.force.setCurrentIndex(row.force.findText("Look-ups anew"))
    service.log.clear()
    assert "look-ups and sets of outlines" in press(dock, window, "policeukFetchAreas")
    assert len(service.log.of("ons")) > 0
    assert not row.isVisible()
    assert "already" not in text(dock, "policeukClosing")


def test_what_was_refused_is_forgotten_when_the_form_is_changed(
    dock: PoliceUkDock, window: Window, service: Service
) -> None:
    fill(dock, window, WantedDownload(sliced=True))
    button(dock, "policeukSliceSelected").click()
    assert "Choose a layer of polygons" in text(dock, "policeukClosing")
    QTest.keyClicks(dock.findChild(QLineEdit, "policeukSlicePostcode"), "L")
    assert text(dock, "policeukClosing") == ""


def test_an_area_is_found_by_its_name(dock: PoliceUkDock, window: Window, service: Service) -> None:
    fetch_areas(dock, window)
    field = dock.findChild(QLineEdit, "policeukSliceArea")
    search = dock.data_page.form.download.slice.search
    field.clear()
    field.setFocus()
    QTest.keyClicks(field, f"name of {EAST}")
    window.wait(lambda: not search.asker.waiting and search.found.rowCount() > 0)
    (at,) = [row for row, one in enumerate(search.found.found) if one.code == EAST]
    search._take(search.found.index(at))
    settle(dock, window)
    assert field.text() == f"lsoa:{EAST}"
    assert f"LSOAs: {EAST}." in details(dock)


def test_an_lsoa_is_offered_before_the_slice_called_after_it(
    dock: PoliceUkDock, window: Window, service: Service
) -> None:
    fetch_areas(dock, window)
    for where in (HERE, f"{HERE},{EAST}"):
        fill(dock, window, WantedDownload(sliced=True, where=where, first=MONTH, datasets=("street",)))
        press(dock, window, "policeukDownloadStart")
        button(dock, "policeukDownloadBack").click()
        count(dock, window)
        for words in ("name of e0100000", f"name of {HERE}".lower()):
            edit = typed(dock, window, words)
            kinds = [found.kind.value for found in dock.selection.area_box.found.found]
            assert "lsoa" in kinds[: kinds.index("slice")] if where != HERE else "slice" not in kinds, listed(dock)
        dock.selection.area_box.finder.close()
        edit.setText(name_of(HERE))
        QTest.keyClick(edit, Qt.Key.Key_Return)
        count(dock, window)
        assert edit.text() == f"{name_of(HERE)} (LSOA)"
        assert dock.selection.chosen.area == f"lsoa:{HERE}"


def test_the_map_and_a_selected_polygon(dock: PoliceUkDock, window: Window, service: Service) -> None:
    fetch_areas(dock, window)
    dock.data_page.form.download.slice.where.clear()
    button(dock, "policeukSliceSelected").click()
    assert "Choose a layer of polygons" in text(dock, "policeukClosing")
    wgs84 = QgsCoordinateReferenceSystem("EPSG:4326")
    window.canvas.setDestinationCrs(wgs84)
    window.canvas.resize(400, 400)
    inner = QgsRectangle(WEST + SIZE / 4, SOUTH + SIZE / 4, WEST + SIZE / 2, SOUTH + SIZE / 2)
    window.canvas.setExtent(inner)
    button(dock, "policeukSliceMap").click()
    settle(dock, window)
    assert f"LSOAs: {HERE}." in details(dock)
    assert text(dock, "policeukSliceGround").startswith("Map from ")
    layer = polygon_layer(
        [QgsRectangle(WEST + SIZE * 1.2, SOUTH + SIZE / 4, WEST + SIZE * 1.5, SOUTH + SIZE / 2).asWktPolygon()],
        "EPSG:4326",
    )
    QgsProject.instance().addMapLayer(layer)
    window.canvas.setCurrentLayer(layer)
    button(dock, "policeukSliceSelected").click()
    assert "Select one on the map" in text(dock, "policeukClosing")
    layer.selectAll()
    button(dock, "policeukSliceSelected").click()
    settle(dock, window)
    assert f"LSOAs: {EAST}." in details(dock)
    assert text(dock, "policeukSliceGround") == "Polygon with 4 corners"
    press(dock, window, "policeukDownloadStart")
    assert cache_rows(settings.default_cache_path(), "street") == rows_of(FILES, {EAST}, *FORCES)
    dock.findChild(QToolButton, "policeukSliceClear").click()
    settle(dock, window)
    assert "Say which LSOAs" in text(dock, "policeukPlan")
    window.canvas.setCurrentLayer(None)
    QgsProject.instance().removeMapLayer(layer.id())


def test_a_postcode_is_asked_for_once(dock: PoliceUkDock, window: Window, service: Service) -> None:
    fetch_areas(dock, window)
    postcode = next(iter(service.postcodes.known))
    service.postcodes.known[postcode].update(longitude=WEST + SIZE / 2, latitude=SOUTH + SIZE / 2)
    service.log.clear()
    wanted = WantedDownload(sliced=True, postcode=postcode, within=200.0, first=MONTH, datasets=("street",))
    assert "is not known here: postcodes.io says it, when asked" in fill(dock, window, wanted)
    assert len(service.log) == 0
    press(dock, window, "policeukAskCost")
    assert len(service.log.of("postcodes")) == 1
    assert f"Within 200 m of {postcode}" in text(dock, "policeukPlan")
    assert f"LSOAs: {HERE}." in details(dock)
    assert f"{postcode}: Contains OS data" in details(dock)
    press(dock, window, "policeukDownloadStart")
    assert len(service.log.of("postcodes")) == 1
    assert cache_rows(settings.default_cache_path(), "street") == rows_of(FILES, {HERE}, *FORCES)


def test_the_options_set_addresses_that_can_be_used(
    dock: PoliceUkDock, window: Window, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POLICEUK_API_URL")
    page = OptionsPage(dock.settings_changed)
    api, data = (page.findChild(QLineEdit, f"policeukAddress{name}") for name in ("Api", "Data"))
    assert (api.text(), api.placeholderText()) == ("", "https://data.police.uk/api")
    assert data.text() == service.url("data")
    assert not data.isEnabled()
    assert "POLICEUK_DATA_URL says which address is used" in data.toolTip()
    api.setText("http://mirror.example.org")
    fault = page.findChild(QLabel, "policeukAddressFault")
    assert "is not encrypted" in fault.text()
    page.apply()
    assert settings.address("api") == ""
    api.setText("https://mirror.example.org/api/")
    assert fault.text() == ""
    page.findChild(QCheckBox, "policeukOptionsOffline").click()
    page.apply()
    assert settings.address("api") == "https://mirror.example.org/api/"
    assert not button(dock, "policeukDownload").isEnabled()
    assert dock.data_page.form.foot.offline_box.isChecked()
    assert OptionsPage(dock.settings_changed).findChild(QCheckBox, "policeukOptionsOffline").isChecked()


def test_other_addresses_make_the_answer_stale(
    dock: PoliceUkDock, window: Window, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first=MONTH))
    press(dock, window, "policeukAskCost")
    assert "to download (" in text(dock, "policeukPlan")
    monkeypatch.setenv("POLICEUK_DATA_URL", service.url("elsewhere"))
    dock.settings_changed()
    settle(dock, window)
    assert "when it is asked" in text(dock, "policeukPlan")


def test_by_keyboard_alone(dock: PoliceUkDock, window: Window, service: Service) -> None:
    """Open, narrow, tick, download: no mouse."""
    window.main.activateWindow()
    form = dock.data_page.form
    form.foot.download_button.setFocus()
    QTest.keyClick(form.foot.download_button, Qt.Key.Key_Space)
    window.wait(lambda: form.download.forces.search.hasFocus())
    QTest.keyClicks(form.download.forces.search, "btp")
    QTest.keyClick(form.download.forces.search, Qt.Key.Key_Down)
    assert form.download.forces.list.hasFocus()
    QTest.keyClick(form.download.forces.list, Qt.Key.Key_Space)
    assert form.download.wanted.forces == ("btp",)
    settle(dock, window)
    QTest.keyClick(form.download.forces.list, Qt.Key.Key_Return)
    window.wait(lambda: bool(dock.desk.runs))
    settle(dock, window)
    assert "1 added" in text(dock, "policeukClosing")
    QTest.keyClick(form.download.forces.list, Qt.Key.Key_Escape)
    assert not form.download_open
    assert form.foot.download_button.hasFocus()


def test_a_small_cache_folder_that_cannot_be_made_is_one_sentence(
    dock: PoliceUkDock, window: Window, service: Service, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    dock.data_page.use_cache(tmp_path / "file" / "policeuk.sqlite")
    fill(dock, window, WantedDownload(forces=("btp",), first=MONTH, datasets=("street",)))
    said = text(dock, "policeukPlan")
    if button(dock, "policeukDownloadStart").isEnabled():
        said = press(dock, window, "policeukDownloadStart")
    assert "cannot be" in said
    assert "Traceback" not in said
