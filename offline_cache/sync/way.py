# SPDX-License-Identifier: GPL-2.0-or-later
"""The ways to get published files."""

from __future__ import annotations

import enum


class Way(enum.Enum):
    """How files are got: of an archive only what is wanted, archives whole, or by the form of the site."""

    AUTO = "auto"
    RANGES = "ranges"
    WHOLE = "whole"
    FORM = "form"
