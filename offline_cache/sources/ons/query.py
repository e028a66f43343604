# SPDX-License-Identifier: GPL-2.0-or-later
"""What is asked of a feature layer, in the words of the ArcGIS REST service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Optional

from ...errors import CacheError, NetworkError, NetworkFault, shown

# A hundred-millionth of a degree is a millimetre; seven decimals are what ONS's own files have.
_DECIMALS = 7
# Characters of a message of the service that are looked at.
_READ = 1_000


class Box(NamedTuple):
    """A rectangle in WGS84 degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Query:
    """Which rows, which fields of them, and whether their outlines (WGS84) come along."""

    where: str = "1=1"
    fields: tuple[str, ...] = ()
    outlines: bool = False
    within: Optional[Box] = None
    """Only what touches this rectangle."""
    offset: Optional[float] = None
    """Degrees by which outlines may be off, where a rough shape is enough."""

    def selection(self) -> dict[str, str]:
        """The parameters that say which rows."""
        parameters = {"where": self.where}
        if self.within is not None:
            parameters.update(
                geometry=",".join(f"{degrees:.6f}" for degrees in self.within),
                geometryType="esriGeometryEnvelope",
                inSR="4326",
                spatialRel="esriSpatialRelIntersects",
            )
        return parameters

    def page(self, fields: Iterable[str], object_id: str, start: int, size: int) -> dict[str, str]:
        """The parameters of one page of `fields`, in the order of the rows' own ids."""
        parameters = {
            **self.selection(),
            "outFields": ",".join(fields),
            "returnGeometry": str(self.outlines).lower(),
            "orderByFields": object_id,
            "resultOffset": str(start),
            "resultRecordCount": str(size),
            "f": "geojson" if self.outlines else "json",
        }
        if self.outlines:
            parameters.update(outSR="4326", geometryPrecision=str(_DECIMALS))
        if self.offset is not None:
            parameters.update(maxAllowableOffset=f"{self.offset:g}")
        return parameters


def among(field: str, values: Iterable[str]) -> str:
    """A condition that `field` is one of `values`."""
    quoted = ",".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"{field} IN ({quoted})"


def numbered(field: str, numbers: Iterable[int]) -> str:
    """A condition that `field` is one of `numbers`."""
    return f"{field} IN ({','.join(map(str, numbers))})"


class Refusal(CacheError):
    """An error that came with status 200, as ArcGIS sends all of its own; `code` is its number."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"The map service of ONS answered with an error: {shown(message)} ({code}). Try again later.")
        self.code = code


def refuse_error(answer: Any, service: str) -> Mapping[str, Any]:
    """The answer itself, an object; raises `Refusal` for an error in it, `NetworkError` for anything else."""
    if not isinstance(answer, dict):
        raise unusable(service, "it is no JSON object")
    error = answer.get("error")
    if error is None:
        return answer
    details = error if isinstance(error, dict) else {}
    code = details.get("code")
    number = code if isinstance(code, int) and 0 < code < 100_000 else 0
    raise Refusal(number, str(details.get("message") or error)[:_READ])


def unusable(service: str, why: str) -> NetworkError:
    """An answer with status 200 that cannot be what it should be."""
    return NetworkError(
        NetworkFault.ANSWER,
        f"The answer of ONS for {service} cannot be used: {why}. Nothing of it was kept; try again later.",
    )
