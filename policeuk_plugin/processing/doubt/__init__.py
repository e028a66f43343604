# SPDX-License-Identifier: GPL-2.0-or-later
"""How much of a verdict hangs on where the snap points put the crimes."""
