# SPDX-License-Identifier: GPL-2.0-or-later
"""What is in the way of a download, as the panel says it: faults, work offline, the connection test, a proxy."""

from __future__ import annotations

import re

import pytest
from qgis.PyQt.QtWidgets import QPlainTextEdit

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.download.wanted_download import WantedDownload
from tests.dock_downloads import fill, press, settle
from tests.dock_downloads import wide as _wide  # noqa: F401 - a fixture
from tests.dock_window import button, put_away, shown, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.qgis_downloads import proxy_in_qgis, use
from tests.qgis_downloads import service as _service  # noqa: F401 - a fixture
from tests.service import Service, openssl_is_there
from tests.test_slices_fetch import ALL


@pytest.mark.parametrize(
    ("kind", "details", "sentence"),
    [
        (503, {}, "has a fault at the moment (status 503)"),
        (404, {}, "does not have what was asked for"),
        (429, {"retry_after": "0"}, "was asked too often"),
        ("login_page", {}, "log in"),
        ("refused", {}, "could not be reached"),
        ("redirect_to_http", {}, "without encryption"),
        ("empty_body", {}, "log in"),
    ],
)
def test_a_fault_is_one_sentence(
    dock: PoliceUkDock, window: Window, service: Service, kind: str, details: dict[str, str], sentence: str
) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03"))
    with service.fault(kind, host="*", **details):
        said = press(dock, window, "policeukDownloadStart")
    assert sentence in said
    assert "Traceback" not in said
    assert not settings.default_cache_path().exists()
    assert press(dock, window, "policeukDownloadStart").startswith("3 files: 3 added.")


def test_a_fault_in_the_middle_is_told_and_what_came_stays(dock: PoliceUkDock, window: Window, wide: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2023-05", last="2024-04"))
    press(dock, window, "policeukAskCost")
    with wide.fault(500, host="store", skip=6):
        said = press(dock, window, "policeukDownloadStart")
    assert "(status 500)" in said
    assert re.search(r"So far: \d+ of 36 files are in the cache, each of them whole\.", said)
    assert [item.text() for item in window.bar.items()] == [said]
    window.bar.clearWidgets()
    assert press(dock, window, "policeukDownloadStart").startswith("36 files: ")


def test_work_offline_disables_with_the_reason_and_stops_what_runs(
    dock: PoliceUkDock, window: Window, wide: Service
) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2023-05", last="2026-04"))
    press(dock, window, "policeukAskCost")
    wide.latency = 0.3
    button(dock, "policeukDownloadStart").click()
    window.wait(lambda: dock.data_page.form.progress.bar.value() > 0)
    dock.data_page.form.foot.offline_box.click()
    settle(dock, window)
    assert text(dock, "policeukClosing").startswith("Stopped: ")
    wide.latency = 0
    sent = len(wide.log)
    button(dock, "policeukDownloadBack").click()
    for name in ("policeukDownload", "policeukRefresh", "policeukTestConnection"):
        assert not button(dock, name).isEnabled()
        assert "'Work offline' is ticked" in button(dock, name).toolTip()
    dock.data_page.part.open_download()
    dock.data_page.part.refresh_cache()
    dock.data_page.part.test_connection()
    settle(dock, window)
    assert len(wide.log) == sent
    assert button(dock, "policeukImportFiles").isEnabled()
    put_away(dock, window)
    again = shown(window)
    assert again.data_page.form.foot.offline_box.isChecked()
    again.data_page.form.foot.offline_box.click()
    assert button(again, "policeukDownload").isEnabled()
    put_away(again, window)


def test_the_connection_test_tells_faults_apart(dock: PoliceUkDock, window: Window, service: Service) -> None:
    assert press(dock, window, "policeukTestConnection") == "The connection is fine: all 5 services answer."
    lines = dock.findChild(QPlainTextEdit, "policeukChanges").toPlainText().split("\n")
    assert [line[0] for line in lines] == ["✓"] * 5
    for fault, host, words in (
        (503, "api", ["1 of 5 services cannot be used: a fault of the service", "crimes can"]),
        (429, "api", ["1 of 5 services cannot be used: too many requests"]),
        ("refused", "ons", ["1 of 5 services cannot be used: not to be reached", "imported from files"]),
        ("login_page", "*", ["No service can be used: a login page of the network", "log in", "works without"]),
        ("no_ranges", "store", ["no parts of files", "whole archive"]),
    ):
        with service.fault(fault, host=host):
            said = press(dock, window, "policeukTestConnection")
        assert all(word in said for word in words), said
    with service.proxy("somebody", "something") as proxy, proxy_in_qgis(proxy.port):
        said = press(dock, window, "policeukTestConnection")
    assert said.startswith("No service can be used: the proxy.")
    assert "asks for a name and a password" in said


@pytest.mark.skipif(not openssl_is_there(), reason="needs openssl")
def test_a_certificate_that_nobody_signed_is_refused(
    dock: PoliceUkDock, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Service(ALL, tls=True) as running:
        use(running, monkeypatch)
        said = press(dock, window, "policeukTestConnection")
        assert said.startswith("No service can be used: the certificate.")
        assert "encrypted connection" in said
        fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03"))
        assert "encrypted connection" in press(dock, window, "policeukDownloadStart")
        assert len(running.log) == 0


def test_a_download_goes_through_the_proxy_of_qgis(dock: PoliceUkDock, window: Window, service: Service) -> None:
    with service.proxy() as proxy, proxy_in_qgis(proxy.port):
        fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03"))
        assert press(dock, window, "policeukDownloadStart").startswith("3 files: 3 added.")
        assert proxy.count >= 2
