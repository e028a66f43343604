# SPDX-License-Identifier: GPL-2.0-or-later
"""Priorities and coming events of the team that polices an area, as they were fetched."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

from offline_cache.errors import CacheError
from offline_cache.model import Area, Month
from offline_cache.neighbourhood_ground import is_neighbourhood
from offline_cache.neighbourhood_names import read_neighbourhoods
from offline_cache.neighbourhood_places import neighbourhoods_at
from offline_cache.neighbourhoods import HeldNeighbourhood, neighbourhood
from offline_cache.police_api.neighbourhoods import Event, NeighbourhoodKey, Priority

from ...reports.brief import Entry, Listing
from ...text import many, tr
from .beat_places import Places
from .beat_words import first_words, one_line

_ASKED_AT = 40
"""Snap points, the busiest, of which it is asked in which neighbourhood they lie."""
_LEAST_PART = 0.3


@dataclass(frozen=True)
class Team:
    """The neighbourhood whose answers are shown, or None and `why`; `of` says whose they are where not its own."""

    held: Optional[HeldNeighbourhood]
    why: str
    of: str = ""

    @property
    def day(self) -> str:
        """When the answers were fetched, such as 3 May 2026."""
        return day_text(self.held.fetched_at) if self.held is not None else ""


def team_of(connection: sqlite3.Connection, area: Optional[Area], asked: str, found: Places) -> Team:
    """The team of TEAM, of the neighbourhood itself, else of the one that most crimes of the area lie in.

    Raises `CacheError` where TEAM names none.
    """
    if asked.strip():
        named = read_neighbourhoods(connection, asked.strip().partition("neighbourhood:")[2] or asked.strip())
        held = neighbourhood(connection, _key(named.codes[0]))
        return Team(held, "", tr("of the team of {name}").format(name=held.about.name))
    if area is None:
        return Team(None, tr("Each neighbourhood has its own, and this page is of a larger area."))
    if is_neighbourhood(area):
        return _held(connection, _key(area.codes[0]), "")
    within: Counter[NeighbourhoodKey] = Counter()
    order = sorted(range(found.crimes.size), key=lambda at: -int(found.crimes[at]))[:_ASKED_AT]
    for at in order:
        points = found.points
        keys = neighbourhoods_at(connection, float(points.longitude[at]), float(points.latitude[at]))
        if keys:
            within[keys[0]] += int(found.crimes[at])
    total = sum(int(found.crimes[at]) for at in order)
    if not within or within.most_common(1)[0][1] < _LEAST_PART * max(total, 1):
        return Team(None, tr("No neighbourhood is held that most of this area lies in."))
    key = within.most_common(1)[0][0]
    return _held(connection, key, tr("of the team of {name}, where most of the crimes are"))


def _held(connection: sqlite3.Connection, key: NeighbourhoodKey, of: str) -> Team:
    try:
        held = neighbourhood(connection, key)
    except CacheError as error:
        return Team(None, first_words(str(error)))
    return Team(held, "", of.format(name=held.about.name))


def _key(text: str) -> NeighbourhoodKey:
    force, _, code = text.partition("/")
    return NeighbourhoodKey(force, code)


def priorities(team: Team) -> Listing:
    """What the team works on, the newest first."""
    title = tr("Priorities")
    if team.held is None:
        return Listing(title, (), tr("None are held. {why}").format(why=team.why))
    newest = sorted(team.held.priorities, key=lambda one: one.issued, reverse=True)
    entries = tuple(_priority(one) for one in newest)
    if not entries:
        return Listing(title, (), tr("The force listed none when it was asked, on {day}.").format(day=team.day))
    return Listing(title, entries, _as_fetched(team))


def _priority(one: Priority) -> Entry:
    done = done_text(one)
    head = one_line(one.issue) or tr("(no text)")
    return Entry(head, day_text(one.issued), done or tr("Nothing is said of what was done."))


def done_text(one: Priority) -> str:
    """What a team says it did about a priority, with the day; '' where it says nothing."""
    done = one_line(one.action)
    return tr("{action} ({day})").format(action=done, day=day_text(one.acted)) if done and one.acted else done


def events(team: Team, today: date) -> Listing:
    """What is to come, the next first; what is over is left out and counted."""
    title = tr("Next events")
    if team.held is None:
        return Listing(title, (), tr("None are held."))
    coming = sorted((one for one in team.held.events if _comes(one, today)), key=lambda one: one.starts or "9999")
    over = len(team.held.events) - len(coming)
    past = tr("{events} of the list are over.").format(events=many(over, tr("event"), tr("events"))) if over else ""
    if not coming:
        text = tr("No event to come was listed when the force was asked, on {day}.").format(day=team.day)
        return Listing(title, (), f"{text} {past}".strip())
    return Listing(title, tuple(_event(one) for one in coming), f"{_as_fetched(team)} {past}".strip())


def _as_fetched(team: Team) -> str:
    return tr("As the force published them on {day}{of}.").format(day=team.day, of=f", {team.of}" if team.of else "")


def _comes(one: Event, today: date) -> bool:
    day = (one.ends or one.starts)[:10]
    return not day or day >= today.isoformat()


def _event(one: Event) -> Entry:
    where = ". ".join(part.rstrip(". ") for part in map(one_line, (one.address, one.description)) if part.strip(". "))
    return Entry(one_line(one.title) or one.kind or tr("(no title)"), _times(one), where)


def _times(one: Event) -> str:
    start, end = moment(one.starts), moment(one.ends)
    if start is None:
        return tr("the day cannot be read: ‘{text}’").format(text=one.starts) if one.starts else ""
    if start.hour == start.minute == 0 and (end is None or end.hour == end.minute == 0):
        return day_text(one.starts)
    until = f"–{end:%H:%M}" if end is not None and end.date() == start.date() and end > start else ""
    return f"{start:%a} {day_text(one.starts)}, {start:%H:%M}{until}"


def moment(text: str) -> Optional[datetime]:
    """A time as the service sends it; None for none."""
    try:
        return datetime.fromisoformat(text[:19])
    except ValueError:
        return None


def day_text(text: str) -> str:
    """The day of a time as the service sends it, such as 3 May 2026; as it is where it is none."""
    at = moment(text[:10])
    return f"{at.day} {at:%B} {at.year}" if at is not None else text


def issued_in(one: Priority) -> Optional[Month]:
    """The month that a priority is of; None where it does not say."""
    at = moment(one.issued[:10])
    return Month(at.year, at.month) if at is not None else None
