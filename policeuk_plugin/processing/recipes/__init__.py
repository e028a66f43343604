# SPDX-License-Identifier: GPL-2.0-or-later
"""A run written down, and run again."""
