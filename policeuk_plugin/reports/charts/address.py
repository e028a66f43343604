# SPDX-License-Identifier: GPL-2.0-or-later
"""A chart as the address of an image, for a page that holds all of itself."""

from __future__ import annotations

import base64


def svg_address(svg: str) -> str:
    """The `data:` address of an SVG; base64, so that nothing in it can end an attribute."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")
