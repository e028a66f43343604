# SPDX-License-Identifier: GPL-2.0-or-later
"""Where more crimes are than chance would put there."""
