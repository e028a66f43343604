# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes, and risk, for each square kilometre."""
