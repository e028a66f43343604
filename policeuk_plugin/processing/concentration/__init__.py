# SPDX-License-Identifier: GPL-2.0-or-later
"""How few places hold how much of the crime."""
