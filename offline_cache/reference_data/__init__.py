# SPDX-License-Identifier: GPL-2.0-or-later
"""Reference data for comparisons: attributes and classes of areas, lists of peers, official counts."""
