# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of the cache to files for other programs: CSV, GeoJSON, GeoPackage."""

from __future__ import annotations

from .about import About, about
from .choices import ExportFormat, ExportLayer
from .exporting import export

__all__ = ["About", "ExportFormat", "ExportLayer", "about", "export"]
