# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers and tables of the ONS Open Geography portal, read page by page."""

from __future__ import annotations

from .arcgis import Feature, FeatureLayer
from .files import FeatureFile
from .finding import find_layer
from .layers import Layer, Service, layer_named
from .query import Box, Query, Refusal, among

__all__ = [
    "Box",
    "Feature",
    "FeatureFile",
    "FeatureLayer",
    "Layer",
    "Query",
    "Refusal",
    "Service",
    "among",
    "find_layer",
    "layer_named",
]
