# SPDX-License-Identifier: GPL-2.0-or-later
"""An ArcGIS feature layer, read page by page until the service says that there is no more, and counted.

A page may be shorter than asked for, or empty, and not be the last: only `exceededTransferLimit` tells. Pages may
overlap where rows are filtered behind the service's own index, so rows are told apart by their ids.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Optional

from ...errors import LongAnswer, NetworkError
from .query import Query, Refusal, numbered, refuse_error, unusable

if TYPE_CHECKING:
    from ...transport import Transport

_LONG = 1500  # characters of parameters from which they are posted: addresses may be cut at 2,000
_SHRINKS = 5
_FRUITLESS = 5
_MOST_ROWS = 500_000  # output areas, the smallest there are, number 190,000
_LONGEST_NAME = 200


class Feature(NamedTuple):
    """One row: its values by field as asked for, and its GeoJSON geometry in WGS84 where outlines were asked for."""

    values: dict[str, Optional[str]]
    geometry: Optional[dict[str, Any]]


@dataclass(frozen=True)
class FeatureLayer:
    """Layer 0 of a service as it describes itself."""

    address: str
    service: str
    object_id: str
    most: int
    """Rows that it sends at once, at most."""
    fields: Mapping[str, str]
    """Its own spelling of each field by the name in small letters."""

    @classmethod
    def described(cls, transport: Transport, service: str) -> FeatureLayer:
        """Ask a service what it is; raises `Refusal` or `NetworkError`, also where there is no such service."""
        address = f"{transport.addresses.ons}/{service}/FeatureServer/0"
        answer = refuse_error(transport.json(address, params={"f": "json"}), service)
        fields = [field for field in _objects(answer.get("fields")) if "name" in field]
        ids = [str(field["name"]) for field in fields if field.get("type") == "esriFieldTypeOID"]
        most = answer.get("maxRecordCount")
        return cls(
            address=address,
            service=service,
            object_id=str(answer.get("objectIdField") or next(iter(ids), "OBJECTID")),
            most=most if isinstance(most, int) and most > 0 else 1000,
            fields={str(field["name"]).lower(): str(field["name"]) for field in fields},
        )

    def own(self, field: str) -> str:
        """Its own spelling of a field."""
        return self.fields.get(field.lower(), field)

    def count(self, transport: Transport, query: Query) -> int:
        """How many rows a query has."""
        answer = self._ask(transport, {**query.selection(), "returnCountOnly": "true", "f": "json"})
        count = answer.get("count")
        if not isinstance(count, int) or count < 0:
            raise unusable(self.service, "it has no number of rows")
        if count > _MOST_ROWS:
            raise unusable(self.service, f"it counts more than {_MOST_ROWS:,} rows")
        return count

    def read(
        self, transport: Transport, query: Query, size: int, counted: Optional[int] = None
    ) -> Iterator[list[Feature]]:
        """The rows of a query, page by page, each row once; `counted` is their number, where it is known already.

        Raises `NetworkError` unless they are as many as ONS counts. Those that paging did not bring are asked for by
        their ids.
        """
        total = self.count(transport, query) if counted is None else counted
        reading = _Reading(self, transport, query, min(size, self.most))
        yield from reading.sweep(total)
        if len(reading.seen) == total:
            return
        ids = self.ids(transport, query)
        total = self.count(transport, query)
        if len(ids) != total:
            raise unusable(self.service, f"it gives {len(ids):,} ids of the {total:,} rows that it counts")
        yield from reading.left_out(ids)
        if len(reading.seen) != total:
            raise unusable(self.service, f"{len(reading.seen):,} rows came of {total:,} that it counts")

    def ids(self, transport: Transport, query: Query) -> list[int]:
        """The ids of the rows of a query."""
        found = self._ask(transport, {**query.selection(), "returnIdsOnly": "true", "f": "json"}).get("objectIds")
        numbers = found if isinstance(found, list) else [None]
        if not all(isinstance(number, int) for number in numbers):
            raise unusable(self.service, "it has no ids of rows")
        return sorted(numbers)

    def _ask(self, transport: Transport, parameters: dict[str, str]) -> Mapping[str, Any]:
        address = f"{self.address}/query"
        if sum(len(name) + len(value) for name, value in parameters.items()) > _LONG:
            return refuse_error(transport.json(address, data=parameters), self.service)
        return refuse_error(transport.json(address, params=parameters), self.service)

    def page(self, transport: Transport, query: Query, start: int, size: int) -> Mapping[str, Any]:
        """One page as it comes; raises `Refusal` or `NetworkError`."""
        fields = tuple(map(self.own, query.fields))
        return self._ask(transport, query.page((*fields, self.object_id), self.object_id, start, size))


class _Reading:
    """The pages of one query; `seen` are the ids of the rows so far."""

    def __init__(self, layer: FeatureLayer, transport: Transport, query: Query, size: int) -> None:
        self.layer, self.transport, self.query, self.size = layer, transport, query, size
        self.shrinks = 0
        self.seen: set[Any] = set()

    def sweep(self, total: int) -> Iterator[list[Feature]]:
        """All pages from the first one on; only rows that are not among those seen."""
        start, empty, fruitless = 0, False, 0
        # An answer that never ends is left: so far behind the last row nothing can come.
        while start <= 2 * total + 10 * self.size:
            answer = self._page(start, self.query)
            rows = _rows(answer, self.layer.service)
            new = list(self._new(rows))
            yield new
            fruitless = 0 if new else fruitless + 1
            if not _more(answer) or (not new and len(self.seen) >= total) or fruitless == 2 * _FRUITLESS:
                return
            # What was empty is asked for once more before it is passed over.
            step = len(rows) or (self.size if empty else 0)
            empty = not step
            start += step

    def left_out(self, ids: list[int]) -> Iterator[list[Feature]]:
        """The rows with those of `ids` that are not among those seen, as long as any come."""
        missing, fruitless = deque(number for number in ids if number not in self.seen), 0
        while missing and fruitless < _FRUITLESS:
            asked = [missing.popleft() for _ in range(min(self.size, len(missing)))]
            chosen = replace(self.query, where=numbered(self.layer.object_id, asked))
            new = list(self._new(_rows(self._page(0, chosen), self.layer.service)))
            yield new
            fruitless = 0 if new else fruitless + 1
            missing.extend(number for number in asked if number not in self.seen)

    def _page(self, start: int, query: Query) -> Mapping[str, Any]:
        """A page; a smaller one where the service cannot make it, as happens with large outlines."""
        while True:
            try:
                return self.layer.page(self.transport, query, start, self.size)
            except (Refusal, NetworkError) as error:
                if not _overtaxed(error) or self.shrinks == _SHRINKS:
                    raise
            self.shrinks += 1
            self.size = max(1, self.size // 2)

    def _new(self, rows: list[Any]) -> Iterator[Feature]:
        object_id = self.layer.object_id
        for row in rows:
            values = row.get("properties" if self.query.outlines else "attributes") if isinstance(row, dict) else None
            number = values.get(object_id) if isinstance(values, dict) else None
            if not isinstance(number, int) or not isinstance(values, dict):
                raise unusable(self.layer.service, f"a row has no {object_id}")
            if number not in self.seen:
                self.seen.add(number)
                texts = {name: self._text(name, values.get(self.layer.own(name))) for name in self.query.fields}
                yield Feature(texts, row.get("geometry"))

    def _text(self, field: str, value: Any) -> Optional[str]:
        """A code or a name, on one line and fit for a file and a terminal; `NetworkError` for what is neither."""
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > _LONGEST_NAME:
            raise unusable(self.layer.service, f"a row's {field} is no code or name")
        if value.isprintable():
            return value
        return "".join(sign for sign in " ".join(value.split()) if sign.isprintable())


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _rows(answer: Mapping[str, Any], service: str) -> list[Any]:
    rows = answer.get("features")
    if not isinstance(rows, list):
        raise unusable(service, "it has no rows")
    return rows


def _more(answer: Mapping[str, Any]) -> bool:
    """Whether there are more pages: in JSON at the top, in GeoJSON under `properties`; some servers mix them up."""
    inner = answer.get("properties")
    return bool(answer.get("exceededTransferLimit") or (isinstance(inner, dict) and inner.get("exceededTransferLimit")))


def _overtaxed(error: Exception) -> bool:
    if isinstance(error, Refusal):
        return error.code >= 500
    if isinstance(error, LongAnswer):
        return True
    # Other faults of the service the transport has repeated already.
    return isinstance(error, NetworkError) and error.status == 500
