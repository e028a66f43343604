# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of a risk density: two sides spread alike, set against each other, and what chance would do."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from qgis.core import QgsCoordinateTransformContext, QgsProcessingFeedback

from offline_cache.errors import CacheError

from ...analysis.bandwidths import Bandwidths, bandwidths
from ...analysis.density import Density, check_radius, raster_over
from ...analysis.places import collapse
from ...analysis.risk import Risk, RiskAsked, Sides, risk_surface
from ...text import tr
from ..running.place_names import names_around
from ..running.telling import step
from ..running.wording import only_few
from ..units.cell_areas import patches
from ..units.cell_points import cells_of_points
from ..units.clipping import clip
from ..units.inputs import Inputs
from ..units.study_area import StudyArea
from .density_run import Points as Placed
from .density_run import open_for_all, raster_of
from .risk_sides import Basis, BasisAsked, Points, points_of

LEAST_CRIMES = 20
TOPS = (1, 2, 5)
"""Per cent of the ground judged whose cells stand highest."""
MOST_PATCHES = 200
NAMED = 10


class Measure(enum.Enum):
    """MEASURE, by the word in the parameter."""

    RATIO = "ratio"
    DIFFERENCE = "difference"


@dataclass(frozen=True)
class Asked:
    """What is asked; `cell` is in metres."""

    basis: BasisAsked
    measure: Measure
    cell: float
    risk: RiskAsked


@dataclass(frozen=True)
class Patch:
    """Ground of one `kind`: cells (rows, columns) of it.

    `crimes` and `base` stand on snap points within; `spread` and `expected` are what the kernels bring there of crimes
    and of expected ones.
    """

    kind: str
    number: int
    cells: np.ndarray
    crimes: float
    base: float
    spread: float
    expected: float
    near: str = ""


@dataclass(frozen=True)
class RiskRun:
    """The result; `row` and `column` (n,) are the cells of the points, −1 outside the study area."""

    asked: Asked
    inputs: Inputs
    study: StudyArea
    points: Points
    risk: Risk
    bandwidths: Bandwidths
    row: np.ndarray
    column: np.ndarray
    patches: Sequence[Patch]

    @property
    def inside(self) -> np.ndarray:
        """Points in the study area, (n,)."""
        return self.row >= 0

    @property
    def crimes(self) -> float:
        """Crimes in the study area."""
        return float(self.points.crimes[self.inside].sum())

    @property
    def base(self) -> float:
        """What they are set against, there."""
        return float(self.points.base[self.inside].sum())

    @property
    def outside(self) -> float:
        """Crimes outside."""
        return float(self.points.crimes.sum()) - self.crimes

    @property
    def shown(self) -> Density:
        """The measure as a raster."""
        risk = self.risk
        values = risk.relative if self.asked.measure is Measure.RATIO else risk.difference
        return Density(risk.grid, risk.asked.radius, values, self.crimes, 0.0)

    def of(self, kind: str) -> list[Patch]:
        """The patches of a kind, the largest first."""
        return [patch for patch in self.patches if patch.kind == kind]

    def share_of_ground(self, cells: np.ndarray) -> float:
        """The share of the ground that some cells are."""
        return float(cells.sum() / self.risk.inside.sum())


def run_risk(
    inputs: Inputs, asked: Asked, transforms: QgsCoordinateTransformContext, feedback: QgsProcessingFeedback
) -> RiskRun:
    """Spread both sides; raises `CacheError` or `AnalysisError` with a sentence for what cannot be compared."""
    cancelled = feedback.isCanceled
    inputs, points = points_of(inputs, asked.basis, asked.risk.radius, transforms, cancelled)
    study = inputs.study
    if study is None:
        raise CacheError(tr("There is no study area. Give polygons as STUDY_AREA."))
    step(feedback, 20, tr("Counting crimes in the study area"))
    grid = raster_over(study.extent, asked.cell)
    check_radius(grid, asked.risk.radius)
    clipped = clip(grid, study.geometry, cancelled)
    cell = cells_of_points(clipped, points.x, points.y, cancelled)
    held = cell >= 0
    _check_crimes(points, held)
    raster = raster_of(clipped)
    open_for_all(raster, clipped, Placed(cell[held], points.x[held], points.y[held]), asked.risk.radius)
    step(feedback, 40, tr("Drawing maps of chance"))
    counted = asked.basis.basis is not Basis.RESIDENTS
    together = points.together[held] if points.together is not None else None
    sides = Sides(points.x[held], points.y[held], points.crimes[held], points.base[held], counted, together)
    risk = risk_surface(sides, grid, raster, asked.risk, cancelled)
    step(feedback, 70, tr("Asking three rules for a bandwidth"))
    places = collapse(sides.x, sides.y, sides.crimes)
    rules = bandwidths(places, float(study.geometry.area()), asked.risk.seed, cancelled)
    row, column = np.divmod(np.where(held, clipped.cells.lattice[np.maximum(cell, 0)], 0), grid.columns)
    row, column = np.where(held, grid.rows - 1 - row, -1), np.where(held, column, -1)
    run = RiskRun(asked, inputs, study, points, risk, rules, row, column, ())
    return _with_patches(run)


def _with_patches(run: RiskRun) -> RiskRun:
    risk, found = run.risk, []
    for kind, mask in (("more", risk.more), ("fewer", risk.fewer)):
        labels = patches(mask)
        some = [_patch(run, kind, at, labels == at) for at in range(1, min(int(labels.max()), MOST_PATCHES) + 1)]
        some.sort(key=lambda patch: -abs(patch.spread - patch.expected))
        found += [
            replace(patch, number=at, near=_near(run, patch.cells) if at <= NAMED else "")
            for at, patch in enumerate(some, 1)
        ]
    for share in TOPS:
        found.append(_patch(run, f"top {share}%", 0, top(run.shown.values, share)))
    found.append(_patch(run, "within chance", 0, risk.judged & ~risk.more & ~risk.fewer))
    found.append(_patch(run, "too few", 0, risk.thin))
    return replace(run, patches=[patch for patch in found if patch.cells.any()])


def top(values: np.ndarray, share: float) -> np.ndarray:
    """The cells that stand highest, `share` per cent of those judged at most; cells that are equal go together."""
    judged = np.isfinite(values)
    most = int(share / 100 * judged.sum())
    if not most:
        return np.zeros(values.shape, dtype=bool)
    limit = np.sort(values[judged])[::-1]
    above = judged & (values >= limit[most - 1])
    return above if above.sum() <= most else judged & (values > limit[most - 1])


def _patch(run: RiskRun, kind: str, at: int, cells: np.ndarray) -> Patch:
    within = run.inside & cells[run.row, run.column]
    size = run.risk.grid.cell_area / 1e6
    expected = float(run.risk.expected[cells].sum()) * size
    return Patch(
        kind,
        at,
        cells,
        float(run.points.crimes[within].sum()),
        float(run.points.base[within].sum()),
        expected + float(np.nansum(run.risk.difference[cells])) * size,
        expected,
    )


def _near(run: RiskRun, cells: np.ndarray) -> str:
    """Where most crimes within, or within a bandwidth of its middle, stand, where it is known."""
    crimes = run.inputs.crimes
    within = run.inside & cells[run.row, run.column]
    if not run.points.crimes[within].any():
        grid, at = run.risk.grid, np.argwhere(cells).mean(axis=0)
        x = run.shown.left + (at[1] + 0.5) * grid.size
        y = run.shown.top - (at[0] + 0.5) * grid.size
        within = run.inside & (np.hypot(run.points.x - x, run.points.y - y) < run.asked.risk.radius)
    inside = np.zeros(crimes.x.size, dtype=bool)
    keys = set(zip(run.points.x[within].tolist(), run.points.y[within].tolist()))
    inside[[at for at, key in enumerate(zip(crimes.x.tolist(), crimes.y.tolist())) if key in keys]] = True
    if not inside.any():
        return ""
    around = names_around(run.inputs, np.where(inside, 0, -1), [[0]])[0]
    own = (
        str(crimes.near[np.flatnonzero(inside)[int(np.argmax(crimes.count[inside]))]])
        if crimes.near is not None
        else ""
    )
    return around or own


def _check_crimes(points: Points, held: np.ndarray) -> None:
    crimes = float(points.crimes[held].sum())
    if crimes < LEAST_CRIMES:
        raise CacheError(
            tr(
                "{few} in the study area: too few to tell anything from chance, at least {least} "
                "are needed. Choose more crime types, more months or a larger area."
            ).format(few=only_few(crimes), least=LEAST_CRIMES)
        )
