# SPDX-License-Identifier: GPL-2.0-or-later
"""Search by name, code or postcode in what the cache holds; no network."""

from __future__ import annotations

from .finding import found_postcode, search
from .locating import located
from .model import Found, FoundKind

__all__ = ["Found", "FoundKind", "found_postcode", "located", "search"]
