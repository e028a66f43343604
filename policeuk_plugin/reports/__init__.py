# SPDX-License-Identifier: GPL-2.0-or-later
"""Pages and maps to hand on: print layouts and HTML."""
