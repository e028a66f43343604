# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of the cache to files for other programs: CSV, GeoJSON, GeoPackage.

`exporting.export` writes one, `about.about` says what must be known about it.
"""
