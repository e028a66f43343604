# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests through QGIS's network manager: ranges, redirects, cookies, packing, memory, cancel, proxy, switch."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Optional

import pytest
import requests
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings, QgsTask

from offline_cache.errors import CacheError, Cancelled, NetworkError, NetworkFault
from policeuk_plugin import network, settings
from policeuk_plugin.network.adapter import QgisAdapter
from policeuk_plugin.network.manager import remember_main
from tests.loopback import Loopback, Plain, Proxy, served
from tests.memory import grown
from tests.pace import WAIT, no_wait, pressed_when
from tests.plugin_window import turn_until


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    """Give a server on this computer."""
    with served(Plain) as running:
        yield running


def session(cancelled: Callable[[], bool] = lambda: False) -> requests.Session:
    """Make a session that sends through QGIS alone."""
    made = requests.Session()
    made.mount("http://", QgisAdapter(cancelled))
    return made


def in_a_task(work: Callable[[], Any]) -> Any:
    """Do something in a worker thread of QGIS; give what it returned or raised."""

    class Task(QgsTask):
        outcome: Any = None

        def run(self) -> bool:
            try:
                self.outcome = work()
            except Exception as error:  # noqa: BLE001 - handed to the test
                self.outcome = error
            return True

    task = Task("test", QgsTask.Flag.CanCancel)
    QgsApplication.taskManager().addTask(task)
    assert task.waitForFinished(int(5000 * WAIT))
    return task.outcome


@pytest.mark.parametrize("path", ["/redirect", "/redirect-absolute"])
def test_a_range_and_cookies_go_over_a_redirect(qgis_app: QgsApplication, server: Loopback, path: str) -> None:
    """`requests` follows, so neither is lost, and a relative address is as good as a whole one."""
    with session() as made:
        answer = made.get(server.address + path, headers={"Range": "bytes=0-3"})
        assert (answer.status_code, answer.content) == (206, b"abcd")
        assert answer.headers["Content-Range"] == "bytes 0-3/10"
        assert [one.status_code for one in answer.history] == [302]
        assert made.cookies.get_dict() == {"a": "1", "b": "2"}
    assert server.seen[-1][1] == "/ranges"
    assert server.seen[-1][2]["Range"] == "bytes=0-3"
    assert set(server.seen[-1][2]["Cookie"].split("; ")) == {"a=1", "b=2"}


def test_cookies_stay_in_their_session(qgis_app: QgsApplication, server: Loopback) -> None:
    """QGIS's own cookies are neither read nor written."""
    with session() as first:
        first.get(server.address + "/redirect")
    with session() as second:
        second.get(server.address + "/ranges")
    assert "Cookie" not in server.seen[-1][2]


def test_a_packed_answer_is_unpacked_once(qgis_app: QgsApplication, server: Loopback) -> None:
    """Qt leaves it to urllib3."""
    with session() as made:
        assert made.get(server.address + "/gzip").text == "packed once"
        made.headers.pop("Accept-Encoding")
        assert made.get(server.address + "/gzip").text == "packed once"
    assert server.seen[-1][2]["Accept-Encoding"] == "identity"


def test_a_form_is_posted(qgis_app: QgsApplication, server: Loopback) -> None:
    """As `requests` encodes it."""
    with session() as made:
        assert made.post(server.address + "/form", data={"poly": "51,0:52,0", "ü": "é"}).content == (
            b"poly=51%2C0%3A52%2C0&%C3%BC=%C3%A9"
        )


def test_statuses_are_answers(qgis_app: QgsApplication, server: Loopback) -> None:
    """A 404 has a body and is no exception."""
    with session() as made:
        answer = made.get(server.address + "/nowhere")
    assert (answer.status_code, answer.text) == (404, "Not Found")


def test_in_a_worker_thread(qgis_app: QgsApplication, server: Loopback) -> None:
    """Where downloads run."""

    def work() -> bytes:
        with session() as made:
            return made.get(server.address + "/redirect").content

    assert in_a_task(work) == b"abcd"


def test_a_large_answer_is_never_held_whole(qgis_app: QgsApplication, server: Loopback) -> None:
    """96 MiB through a buffer of one; what reads slowly does not make it grow either."""
    with session() as made:
        made.get(server.address + "/ranges")
        with grown() as growth, made.get(server.address + "/large", stream=True) as answer:
            size = 0
            for chunk in answer.iter_content(1 << 18):
                size += len(chunk)
                if size == 4 << 20:
                    time.sleep(0.3)
    assert size == 96 << 20
    # The server is in this process too: it holds the 96 MiB it sends, and a copy at worst.
    assert growth[0] < (96 + 30) << 20


@pytest.mark.parametrize(
    ("path", "error"),
    [("/cut", requests.exceptions.ChunkedEncodingError), ("/slow", requests.exceptions.ReadTimeout)],
)
def test_what_goes_wrong_is_what_requests_raises(
    qgis_app: QgsApplication, server: Loopback, path: str, error: type[Exception]
) -> None:
    """An answer that was cut is noticed by its length; one that does not come, by the time."""
    with session() as made, pytest.raises(error):
        made.get(server.address + path, timeout=(1, 1))


def test_nobody_listens(qgis_app: QgsApplication, server: Loopback) -> None:
    """A connection that is refused."""
    with session() as made, pytest.raises(requests.exceptions.ConnectionError, match="refused"):
        made.get("http://127.0.0.1:9/")


@pytest.mark.parametrize("path", ["/slow", "/endless"])
@pytest.mark.parametrize("runner", [in_a_task, lambda work: work()])
def test_cancel_within_a_second(
    qgis_app: QgsApplication, server: Loopback, path: str, runner: Callable[[Callable[[], Any]], Any]
) -> None:
    """Before the head has come, and in the middle of a body."""
    stop = threading.Event()

    def work() -> Optional[Exception]:
        with session(stop.is_set) as made:
            try:
                with pressed_when(lambda: True, stop.set), made.get(server.address + path, stream=True) as answer:
                    for _ in answer.iter_content(1 << 16):
                        pass
            except Cancelled as error:
                return error
        return None

    with no_wait():
        assert isinstance(runner(work), Cancelled)


def test_a_response_that_is_left_ends_the_transfer(qgis_app: QgsApplication, server: Loopback) -> None:
    """Closing it is enough: nothing goes on behind one's back."""
    with session() as made:
        answer = made.get(server.address + "/endless", stream=True)
        assert len(next(answer.iter_content(1 << 10))) == 1 << 10
        answer.close()
        assert answer.raw.closed or answer.raw.isclosed()


@pytest.fixture
def proxy(qgis_app: QgsApplication, server: Loopback) -> Iterator[Loopback]:
    """Give a proxy that the user has set in QGIS's options, after workers have sent without it."""
    remember_main()
    in_a_task(lambda: session().get(server.address + "/ranges").content)
    with served(type("ProxyToServer", (Proxy,), {"behind": server.address})) as running:
        values = {"proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "127.0.0.1",
                  "proxyPort": str(running.server_port)}  # fmt: skip
        for name, value in values.items():
            QgsSettings().setValue(f"proxy/{name}", value)
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
        try:
            yield running
        finally:
            for name in values:
                QgsSettings().remove(f"proxy/{name}")
            QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


@pytest.mark.parametrize("runner", [in_a_task, lambda work: work()])
def test_the_proxy_of_qgis_is_used(
    proxy: Loopback, server: Loopback, runner: Callable[[Callable[[], Any]], Any]
) -> None:
    """A host that only the proxy can know is reached through it, in a worker too."""

    def work() -> bytes:
        with session() as made:
            return made.get("http://data.police.invalid/ranges").content

    assert runner(work) == b"abcd"
    assert proxy.seen[-1][1] == "http://data.police.invalid/ranges"


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Forget what the test sets."""
    yield
    settings.work_offline(False)
    for service in ("data", "api"):
        settings.set_address(service, "")


def test_work_offline_refuses(qgis_app: QgsApplication, forgetful: None) -> None:
    """The switch comes before any connection."""
    settings.work_offline(True)
    with pytest.raises(NetworkError, match="Work offline") as caught:
        network.qgis_transport(lambda: False)
    assert caught.value.fault is NetworkFault.SWITCHED_OFF


def test_addresses_of_the_options(qgis_app: QgsApplication, forgetful: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment goes before the options, the options before the usual addresses."""
    monkeypatch.setenv("POLICEUK_API_URL", "https://api.example.org/v1/")
    settings.set_address("api", "https://other.example.org")
    settings.set_address("data", "https://mirror.example.org/")
    found = network.addresses()
    assert (found.api, found.data) == ("https://api.example.org/v1", "https://mirror.example.org")
    assert found.postcodes == "https://api.postcodes.io"
    settings.set_address("data", "http://mirror.example.org")
    with pytest.raises(CacheError, match="https"):
        network.addresses()


@pytest.mark.slow
def test_many_answers_in_a_worker_while_the_main_thread_runs(qgis_app: QgsApplication, server: Loopback) -> None:
    """Answers that have ended and new ones may lie at one address; PyQt hears of the former in the main thread."""
    bodies: list[bytes] = []

    def work() -> None:
        with session() as made:
            for number in range(80):
                bodies.append(
                    made.get(server.address + ("/ranges", "/gzip", "/nowhere", "/redirect")[number % 4]).content
                )

    class Task(QgsTask):
        error: Optional[Exception] = None

        def run(self) -> bool:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - handed to the test
                self.error = error
            return True

    task = Task("test", QgsTask.Flag.CanCancel)
    ended: list[bool] = []
    task.taskCompleted.connect(lambda: ended.append(True))
    task.taskTerminated.connect(lambda: ended.append(False))
    QgsApplication.taskManager().addTask(task)  # which deletes it when it has ended
    turn_until(lambda: bool(ended))
    assert ended == [True]
    assert task.error is None
    assert len(bodies) == 80
