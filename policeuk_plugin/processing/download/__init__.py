# SPDX-License-Identifier: GPL-2.0-or-later
"""From data.police.uk into the cache."""
