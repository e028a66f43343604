# SPDX-License-Identifier: GPL-2.0-or-later
"""The search of QGIS's locator bar, and what it shares with the panel's."""

from __future__ import annotations
