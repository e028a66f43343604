# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of the shipped sample, read with csv alone."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sample_factory import Row


@dataclass(frozen=True)
class Sample:
    """The archive's members as text and as rows, by kind and month."""

    text: dict[str, str]
    street: dict[str, list[Row]]
    outcomes: dict[str, list[Row]]
    stops: dict[str, list[Row]]


def every(files: dict[str, list[Row]]) -> list[Row]:
    """The rows of all months."""
    return [row for rows in files.values() for row in rows]


@pytest.fixture(scope="module", name="sample")
def sample(sample_zip: Path) -> Sample:
    """Give the members of the archive that is shipped."""
    with zipfile.ZipFile(sample_zip) as archive:
        text = {name: archive.read(name).decode("ascii") for name in archive.namelist()}
    kinds: dict[str, dict[str, list[Row]]] = {"street": {}, "outcomes": {}, "stop-and-search": {}}
    for name, content in text.items():
        found = re.fullmatch(r"(\d{4}-\d\d)/\1-dogger-bank-(street|outcomes|stop-and-search)\.csv", name)
        assert found, name
        kinds[found[2]][found[1]] = list(csv.DictReader(io.StringIO(content, newline="")))
    return Sample(text, kinds["street"], kinds["outcomes"], kinds["stop-and-search"])
