# SPDX-License-Identifier: GPL-2.0-or-later
"""Swatches that the legends of several pages have."""

from __future__ import annotations

from ...reports.result_page import Swatch
from ...text import tr

FEW = "repeating-linear-gradient(0deg,#d1d1d1 0 0.9mm,#6e6e6e 0.9mm 1.1mm)"
"""Hatched flat: too few crimes to tell."""
UNTESTED = "repeating-linear-gradient(45deg,#dfe4ec 0 0.9mm,#b4b4b4 0.9mm 1.1mm)"
"""Hatched aslant: units that were not tested."""


def points_swatch() -> Swatch:
    """The dots of a page's map."""
    return Swatch("radial-gradient(#969696 0.4mm,transparent 0.45mm) 0 0/2.3mm 1.8mm", tr("snap points with crimes"))
