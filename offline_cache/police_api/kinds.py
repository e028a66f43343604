# SPDX-License-Identifier: GPL-2.0-or-later
"""What the service can be asked for in an area."""

from __future__ import annotations

import enum


class Kind(enum.Enum):
    """The kinds of records, by their words on the command line and in the cache."""

    CRIMES = "crimes"
    OUTCOMES = "outcomes"
    STOPS = "stops"
