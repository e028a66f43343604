# SPDX-License-Identifier: GPL-2.0-or-later
"""What has to stand wherever a postcode's place is shown."""

from __future__ import annotations

NORTHERN_IRELAND = (
    "Postcodes of Northern Ireland (BT) contain data of Land & Property Services (Northern Ireland) and are free for "
    "non-commercial use only."
)


def licence_lines(year: str, northern_ireland: bool) -> str:
    """The lines of Ordnance Survey, Royal Mail and ONS, and of Northern Ireland where such postcodes are among them."""
    lines = (
        f"Contains OS data © Crown copyright and database right {year}. "
        f"Contains Royal Mail data © Royal Mail copyright and database right {year}. "
        "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
    )
    return f"{lines} {NORTHERN_IRELAND}" if northern_ireland else lines
