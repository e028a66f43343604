# SPDX-License-Identifier: GPL-2.0-or-later
"""What an algorithm had read goes when it ends with an error, also while QGIS keeps the exception."""

from __future__ import annotations

import contextlib
import weakref
from typing import Callable

import pytest
from qgis.core import QgsProcessingException

from offline_cache.errors import CacheError
from policeuk_plugin.analysis.errors import AnalysisError
from policeuk_plugin.processing.running.base import sentences
from policeuk_plugin.processing.running.telling import findings


class Read:
    """Stands for a million crimes."""


@pytest.mark.parametrize(
    ("edge", "raised"),
    [
        (sentences, CacheError("no")),
        (findings, CacheError("no")),
        (findings, AnalysisError("no")),
        (findings, QgsProcessingException("no")),
        (findings, ZeroDivisionError("no")),
    ],
)
def test_nothing_that_was_read_is_kept(
    edge: Callable[[], contextlib.AbstractContextManager[None]], raised: Exception
) -> None:
    seen: list[weakref.ref[Read]] = []

    def read() -> None:
        crimes = Read()
        seen.append(weakref.ref(crimes))
        try:
            raise KeyError("inside")
        except KeyError as inside:
            raise raised from inside

    with pytest.raises(QgsProcessingException, match="no") as kept, edge():
        read()
    assert kept.value is not None
    assert seen[0]() is None
