# SPDX-License-Identifier: GPL-2.0-or-later
"""Names and parameters of the algorithms that download."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import registered

FORCE, LSOAS, REFRESH = "downloadforceslice", "downloadlsoaslice", "refreshcache"


@pytest.fixture(name="provider", autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()
