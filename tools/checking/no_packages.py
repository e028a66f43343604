# SPDX-License-Identifier: GPL-2.0-or-later
"""Copied as `sitecustomize.py`: the packages that CHECK_WITHOUT names cannot be imported, as if they were not there."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Optional


class Without:
    """Refuses packages before anybody else is asked for them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = frozenset(names)

    def find_spec(self, name: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None) -> None:
        """Raise what Python raises for a package that is not installed; None leaves it to the next finder."""
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


if os.environ.get("CHECK_WITHOUT"):
    sys.meta_path.insert(0, Without(os.environ["CHECK_WITHOUT"].split(",")))
