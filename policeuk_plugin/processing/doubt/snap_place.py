# SPDX-License-Identifier: GPL-2.0-or-later
"""How sure the place is: what the page of any method says of its verdicts where crimes stand elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsCoordinateTransformContext, QgsProcessingFeedback

from ...reports.result_page import ResultPage
from ...text import number, tr
from ..running.part_feedback import QuietPart
from .judged import Judged, NotRejudged
from .snap_maps import SURE, Tried, snap_maps

if TYPE_CHECKING:
    from .judged_again import JudgedAgain

QUICK_MAPS = 50
"""Maps of a page that were not asked for, as far as these bounds hold; a second or two of a processor of 2020."""
QUICK_POINTS, QUICK_COUNTS = 5_000, 60_000
"""Snap points with crimes; units times months. The choice is ours."""


@dataclass(frozen=True)
class Place:
    """What is said: with the finding, among what to keep in mind, of how it was done; to who knows no statistics."""

    sentences: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()

    def on(self, page: ResultPage) -> ResultPage:
        """The page with it."""
        short = " ".join([page.short, *self.sentences]) if page.short else ""
        return replace(
            page,
            sentences=(*page.sentences, *self.sentences),
            caveats=(*page.caveats, *self.caveats),
            method=(*page.method[:-1], *self.method, *page.method[-1:]),
            short=short,
            plain=(*page.plain, *self.plain) if page.plain else (),
        )


def place_of(
    algorithm: JudgedAgain,
    run: Any,
    maps: Optional[int],
    seed: int,
    transforms: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
) -> Place:
    """Try `maps` of them, or where None what is quick; of what cannot be tried the reason."""
    if run.inputs.connection is None:
        return Place()
    try:
        judged = algorithm.judged(run, feedback.isCanceled)
    except NotRejudged as error:
        return Place(caveats=(f"{_unknown()} {error}",))
    if not judged.judge(judged.published).any():
        return Place(caveats=(_nothing(),))
    maps = (QUICK_MAPS if is_quick(judged) else 0) if maps is None else maps
    if not maps:
        text = tr("Snap-point uncertainty (policeuk:snapuncertainty, METHOD {method}) tries it and maps which stay.")
        return Place(caveats=(f"{_unknown()} {text.format(method=algorithm.SNAP_METHOD)}",))
    part = QuietPart(feedback, (80.0, 4.0, 16.0), 1)
    tried = snap_maps(judged, maps, seed, transforms, part)
    return Place((sentence(tried),), tuple(_lists(tried)), (_method(tried),), (plain_sentence(tried),))


def is_quick(judged: Judged) -> bool:
    """Whether maps are made for a page without being asked for: known from sizes, so that each run says the same."""
    return judged.inputs.crimes.x.size <= QUICK_POINTS and judged.published.size <= QUICK_COUNTS


def sentence(tried: Tried) -> str:
    """How many verdicts stay."""
    judged, draws = tried.judged, tried.kept.draws
    called = int(tried.called.sum())
    text = tr(
        "How sure is the place? {which} {said} {keep} that verdict on {most} or more of {draws} maps with crimes put "
        "elsewhere in their snap points' catchments (inferred)."
    )
    if called == 1:
        which, keep = tr("The {units}"), tr("keeps") if tried.sure else tr("does not keep")
    else:
        which = tr("{sure} of the {units}") if tried.sure else tr("None of the {units}")
        which = tr("All {units}") if tried.sure == called else which
        keep = tr("keeps") if tried.sure == 1 else tr("keep")
    return text.format(
        which=which.format(sure=number(tried.sure), units=judged.unit_words(called)),
        said=judged.said,
        keep=keep,
        most=number(math.ceil(SURE * draws - 1e-9)),
        draws=number(draws),
    )


def plain_sentence(tried: Tried) -> str:
    """The same to who knows no statistics."""
    called, sure = int(tried.called.sum()), tried.sure
    tell = tr("Crimes happened near their points, not on them. Tried out with the crimes elsewhere nearby, {stay}.")
    if called == 1:
        stay = tr("it stays so nearly every time") if sure else tr("it does not always stay so: it may be next to it")
    elif not sure:
        stay = tr("none of the {called} stays so nearly every time: where exactly is not sure")
    elif sure == called:
        stay = tr("all {called} stay so nearly every time")
    else:
        stay = tr("{sure} of the {called} stay so nearly every time")
    return tell.format(stay=stay.format(called=number(called), sure=number(sure)))


def _unknown() -> str:
    return tr("It was not tried here how much of this depends on where the service's snap points are.")


def _nothing() -> str:
    return tr(
        "Nothing stands out here that could depend on where the service's snap points are. Snap-point uncertainty "
        "(policeuk:snapuncertainty) says what might stand out with crimes elsewhere near them."
    )


def both_lists() -> str:
    """Said of months on both sides of the redrawing."""
    return tr(
        "The months stand on both of the service's lists of snap points, from before July 2022 and from after. "
        "Catchments are of both together, so they are smaller than those of one, and verdicts are less sure than said."
    )


def _lists(tried: Tried) -> list[str]:
    return [both_lists()] if tried.both_lists else []


def _method(tried: Tried) -> str:
    text = tr(
        "How sure the place is: on {draws} maps every crime is put on a place drawn at random from the ground that is "
        "nearer to its snap point than to any other of {known} known (Voronoi). Its month stays, and all is judged "
        "again. That these are the catchments is inferred: the service does not publish them."
    )
    return text.format(known=number(tried.known), draws=number(tried.kept.draws))
