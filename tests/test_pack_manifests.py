# SPDX-License-Identifier: GPL-2.0-or-later
"""A manifest that is damaged, or was changed by hand, is refused in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from offline_cache.errors import CacheError
from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.manifest import NewerPack, read_manifest
from offline_cache.field_pack.zipping import zip_pack
from tests.pack_cases import made_pack
from tests.pack_checking_cases import own_sha256, rewritten
from tests.pack_checking_cases import pack as _pack  # noqa: F401 - a fixture


def test_a_newer_pack_is_said(pack: Path) -> None:
    rewritten(pack, version=names.VERSION + 1, files="of another form")
    found = check_pack(pack)
    assert (found.whole, found.newer_version, found.manifest) == (False, True, None)
    assert "newer version of the plugin" in found.sentence
    with pytest.raises(NewerPack):
        read_manifest(pack)


def test_an_older_pack_is_said(pack: Path) -> None:
    rewritten(pack, version=1, sha256=None, held_to=None)
    with pytest.raises(CacheError, match=r"made by an older version of the plugin .* merge its notes\.gpkg first"):
        check_pack(pack)


BAD: dict[str, dict[str, Any]] = {
    "another kind": {"format": "a recipe"},
    "no files": {"files": None},
    "no version": {"version": None},
    "version 0": {"version": 0},
    "version true": {"version": True},
    "version text": {"version": "1"},
    "a month": {"months": ["2023-13"]},
    "a moment": {"made": "yesterday"},
    "an id": {"id": "1"},
    "a long title": {"title": "x" * 5000},
    "no title": {"title": 5},
    "file none": {"files": [None]},
    "another last month": {"data_to": "2026-10"},
    "no months": {"months": []},
    "months out of order": {"months": ["2023-04", "2023-03"], "data_to": "2023-03"},
}


@pytest.mark.parametrize("case", BAD)
def test_a_damaged_manifest_is_a_sentence(pack: Path, case: str) -> None:
    rewritten(pack, **BAD[case])
    with pytest.raises(CacheError, match=r"^The manifest of the field pack .* is damaged .*Copy the pack again"):
        check_pack(pack)


@pytest.mark.parametrize(
    "values",
    [
        {"made": "2026-11-20T00:00:00Z"},
        {"area": "csp:Luton"},
        {"title": "Luton city"},
        {"months": ["2023-03", "2026-10"], "data_to": "2026-10"},
        {"held_to": "2026-10"},
        {"types": ["Burglary"]},
        {"more": 1},
        {"sha256": "0" * 64},
    ],
    ids=str,
)
def test_a_manifest_that_was_changed_by_hand_is_refused(pack: Path, tmp_path: Path, values: dict[str, Any]) -> None:
    path = pack / names.MANIFEST
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["sha256"] == own_sha256(told)
    path.write_text(json.dumps(dict(reversed(told.items()))), encoding="utf-8")
    assert check_pack(pack).whole  # laid out otherwise, it says the same
    path.write_text(json.dumps({**told, **values}), encoding="utf-8")
    with pytest.raises(CacheError, match=r"manifest of .* is damaged \(it was changed since it was made\)\. Copy"):
        check_pack(pack)
    told.pop("sha256")
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(CacheError, match="it was changed since it was made"):
        zip_pack(pack, tmp_path / "out.zip")


def test_any_letter_of_a_manifest_that_was_changed_is_noticed(pack: Path) -> None:
    path = pack / names.MANIFEST
    data = path.read_bytes()
    told = json.loads(data)
    for at in range(0, len(data), 7):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        try:
            found = check_pack(pack)
        except CacheError:
            continue
        assert found.newer_version or json.loads(path.read_bytes()) == told, at


def test_a_manifest_of_other_months_than_its_cache_is_refused(tmp_path: Path, sample_cache: Path) -> None:
    pack = tmp_path / "pack"
    months = [str(month) for month in made_pack(pack, sample_cache).months]
    assert check_pack(pack).whole
    rewritten(pack, months=[*months, "2026-10"], data_to="2026-10", held_to="2026-10")
    with pytest.raises(CacheError, match=r"names other months than its crimes\.sqlite holds"):
        check_pack(pack)


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/etc/passwd",
        "C:\\x",
        "c:x",
        "a//b",
        "a/../b",
        "x\x00",
        "x\n",
        "con",
        "NUL.txt",
        "a.",
        " a",
        "",
        names.NOTES,
    ],
)
def test_a_manifest_cannot_name_a_file_elsewhere(pack: Path, path: str) -> None:
    files = json.loads((pack / names.MANIFEST).read_text(encoding="utf-8"))["files"]
    rewritten(pack, files=[*files, {**files[0], "path": path}])
    with pytest.raises(CacheError, match="is damaged"):
        check_pack(pack)


def test_bytes_that_are_no_manifest_are_a_sentence(pack: Path) -> None:
    for data in (b"", b"\xff\xfe", b"[" * 100_000, b"{}", b"null", b"9" * 5000, b" " * 9_000_000):
        (pack / names.MANIFEST).write_bytes(data)
        with pytest.raises(CacheError, match="manifest of the field pack"):
            check_pack(pack)
