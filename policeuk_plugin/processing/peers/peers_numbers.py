# SPDX-License-Identifier: GPL-2.0-or-later
"""The peers of an area as JSON."""

from __future__ import annotations

import json
import math
from typing import Optional

from .peer_words import finding, sentences
from .peers_run import PeersRun


def numbers_text(run: PeersRun) -> str:
    """All of them as one line of JSON."""
    group, measured = run.group, run.group.measured
    said = {
        "sentence": finding(group),
        "notes": sentences(group),
        "area": {"kind": run.one.areas.kind.value, "code": run.one.code, "name": run.one.name},
        "chosen_by": group.choice.parameters(),
        "source": group.source,
        "year": group.year,
        "quality": measured.quality.value if measured is not None else None,
        "poor_beyond": _known(measured.poor_beyond) if measured is not None else None,
        "none_beyond": _known(measured.none_beyond) if measured is not None else None,
        "kept_to": _known(measured.kept_to) if measured is not None else None,
        "areas": [
            {
                "role": row.role,
                "place": row.place or None,
                "rank": row.peer.rank or None,
                "code": row.peer.code,
                "name": row.peer.name,
                "distance": row.peer.distance,
                "mutual": row.peer.mutual,
                "why": row.peer.why or None,
                **{measure.name: value for measure, value in zip(run.measures, row.values)},
            }
            for row in run.rows
        ],
    }
    return json.dumps(said, ensure_ascii=False)


def _known(value: float) -> Optional[float]:
    """JSON has no NaN."""
    return value if math.isfinite(value) else None
