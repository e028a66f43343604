# SPDX-License-Identifier: GPL-2.0-or-later
"""From files on disk into the cache."""
