# SPDX-License-Identifier: GPL-2.0-or-later
"""Results into files: beside what is there, read back, then moved."""
