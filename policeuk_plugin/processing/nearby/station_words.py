# SPDX-License-Identifier: GPL-2.0-or-later
"""What the stations nearest to points come to, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from offline_cache.stations import PlacedBy

from ...text import forces_phrase, many, number, tr

if TYPE_CHECKING:
    from offline_cache.stations import HeldStation

    from .station_run import StationRun

_NAMED = 10
_LONGEST = 80


def distance_words(metres: float) -> str:
    """Such as 420 m or 3.1 km."""
    if metres < 1000:
        return tr("{n} m").format(n=number(round(metres)))
    return tr("{n} km").format(n=f"{metres / 1000:,.1f}")


def finding(run: StationRun) -> str:
    """The nearest station of the first point; of a layer also how far the nearest is from the others."""
    first = run.placed[int(run.nearest[0, 0])]
    nearest = run.distance[:, 0]
    if nearest.size == 1:
        return tr("{name} is nearest: {distance} as the crow flies.").format(
            name=_short(first), distance=distance_words(float(nearest[0]))
        )
    return tr("From {n} points the nearest station is {least} to {most} away, as the crow flies.").format(
        n=number(int(nearest.size)),
        least=distance_words(float(nearest.min())),
        most=distance_words(float(nearest.max())),
    )


def basis(run: StationRun) -> list[str]:
    """What the distances rest on."""
    days = sorted({station.day for station in run.placed})
    lines = [
        tr("{n} of {forces}, as fetched on {days}. Those of other forces are not known.").format(
            n=many(len(run.placed), tr("station or contact point"), tr("stations and contact points")),
            forces=forces_phrase(run.forces),
            days=days[0] if len(days) == 1 else tr("{first} to {last}").format(first=days[0], last=days[-1]),
        ),
        tr("Metres on the national grid, as the crow flies: not the length of a journey."),
        *run.points.left,
    ]
    by_postcode = sum(station.placed_by is PlacedBy.POSTCODE for station in run.placed)
    if by_postcode:
        lines.append(tr("{n} of them are placed by their postcode.").format(n=number(by_postcode)))
    return [*lines, *warnings(run)]


def warnings(run: StationRun) -> list[str]:
    """The stations that are left out, by name: nothing says where they are."""
    if not run.unplaced:
        return []
    named = ", ".join(f"{_short(station)} {station.postcode}".strip() for station in run.unplaced[:_NAMED])
    more = tr(" and {n} more").format(n=number(len(run.unplaced) - _NAMED)) if len(run.unplaced) > _NAMED else ""
    return [
        tr("Left out, as nothing says where they are: {stations}{more}. One of them may be nearer.").format(
            stations=named, more=more
        )
    ]


def _short(station: HeldStation) -> str:
    return station.title if len(station.title) <= _LONGEST else station.title[: _LONGEST - 1] + "…"
