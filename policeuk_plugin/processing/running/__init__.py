# SPDX-License-Identifier: GPL-2.0-or-later
"""How an algorithm runs: its base, its feedback, its words, other algorithms inside it."""
