# SPDX-License-Identifier: GPL-2.0-or-later
"""The service that has a layer now: by its name, by the name that its item has today, else by another name."""

from __future__ import annotations

import difflib
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from ...errors import NetworkError, NetworkFault
from .arcgis import FeatureLayer
from .layers import Layer, Service
from .query import Refusal, refuse_error

if TYPE_CHECKING:
    from ...transport import Transport

# What ArcGIS answers for a service that is not there, not shared, or switched off.
_GONE = (400, 403, 404, 498, 499)
_LIKE = 12
_NAME = re.compile(r"\w[\w()-]*\Z", re.ASCII)
_log = logging.getLogger(__name__)


def find_layer(transport: Transport, layer: Layer, edition: Optional[int] = None) -> tuple[FeatureLayer, Service]:
    """The first of the layer's services (those of `edition`, where that matters) that is there with its fields.

    Raises `NetworkError` where none is, with the file to import instead; other faults of the network as they are.
    """
    for service in layer.services:
        if edition is not None and service.edition != edition:
            continue
        for name in _names(transport, service):
            found = _described(transport, name)
            if found is not None and all(field.lower() in found.fields for field in service.fields):
                return found, service
    raise NetworkError(
        NetworkFault.NOT_FOUND,
        f"ONS no longer has the {layer.title} under any name that is known here. Download '{layer.file}' from "
        "geoportal.statistics.gov.uk and import the file, or look for a new version of the plugin.",
    )


def _names(transport: Transport, service: Service) -> Iterator[str]:
    yield service.name
    name = _name_of_item(transport, service) if service.item else None
    if name:
        yield name


def _described(transport: Transport, name: str) -> Optional[FeatureLayer]:
    try:
        return FeatureLayer.described(transport, name)
    except Refusal as error:
        if error.code in _GONE:
            return None
        raise
    except NetworkError as error:
        if error.status in _GONE:
            return None
        raise


def _name_of_item(transport: Transport, service: Service) -> Optional[str]:
    """The name under which the directory of services has the item today; None where it is not found there.

    Of some thousand services those with names like the old one are asked for their item, so no other is taken.
    """
    ons = transport.addresses.ons
    try:
        listed = refuse_error(transport.json(ons, params={"f": "json"}), "its directory").get("services")
        entries = listed if isinstance(listed, list) else []
        found = [entry for entry in entries if isinstance(entry, dict) and entry.get("type") == "FeatureServer"]
        names = {str(entry.get("name")) for entry in found} - {service.name}
        names = {name for name in names if _NAME.match(name)}  # they become parts of addresses and of a file's name
        for name in difflib.get_close_matches(service.name, sorted(names), n=_LIKE):
            answer = refuse_error(transport.json(f"{ons}/{name}/FeatureServer", params={"f": "json"}), name)
            if answer.get("serviceItemId") == service.item:
                return name
    except (Refusal, NetworkError) as error:
        _log.info("%s was not found by its item: %s", service.name, error)
    return None
