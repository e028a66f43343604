# SPDX-License-Identifier: GPL-2.0-or-later
"""What verdicts on many areas rest on, how they were reached, what they cannot say, in words."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.reading_order import isolated

from ...text import many, number, tr
from ..areas.area_outlines import without_outline
from ..rates.rated_words import base_age
from ..running.wording import percent
from .peer_sides import Source
from .peer_words import caveats as peer_caveats
from .peer_words import choice_line
from .peer_words import method as peer_method
from .verdicts_finding import most_by_chance
from .verdicts_left_out import not_compared_lines
from .verdicts_run import Family, VerdictsRun
from .verdicts_words import alpha_text, base_words, last_month, not_carried_line, plural, sentences, unplaced_line

_FEW = 20


def loud(run: VerdictsRun) -> list[str]:
    """What must not be overlooked."""
    undrawn = len(run.areas) - len(run.drawn.outlines)
    return [
        *unplaced_line(run),
        *not_carried_line(run),
        *run.beside.visiting,
        *not_compared_lines(run),
        *_months(run),
        *base_age(run.figures, last_month(run), base_words(run)),
        *([without_outline(undrawn, plural(run))] if 0 < undrawn < len(run.areas) else []),
    ]


def _months(run: VerdictsRun) -> Iterator[str]:
    dropped = [area for area in run.areas if area.numbers is not None and area.numbers.dropped]
    if dropped:
        yield tr("In {n}, months that the area or its peers lack are in no number of it: missing is not zero.").format(
            n=many(len(dropped), tr("area"), tr("areas"))
        )
    fewer = [area for area in run.areas if area.numbers is not None and area.numbers.left_out]
    if fewer:
        yield tr("In {n}, some peers are left out because they lack months, residents or counts.").format(
            n=many(len(fewer), tr("area"), tr("areas"))
        )
    few = sum((area.main.count or 0) < _FEW for area in run.compared if area.main is not None)
    if few:
        yield tr("In {n} there are fewer than {few} crimes: their rates go up and down by chance.").format(
            n=tr("{few} of the {all} areas").format(few=number(few), all=number(len(run.compared))), few=_FEW
        )


def basis(run: VerdictsRun) -> list[str]:
    """What the numbers rest on."""
    figures, lines = run.figures, [*run.about.basis, choice_line(run.exemplar)]
    if figures is not None:
        year = f", {figures.year}" if figures.year and str(figures.year) not in figures.source else ""
        lines.append(
            tr("Rates are per 1,000 {of} a year ({source}{year}).").format(
                of=base_words(run), source=isolated(figures.source), year=year
            )
        )
    return [*lines, *(line for line in loud(run) if line not in sentences(run))]


def method(run: VerdictsRun) -> list[str]:
    """How it was done, and who decides."""
    lines = [
        tr(
            "Each area is compared with its own peers, as 'Compare with peers' does for one. The range is the 95% "
            "prediction interval for one more area like them, which allows for chance in counting and for how much "
            "peers differ. The rule is ours: that of police.uk's old comparison was never published."
        ),
        tr(
            "One in 20 comparisons is outside its range by chance alone. An area clearly stands out, and 'stands' says "
            "yes, at a false discovery rate of {alpha} (Benjamini and Hochberg 1995). That is held over {n} areas for "
            "all that is selected, and for single crime types over all areas and types together."
        ).format(alpha=alpha_text(run), n=number(len(run.compared))),
        _poisson(run.family(run.questions[:1])),
        *peer_method(run.exemplar),
    ]
    if run.source is Source.POLICE_UK:
        lines.append(
            tr(
                "An area counts the rows whose LSOA code lies in it, in the edition of the file, whichever force's "
                "file has them. Each area and its peers are compared over the months that all of them have."
            )
        )
        lines.append(
            tr(
                "The crimes of a force from elsewhere, such as British Transport Police, are in all months and areas, "
                "or, where files of it lack, in none. If they were in some months only, areas and months would not "
                "compare."
            )
        )
    return lines


def _poisson(of: Family) -> str:
    """What limits of chance alone would call: they decide nothing."""
    if of.by_poisson <= most_by_chance(of.poisson_by_chance):
        said = tr(
            "Limits for chance in counting alone (Poisson) would call {n} of {all} ({share}) out of line, about as "
            "many as chance makes. They decide nothing here."
        )
    else:
        said = tr(
            "Limits for chance in counting alone (Poisson) would call {n} of {all} ({share}) out of line: areas alike "
            "differ by more than chance, so these limits decide nothing here."
        )
    return said.format(
        n=number(of.by_poisson), all=number(of.looks), share=percent(of.by_poisson / of.looks if of.looks else 0)
    )


def caveats(run: VerdictsRun) -> list[str]:
    """What to keep in mind."""
    lines = [
        tr(
            "Out of line is a reason to look, not a judgement. Look first at visitors, at single places and at how "
            "crimes are recorded. Areas in line may still have much crime."
        ),
        tr("Do not rank the areas: nothing tells those inside their ranges apart."),
        *peer_caveats(run.exemplar),
    ]
    if run.which.value == "residents":
        lines.append(
            tr(
                "Residents are those who sleep there. Where many work, shop or go out, a rate per resident says how "
                "many come, not how risky it is for one who lives there."
            )
        )
    return lines
