# SPDX-License-Identifier: GPL-2.0-or-later
"""Five kernels over a radius, each of which adds up to one."""

from __future__ import annotations

import math
from enum import Enum

import numpy as np

_FOUR_SIGMA = math.sqrt(2)  # of a Gaussian with the spread of the quartic kernel, in radii of that


class Kernel(Enum):
    """Form of a kernel of radius h; beyond it is 0, but for the Gaussian one.

    That has the spread of the quartic kernel of radius h, sigma = h / √8, and is cut off at 4 sigma, √2 h.
    """

    QUARTIC = "quartic"
    GAUSSIAN = "gaussian"
    EPANECHNIKOV = "epanechnikov"
    TRIANGULAR = "triangular"
    UNIFORM = "uniform"

    def support(self, radius: float) -> float:
        """How far it reaches, in metres like `radius`."""
        return radius * _FOUR_SIGMA if self is Kernel.GAUSSIAN else radius

    def height(self, radius: float) -> float:
        """What `shape` has to be multiplied by to add up to 1 over the plane, in 1 / m²."""
        parts = {
            Kernel.QUARTIC: 3.0,
            Kernel.EPANECHNIKOV: 2.0,
            Kernel.TRIANGULAR: 3.0,
            Kernel.UNIFORM: 1.0,
            Kernel.GAUSSIAN: 8 / -math.expm1(-8),
        }
        return parts[self] / (math.pi * self.support(radius) ** 2)

    def shape(self, left: np.ndarray) -> None:
        """Turn `left` = 1 − (d / support)², clipped at 0, into the kernel without its height, in place."""
        if self is Kernel.QUARTIC:
            np.multiply(left, left, out=left)
        elif self is Kernel.TRIANGULAR:
            np.subtract(1, np.sqrt(1 - left), out=left)
        elif self is Kernel.UNIFORM:
            left[left > 0] = 1
        elif self is Kernel.GAUSSIAN:
            within = left > 0
            np.exp(8 * (left - 1), out=left)
            left *= within
