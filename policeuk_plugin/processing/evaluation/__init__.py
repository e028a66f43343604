# SPDX-License-Identifier: GPL-2.0-or-later
"""How well a method would have found next month's crimes."""
