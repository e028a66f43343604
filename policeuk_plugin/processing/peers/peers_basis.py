# SPDX-License-Identifier: GPL-2.0-or-later
"""What an area's peers rest on, in words."""

from __future__ import annotations

from offline_cache.reading_order import isolated

from ...text import tr
from ..units.crimes import About
from .peer_words import choice_line
from .peers_run import PeersRun

ATTRIBUTION = "Source: Office for National Statistics licensed under the Open Government Licence v.3.0"


def about(run: PeersRun) -> About:
    """The peers in words: no crimes are in them."""
    group = run.group
    basis = [choice_line(group)]
    made = [measure.title for measure in run.measures if measure.from_lsoas]
    if made:
        basis.append(tr("Put together of LSOAs: {measures}.").format(measures=", ".join(made)))
    licences = list(run.drawn.licences) if run.drawn is not None else []
    rights = tuple(dict.fromkeys([ATTRIBUTION, *licences]))
    where = tr("{area} and its peers").format(area=isolated(run.one.name))
    return About("", where, "", tuple(basis), rights)
