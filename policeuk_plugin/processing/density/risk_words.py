# SPDX-License-Identifier: GPL-2.0-or-later
"""What a risk density shows, in sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...text import many, number, tr
from ..running.wording import number_text, percent, sentence_case, spread_text
from .risk_run import RiskRun
from .risk_sides import Basis

_MOSTLY = 0.5


def finding(run: RiskRun) -> str:
    """The finding as a title."""
    about, more, fewer = run.inputs.crimes.about, len(run.of("more")), len(run.of("fewer"))
    what, where = sentence_case(about.what), about.where
    if not run.risk.judged.any():
        text = tr("{what} in {where}: too few crimes to set against {base} anywhere")
        return text.format(what=what, where=where, base=run.points.words)
    parts = [
        tr("{places} with more").format(places=many(more, tr("place"), tr("places"))) if more else "",
        tr("{places} with fewer").format(places=many(fewer, tr("place"), tr("places"))) if fewer else "",
    ]
    said = tr(" and ").join(part for part in parts if part)
    if not said:
        text = tr("{what} in {where} beside {base}: no place differs from the rest by more than chance")
        return text.format(what=what, where=where, base=run.points.words)
    text = tr("{what} in {where} beside {base}: {said} than chance would make")
    return text.format(what=what, where=where, base=run.points.words, said=said)


def sentences(run: RiskRun) -> tuple[str, ...]:
    """The whole area, what stands out, where most is, how much is not judged."""
    parts = (_whole(run), _places(run), _top(run), _thin(run))
    return tuple(part for part in parts if part)


def in_short(run: RiskRun) -> str:
    """What can be said of it alone."""
    return " ".join(
        [f"{finding(run)}.", _whole(run), _thin(run), *([run.points.redrawn] if run.points.redrawn else [])]
    )


def _whole(run: RiskRun) -> str:
    crimes, base, ratio = number_text(run.crimes), number_text(round(run.base)), run.risk.ratio
    basis = run.asked.basis.basis
    if basis is Basis.BEFORE:
        text = tr(
            "The whole area has {crimes} crimes after {base}, {ratio} times as many. Each place is judged against "
            "that, so a rise or fall that is the same everywhere shows nowhere."
        )
        return text.format(crimes=crimes, base=base, ratio=f"{ratio:.2f}")
    if basis is Basis.TYPES:
        text = tr("The whole area has {crimes} of these crimes and {base} of the others, {ratio} to one.")
        return text.format(crimes=crimes, base=base, ratio=f"{ratio:.2g}")
    text = tr("The whole area has {rate} crimes per 1,000 residents. Each place is judged against that.")
    return text.format(rate=f"{1000 * ratio:,.1f}")


def _places(run: RiskRun) -> str:
    said = []
    for kind, text in (
        (
            "more",
            tr(
                "It stands out most near {near}, with about {crimes} crimes (spread out) where {expected} are expected."
            ),
        ),
        ("fewer", tr("It falls short most near {near}, with about {crimes} crimes where {expected} are expected.")),
    ):
        for patch in run.of(kind)[:1]:
            near = patch.near or tr("the middle of it")
            said.append(text.format(near=near, crimes=spread_text(patch.spread), expected=spread_text(patch.expected)))
    return " ".join(said)


def _top(run: RiskRun) -> str:
    for patch in run.of("top 1%"):
        if run.crimes:
            text = tr(
                "The 1% of the ground judged with the highest values holds {crimes} of the {all} crimes, {share}."
            )
            return text.format(
                crimes=number_text(patch.crimes), all=number_text(run.crimes), share=percent(patch.crimes / run.crimes)
            )
    return ""


def _thin(run: RiskRun) -> str:
    share = run.share_of_ground(run.risk.thin)
    if not share:
        return ""
    crimes = sum(patch.crimes for patch in run.of("too few"))
    text = tr("{share} of the ground, with {crimes} of the {all} crimes, is not judged: too little is expected there.")
    return text.format(share=percent(share), crimes=number_text(crimes), all=number_text(run.crimes))


def basis(run: RiskRun) -> list[str]:
    """What the numbers rest on."""
    about, study = run.inputs.crimes.about, run.study
    return [
        tr("{title}, beside {base}.").format(title=sentence_case(about.title), base=run.points.words),
        tr("{inside} crimes in the study area beside {base}; {outside} crimes outside it, not counted.").format(
            inside=number_text(run.crimes), base=number_text(round(run.base)), outside=number_text(run.outside)
        ),
        *about.basis,
        *run.points.notes,
        tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin),
        *warnings(run),
    ]


def warnings(run: RiskRun) -> list[str]:
    """What must not be overlooked."""
    lines = [*run.inputs.notes, *run.points.lines]
    if run.points.redrawn:
        lines.insert(0, run.points.redrawn)
    if run.share_of_ground(run.risk.thin) > _MOSTLY:
        lines.append(
            tr("Most of the ground is not judged: choose a larger bandwidth, more months or more crime types.")
        )
    return lines


def method(run: RiskRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    asked, risk = run.asked.risk, run.risk
    alike = {
        Basis.BEFORE: tr("crimes in both periods together"),
        Basis.TYPES: tr("crimes of both sides together"),
        Basis.RESIDENTS: tr("residents"),
    }[run.asked.basis.basis]
    return [
        tr(
            "Both sides are spread over {radius:g} m around their snap points by the {kernel} kernel, in cells of "
            "{size:g} m, each kernel divided by its part inside the study area (Kelsall & Diggle 1995)."
        ).format(radius=asked.radius, kernel=asked.kernel.value, size=risk.grid.size),
        tr(
            "Expected are the {base}, times what the whole area has of crimes to them. Cells where fewer than "
            "{least:g} crimes are expected within the bandwidth are not judged{both}."
        ).format(
            base=run.points.words.removeprefix(tr("the ")),
            least=asked.least,
            both="" if run.asked.basis.basis is Basis.RESIDENTS else tr(", nor those where the base has fewer"),
        ),
        tr(
            "Chance: on {draws} maps what each snap point has is dealt anew among snap points with about as many "
            "{alike}, all its crimes together, so that a burst on one point makes no finding. The fullest in a hundred "
            "count for no more than the next. More or fewer is what is further out than these maps make likely on such "
            "snap points. The false discovery rate is {alpha:g}% over the {cells} cells judged (Benjamini-Hochberg), "
            "half of it for each direction. Cells are compared with those that as many snap points carry."
        ).format(draws=asked.draws, alike=alike, alpha=100 * asked.alpha, cells=number(int(risk.judged.sum()))),
        *_together(run),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def _together(run: RiskRun) -> list[str]:
    if run.points.together is None:
        return []
    return [
        tr(
            "Across July 2022 most snap points have crimes on one side only. So a point and its nearest on the other "
            "list are dealt as one, with the crimes of both sides on the middle of them. What the map shows is not "
            "moved. It finds about what it finds on one list: rises by a half in towns, in small places only "
            "what doubles or trebles."
        )
    ]


def rules(run: RiskRun) -> list[tuple[str, str]]:
    """The bandwidth used, and those that three rules would choose."""
    found = run.bandwidths
    rows = [
        (tr("Used here"), run.asked.risk.radius),
        (tr("Scott's rule"), found.scott),
        (tr("Likelihood cross-validation"), found.likelihood),
        (tr("Diggle's mean square error"), found.diggle),
    ]
    none = tr("none found")
    return [(name, none if math.isnan(radius) else number(round(radius))) for name, radius in rows]


def caveats(run: RiskRun) -> list[str]:
    """What to keep in mind, and when not to use it."""
    lines = [
        tr("Every place is a snap point, mostly the middle of a street: a place here is a neighbourhood, no address."),
        tr("The picture depends on the bandwidth far more than on the cell size: compare maps of one bandwidth only."),
        tr(
            "Only 'more' and 'fewer' say what is beyond chance, not the colours. Ratios are wildest where least is "
            "expected, and every map has a top 1, 2 and 5%."
        ),
    ]
    if run.asked.basis.basis is Basis.RESIDENTS:
        lines.append(
            tr(
                "Residents are not the people at risk: town centres, stations and shops have many visitors and few "
                "residents, and lead for that reason alone. Do not use it to compare them with where people live."
            )
        )
    if run.asked.basis.basis is Basis.BEFORE:
        lines.append(
            tr(
                "Do not use it to show that something you did worked: places chosen because they were busy have fewer "
                "afterwards by themselves."
            )
        )
    if run.asked.basis.basis is Basis.TYPES:
        lines.append(tr("Where a type is a larger share there may be more of it, or fewer of the others."))
    return lines
