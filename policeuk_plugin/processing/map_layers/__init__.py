# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of the cache into the project, and what is held as a table."""
