# SPDX-License-Identifier: GPL-2.0-or-later
"""Widgets only: they fill in parameters, start tasks and show what comes back."""
