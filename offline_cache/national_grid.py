# SPDX-License-Identifier: GPL-2.0-or-later
"""Grid metres to WGS84 degrees through PROJ, which is kept from the network here."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, cast

from .errors import BadFile, reason


def to_wgs84(grid: str, file: str) -> Callable[..., Any]:
    """PROJ's function from metres in `grid` (such as EPSG:27700) to longitude and latitude, numbers or arrays.

    To about 2 m where PROJ has no OSTN15 grid. Raises `BadFile` about `file` where there is no PROJ.
    """
    try:
        with warnings.catch_warnings():
            # Debian's pyproj warns in a virtual environment, and then finds its data all the same.
            warnings.simplefilter("ignore", UserWarning)
            from pyproj import Transformer
            from pyproj.exceptions import ProjError
            from pyproj.network import set_network_enabled  # type: ignore[attr-defined]
    except ImportError as error:
        raise BadFile(
            f"{file} is in grid metres, and this Python has no pyproj to convert them. Use the Python of QGIS."
        ) from error
    set_network_enabled(False)  # PROJ_NETWORK or proj.ini would have it fetch the grid files it lacks
    try:
        made = Transformer.from_crs(grid, "EPSG:4326", always_xy=True)
    except ProjError as error:
        raise BadFile(
            f"{file} is in grid metres, which this PROJ cannot convert ({reason(error)}). Use the Python of QGIS."
        ) from error
    return cast("Callable[..., Any]", made.transform)
