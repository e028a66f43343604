# SPDX-License-Identifier: GPL-2.0-or-later
"""A stand-in for data.police.uk and what is around it, on this machine only; everything it says is invented."""

from __future__ import annotations

from .faults import Fault, Kind
from .messages import Entry, Log
from .releases import Release, file_name, following_month, shifted
from .service import Service
from .wide import wide_archive

__all__ = [
    "Entry",
    "Fault",
    "Kind",
    "Log",
    "Release",
    "Service",
    "file_name",
    "following_month",
    "shifted",
    "wide_archive",
]
