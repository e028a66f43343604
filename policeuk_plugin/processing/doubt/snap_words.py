# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of the snap-point uncertainty found, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...text import many, number, tr
from ..running.wording import number_text, percent, sentence_case
from ..units.unit_months import left_out_words
from .snap_maps import MAYBE, MOSTLY, SURE
from .snap_place import both_lists
from .snap_run import SnapRun, Standing

_FEW = 0.05


def finding(run: SnapRun) -> str:
    """The finding as a title."""
    about = run.inputs.crimes.about
    what, where = sentence_case(about.what), about.where
    if not run.called:
        text = tr("{what} in {where}: no unit {said}, wherever crimes stand in their catchments")
        if run.of(Standing.MAYBE):
            text = tr("{what} in {where}: no unit {said}, but {maybe} might be")
        maybe = run.judged.unit_words(_maybe(run))
        return text.format(what=what, where=where, said=run.judged.said, maybe=maybe)
    text = tr("{what} in {where}: {sure} of {called} {said} stay so wherever crimes stand in their catchments")
    return text.format(
        what=what,
        where=where,
        sure=number(run.of(Standing.SURE)),
        called=run.judged.unit_words(run.called),
        said=run.judged.said,
    )


def _maybe(run: SnapRun) -> int:
    return run.of(Standing.MAYBE)


def sentences(run: SnapRun) -> tuple[str, ...]:
    """How the verdicts fare, what else might be, how many crimes could be elsewhere."""
    parts = [_fare(run), _others(run), _split(run)]
    return tuple(part for part in parts if part)


def in_short(run: SnapRun) -> str:
    """What can be said of it alone."""
    return " ".join([f"{finding(run)}.", _others(run), tr("The catchments are inferred, not published.")]).strip()


def _fare(run: SnapRun) -> str:
    if not run.called:
        return ""
    text = tr(
        "Of {called} {said} as published, {sure} stay so on {most} of {draws} maps or more, {mostly} on "
        "{least} or more, {unsure} on fewer{so}."
    )
    so = tr(": what is called there may be nothing but where snap points are") if run.of(Standing.UNSURE) else ""
    return text.format(
        called=run.judged.unit_words(run.called),
        said=run.judged.said,
        sure=number(run.of(Standing.SURE)),
        mostly=number(run.of(Standing.MOSTLY)),
        unsure=number(run.of(Standing.UNSURE)) if run.of(Standing.UNSURE) else tr("none"),
        so=so,
        most=percent(SURE),
        least=percent(MOSTLY),
        draws=number(run.kept.draws),
    )


def _others(run: SnapRun) -> str:
    if not _maybe(run):
        return tr("No unit that is not called is called on {share} of the maps or more.").format(share=percent(MAYBE))
    return tr("{units} that {is_} not called {is_} so on {share} of the maps or more.").format(
        units=run.judged.unit_words(_maybe(run)), is_=tr("is") if _maybe(run) == 1 else tr("are"), share=percent(MAYBE)
    )


def _split(run: SnapRun) -> str:
    low, high = np.quantile(run.kept.calls, [0.025, 0.975]).astype(int).tolist()
    text = tr("{share} of the crimes stand on points whose catchment reaches into several units. {calls}")
    calls = tr("As published {called} are called, on 95% of the maps {low} to {high}.").format(
        called=number(run.called), low=number(low), high=number(high)
    )
    return text.format(share=percent(run.tried.split), calls=calls)


def basis(run: SnapRun) -> list[str]:
    """What the numbers rest on."""
    about = run.inputs.crimes.about
    lines = [
        tr("{title}.").format(title=sentence_case(about.title)),
        tr("{inside} crimes in the units; {outside} outside them, not counted.").format(
            inside=number(run.crimes), outside=number_text(run.units.counted.outside)
        ),
        tr(
            "Catchments of {known}, those of any crime held of the area, of all types and of all months of the same "
            "list of snap points."
        ).format(known=many(run.tried.known, tr("snap point"), tr("snap points"))),
        *about.basis,
    ]
    if run.inputs.study is not None:
        study = run.inputs.study
        lines.append(tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin))
    return [*lines, *warnings(run)]


def warnings(run: SnapRun) -> list[str]:
    """What must not be overlooked."""
    lines = [*run.inputs.notes, *run.units.notes]
    if run.judged.left_out:
        lines.append(left_out_words(run.judged.left_out))
    if run.tried.both_lists:
        lines.append(both_lists())
    if run.tried.split < _FEW:
        lines.append(
            tr("Hardly any catchment reaches into another unit: units are large beside it, and little can move.")
        )
    return lines


def method(run: SnapRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    asked = run.asked
    own = tr("{title} (METHOD {method}), with the parameters below and else its defaults").format(
        title=asked.title, method=asked.method
    )
    return [
        tr("{own}, in {words}, on the crimes as published and on {draws} maps more.").format(
            own=own, words=run.units.words, draws=number(asked.draws)
        ),
        tr(
            "On each map every crime is put on a place drawn at random from the catchment of its snap point: what of "
            "the ground is nearer to that point than to any other known (Voronoi), cut at the edge of the units. Its "
            "month stays."
        ),
        tr(
            "That the catchments are these is inferred: the service snaps each crime to the nearest point of its list, "
            "of which those are known here that any crime held stands on. Where points without a crime lie between, "
            "real catchments are smaller, and verdicts surer than said."
        ),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def caveats() -> list[str]:
    """What to keep in mind, and when not to use it."""
    return [
        tr("It says what snapping alone may do to a verdict; whether chance does is for the method itself to say."),
        tr(
            "On these maps crimes stand singly that are published in stacks, and tests allow for stacks: so more may "
            "be called than is as published, above all what is quiet, low or changed. 'Not called, but on 20% of the "
            "maps' is no finding, it says where the published map may hide one."
        ),
        tr(
            "Crimes are put anywhere in a catchment, also where nobody is: people are on streets and in buildings, so "
            "real places vary less. A stack on a named place, such as a car park or a hospital, is spread like any "
            "other, though most of it was there: where few snap points carry a unit, look what they are."
        ),
        tr(
            "Do not use it to find where crimes really were, nor to pick the map that is liked best: no map here is "
            "more true than the published one. Not for streets and addresses."
        ),
    ]


def standing_words() -> dict[Standing, str]:
    """The classes as a legend has them."""
    return {
        Standing.SURE: tr("Called, stays on {share} of the maps or more").format(share=percent(SURE)),
        Standing.MOSTLY: tr("Called, stays on {share} or more").format(share=percent(MOSTLY)),
        Standing.UNSURE: tr("Called, may be nothing but snapping"),
        Standing.MAYBE: tr("Not called, but on {share} of the maps or more").format(share=percent(MAYBE)),
        Standing.NOT: tr("Not called"),
    }
