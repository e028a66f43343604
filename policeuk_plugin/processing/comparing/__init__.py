# SPDX-License-Identifier: GPL-2.0-or-later
"""An area beside itself in other months, or beside one other."""
