# SPDX-License-Identifier: GPL-2.0-or-later
"""Postcodes: from files and from postcodes.io, found again without a network."""

from __future__ import annotations

from .finding import find_postcode, postcodes_starting
from .importing import PostcodeChange, import_postcodes
from .keeping import keep_postcodes
from .model import Postcode
from .text import postcode_of

__all__ = [
    "Postcode",
    "PostcodeChange",
    "find_postcode",
    "import_postcodes",
    "keep_postcodes",
    "postcode_of",
    "postcodes_starting",
]
