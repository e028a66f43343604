# SPDX-License-Identifier: GPL-2.0-or-later
"""Fixtures of the whole suite: where the data is, and a guard on exceptions that Qt would swallow."""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Optional

import pytest

with contextlib.suppress(ImportError):  # which few tests need
    from hypothesis import HealthCheck, settings

    settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parent.parent
LONGEST_VALUE_IN_A_NAME = 60


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Number what is long, instead of spelling it: a zip holds the time it was made, so processes of a run that made it
    two seconds apart would know its test by different names, and pytest-xdist would refuse to begin."""
    return argname if isinstance(val, (str, bytes)) and len(val) > LONGEST_VALUE_IN_A_NAME else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow_tests.txt, which `python -m tools.slow_tests` writes."""
    slow = set((ROOT / "tests" / "slow_tests.txt").read_text(encoding="utf-8").split())
    for item in items:
        if f"{item.path.name}::{getattr(item, 'originalname', item.name)}" in slow:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def no_exception_in_a_slot() -> Iterator[None]:
    """Fail the test whose Qt slot or task raised: PyQt hands such an exception to sys.excepthook only."""
    caught: list[str] = []

    def keep(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        caught.append("".join(traceback.format_exception(kind, error, trace)))

    previous, sys.excepthook = sys.excepthook, keep
    try:
        yield
    finally:
        sys.excepthook = previous
    if caught:
        pytest.fail("raised in a slot:\n" + "\n".join(caught), pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def _kept_caches(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have the processes of a run share the caches that are always the same."""
    from tests.plugin_caches import keep_in

    mine = tmp_path_factory.getbasetemp()
    keep_in((mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "caches")


@pytest.fixture(scope="session", autouse=True)
def _few_maps_for_a_page() -> None:
    """Have pages say how sure the place is by fewer maps than anybody else's, where a test asks for no number."""
    from policeuk_plugin.processing.doubt import snap_place

    snap_place.QUICK_MAPS = 10


@pytest.fixture(scope="session", autouse=True)
def nothing_outlives_qgis(request: pytest.FixtureRequest) -> Iterator[None]:
    """Clear up what tests have left while QGIS still runs: after its end a window or a layer takes Python with it."""
    if not request.config.pluginmanager.hasplugin("pytest_qgis"):
        yield
        return
    request.getfixturevalue("qgis_app")  # whose end comes after this one's
    yield
    from qgis.PyQt.QtCore import QCoreApplication, QEvent

    _empty_stacks_that_qgis_keeps()
    for _ in range(2):  # what waits to be deleted may let go of more
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _empty_stacks_that_qgis_keeps() -> None:
    """Let go of the variables of calls that have ended but are kept by a traceback.

    QGIS (3.22 to 3.44) never releases an exception that an algorithm written in Python raises, nor with it the calls
    that led there, up to the test's, with their layers. PyQt deletes those when Python ends, after exitQgis has taken
    GDAL's drivers away: a crash in GDALGetDatasetDriver, under QgsVectorLayer's end, as in
    https://github.com/qgis/QGIS-Documentation/pull/10109.
    """
    for trace in [one for one in gc.get_objects() if type(one) is TracebackType]:
        frame: Optional[FrameType] = trace.tb_frame
        while frame is not None:
            with contextlib.suppress(RuntimeError):  # one that still runs
                frame.clear()
            frame = frame.f_back


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder with real data beside the repository; skip the test where it is not there."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("needs the real data in ../shared/data")
    return folder


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """Give the folder of the invented sample that the plugin ships."""
    return ROOT / "policeuk_plugin" / "resources" / "sample"


@pytest.fixture(scope="session")
def sample_zip(sample_folder: Path) -> Path:
    """Give the invented archive that the plugin ships."""
    archives = sorted(sample_folder.glob("*.zip"))
    assert len(archives) == 1, f"one sample archive expected in {sample_folder}, found {archives}"
    return archives[0]


@pytest.fixture(scope="session")
def bedfordshire_zip(shared: Path) -> Path:
    """Give two years of real files of one force; skip the test where they are not there."""
    path = shared / "data" / "police" / "bedfordshire_2021-05_to_2023-04.zip"
    if not path.is_file():
        pytest.skip(f"needs the real archive {path.name} in ../shared/data/police")
    return path


@pytest.fixture(scope="session")
def plugin_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the packaged plugin: the zip that POLICEUK_PLUGIN_ZIP names, else one made of these sources."""
    if "POLICEUK_PLUGIN_ZIP" in os.environ:
        return Path(os.environ["POLICEUK_PLUGIN_ZIP"])
    made = tmp_path_factory.mktemp("package")
    command = [sys.executable, "-m", "tools.package", "--build", str(made / "build"), "--dist", str(made)]
    command += ["--wheels", str(ROOT / "build" / "wheels")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return next(made.glob("*.zip"))


@pytest.fixture(scope="session")
def wide_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an invented archive of the service's 36 months and 4,485 members; the tests read it only."""
    from tests.downloads import larger_force
    from tests.service import wide_archive

    return wide_archive(tmp_path_factory.mktemp("wide") / "2026-04.zip", given=larger_force())


@pytest.fixture
def cache_path(tmp_path: Path) -> Path:
    """Give the path of a cache that does not exist yet."""
    return tmp_path / "policeuk.sqlite"


@pytest.fixture(scope="session")
def sample_cache(sample_zip: Path, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of the invented sample with its areas; the tests read it only."""
    path = tmp_path_factory.mktemp("sample") / "sample.sqlite"
    areas = [sample_folder / name for name in ("sample_lsoa_2021.geojson", "sample_lookup.csv")]
    for words in (["import", sample_zip], ["areas", "import", *areas]):
        command = [sys.executable, "-m", "offline_cache", "--cache", str(path), *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    return path
