# SPDX-License-Identifier: GPL-2.0-or-later
"""Squares, hexagons, areas or the user's polygons: made, clipped, counted, drawn."""
