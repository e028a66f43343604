# SPDX-License-Identifier: GPL-2.0-or-later
"""Methods over arrays, one a file: frozen dataclasses of numpy arrays in and out, no QGIS, no files, no network."""
