# SPDX-License-Identifier: GPL-2.0-or-later
"""Which services of ONS hold what: names, item ids, fields and numbers of rows, as facts."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Optional

from ...reference import ons_layers


@dataclass(frozen=True)
class Service:
    """A service by name; `item` is its id in the portal, which stays when the name is replaced."""

    name: str
    item: Optional[str]
    fields: tuple[str, ...]
    """The fields that are asked for; the first holds the areas' codes."""

    @property
    def edition(self) -> int:
        """The year in the name of its first field, such as 2024 of PFA24CD."""
        return 2000 + int(self.fields[0][-4:-2])


@dataclass(frozen=True)
class Layer:
    """A layer or table that is wanted, and the services that may have it, the best first."""

    name: str
    title: str
    file: str
    """What the portal calls the file, for those who must import it by hand."""
    rows: Optional[int]
    """How many rows it has in England and Wales."""
    page: int
    """How many features are asked for at once: of large outlines few, so that memory stays bounded."""
    services: tuple[Service, ...]
    uk: bool = False
    """Whether the service has the whole United Kingdom."""

    @property
    def drawn(self) -> bool:
        """Whether it has outlines; else it is a table."""
        return not self.name.endswith(("look-up", "fit"))


def layer_named(name: str) -> Layer:
    """The layer with this name in `reference/ons_layers.json`."""
    return _layers()[name]


@functools.cache
def _layers() -> dict[str, Layer]:
    found = (
        Layer(
            name=entry["name"],
            title=entry["title"],
            file=entry["file"],
            rows=entry["rows"],
            page=entry["page"],
            services=tuple(_service(service) for service in entry["services"]),
            uk=entry.get("uk", False),
        )
        for entry in ons_layers()["layers"]
    )
    return {layer.name: layer for layer in found}


def _service(entry: dict[str, Any]) -> Service:
    item = entry["item"].replace("-", "") if entry["item"] else None
    return Service(entry["name"].replace(" ", "_"), item, tuple(entry["fields"]))
