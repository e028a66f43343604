# SPDX-License-Identifier: GPL-2.0-or-later
"""A comparison with peers as JSON: every number by its name, the two rules of verdict side by side and named."""

from __future__ import annotations

import json
from typing import Any, Optional

from .peer_comparison_run import Line, PeerComparison
from .peer_comparison_words import finding, not_carried, sentences
from .peer_official import OfficialBeside
from .peer_sides import Member

OVER_DISPERSED = "over-dispersed prediction interval"
POISSON = "Poisson limits"


def numbers_text(run: PeerComparison) -> str:
    """All of it as one line of JSON."""
    return json.dumps(numbers(run), ensure_ascii=False)


def numbers(run: PeerComparison) -> dict[str, Any]:
    """All of it as plain values."""
    sides, rests = run.sides, run.sides.rests
    return {
        "sentence": finding(run, run.main),
        "notes": sentences(run),
        "area": {"kind": run.one.areas.kind.value, "code": run.one.code, "name": run.one.name},
        "source": sides.source.value,
        "per_1000": sides.which.value,
        "base_source": sides.figures.source,
        "base_year": sides.figures.year,
        "months": sides.months,
        "first_month": str(rests.common.months[0]) if rests is not None else None,
        "last_month": str(sides.last),
        "months_dropped": _dropped(run),
        "not_carried": _not_carried(run),
        "peers_chosen_by": run.group.choice.parameters(),
        "peers_source": run.group.source,
        "lines": [_line(run, line) for line in run.lines],
    }


def _dropped(run: PeerComparison) -> list[str]:
    rests = run.sides.rests
    if rests is None:
        return []
    return [str(month) for month in rests.counts.months if month not in rests.common.months]


def _not_carried(run: PeerComparison) -> Optional[dict[str, Any]]:
    """Crimes that may be the area's and cannot be carried to it exactly, of all that is selected; None of ONS's."""
    lost = not_carried(run)
    return {"crimes": lost.crimes, "share": lost.share} if lost is not None else None


def _line(run: PeerComparison, line: Line) -> dict[str, Any]:
    key, found = line.question.key, line.found
    said: dict[str, Any] = {"crime_type": key or None, "title": line.question.title}
    said["area"] = _member(run, run.sides.area, key)
    said["peers"] = [_member(run, peer, key) for peer in line.peers]
    if found is not None:
        said["mean_with_self"], said["mean_without_self"] = found.mean_with_self, found.mean_without_self
        said["weighted_mean"] = found.weighted_mean
        said["rank"], said["of"] = found.rank, found.of
        said["spread"] = found.tau
        said[OVER_DISPERSED] = {
            "lower": found.lower,
            "upper": found.upper,
            "verdict": found.said.value,
            "p": found.p,
            "q": line.q,
        }
        said[POISSON] = {
            "lower": found.poisson_lower,
            "upper": found.poisson_upper,
            "verdict": found.poisson_verdict.value,
        }
    said["explained"] = run.sides.explained.get(key)
    said["official"] = _beside(line.beside) if line.beside is not None else None
    return said


def _member(run: PeerComparison, member: Member, key: str) -> dict[str, Any]:
    return {
        "code": member.code,
        "name": member.name,
        "count": member.counts.get(key),
        "base": member.base,
        "rate": member.rate(key, run.sides.years),
    }


def _beside(beside: OfficialBeside) -> dict[str, Any]:
    return {
        "count_a_year": beside.official,
        "period_end": str(beside.period),
        "ours_a_year": beside.ours,
        "ratio": beside.ratio,
        "peers_ratio": beside.peers_ratio,
        "same_months": beside.same,
    }
