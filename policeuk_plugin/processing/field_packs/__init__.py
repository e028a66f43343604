# SPDX-License-Identifier: GPL-2.0-or-later
"""A folder for the laptop without a network: made, checked, its notes brought home."""
