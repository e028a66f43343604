# SPDX-License-Identifier: GPL-2.0-or-later
"""Speed, memory and size, each beside the peer that was run in the same minute; never a test."""
