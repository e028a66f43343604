# SPDX-License-Identifier: GPL-2.0-or-later
"""Larger areas out of smaller ones that share their borders to the last digit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tools.invented.ground import contains

Vertex = tuple[float, float]


def merged(rings: Iterable[Sequence[Sequence[float]]]) -> dict[str, Any]:
    """GeoJSON of the union of anticlockwise rings: borders that stand twice, once in each direction, fall away."""
    edges: dict[tuple[Vertex, Vertex], None] = {}
    for ring in rings:
        points = [(point[0], point[1]) for point in ring]
        for start, end in zip(points, points[1:]):
            if (end, start) in edges:
                del edges[end, start]
            else:
                edges[start, end] = None
    loops = _loops(list(edges))
    shells = [[loop] for loop in loops if _doubled_area(loop) > 0]
    for hole in (loop for loop in loops if _doubled_area(loop) <= 0):
        next(shell for shell in shells if contains(shell[0], hole[0])).append(hole)
    if len(shells) == 1:
        return {"type": "Polygon", "coordinates": shells[0]}
    return {"type": "MultiPolygon", "coordinates": shells}


def _loops(edges: list[tuple[Vertex, Vertex]]) -> list[list[Vertex]]:
    """The closed rings that these edges make."""
    following: dict[Vertex, list[Vertex]] = {}
    for start, end in edges:
        following.setdefault(start, []).append(end)
    loops = []
    for first in list(following):
        while following[first]:
            loop = [first]
            while len(loop) == 1 or loop[-1] != first:
                loop.append(following[loop[-1]].pop())
            loops.append(loop)
    return loops


def _doubled_area(ring: Sequence[Vertex]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))
