# SPDX-License-Identifier: GPL-2.0-or-later
"""The selection on top of the panel: numbers beside plain counting, months marked, choices remembered."""

from __future__ import annotations

import csv
import io
import itertools
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QLabel

from offline_cache.model import ASB, Month
from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.held_model import State
from tests.dock_window import count, put_away, shown
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.pace import once
from tests.plugin_window import Window, _window, turn_for  # noqa: F401 - a fixture
from tests.sample_factory import street_csv, street_row

SAMPLE_AREAS = ("sample_lsoa_2021.geojson", "sample_lookup.csv")


@pytest.fixture(name="sample")
def _sample(dock: PoliceUkDock, window: Window, sample_zip: Path, sample_folder: Path) -> PoliceUkDock:
    """Give the panel with the sample in its cache."""
    dock.data_page.import_paths([sample_zip, *(sample_folder / name for name in SAMPLE_AREAS)])
    window.wait(lambda: not dock.data_page.runner.running)
    count(dock, window)
    return dock


def street_rows(archive: Path) -> list[dict[str, str]]:
    """Read every street-level row of a zip."""
    rows = []
    with zipfile.ZipFile(archive) as zipped:
        for name in zipped.namelist():
            if name.endswith("-street.csv"):
                rows += list(csv.DictReader(io.StringIO(zipped.read(name).decode("utf-8-sig"))))
    return rows


def test_the_sentence_counts_what_the_files_hold(sample: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    rows = [row for row in street_rows(sample_zip) if row["Crime type"] != ASB]
    placed = [row for row in rows if row["Longitude"]]
    points = {(row["Longitude"], row["Latitude"], row["Location"], row["LSOA code"]) for row in placed}
    said = count(sample, window)
    assert f"{len(placed):,} crimes on {len(points):,} snap points" in said
    assert f"{len(rows) - len(placed):,} more have no place." in said
    assert "February 2025 is missing, which is not zero" in said


def test_types_and_months_limit_it(sample: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    combo = sample.findChild(QComboBox, "policeukTypes")
    of_type = Counter(row["Crime type"] for row in street_rows(sample_zip))
    texts = [combo.itemText(row) for row in range(combo.count())]
    assert texts == [f"{name} ({of_type[name]:,})" for name in combo_names(combo)]
    assert set(combo_names(combo)) == set(of_type)
    combo.setItemCheckState(combo_names(combo).index("Burglary"), Qt.CheckState.Checked)
    choose_month(sample, "policeukTo", "2024-12")
    choose_month(sample, "policeukFrom", "2024-06")
    wanted = [
        row
        for row in street_rows(sample_zip)
        if row["Crime type"] == "Burglary" and "2024-06" <= row["Month"] <= "2024-12" and row["Longitude"]
    ]
    said = count(sample, window)
    assert said.startswith(f"Burglary, the area of Dogger Bank, June 2024 to December 2024: {len(wanted):,} crimes on")
    assert "No month is missing." in said


def combo_names(combo: QComboBox) -> list[str]:
    """Give the names that stand behind the texts."""
    return [combo.itemData(row) for row in range(combo.count())]


def choose_month(dock: PoliceUkDock, name: str, month: str) -> None:
    """Choose a month as a user does."""
    combo = dock.findChild(QComboBox, name)
    combo.setCurrentIndex(combo.findData(month))


def test_anti_social_behaviour_is_asked_for(sample: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    box = sample.selection.types_box
    QTest.mouseClick(box._asb, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box._asb.rect().center() / 8)
    box._asb.setChecked(True)
    placed = sum(1 for row in street_rows(sample_zip) if row["Longitude"])
    assert "Recorded crime and anti-social behaviour, the area of Dogger Bank" in count(sample, window)
    assert f"{placed:,} crimes on" in count(sample, window)


def test_an_area_is_found_by_typing_a_part_of_its_name(
    sample: PoliceUkDock, window: Window, sample_zip: Path, sample_folder: Path
) -> None:
    with (sample_folder / "sample_lookup.csv").open(encoding="utf-8") as stream:
        look_up = {row["lsoa21_code"]: row["ward24_name"] for row in csv.DictReader(stream)}
    edit = sample.selection.area_box.lineEdit()
    edit.setFocus()
    QTest.keyClicks(edit, "cleaver")
    sample.selection.area_box.take_text()
    wanted = [
        row
        for row in street_rows(sample_zip)
        if look_up.get(row["LSOA code"]) == "Cleaver Bank" and row["Crime type"] != ASB
    ]
    assert sample.selection.chosen.area == "ward:E05990001"
    assert f"Recorded crime, Cleaver Bank, May 2024 to April 2026: {len(wanted):,} crimes on" in count(sample, window)
    lost = sum(1 for row in street_rows(sample_zip) if row["Crime type"] != ASB and not row["Longitude"])
    whose = (
        f"{lost:,} more in the files of Dogger Bank have no place, so it is not known whether they lie in Cleaver Bank."
    )
    assert whose in count(sample, window)
    assert edit.text() == "Cleaver Bank (ward)"
    edit.setText("Atlantis")
    sample.selection.area_box.take_text()
    count(sample, window)
    assert "No area is called 'Atlantis'" in sample.findChild(QLabel, "policeukAreaHint").text()
    assert edit.text() == "Cleaver Bank (ward)"
    assert sample.selection.chosen.area == "ward:E05990001"
    edit.clear()
    sample.selection.area_box.take_text()
    assert sample.selection.chosen.area == ""


def test_each_month_has_its_mark(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    paths = []
    for month, forces in (("2026-01", ("dorset", "kent")), ("2026-02", ("dorset",)), ("2026-04", ("dorset", "kent"))):
        for force in forces:
            paths.append(tmp_path / f"{month}-{force}-street.csv")
            paths[-1].write_bytes(street_csv(month, force, [street_row()]))
    dock.data_page.import_paths(paths)
    window.wait(lambda: not dock.data_page.runner.running)
    count(dock, window)
    strip = dock.selection.months_box.strip
    states = [State.HELD, State.PARTLY, State.MISSING, State.HELD]
    assert strip.marks == tuple((Month(2026, at + 1), state) for at, state in enumerate(states))
    assert "March 2026: missing, which is not zero" in strip.text_of(*strip.marks[2])
    assert "March 2026" in strip.accessibleDescription()


def test_only_the_last_of_many_changes_is_answered(sample: PoliceUkDock, window: Window) -> None:
    answers: list[str] = []
    sample.selection.asker.answered.connect(lambda live: answers.append(live.sentence))
    for month in ("2024-08", "2024-09", "2024-10", "2024-11"):
        choose_month(sample, "policeukFrom", month)
        turn_for(0)
    assert "Counting" in sample.findChild(QLabel, "policeukSentence").text()
    assert sample.selection.live is None
    assert "November 2024 to April 2026" in count(sample, window)
    assert len(answers) == 1


def test_it_is_remembered(sample: PoliceUkDock, window: Window) -> None:
    sample.selection.area_box.lineEdit().setText("Dogger Bank (district)")
    sample.selection.area_box.take_text()
    choose_month(sample, "policeukFrom", "2025-01")
    sample.pages.setCurrentIndex(2)
    said = count(sample, window)
    put_away(sample, window)
    again = shown(window)
    try:
        assert count(again, window) == said
        assert again.selection.chosen.area == "district:E07990001"
        assert again.pages.currentIndex() == 2
    finally:
        put_away(again, window)


def test_broken_settings_are_as_good_as_none(dock: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    for key in ("states/selection", "states/map", "states/hotspots", "states/dock", "states/history", "history"):
        for value in ("{", "[1, 2]", '{"AREA": 5, "TYPES": "x", "layers": 3, "cell_size": "wide", "page": 7}', '"x"'):
            settings.QgsSettings().setValue(settings.PREFIX + key, value)
            broken = shown(window)
            assert broken.selection.chosen.area == ""
            put_away(broken, window)


def test_another_cache_starts_afresh(sample: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    sample.selection.area_box.lineEdit().setText("Dogger Bank (district)")
    sample.selection.area_box.take_text()
    path = tmp_path / "2026-04-dorset-street.csv"
    path.write_bytes(street_csv("2026-04", "dorset", [street_row()]))
    sample.data_page.use_cache(tmp_path / "other.sqlite")
    sample.data_page.import_paths([path])
    window.wait(lambda: not sample.data_page.runner.running)
    assert "the area of Dorset Police, April 2026: 1 crime on 1 snap point" in count(sample, window)


@pytest.mark.slow
def test_the_window_stays_alive_with_a_real_cache(dock: PoliceUkDock, window: Window, bedfordshire_zip: Path) -> None:
    dock.data_page.import_paths([bedfordshire_zip])
    window.wait(lambda: not dock.data_page.runner.running)
    count(dock, window)
    months = itertools.cycle(("2022-01", "2022-02"))

    def proof() -> None:
        choose_month(dock, "policeukFrom", next(months))
        pulse, times = QTimer(), [time.monotonic()]
        pulse.timeout.connect(lambda: times.append(time.monotonic()))
        pulse.start(1)
        window.wait(lambda: not dock.selection.asker.waiting)
        pulse.stop()
        times.append(time.monotonic())
        assert dock.selection.live is not None
        # Counted on the main thread it would be one turn; how long a turn takes depends on the machine.
        longest = max(after - before for before, after in zip(times, times[1:]))
        assert longest < (times[-1] - times[0]) / 2

    once(proof)
