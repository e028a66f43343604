# SPDX-License-Identifier: GPL-2.0-or-later
"""Every algorithm and every page of the panel on a cache of each released version, and on one of a later version."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Optional

import pytest
from qgis.PyQt.QtWidgets import QRadioButton

from offline_cache.schema_version import SCHEMA_VERSION
from offline_cache.store import OfflineCache
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.pages import PAGES
from tests.algorithm_runs import registered
from tests.command import query
from tests.dock_window import button, count, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.older_cache import VERSION_1, VERSION_2, as_version, fingerprint
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tools.checking.absent import SAMPLE
from tools.checking.jobs import jobs, with_libraries
from tools.checking.run_jobs import Outcome, run_all

VERSION_3 = "8024938aee4db4348aaa384f40a7c1516a8012abcdf67f57b92692d24615f7cf"
"""`fingerprint` of an empty cache that the first published program makes."""
RELEASED = {1: VERSION_1, 2: VERSION_2, 3: VERSION_3}
OLDER = [number for number in RELEASED if number < SCHEMA_VERSION]
OF_REFERENCES = {"findpeers", "comparewithpeers", "comparetime", "outcomecomparison", "peerverdicts", "arearates"}
"""The algorithms that read what version 3 added."""
PAGES_OF_RESULTS = ("REPORT", "CHART", "TABLE", "PDF")
DIFFERS = {"SIZE"}
"""Numbers that no two runs have in common: the bytes of a zip with dates in it."""


@pytest.fixture(scope="module")
def of_version(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Give what makes a copy of the sample as the program of a version left it."""

    def make(number: int) -> Path:
        folder = tmp_path_factory.mktemp(f"version-{number}")
        return as_version(number, Path(shutil.copy(sample_cache, folder / "held.sqlite")))

    return make


@pytest.fixture
def later(of_version: Callable[[int], Path]) -> Path:
    """Give a cache of a version that is not known here."""
    cache = of_version(SCHEMA_VERSION)
    query(cache, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    return cache


@pytest.fixture
def _provider() -> Iterator[None]:
    yield from registered()


def found(outcome: Outcome) -> tuple[str, dict[str, object], list[str]]:
    """What a run found or said, without what differs between any two runs."""
    numbers = {name: value for name, value in outcome.numbers.items() if name not in DIFFERS}
    return outcome.said, numbers, sorted(outcome.files)


def test_every_version_there_was_is_known() -> None:
    assert list(RELEASED) == list(range(1, SCHEMA_VERSION + 1))


def test_the_text_of_the_newest_version_stays_as_it_is(cache_path: Path) -> None:
    """A change of the schema is a version of its own, with a step to it."""
    with OfflineCache(cache_path):
        pass
    assert fingerprint(cache_path) == RELEASED[SCHEMA_VERSION]


@pytest.mark.slow
@pytest.mark.usefixtures("_provider")
def test_every_algorithm_finds_in_an_older_cache_what_it_finds_after_the_upgrade(
    of_version: Callable[[int], Path], tmp_path: Path
) -> None:
    """Each on a copy of its own, so that it meets the old version itself; those that read references on all."""
    upgraded = of_version(OLDER[0])
    with OfflineCache(upgraded):
        pass
    on_new = {name: found(outcome) for name, outcome in done(tmp_path, "new", lambda: upgraded).items()}
    assert sum(not said for said, _, _ in on_new.values()) > 30
    for number in OLDER:
        met: list[Path] = []

        def old(number: int = number, met: list[Path] = met) -> Path:
            met.append(of_version(number))
            return met[-1]

        wanted = None if number == OLDER[0] else OF_REFERENCES
        on_old = {name: found(outcome) for name, outcome in done(tmp_path, f"old-{number}", old, wanted).items()}
        assert on_old == {name: on_new[name] for name in on_old}
        assert {version(cache) for cache in met} <= {number, SCHEMA_VERSION}
        for cache in (cache for cache in met if version(cache) == SCHEMA_VERSION):
            assert version(cache.with_name(f"held.schema-{number}.sqlite")) == number


def done(folder: Path, name: str, cache: Callable[[], Path], wanted: Optional[set[str]] = None) -> dict[str, Outcome]:
    """What became of the jobs, or of those wanted, each on the cache that is given for it; without pages."""
    work = folder / name
    work.mkdir()
    asked = (job for job in jobs(work, SAMPLE) if wanted is None or job.name in wanted)
    return run_all(asked, cache, work, PAGES_OF_RESULTS)


def version(cache: Path) -> int:
    """The version of a cache as it stands."""
    return int(query(cache, "PRAGMA user_version")[0][0])


@pytest.mark.usefixtures("_provider")
def test_every_algorithm_refuses_a_later_cache_in_a_sentence(later: Path, tmp_path: Path) -> None:
    before = later.read_bytes()
    wanted = [job for job in (*jobs(tmp_path, SAMPLE), *with_libraries(tmp_path)) if not job.uses[0]]
    said = {name: outcome.said for name, outcome in run_all(wanted, lambda: later, tmp_path).items()}
    assert len(said) > 40
    assert {name: sentence for name, sentence in said.items() if "was made by a newer version" not in sentence} == {}
    assert later.read_bytes() == before
    assert [path.name for path in later.parent.iterdir()] == [later.name]


@pytest.mark.parametrize("number", OLDER)
def test_every_page_opens_on_an_older_cache(
    number: int, dock: PoliceUkDock, window: Window, of_version: Callable[[int], Path], sample_cache: Path
) -> None:
    dock.data_page.use_cache(sample_cache)
    on_new = count(dock, window)
    cache = of_version(number)
    dock.data_page.use_cache(cache)
    assert count(dock, window) == on_new
    for at, page in enumerate(PAGES):
        dock.pages.setCurrentIndex(at)
        window.wait(lambda key=page.key: dock.page_of[key].isVisible())  # type: ignore[misc]
    dock.pages.setCurrentIndex([page.key for page in PAGES].index("hotspots"))
    dock.findChild(QRadioButton, "policeukAskClusters").click()
    hotspots = dock.page_of["hotspots"]
    window.wait(hotspots.main_button.isEnabled)
    hotspots.main_button.click()
    window.wait(lambda: not hotspots.runner.running)
    assert "1 cluster." in text(dock, "policeukHotspotsClosing")


def test_the_panel_says_that_a_cache_is_of_a_later_version(dock: PoliceUkDock, window: Window, later: Path) -> None:
    dock.data_page.use_cache(later)
    count(dock, window)
    assert "was made by a newer version" in text(dock, "policeukSummary")
    assert text(dock, "policeukSummary").endswith("Update the plugin.")
    for at in range(len(PAGES)):
        dock.pages.setCurrentIndex(at)
    assert "was made by a newer version" in button(dock, "policeukMapRun").toolTip()
