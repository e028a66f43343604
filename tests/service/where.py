# SPDX-License-Identifier: GPL-2.0-or-later
"""The SQL of a query: comparisons, IN and LIKE joined by AND and OR; and the envelope that features must meet."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tools.invented.ground import contains

Test = Callable[[Mapping[str, Any]], bool]
Envelope = tuple[float, float, float, float]
_VALUE = r"('(?:[^']|'')*'|-?\d+(?:\.\d+)?)"
_FIELD = r"(?:UPPER\(\s*)?([A-Za-z_]\w*)\s*\)?"
_IN = re.compile(rf"{_FIELD}\s+(NOT\s+)?IN\s*\(\s*({_VALUE}(?:\s*,\s*{_VALUE})*)\s*\)\Z", re.IGNORECASE)
_LIKE = re.compile(rf"{_FIELD}\s+LIKE\s+('(?:[^']|'')*')\Z", re.IGNORECASE)
_COMPARED = re.compile(rf"{_FIELD}\s*(=|<>|!=|<=|>=|<|>)\s*{_VALUE}\Z", re.IGNORECASE)
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


class BadQuery(Exception):
    """The query cannot be understood; the message goes into the error's details."""


def condition(where: str, fields: Iterable[str]) -> Test:
    """A test of a feature's properties."""
    known = {name.lower(): name for name in fields}
    choices = [[_one(part, known) for part in _parts(choice, "AND")] for choice in _parts(where, "OR")]
    return lambda properties: any(all(test(properties) for test in tests) for tests in choices)


def _parts(where: str, word: str) -> list[str]:
    """The parts between AND or OR, which inside quotes are text."""
    parts: list[str] = [""]
    for piece in re.split(rf"('(?:[^']|'')*'|\s{word}\s)", where.strip(), flags=re.IGNORECASE):
        if piece.strip().upper() == word:
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts]


def _one(text: str, known: Mapping[str, str]) -> Test:
    if re.fullmatch(r"1\s*=\s*1|", text):
        return lambda properties: True
    match = _IN.match(text)
    if match:
        field, wanted = _field(match[1], known), {_value(value) for value in re.findall(_VALUE, match[3])}
        inside = match[2] is None
        return lambda properties: (properties[field] in wanted) is inside
    match = _LIKE.match(text)
    if match:
        field, pattern = _field(match[1], known), _pattern(str(_value(match[2])), "UPPER" in text.upper())
        return lambda properties: pattern.match(str(properties[field])) is not None
    match = _COMPARED.match(text)
    if match:
        field, compare, value = _field(match[1], known), _OPERATORS[match[2]], _value(match[3])
        return lambda properties: compare(properties[field], _alike(value, properties[field]))
    raise BadQuery("'where' clause is invalid")


def _alike(value: Any, other: Any) -> Any:
    """The value as a text or a number, as the field has it."""
    try:
        return type(other)(value)
    except (TypeError, ValueError) as error:
        raise BadQuery("'where' clause is invalid") from error


def _field(name: str, known: Mapping[str, str]) -> str:
    if name.lower() not in known:
        raise BadQuery(f"'Invalid field: {name}' parameter is invalid")
    return known[name.lower()]


def _value(text: str) -> Any:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    return float(text) if "." in text else int(text)


def _pattern(like: str, folded: bool) -> re.Pattern[str]:
    parts = ({"%": ".*", "_": "."}.get(letter, re.escape(letter)) for letter in like)
    return re.compile("".join(parts) + r"\Z", re.IGNORECASE if folded else 0)


def envelope(text: str) -> Envelope:
    """West, south, east, north of `xmin,ymin,xmax,ymax` or of ArcGIS' JSON."""
    try:
        if text.strip().startswith("{"):
            found = json.loads(text)
            return (found["xmin"], found["ymin"], found["xmax"], found["ymax"])
        west, south, east, north = (float(part) for part in text.split(","))
    except (ValueError, KeyError) as error:
        raise BadQuery("'geometry' parameter is invalid") from error
    return (west, south, east, north)


def meets(geometry: Any, box: Envelope) -> bool:
    """True if a GeoJSON geometry and the box have a point in common."""
    if geometry is None:
        return False
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        return _inside(coordinates, box)
    polygons = [coordinates] if kind == "Polygon" else coordinates
    return any(_polygon_meets(rings, box) for rings in polygons)


def _polygon_meets(rings: Sequence[Any], box: Envelope) -> bool:
    west, south, east, north = box
    corners = [(west, south), (east, south), (east, north), (west, north)]
    if any(_inside(point, box) for ring in rings for point in ring):
        return True
    if sum(contains([tuple(p[:2]) for p in ring], corners[0]) for ring in rings) % 2:
        return True
    sides = list(zip(corners, [*corners[1:], corners[0]]))
    edges = ((a, b) for ring in rings for a, b in zip(ring, ring[1:]))
    return any(_cross(a, b, c, d) for a, b in edges for c, d in sides)


def _inside(point: Sequence[float], box: Envelope) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _cross(a: Any, b: Any, c: Any, d: Any) -> bool:
    """True if the stretches a-b and c-d cross."""

    def side(p: Any, q: Any, r: Any) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)
