# SPDX-License-Identifier: GPL-2.0-or-later
"""What lasts, changes, emerges, trends and comes next."""
