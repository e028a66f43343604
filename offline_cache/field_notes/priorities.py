# SPDX-License-Identifier: GPL-2.0-or-later
"""The priorities of a neighbourhood as what a note can be linked to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ..police_api.neighbourhoods import NeighbourhoodKey, Priority
from .model import LONGEST_NAME, PriorityLink


def priority_links(key: NeighbourhoodKey, priorities: Sequence[Priority]) -> tuple[PriorityLink, ...]:
    """A link for each priority, newest first as forces list them; a priority keeps its key while its issue stays."""
    found = {}
    for priority in priorities:
        line = " ".join(priority.issue.split())
        mark = hashlib.sha256(f"{priority.issued[:10]} {line}".encode()).hexdigest()[:8]
        name = f"{key.force}/{key.code}/{priority.issued[:10]}/{mark}"
        title = line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"
        found[name] = PriorityLink(name[-LONGEST_NAME:], title, priority.issued[:10])
    return tuple(found.values())
