# SPDX-License-Identifier: GPL-2.0-or-later
"""The packager on a small invented repository: imports moved, libraries carried, the same bytes each time."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.import_rewriting import UnmovableImportError, absolute_imports, rewritten
from tools.package import changes, main
from tools.vendoring import VendoringError, wheel

MOVED = {"offline_cache": "policeuk_plugin.offline_cache", "click": "policeuk_plugin._vendor.click"}
PLUGIN_CODE = """\
from offline_cache import VALUE  # a comment stays
from offline_cache.inner import (
    deep,
)
import os, offline_cache.inner

def answer() -> str:
    import offline_cache as cache
    text = "from offline_cache import nothing: é"; from offline_cache import inner
    return f"{VALUE} {deep} {cache.VALUE} {offline_cache.inner.deep} {inner.deep} {os.sep} {text}"
"""


@pytest.fixture
def small_repository(tmp_path: Path) -> Path:
    """Give a repository with one plugin module and one cache module, no libraries."""
    root = tmp_path / "repository"
    for name, text in {
        "policeuk_plugin/__init__.py": PLUGIN_CODE,
        "policeuk_plugin/__pycache__/x.pyc": "",
        "policeuk_plugin/.hidden": "",
        "offline_cache/__init__.py": "VALUE = 'value'\n",
        "offline_cache/inner.py": "deep = 'deep'\n",
        "metadata.txt": "[general]\nname=Small\nversion=1.2.3\n",
        "CHANGELOG.md": "# Changes\n\n## 1.2.3 (2026-01-02)\n\n- 100% of it\n- more\n\n## 1.2.2\n- older\n",
        "LICENSE": "GPL",
        "pyproject.toml": "[tool.policeuk.vendor]\nrequirements = []\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def package(root: Path, target: Path) -> int:
    """Package `root` below `target`; give the exit code."""
    return main(["--root", str(root), "--build", str(target / "build"), "--dist", str(target / "dist")])


def python(code: str, path: Path) -> str:
    """Run code in a fresh interpreter that finds only its own library and `path`; give what it prints."""
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(path)!r})\n{code}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_the_cache_is_found_inside_the_plugin_alone(small_repository: Path, tmp_path: Path) -> None:
    assert package(small_repository, tmp_path) == 0
    printed = python("import policeuk_plugin; print(policeuk_plugin.answer())", tmp_path / "build")
    assert printed == "value deep value deep deep / from offline_cache import nothing: é"


def test_the_zip_is_the_same_each_time_and_clean(small_repository: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert package(small_repository, tmp_path / name) == 0
    first, second = (tmp_path / name / "dist" / "policeuk_plugin-1.2.3.zip" for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.namelist() == [
            "policeuk_plugin/.bandit",
            "policeuk_plugin/CHANGELOG.md",
            "policeuk_plugin/LICENSE",
            "policeuk_plugin/__init__.py",
            "policeuk_plugin/metadata.txt",
            "policeuk_plugin/offline_cache/__init__.py",
            "policeuk_plugin/offline_cache/inner.py",
        ]
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o100644}
        metadata = archive.read("policeuk_plugin/metadata.txt").decode()
    assert metadata.endswith("changelog=\n    1.2.3\n    - 100%% of it\n    - more\n")


@pytest.mark.parametrize("hand", [("022", "UTC", "0", "en_GB.UTF-8"), ("077", "Asia/Tokyo", "7", "C")])
def test_the_bytes_are_the_same_whoever_packages(
    hand: tuple[str, str, str, str], small_repository: Path, tmp_path: Path
) -> None:
    """Another clone, at another time, by another user: other times and modes of files, another order of making."""
    mask, zone, seed, locale = hand
    assert package(small_repository, tmp_path / "here") == 0
    clone = tmp_path / "a clone" / "elsewhere"
    for age, path in enumerate(sorted(p for p in small_repository.rglob("*") if p.is_file())[::-1]):
        copy = clone / path.relative_to(small_repository)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        copy.chmod(0o755 if age % 2 else 0o600)
        os.utime(copy, (1e9 + 86_400 * age, 1e9 + 86_400 * age))
    places = ["--root", clone, "--build", tmp_path / "made", "--dist", tmp_path / "there"]
    shell = f'umask {mask}; exec "$0" -m tools.package "$@"'
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale}
    subprocess.run(["bash", "-c", shell, sys.executable, *map(str, places)], cwd=ROOT, env=environment, check=True)
    first, second = (tmp_path / name / "policeuk_plugin-1.2.3.zip" for name in ("here/dist", "there"))
    assert first.read_bytes() == second.read_bytes()


def test_a_zip_of_more_than_10_mb_is_refused(small_repository: Path, tmp_path: Path) -> None:
    (small_repository / "policeuk_plugin" / "noise.dat").write_bytes(os.urandom(10_000_001))
    assert package(small_repository, tmp_path) == 1


def test_the_documentation_goes_along_as_help(small_repository: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "algorithms").mkdir(parents=True)
    (site / "algorithms" / "one.html").write_text("<h1>One</h1>")
    places = ["--root", str(small_repository), "--build", str(tmp_path / "build"), "--dist", str(tmp_path / "dist")]
    assert main([*places, "--site", str(site)]) == 0
    with zipfile.ZipFile(tmp_path / "dist" / "policeuk_plugin-1.2.3.zip") as archive:
        assert archive.read("policeuk_plugin/resources/help/site/algorithms/one.html") == b"<h1>One</h1>"


def test_a_version_without_changes_is_refused(
    small_repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_repository / "CHANGELOG.md").write_text("# Changes\n## 1.2.2\n- older\n")
    assert package(small_repository, tmp_path) == 1
    assert capsys.readouterr().err == "package: CHANGELOG.md says nothing of version 1.2.3\n"
    assert changes("## 0.1\n### Added\n- a\n\n- b\n", "0.1") == "Added\n- a\n- b"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import offline_cache", "from policeuk_plugin import offline_cache"),
        ("import offline_cache as o", "import policeuk_plugin.offline_cache as o"),
        ("from offline_cache.a import b as c", "from policeuk_plugin.offline_cache.a import b as c"),
        ("import click, re", "from policeuk_plugin._vendor import click; import re"),
        ("x = 'é'; import click as c", "x = 'é'; import policeuk_plugin._vendor.click as c"),
        ("from .offline_cache import b", "from .offline_cache import b"),
        ("import offline_cached", "import offline_cached"),
        ("print('import click')", "print('import click')"),
    ],
)
def test_imports_are_moved_where_they_stand(before: str, after: str) -> None:
    assert rewritten(before.encode(), MOVED, "x.py").decode() == after


@pytest.mark.parametrize("line", ["importlib.import_module('click.core')", "resources.files('offline_cache')"])
def test_a_name_in_a_string_is_refused(line: str) -> None:
    with pytest.raises(UnmovableImportError, match=r"^x\.py:2: "):
        rewritten(f"\n{line}".encode(), MOVED, "x.py")


def test_absolute_imports_are_seen_anywhere() -> None:
    assert absolute_imports(b"import a.b\ndef f():\n  from c.d import e\n  from .g import h\n") == {"a", "c"}


@pytest.mark.parametrize("requirement", ["click", "click>=8", "click==8.1.8; python_version < '4'"])
def test_only_pins_are_carried(requirement: str, tmp_path: Path) -> None:
    with pytest.raises(VendoringError, match="not pinned"):
        wheel(requirement, tmp_path)


def test_a_carried_library_is_private_and_licensed(small_repository: Path, tmp_path: Path) -> None:
    """Two invented wheels, the second using the first: carried, importing each other, never found outside."""
    wheels = tmp_path / "build" / "wheels"
    wheels.mkdir(parents=True)
    make_wheel(wheels, "small_base", {"small_base/__init__.py": "NAME = 'base'\n"})
    make_wheel(wheels, "small_user", {"small_user.py": "import small_base\nNAME = small_base.NAME + ' used'\n"})
    (small_repository / "pyproject.toml").write_text(
        '[tool.policeuk.vendor]\nrequirements = ["small-base==1.0", "small-user==1.0"]\n'
    )
    (small_repository / "policeuk_plugin" / "__init__.py").write_text("from small_user import NAME\n")
    assert package(small_repository, tmp_path) == 0
    code = "import policeuk_plugin, sys; print(policeuk_plugin.NAME, 'small_base' in sys.modules)"
    assert python(code, tmp_path / "build") == "base used False"
    licences = tmp_path / "build" / "policeuk_plugin" / "_vendor" / "licences"
    assert (licences / "small_base" / "LICENSE").read_text() == "MIT"


def make_wheel(folder: Path, name: str, files: dict[str, str]) -> None:
    """Write a pure-Python wheel of version 1.0 with a licence."""
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(f"{name}-1.0.dist-info/licenses/LICENSE", "MIT")
        archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\n")


def test_a_compiled_library_is_refused(
    small_repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheels = tmp_path / "build" / "wheels"
    wheels.mkdir(parents=True)
    make_wheel(wheels, "small_base", {"small_base/fast.so": "ELF"})
    (small_repository / "pyproject.toml").write_text('[tool.policeuk.vendor]\nrequirements = ["small-base==1.0"]\n')
    assert package(small_repository, tmp_path) == 1
    assert "is not pure Python: small_base/fast.so" in capsys.readouterr().err


@pytest.mark.slow
def test_a_wheel_is_fetched_once(tmp_path: Path) -> None:
    """A real small library from the package index; the second time it comes from the folder."""
    try:
        first = wheel("sqlite-fts4==1.0.3", tmp_path)
    except VendoringError as error:
        pytest.skip(f"needs the package index: {error}")
    written = first.stat().st_mtime_ns
    assert wheel("sqlite-fts4==1.0.3", tmp_path) == first
    assert first.stat().st_mtime_ns == written
    with zipfile.ZipFile(first) as archive:
        assert "sqlite_fts4/__init__.py" in archive.namelist()
