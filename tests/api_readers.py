# SPDX-License-Identifier: GPL-2.0-or-later
"""Every reader of the API with an invented answer of the real shape, and ways to spoil an answer."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, Union

from hypothesis import strategies as st

from offline_cache.police_api import crimes, forces, neighbourhoods, outcomes, reference, stops

Reader = Callable[[Any], Any]
Step = Union[str, int]

CRIME: dict[str, Any] = {
    "category": "burglary",
    "persistent_id": "0" * 63 + "a",
    "id": 116206187,
    "month": "2026-03",
    "location": {
        "latitude": "54.720001",
        "street": {"id": 1738423, "name": "On or near Outer Ring"},
        "longitude": "2.001000",
    },
    "location_type": "Force",
    "location_subtype": "",
    "context": "",
    "outcome_status": {"category": "Under investigation", "date": "2026-04"},
}
OUTCOME: dict[str, Any] = {
    "category": {"code": "under-investigation", "name": "Under investigation"},
    "date": "2026-04",
    "person_id": None,
}
STOP: dict[str, Any] = {
    "type": "Person search",
    "involved_person": True,
    "datetime": "2026-03-07T01:37:39+00:00",
    "operation": False,
    "operation_name": None,
    "location": CRIME["location"],
    "gender": "Male",
    "age_range": "18-24",
    "self_defined_ethnicity": None,
    "officer_defined_ethnicity": "White",
    "legislation": "Misuse of Drugs Act 1971 (section 23)",
    "object_of_search": "Controlled drugs",
    "outcome": "A no further action disposal",
    "outcome_object": {"id": "bu-no-further-action", "name": "A no further action disposal"},
    "outcome_linked_to_object_of_search": None,
    "removal_of_more_than_outer_clothing": False,
}
NEIGHBOURHOOD: dict[str, Any] = {
    "id": "NC04",
    "name": "Market &amp; Haven",
    "description": "<p>Invented.</p>",
    "url_force": "https://dogger-bank.police.invalid/1",
    "population": "1432",
    "centre": {"latitude": "54.72", "longitude": "2.001"},
    "contact_details": {"email": "team@police.invalid", "telephone": "101"},
    "links": [{"url": "https://council.invalid/", "description": None, "title": "Council"}],
    "locations": [
        {
            "name": "Lightship House",
            "longitude": "2.0012",
            "latitude": "54.7213",
            "postcode": "DB1 1AA",
            "address": "1 High Street\n, Dogger Bank",
            "type": "station",
            "description": None,
        }
    ],
}
OFFICER = {"name": "Example", "rank": "Sgt", "bio": "<p>Text</p>", "contact_details": {"email": "a@police.invalid"}}
EVENT = {
    "title": "Surgery",
    "description": None,
    "address": "17 Outer Ring",
    "type": "meeting",
    "start_date": "2026-06-17T12:00:00",
    "end_date": "2026-06-17T14:00:00",
    "contact_details": {},
}
PRIORITY = {
    "issue": "<p>Bicycle theft</p>",
    "issue-date": "2026-04-14T00:00:00",
    "action": None,
    "action-date": None,
}
FORCE: dict[str, Any] = {
    "id": "dogger-bank",
    "name": "Dogger Bank Police",
    "url": "https://dogger-bank.police.invalid/",
    "telephone": "101",
    "description": None,
    "engagement_methods": [
        {"type": "rss", "title": "rss", "description": None, "url": "https://dogger-bank.police.invalid/feed"}
    ],
}
ANSWERS: dict[str, tuple[Reader, Any]] = {
    "categories": (reference.read_categories, [{"url": "all-crime", "name": "All crime"}]),
    "months": (reference.read_months, [{"date": "2026-04", "stop-and-search": ["bedfordshire"]}, {"date": "2026-03"}]),
    "last update": (reference.read_last_update, {"date": "2026-04-01"}),
    "crimes": (crimes.read_crimes, [CRIME, {**CRIME, "location": None, "location_type": None}]),
    "outcomes": (outcomes.read_outcomes, [{**OUTCOME, "crime": CRIME}]),
    "history": (outcomes.read_history, {"crime": CRIME, "outcomes": [OUTCOME, OUTCOME]}),
    "stops": (stops.read_stops, [STOP]),
    "forces": (forces.read_forces, [{"id": "dogger-bank", "name": "Dogger Bank Police"}]),
    "force": (forces.read_force, FORCE),
    "officers": (forces.read_officers, [OFFICER]),
    "neighbourhoods": (neighbourhoods.read_neighbourhoods, [{"id": "NC04", "name": "Market"}]),
    "neighbourhood": (neighbourhoods.read_neighbourhood, NEIGHBOURHOOD),
    "boundary": (
        neighbourhoods.read_boundary,
        [{"latitude": "54.7200000001", "longitude": "2.0"}, {"latitude": "54.73", "longitude": "2.01"}],
    ),
    "events": (neighbourhoods.read_events, [EVENT]),
    "priorities": (neighbourhoods.read_priorities, [PRIORITY]),
    "located": (neighbourhoods.read_located, {"force": "dogger-bank", "neighbourhood": "NC04"}),
}

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", "0", "\ud800", "\0", "\x1b[2J", "2026-13", "999.5", "-0.0", "NaN", "..", "A" * 3000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def paths(value: Any) -> Iterator[tuple[Step, ...]]:
    """Every place in a JSON value, the whole first."""
    yield ()
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in inside:
        yield from ((step, *rest) for rest in paths(part))


def spoilt(value: Any, path: tuple[Step, ...], change: Callable[[Any, Step], None], instead: Any) -> Any:
    """A copy in which something else stands at `path`, or in which `change` was made to what holds it."""
    if not path:
        return instead
    whole = copy.deepcopy(value)
    holder = whole
    for step in path[:-1]:
        holder = holder[step]
    change(holder, path[-1])
    return whole
