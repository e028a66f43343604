# SPDX-License-Identifier: GPL-2.0-or-later
"""Maps of areas by counts, rates and change."""
