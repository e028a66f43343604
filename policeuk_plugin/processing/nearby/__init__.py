# SPDX-License-Identifier: GPL-2.0-or-later
"""Along a route, and the next station."""
