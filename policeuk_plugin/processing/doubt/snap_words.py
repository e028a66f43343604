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
        text = tr("{what} in {where}: no unit {said}, also with crimes elsewhere near their snap points")
        if run.of(Standing.MAYBE):
            text = tr("{what} in {where}: no unit {said}, but {maybe} might be")
        maybe = run.judged.unit_words(_maybe(run))
        return text.format(what=what, where=where, said=run.judged.said, maybe=maybe)
    text = tr("{what} in {where}: {which} {stay} so with crimes elsewhere near their snap points")
    if run.called > 1 and not run.of(Standing.SURE):
        text = tr("{what} in {where}: {which} may not stay so with crimes elsewhere near their snap points")
        called = run.judged.unit_words(run.called)
        return text.format(what=what, where=where, which=f"{called} {run.judged.said}")
    return text.format(what=what, where=where, which=_which(run), stay=_stay(run))


def _which(run: SnapRun) -> str:
    """How many of those called are sure, such as 12 of the 40 cells called a cluster; the one where only one is."""
    called = tr("{units} {said}").format(units=run.judged.unit_words(run.called), said=run.judged.said)
    if run.called == 1:
        return tr("the {called}").format(called=called)
    sure = run.of(Standing.SURE)
    text = tr("all {called}") if sure == run.called else tr("{sure} of the {called}")
    return text.format(sure=number(sure) if sure else tr("none"), called=called)


def _stay(run: SnapRun) -> str:
    if run.called == 1:
        return tr("stays") if run.of(Standing.SURE) else tr("may not stay")
    return tr("stays") if run.of(Standing.SURE) == 1 else tr("stay")


def _maybe(run: SnapRun) -> int:
    return run.of(Standing.MAYBE)


def sentences(run: SnapRun) -> tuple[str, ...]:
    """How the verdicts fare, what else might be, how many crimes could be elsewhere."""
    parts = [_fare(run), _others(run), _split(run)]
    return tuple(part for part in parts if part)


def in_short(run: SnapRun) -> str:
    """What can be said of it alone."""
    inferred = tr("How far crimes may lie from their points is inferred, not published.")
    return " ".join([f"{finding(run)}.", inferred, _others(run)])


def _fare(run: SnapRun) -> str:
    if not run.called:
        return ""
    draws, mostly, unsure = number(run.kept.draws), run.of(Standing.MOSTLY), run.of(Standing.UNSURE)
    if run.called == 1:
        share = percent(float(run.kept.kept[run.tried.called][0]))
        text = tr(
            "It stays so on {share} of {draws} maps with crimes elsewhere in the catchments of their snap points."
        )
        return text.format(share=share, draws=draws)
    text = tr(
        "{which} {stay} so on at least {most} of {draws} maps with crimes elsewhere in their snap points' catchments."
    )
    said = text.format(which=sentence_case(_which(run)), stay=_stay(run), most=percent(SURE), draws=draws)
    parts = [
        many(mostly, tr("stays so on at least {least}"), tr("stay so on at least {least}")) if mostly else "",
        many(unsure, tr("stays so on fewer than {least}"), tr("stay so on fewer than {least}")) if unsure else "",
    ]
    others = tr(" and ").join(part for part in parts if part).format(least=percent(MOSTLY))
    so = tr("What is called on so few may be nothing but where snap points are.") if unsure else ""
    return " ".join(part for part in (said, tr("{others}.").format(others=others) if others else "", so) if part)


def _others(run: SnapRun) -> str:
    if not _maybe(run):
        text = tr("No other unit is called on {share} of the maps or more.")
        text = text if run.called else tr("No unit is called on {share} of the maps or more.")
        return text.format(share=percent(MAYBE))
    return tr("{units} not called as published {is_} called on {share} of the maps or more.").format(
        units=run.judged.unit_words(_maybe(run)), is_=tr("is") if _maybe(run) == 1 else tr("are"), share=percent(MAYBE)
    )


def _split(run: SnapRun) -> str:
    low, high = np.quantile(run.kept.calls, [0.025, 0.975]).astype(int).tolist()
    text = tr(
        "{share} of the crimes stand on snap points whose catchment reaches into several units. The number called is "
        "{called} as published, and {calls} on 95% of the maps."
    )
    calls = number(low) if low == high else tr("{low} to {high}").format(low=number(low), high=number(high))
    return text.format(share=percent(run.tried.split), called=number(run.called), calls=calls)


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
            tr("Hardly any catchment reaches into another unit, because units are much larger: little can move.")
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
            "These catchments are inferred: the service snaps each crime to the nearest point of its list, and only "
            "those points are known here that any crime held stands on. Where points without a crime lie between, "
            "real catchments are smaller, and verdicts are surer than said."
        ),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def caveats() -> list[str]:
    """What to keep in mind, and when not to use it."""
    return [
        tr("It says what snapping alone may do to a verdict. What chance may do, the method itself says."),
        tr(
            "Crimes that are published in stacks stand singly on these maps, and tests allow for stacks. So more may "
            "be called than as published, above all what is quiet, low or changed. 'Not called, but on 20% of the "
            "maps' is no finding: it says where the published map may hide one."
        ),
        tr(
            "Crimes are put anywhere in a catchment, also where nobody is. People are on streets and in buildings, so "
            "real places vary less. A stack on a named place, such as a car park or a hospital, is spread like any "
            "other, though most of it was there. Where few snap points carry a unit, look what they are."
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
