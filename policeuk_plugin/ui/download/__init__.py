# SPDX-License-Identifier: GPL-2.0-or-later
"""The form of a download, and what it will bring."""
