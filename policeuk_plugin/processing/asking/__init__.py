# SPDX-License-Identifier: GPL-2.0-or-later
"""What several algorithms ask alike: the selection, months, units, charts."""
