# SPDX-License-Identifier: GPL-2.0-or-later
"""Cache to styled, grouped, time-aware layers."""
