# SPDX-License-Identifier: GPL-2.0-or-later
"""Field mode, and the page that makes a pack."""
