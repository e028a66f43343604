# SPDX-License-Identifier: GPL-2.0-or-later
"""No call leaves the machine: not even PROJ's own, which its settings may allow, for grid files that it lacks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.area_factory import crs, feature, geojson, square, written
from tests.bad_files import GRID, NAME
from tests.command import run, succeed


class Endpoint(HTTPServer):
    """A server of grid files that has none; it remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Endpoint)
        self.server.asked.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_proj_fetches_nothing_whatever_its_settings(cache_path: Path, tmp_path: Path, endpoint: Endpoint) -> None:
    settings = {
        "PROJ_NETWORK": "ON",
        "PROJ_NETWORK_ENDPOINT": f"http://127.0.0.1:{endpoint.server_port}",
        "PROJ_USER_WRITABLE_DIRECTORY": str(tmp_path / "proj"),
    }
    (tmp_path / NAME).write_bytes(GRID)
    areas = geojson([feature("E01000001", [square(504900, 249700, 100)])], crs=crs("EPSG:27700"))
    paths = {"import": tmp_path / NAME, "areas": written(tmp_path / "areas.geojson", areas)}
    for words in (("import", paths["import"]), ("areas", "import", paths["areas"])):
        result = run(cache_path, *words, **settings)
        assert result.code == 0, result.err
    assert endpoint.asked == []
    succeed(cache_path, "verify")
