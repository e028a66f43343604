# SPDX-License-Identifier: GPL-2.0-or-later
"""Quantiles of normal, Student's t, chi-square and gamma distributions, to 1e-9 of themselves: scipy may be absent."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Union

import numpy as np

from .incomplete_beta import beta_below, beta_quantile
from .incomplete_gamma import gamma_p, log_gamma

_STEPS = 200
_CLOSE = 1e-13


def normal_quantile(share: float) -> float:
    """The value below which `share` (0 to 1, neither of them) of a standard normal distribution lies."""
    return NormalDist().inv_cdf(share)


def t_quantile(share: float, freedom: float) -> float:
    """The value below which `share` (0 to 1, neither of them) of Student's t with `freedom` degrees (above 0) lies.

    By the beta distribution of freedom / (freedom + t²), or of its complement where that is the smaller.
    """
    tail = 2 * min(share, 1 - share)
    if tail < 0.5:
        x = beta_quantile(tail, freedom / 2, 0.5)
        away = math.sqrt(freedom * (1 - x) / x)
    else:
        y = beta_quantile(abs(1 - 2 * share), 0.5, freedom / 2)
        away = math.sqrt(freedom * y / (1 - y))
    return away if share > 0.5 else -away


def t_two_sided(t: float, freedom: float) -> float:
    """P(|T| ≥ |`t`|) of Student's t with `freedom` degrees (above 0)."""
    return beta_below(freedom / (freedom + t * t), freedom / 2, 0.5)


def chi_square_quantile(share: Union[float, np.ndarray], freedom: np.ndarray) -> np.ndarray:
    """Values below which `share` of chi-square distributions with `freedom` degrees (above 0) lies; they broadcast."""
    return 2 * gamma_quantile(share, np.asarray(freedom, dtype=float) / 2)


def gamma_quantile(share: Union[float, np.ndarray], shape: np.ndarray) -> np.ndarray:
    """Values below which `share` (0 to 1) of gamma distributions of `shape` (above 0) and rate 1 lies; they broadcast.

    Newton's steps in ln x from Wilson and Hilferty's (1931) approximation, halving where a step leaves what is known.
    A share of 0 gives 0, one of 1 infinity.
    """
    share, shape = np.broadcast_arrays(np.asarray(share, dtype=float), np.asarray(shape, dtype=float))
    found = np.where(share >= 1, np.inf, 0.0)
    open_ = (share > 0) & (share < 1)
    if open_.any():
        pairs = np.stack([share[open_], shape[open_]], axis=1)
        distinct, which = np.unique(pairs, axis=0, return_inverse=True)
        found[open_] = _solved(distinct[:, 0], distinct[:, 1])[which.reshape(-1)]
    return found


def _solved(share: np.ndarray, shape: np.ndarray) -> np.ndarray:
    logs = log_gamma(shape)
    at = np.log(_start(share, shape, logs))
    low, high = np.full(at.size, -np.inf), np.full(at.size, np.inf)
    left = np.arange(at.size)
    for _ in range(_STEPS):
        here = at[left]
        x = np.exp(here)
        beyond = gamma_p(shape[left], x) - share[left]
        low[left], high[left] = np.where(beyond < 0, here, low[left]), np.where(beyond >= 0, here, high[left])
        slope = np.exp(np.clip(shape[left] * here - x - logs[left], -700, 700))  # of the distribution by ln x
        wanted = here - np.clip(beyond / slope, -2, 2)
        outside = (wanted <= low[left]) | (wanted >= high[left])
        bounded = np.isfinite(low[left]) & np.isfinite(high[left])
        at[left] = np.where(outside & bounded, (low[left] + high[left]) / 2, wanted)
        left = left[np.abs(at[left] - here) > _CLOSE * np.maximum(1.0, np.abs(here))]
        if not left.size:
            break
    return np.asarray(np.exp(at))


def _start(share: np.ndarray, shape: np.ndarray, logs: np.ndarray) -> np.ndarray:
    """Wilson and Hilferty's cube; where it is not above 0 or the shape is small, the first term of the series."""
    z = np.array([normal_quantile(one) for one in share.tolist()])
    cube = shape * (1 - 1 / (9 * shape) + z / (3 * np.sqrt(shape))) ** 3
    first = np.exp(np.clip((np.log(share) + np.log(shape) + logs) / shape, -680, 680))
    return np.where((shape < 0.5) | (cube <= 0.01 * shape), first, cube)
