# SPDX-License-Identifier: GPL-2.0-or-later
"""Questions to the API and their answers as JSON; what each status of the service means (service A.3)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Optional

from ..errors import CacheError, NetworkError, NetworkFault
from ..model import Month
from ..reference import force_names
from ..transport.addresses import host_of
from ..transport.bodies import looks_like_page
from ..transport.faults import login_page, unreadable
from .forces import FORCES, read_forces
from .questions import checked_force, checked_month
from .reference import LAST_UPDATED, MONTHS, read_last_update, read_months
from .rings import Ring, poly_text
from .tiles import TooLarge

if TYPE_CHECKING:
    from requests import Response

    from ..transport import Transport

Answer = Any
"""What JSON can be."""

_JSON = {"Accept": "application/json"}
_NO_SUCH_MONTH = (404, 500, 502)  # what the service was seen to answer for a month that it no longer holds


class PoliceApi:
    """The API through one transport; remembers for its own life which months and forces the service has.

    Whatever cannot be asked or answered is a `CacheError`, of the network a `NetworkError`.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._base = transport.addresses.api
        self._months: Optional[tuple[Month, ...]] = None
        self._forces: Optional[frozenset[str]] = None

    def get(self, path: str, missing: str = "", **parameters: str) -> Answer:
        """The answer to a question without a month; `missing` is the sentence where the service has no such thing."""
        try:
            return self._transport.json(self._base + path, params=parameters or None)
        except NetworkError as error:
            if missing and error.status == 404:
                raise NetworkError(NetworkFault.NOT_FOUND, missing, 404) from error
            raise

    def of_month(self, path: str, month: Month, **parameters: str) -> Answer:
        """The answer about a month that the service holds; the month is always sent."""
        parameters["date"] = str(self.checked_month(month))
        try:
            return self._transport.json(self._base + path, params=parameters)
        except NetworkError as error:
            if error.status in _NO_SUCH_MONTH:
                raise _not_answered(month, error) from error
            raise

    def in_ring(self, path: str, month: Month, ring: Ring) -> Answer:
        """The answer about an outline in a month; raises `TooLarge` where the service has too much there.

        The outline is sent in a form, whose length has no limit. A 503 is never asked again unchanged: the service
        answers so to an area that is too large and when it is out of order.
        """
        form = {"poly": poly_text(ring), "date": str(self.checked_month(month))}
        try:
            response = self._transport.post(self._base + path, form, _JSON, passed=(503,))
        except NetworkError as error:
            if error.status in _NO_SUCH_MONTH:
                raise _not_answered(month, error) from error
            raise
        if response.status_code == 503:
            raise TooLarge if self._is_well() else _out_of_order()
        return decoded(response)

    def checked_month(self, month: Month) -> Month:
        """The month itself where the service holds it."""
        if self._months is None:
            self._months = tuple(entry.month for entry in read_months(self.get(MONTHS)))
        return checked_month(month, self._months)

    def checked_force(self, slug: str) -> str:
        """The force's id where it is known here or listed by the service; it answers others with nothing."""
        if checked_force(slug) in force_names():
            return slug
        if self._forces is None:
            self._forces = frozenset(force.id for force in read_forces(self.get(FORCES)))
        if slug not in self._forces:
            raise CacheError(f"The police.uk service knows no force '{slug}'. Forces are written as in file names.")
        return slug

    def checked_territorial(self, slug: str) -> str:
        """The same for what British Transport Police does not have there: contacts and neighbourhoods."""
        if slug == "btp":
            raise CacheError(
                "British Transport Police has no neighbourhoods and no contacts on the police.uk service. "
                "Choose another force."
            )
        return self.checked_force(slug)

    def _is_well(self) -> bool:
        """Whether the service answers at all, asked once."""
        try:
            answer = self._transport.json(self._base + LAST_UPDATED, passed=(500, 502, 503, 504))
            return answer is not None and bool(read_last_update(answer))
        except NetworkError:
            return False


def decoded(response: Response) -> Answer:
    """The body of an answer as JSON; raises `NetworkError` for anything else."""
    body, host = response.content, host_of(response.url)
    if looks_like_page(body):
        raise login_page(host)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise unreadable(host, "it is no JSON" if body else "it is empty") from error


def _not_answered(month: Month, error: NetworkError) -> NetworkError:
    return NetworkError(
        error.fault,
        f"The police.uk service has no answer for {month} there (status {error.status}), although it lists that month. "
        "Try again later, or choose another month or place.",
        error.status,
    )


def _out_of_order() -> NetworkError:
    return NetworkError(
        NetworkFault.SERVICE,
        "The police.uk service is out of order (status 503, also for its last update). Try again later.",
        503,
    )
