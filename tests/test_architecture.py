# SPDX-License-Identifier: GPL-2.0-or-later
"""The rooms import downwards only, and every file keeps the house rules."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from tests.source_rules import PACKAGES, code_faults, cycles, import_faults, imports, module_of


@pytest.fixture(scope="module")
def sources(root: Path) -> dict[PurePosixPath, str]:
    """Give the text of every shipped Python file by its path in the repository."""
    found = {
        PurePosixPath(path.relative_to(root).as_posix()): path.read_text(encoding="utf-8")
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
    }
    assert len(found) >= 10
    return found


def test_rooms_import_only_what_they_may(sources: dict[PurePosixPath, str]) -> None:
    assert [fault for path, source in sources.items() for fault in import_faults(path, source)] == []


def test_files_keep_the_house_rules(sources: dict[PurePosixPath, str]) -> None:
    assert [fault for path, source in sources.items() for fault in code_faults(path, source)] == []


def test_no_import_cycles(sources: dict[PurePosixPath, str]) -> None:
    modules = {module_of(path) for path in sources}
    graph: dict[str, set[str]] = {module: set() for module in modules}
    for path, source in sources.items():
        for found in imports(path, source):
            # `from x import y` is x.y where y is a module, else x.
            target = found.module if found.module in modules else found.module.rpartition(".")[0]
            if target in modules and target != module_of(path):
                graph[module_of(path)].add(target)
    assert cycles(graph) == []


def test_the_cache_finds_itself_relatively(sources: dict[PurePosixPath, str]) -> None:
    """So that it works as policeuk_plugin.offline_cache too."""
    absolute = [
        str(path)
        for path, source in sources.items()
        if path.parts[0] == "offline_cache" and ("import offline_cache" in source or "from offline_cache" in source)
    ]
    assert absolute == []


@pytest.mark.parametrize(
    ("path", "line", "fault"),
    [
        ("offline_cache/store.py", "from qgis.core import QgsProject", "may not import qgis.core.QgsProject"),
        ("offline_cache/store.py", "from ..policeuk_plugin import text", "may not import"),
        ("offline_cache/store.py", "import shapely", "inside the function"),
        ("offline_cache/store.py", "import pandas", "may not import pandas"),
        ("policeuk_plugin/analysis/grid.py", "import sqlite3", "may not import sqlite3"),
        ("policeuk_plugin/analysis/grid.py", "from offline_cache.model import Month", "may not import"),
        ("policeuk_plugin/layers/crimes.py", "from qgis.gui import QgsMapCanvas", "may not import qgis.gui"),
        ("policeuk_plugin/layers/crimes.py", "from qgis.PyQt.QtWidgets import QLabel", "may not import"),
        ("policeuk_plugin/layers/crimes.py", "from PyQt5.QtCore import Qt", "may not import PyQt5"),
        (
            "policeuk_plugin/tasks.py",
            "def f():\n    from .ui import dock",
            "may not import policeuk_plugin.ui",
        ),
        ("policeuk_plugin/processing/provider.py", "from ..ui.dock import Dock", "may not import"),
        (
            "policeuk_plugin/ui/dock.py",
            "from ..analysis import grid",
            "may not import policeuk_plugin.analysis",
        ),
        ("policeuk_plugin/other/x.py", "", "no room"),
    ],
)
def test_a_forbidden_import_is_named(path: str, line: str, fault: str) -> None:
    faults = import_faults(PurePosixPath(path), line)
    assert len(faults) == 1
    assert fault in faults[0]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("offline_cache/store.py", "def f():\n    import shapely\nfrom .model import Month\nimport sqlite3"),
        ("policeuk_plugin/layers/crimes.py", "from qgis.core import QgsProject\nfrom ..text import tr"),
        (
            "policeuk_plugin/ui/dock.py",
            "from qgis.PyQt.QtWidgets import QLabel\nfrom ..tasks import ImportTask",
        ),
        ("policeuk_plugin/plugin.py", "from .ui.dock import Dock\nfrom .processing.provider import Provider"),
        ("policeuk_plugin/tasks.py", "if TYPE_CHECKING:\n    from .ui import dock"),
    ],
)
def test_an_allowed_import_is_not(path: str, line: str) -> None:
    assert import_faults(PurePosixPath(path), line) == []


@pytest.mark.parametrize(
    ("path", "line", "fault"),
    [
        ("policeuk_plugin/ui/dock.py", "QCoreApplication.processEvents()", "processEvents"),
        ("policeuk_plugin/ui/dock.py", "U = 'https://data.police.uk'", "no URL"),
        ("policeuk_plugin/plugin.py", "import sys\nsys.path.insert(0, '.')", "sys.path"),
        ("policeuk_plugin/processing/running/base.py", "QgsProject.instance()", "project"),
        ("offline_cache/store.py", "x = 1\n" * 400, "more than 300"),
        ("offline_cache/store.py", "def f():\n" + "    x = 1\n" * 61, "f has 62 lines"),
    ],
)
def test_a_broken_house_rule_is_named(path: str, line: str, fault: str) -> None:
    faults = code_faults(PurePosixPath(path), "# SPDX-License-Identifier: GPL-2.0-or-later\n" + line)
    assert len(faults) == 1
    assert fault in faults[0]


def test_a_missing_licence_line_is_named() -> None:
    assert "SPDX" in code_faults(PurePosixPath("offline_cache/store.py"), "x = 1")[0]


def test_a_cycle_is_found() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert cycles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
