# SPDX-License-Identifier: GPL-2.0-or-later
"""Rates of all areas of a level, against what chance varies."""
