# SPDX-License-Identifier: GPL-2.0-or-later
"""Clusters beyond what is at risk: more crimes than residents, households, ground or other crimes there explain."""

from __future__ import annotations

import numpy as np

from .clusters import VERDICTS, Clusters, Direction, Verdict, find_clusters
from .errors import AnalysisError, Cancelled, never
from .neighbours import Windows
from .strata import strata_of_size

LEAST_TESTED = 20


def find_clusters_at_risk(
    counts: np.ndarray,
    windows: Windows,
    exposure: np.ndarray,
    alpha: float = 0.05,
    seed: int = 0,
    cancelled: Cancelled = never,
    direction: Direction = Direction.HOT,
    enough: float = 1.0,
) -> Clusters:
    """As `find_clusters`, against crimes in proportion to `exposure` (n,), what is at risk in each unit.

    The multinomial in proportion to exposure is no null for crimes, which stand in stacks: it is rejected wherever
    they do. So units are dealt out anew among units of like exposure (`strata_of_size`), and what is compared is
    crimes per expected crime (`Dealing`): e_i = crimes × exposure_i / Σ exposure. Units where nothing is at risk are
    not tested, and their crimes are not counted: p, q and z are NaN there.

    Where the exposure is crimes of another type, give those together with the crimes tested: of crimes c and others
    d of the same unknown rate, c given c + d does not depend on the rate, while c given d does, for d is itself
    chance. Raises `AnalysisError` where exposure is missing, below zero, or above it in too few units.
    """
    counts, exposure = np.asarray(counts), np.asarray(exposure, dtype=float)
    tested = tested_units(counts, exposure)
    some, mine = exposure[tested], counts[tested]
    strata = strata_of_size(some)
    expected = some * (max(float(mine.sum()), 1e-300) / some.sum())
    found = find_clusters(
        mine, windows.among(tested), alpha, strata, seed, cancelled, direction, expected, enough
    )  # fmt: skip
    return widened(found, tested, counts.size)


def tested_units(counts: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    """The units with something at risk, (m,) ascending; raises `AnalysisError` where it is not known or in too few."""
    counts, exposure = np.asarray(counts), np.asarray(exposure, dtype=float)
    if exposure.shape != counts.shape or not np.isfinite(exposure).all() or (exposure < 0).any():
        raise AnalysisError("What is at risk is missing or below zero in some units. Missing is not zero.")
    tested = np.flatnonzero(exposure > 0)
    if tested.size < LEAST_TESTED:
        raise AnalysisError(
            f"Something is at risk in {tested.size:,} units only; at least {LEAST_TESTED} are needed. Choose another "
            "exposure, smaller units or a larger area."
        )
    return tested


def widened(found: Clusters, tested: np.ndarray, units: int) -> Clusters:
    """The answer for all units; those not `tested` have a window of no units, and no p, q or z."""
    if tested.size == units:
        return found

    def wide(values: np.ndarray, rest: float) -> np.ndarray:
        filled = np.full(units, rest, dtype=values.dtype)
        filled[tested] = values
        return filled

    cold = found.p_cold is not None
    return Clusters(
        window_size=wide(found.window_size, 0),
        window_count=wide(found.window_count, 0),
        expected=wide(found.expected, 0),
        z=wide(found.z, np.nan),
        p=wide(found.p, np.nan),
        q=wide(found.q, np.nan),
        verdict=wide(found.verdict, VERDICTS.index(Verdict.NOT_TESTED)),
        alpha=found.alpha,
        threshold=found.threshold,
        method=found.method,
        strata=found.strata,
        draws=found.draws,
        smallest=found.smallest,
        direction=found.direction,
        p_cold=wide(found.p_cold, np.nan) if cold else None,  # type: ignore[arg-type]
        q_cold=wide(found.q_cold, np.nan) if cold else None,  # type: ignore[arg-type]
        quiet_possible=wide(found.quiet_possible, False) if cold else None,  # type: ignore[arg-type]
    )
