# SPDX-License-Identifier: GPL-2.0-or-later
"""Several results in one document."""
