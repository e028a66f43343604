# SPDX-License-Identifier: GPL-2.0-or-later
"""Which reference data is wanted from official addresses, and where each of it is."""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Union

from ..reference import reference_sources
from ..sources.ons import Layer
from ..sources.ons.layers import Service as OnsService

if TYPE_CHECKING:
    from ..transport.addresses import Service

_HELD = """
    SELECT measure FROM area_figure WHERE kind = 'lsoa' AND edition = :edition AND measure = :name
    UNION SELECT name FROM area_measure WHERE kind = 'lsoa' AND edition = :edition AND name = :name
"""


class ReferenceWant(enum.Enum):
    """What can be wanted, by the word on the command line."""

    CENSUS = "census"
    RURAL_URBAN = "rural-urban"
    DEPRIVATION = "deprivation"
    DEPRIVATION_2019 = "deprivation-2019"


USUAL = (ReferenceWant.CENSUS, ReferenceWant.RURAL_URBAN)


@dataclass(frozen=True)
class OfficialFile:
    """A file at an official address: `names` are tried one after the other. It gives measures of LSOAs."""

    title: str
    service: Service
    folder: str
    names: tuple[str, ...]
    gives: tuple[str, ...]
    edition: int


@dataclass(frozen=True)
class OfficialTable:
    """A table of the ONS Open Geography portal. It gives measures of LSOAs."""

    title: str
    layer: Layer
    gives: tuple[str, ...]
    edition: int


Official = Union[OfficialFile, OfficialTable]


def official(wants: tuple[ReferenceWant, ...]) -> tuple[Official, ...]:
    """What is to be fetched for some wants, in the order in which it is."""
    return tuple(each for want in dict.fromkeys(wants) for each in _of(want))


def by_hand() -> tuple[str, ...]:
    """Sentences on what cannot be fetched, and where it is."""
    return tuple(
        f"Not fetched: {entry['title']}, {entry['why']}: {entry['page']}" for entry in reference_sources()["by_hand"]
    )


def is_held(connection: sqlite3.Connection, wanted: Official) -> bool:
    """Whether everything that it gives is in the cache, from wherever."""
    return all(
        connection.execute(_HELD, {"edition": wanted.edition, "name": name}).fetchone() is not None
        for name in wanted.gives
    )


def _of(want: ReferenceWant) -> Iterator[Official]:
    for entry in reference_sources()["files"]:
        if entry["want"] == want.value:
            yield _file(entry)
    for entry in reference_sources()["tables"]:
        if entry["want"] == want.value:
            yield _table(entry)


def _file(entry: dict[str, Any]) -> OfficialFile:
    from ..transport.addresses import Service  # commands that send nothing load nothing that could

    folder = "/".join(filter(None, (entry["folder"], entry["id"].replace("-", ""))))
    names = tuple(name.replace(" ", "_") for name in entry["names"])
    return OfficialFile(
        entry["title"], Service(entry["service"]), folder, names, tuple(entry["gives"]), entry["edition"]
    )


def _table(entry: dict[str, Any]) -> OfficialTable:
    item: Optional[str] = None
    service = OnsService(entry["service"].replace(" ", "_"), item, tuple(entry["fields"]))
    layer = Layer(
        name="rural-urban look-up",
        title=entry["title"],
        file=entry["file"],
        rows=entry["rows"],
        page=2000,
        services=(service,),
    )
    return OfficialTable(entry["title"], layer, tuple(entry["gives"]), entry["edition"])
