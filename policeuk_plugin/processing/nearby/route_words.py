# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run along a route found, in sentences, and what it cannot say."""

from __future__ import annotations

from collections.abc import Sequence

from ...text import many, number, tr
from ..running.lacking_words import lacking_sentence
from ..running.wording import percent, sentence_case
from .route_run import NEARLY_ALL, WIDER, RouteRun


def finding(run: RouteRun) -> str:
    """The finding as a title."""
    return tr("{what} along the route: {crimes} within {buffer:g} m").format(
        what=sentence_case(run.crimes.about.what), crimes=_crimes(run.total), buffer=run.buffer
    )


def sentences(run: RouteRun) -> tuple[str, str]:
    """Two sentences: what stands along the route, and how much that hangs on the width of the buffer."""
    words = tr("{crimes} of {when} stand on {places} within {buffer:g} m of {route}.")
    if run.total == 1:
        words = tr("{crimes} of {when} stands on {places} within {buffer:g} m of {route}.")
    first = words.format(
        crimes=_crimes(run.total),
        when=run.crimes.about.when,
        places=many(len(run.places), tr("snap point"), tr("snap points")),
        buffer=run.buffer,
        route=_route(run),
    )
    second = tr("Half as far, within {half:g} m, it is {fewer}; twice as far, within {double:g} m, {more}.").format(
        half=run.buffer / WIDER,
        fewer=number(sum(run.half.values())),
        double=run.buffer * WIDER,
        more=number(sum(run.double.values())),
    )
    return first, second


def street_warning() -> str:
    """That nothing here is about a street or an address."""
    return tr(
        "Police.uk moves every crime to the nearest snap point, so nothing can be said street by street. A snap point "
        "within the buffer may stand for crimes outside it, and crimes on the route may stand on a snap point outside."
    )


def warnings(run: RouteRun) -> list[str]:
    """What must not be overlooked."""
    lacking = lacking_sentence(run.months)
    return [street_warning(), *run.notes, *([lacking] if lacking else [])]


def held_sentences(run: RouteRun) -> list[str]:
    """What belongs to the numbers wherever they are quoted: months they lack, and how much of the route is known."""
    lines = [lacking_sentence(run.months)]
    if run.held is not None and run.held < NEARLY_ALL:
        lines.append(tr("Only about {share} of the route lies where crimes are held.").format(share=percent(run.held)))
    return [line for line in lines if line]


def basis(run: RouteRun) -> list[str]:
    """What the numbers rest on."""
    about = run.crimes.about
    lines = [
        tr("{title}.").format(title=sentence_case(about.title)),
        tr("The route: {name}, {route} in {crs}.").format(
            name=run.route.name, route=_route(run), crs=run.route.crs.authid()
        ),
        *about.basis,
    ]
    if run.ground is not None:
        lines.append(tr("Crimes are known in: {origin}.").format(origin=run.ground.origin))
    return [*lines, *warnings(run)]


def caveats() -> list[str]:
    """What to keep in mind."""
    return [
        street_warning(),
        tr(
            "How far is near enough is your choice: look at the numbers at half and twice the width before you use one."
        ),
        tr(
            "This is a number of crimes, not a risk: busy routes have more people, and more snap points. To say that "
            "crimes cluster somewhere, use 'Crime clusters'."
        ),
        tr("Snap points are not ranked here: a crime stands on the nearest snap point, not where it happened."),
    ]


def method(run: RouteRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    return [
        tr(
            "The distance from each snap point to the route is measured in metres of {crs}; a snap point counts up to "
            "{buffer:g} m, with all its crimes."
        ).format(crs=run.route.crs.authid(), buffer=run.buffer),
        tr("Parts of the route that lie on one another count each snap point once."),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def _crimes(count: int) -> str:
    return many(count, tr("crime"), tr("crimes"))


def _route(run: RouteRun) -> str:
    return tr("a route of {km:,.1f} km").format(km=run.route.length / 1000)
