# SPDX-License-Identifier: GPL-2.0-or-later
"""One page for the meeting of a beat."""
