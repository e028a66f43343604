# SPDX-License-Identifier: GPL-2.0-or-later
"""A stand-in for data.police.uk and what is around it, on this machine only; everything it says is invented."""

from __future__ import annotations

from .faults import Fault, Kind
from .layers import Layer, layer_from_csv, layer_from_geojson, made_layer
from .messages import Entry, Log
from .outside import Outside, outside_service
from .proxy import Proxy
from .releases import Release, file_name, following_month, shifted
from .service import Service
from .tls import openssl_is_there
from .wide import wide_archive

__all__ = [
    "Entry",
    "Fault",
    "Kind",
    "Layer",
    "Log",
    "Outside",
    "Proxy",
    "Release",
    "Service",
    "file_name",
    "following_month",
    "layer_from_csv",
    "layer_from_geojson",
    "made_layer",
    "openssl_is_there",
    "outside_service",
    "shifted",
    "wide_archive",
]
