# SPDX-License-Identifier: GPL-2.0-or-later
"""postcodes.io: one postcode, many of them, or those near a point. Asked only where the user asks.

The answers name LSOAs by codes.lsoa21 and codes.lsoa11; pseudo codes such as N99999999, and the areas that stand
there in Scotland and Northern Ireland, count as none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Optional, cast
from urllib.parse import quote

from ..errors import CacheError, NetworkError, NetworkFault, shown
from ..postcodes.keeping import is_lsoa
from ..postcodes.licence import licence_lines
from ..postcodes.model import ONLINE, Postcode
from ..postcodes.text import is_northern_irish, postcode_of

if TYPE_CHECKING:
    from ..transport.transport import Form, Transport

MOST = 100
"""Postcodes a question."""
FARTHEST = 2000
"""Metres around a point."""
_MISSING = 404


def look_up(transport: Transport, text: str) -> Postcode:
    """What postcodes.io says of a postcode, in use or ended.

    Raises `CacheError` for what cannot be a postcode (nothing is sent) or is none, `NetworkError`, `Cancelled`.
    """
    postcode = checked(text)
    found = _asked(transport, f"/postcodes/{quote(postcode)}")
    if found is not None:
        return _made(postcode, found)
    ended = _asked(transport, f"/terminated_postcodes/{quote(postcode)}")
    if ended is None:
        raise CacheError(f"There is no postcode {postcode}, says {ONLINE}. Check how it is written.")
    year, month = (_whole(ended.get(key)) for key in ("year_terminated", "month_terminated"))
    return _made(postcode, ended, f"{year:04}-{month:02}" if year and month else "ended")


def look_up_all(transport: Transport, texts: Iterable[str]) -> dict[str, Optional[Postcode]]:
    """What it says of many postcodes, in questions of 100; None for those that it does not know as in use.

    Raises as `look_up`, also where one of them cannot be a postcode.
    """
    wanted = list(dict.fromkeys(checked(text) for text in texts))
    found: dict[str, Optional[Postcode]] = {}
    for at in range(0, len(wanted), MOST):
        found.update(_bulk(transport, wanted[at : at + MOST]))
    return found


def near(transport: Transport, longitude: float, latitude: float, metres: int = FARTHEST) -> tuple[Postcode, ...]:
    """The postcodes within some metres (at most 2,000) of a point in WGS84 degrees, nearest first, at most 100."""
    place = {"lon": f"{longitude:.6f}", "lat": f"{latitude:.6f}"}
    asked = {**place, "radius": str(min(metres, FARTHEST)), "limit": str(MOST)}
    answer = transport.json(f"{transport.addresses.postcodes}/postcodes", asked)
    results = _result(answer, transport) or []
    if not isinstance(results, list):
        raise _unreadable(transport, "it is no list")
    return tuple(_made(_named(result, transport), result) for result in results)


def checked(text: str) -> str:
    """The postcode as it is written; raises `CacheError` for what cannot be one."""
    postcode = postcode_of(text)
    if postcode is None:
        raise CacheError(f"{shown(text)} is no postcode. They are written like LU1 2AB.")
    return postcode


def _bulk(transport: Transport, wanted: Sequence[str]) -> dict[str, Optional[Postcode]]:
    body = cast("Form", json.dumps({"postcodes": wanted}).encode())
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    response = transport.post(f"{transport.addresses.postcodes}/postcodes", body, headers)
    results = _result(_json(response.content, transport), transport)
    if not isinstance(results, list) or len(results) != len(wanted):
        raise _unreadable(transport, "it is not one entry for each postcode")
    found: dict[str, Optional[Postcode]] = {}
    for postcode, entry in zip(wanted, results):
        result = entry.get("result") if isinstance(entry, dict) else None
        found[postcode] = _made(postcode, result) if isinstance(result, dict) else None
    return found


def _asked(transport: Transport, path: str) -> Optional[dict[str, Any]]:
    """The result; None where it knows none."""
    address = f"{transport.addresses.postcodes}{path}"
    response = transport.get(address, headers={"Accept": "application/json"}, passed=(_MISSING,))
    answer = _json(response.content, transport)
    if response.status_code == _MISSING:
        if "postcode" not in str(answer.get("error")).lower():  # neither 'Postcode not found' nor 'Invalid postcode'
            raise _unreadable(transport, "it has no postcodes at that address")
        return None
    result = _result(answer, transport)
    if not isinstance(result, dict):
        raise _unreadable(transport, "it has no result")
    return result


def _json(body: bytes, transport: Transport) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _unreadable(transport, "it is no JSON") from error
    if not isinstance(answer, dict):
        raise _unreadable(transport, "it is no answer of that service")
    return answer


def _result(answer: Any, transport: Transport) -> Any:
    if not isinstance(answer, dict) or "result" not in answer:
        raise _unreadable(transport, "it has no result")
    return answer["result"]


def _named(result: Any, transport: Transport) -> str:
    postcode = postcode_of(str(result.get("postcode"))) if isinstance(result, dict) else None
    if postcode is None:
        raise _unreadable(transport, "one of its results is no postcode")
    return postcode


def _made(postcode: str, result: dict[str, Any], ended: str = "") -> Postcode:
    now = datetime.now(timezone.utc)
    longitude, latitude = _number(result.get("longitude"), 180), _number(result.get("latitude"), 90)
    codes = result.get("codes") if isinstance(result.get("codes"), dict) else {}
    return Postcode(
        text=postcode,
        longitude=longitude if latitude is not None else None,
        latitude=latitude if longitude is not None else None,
        lsoa_2011=_lsoa(codes, "lsoa11"),
        lsoa_2021=_lsoa(codes, "lsoa21"),
        ended=ended,
        source=ONLINE,
        licence=licence_lines(now.strftime("%Y"), is_northern_irish(postcode)),
        day=now.strftime("%Y-%m-%d"),
    )


def _lsoa(codes: Any, key: str) -> str:
    code = str(codes.get(key) or "") if isinstance(codes, dict) else ""
    return code if is_lsoa(code) else ""


def _number(value: Any, most: float) -> Optional[float]:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -most <= value <= most:
        return None
    return float(value)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000 else 0


def _unreadable(transport: Transport, what: str) -> NetworkError:
    from ..transport.addresses import host_of

    host = host_of(transport.addresses.postcodes)
    return NetworkError(NetworkFault.ANSWER, f"The answer of {host} cannot be read: {what}. Try again later.")
