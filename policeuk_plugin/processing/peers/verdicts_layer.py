# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas with their verdicts as features, how they are drawn, and a table of every area and crime type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.core import QgsVectorLayer

from ...analysis.peer_range import PeerRange, Verdict
from ...layers.area_style import KNOWN, MISSING, UNKNOWN, AreaLook, MapClass
from ...text import tr
from ..areas.area_layer import LABELS_TO, Areas, styled_as
from ..rates.rated_layer import LESS, MORE, USUAL
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, meanings_of, memory_layer
from ..writing.table_sink import TableColumn
from .peer_sides import ALL
from .verdicts_peers import Why
from .verdicts_run import AreaVerdicts, Looked, VerdictsRun
from .verdicts_words import base_words, lines_of, verdict_text

ALL_SELECTED = "all selected"
SOME_LESS, SOME_MORE = "#d6d1e6", "#efc49a"
"""Outside the range of the peers, but not more than chance makes of so many looks."""
_UNTOLD, UNSAID = 9.0, "#c4c4c4"
_PLACES = {Verdict.LOWER: -1.0, Verdict.SIMILAR: 0.0, Verdict.HIGHER: 1.0}
_RANGE = {
    "lower": tr("Lower end of the range of its peers (95% prediction interval)"),
    "upper": tr("Upper end of the range of its peers (95% prediction interval)"),
    "verdict": tr("lower than, about the same as or higher than its peers, by that range; or cannot be told"),
    "stands": tr("Whether that is left after allowing for how many are looked at (BH): yes or no"),
    "rank": tr("Rank among area and peers, 1 the highest rate"),
    "of": tr("How many are ranked"),
    "mean_with_self": tr("Unweighted mean of the rates of area and peers"),
    "mean_without_self": tr("Unweighted mean of the rates of the peers"),
    "weighted_mean": tr("Rate of the peers together"),
    "tau": tr("How much rates of peers differ beyond chance, in logarithms"),
    "p": tr("Chance of a rate so far from its peers"),
    "q": tr("The same, corrected for how many are looked at (BH)"),
    "poisson_verdict": tr("What limits of chance in counting alone would say; it decides nothing"),
}
_WORDS, _WHOLE = ("verdict", "stands", "poisson_verdict"), ("rank", "of")
COLUMNS = (
    TableColumn("code", meaning=tr("Code of the area (ONS)")),
    TableColumn("name", meaning=tr("Name")),
    TableColumn("crime_type", meaning=tr("Crime type, first all that is selected")),
    TableColumn("count", whole=True, meaning=tr("Crimes in the months compared")),
    TableColumn("base", whole=True, meaning=tr("Residents or households")),
    TableColumn("months", whole=True, meaning=tr("Months compared")),
    TableColumn("rate", decimal=True, meaning=tr("Per 1,000 a year")),
    TableColumn("peers", whole=True, meaning=tr("Peers compared with")),
    *(
        TableColumn(name, whole=name in _WHOLE, meaning=meaning, decimal=name not in (*_WORDS, *_WHOLE))
        for name, meaning in _RANGE.items()
    ),
    TableColumn("why", meaning=tr("Why it is not compared")),
)


def _range(look: Optional[Looked]) -> dict[str, Any]:
    """What is known of a look by the names of `_RANGE`."""
    found: Optional[PeerRange] = look.found if look is not None else None
    if look is None or found is None:
        return dict.fromkeys(_RANGE)
    return {
        "lower": found.lower,
        "upper": found.upper,
        "verdict": found.said.value,
        "stands": tr("yes") if look.stands else tr("no"),
        "rank": found.rank,
        "of": found.of,
        "mean_with_self": found.mean_with_self,
        "mean_without_self": found.mean_without_self,
        "weighted_mean": found.weighted_mean,
        "tau": found.tau,
        "p": found.p,
        "q": look.q,
        "poisson_verdict": found.poisson_verdict.value,
    }


def table_rows(run: VerdictsRun) -> list[tuple[Any, ...]]:
    """A row an area and question in the order of `COLUMNS`; of an area that is not compared one, with the reason."""
    rows = []
    for area in run.areas:
        why = area.left_out.sentence if area.left_out is not None else None
        for look in area.looks or (None,):
            rows.append(_row(area, look, why))
    return rows


def _row(area: AreaVerdicts, look: Optional[Looked], why: Optional[str]) -> tuple[Any, ...]:
    numbers = area.numbers
    key = look.question.key if look is not None else ALL
    unsaid = look is not None and look.found is None and not why
    return (
        *(area.code, area.name, key or ALL_SELECTED, look.count if look is not None else None),
        *((numbers.base, numbers.months) if numbers is not None else (None, None)),
        *((look.rate, look.peers) if look is not None else (None, None)),
        *_range(look).values(),
        why or (tr("fewer than five peers have a count") if unsaid else None),
    )


def areas_of(run: VerdictsRun) -> Areas:
    """The areas as features."""
    outlines = run.drawn.outlines
    return Areas([(area.code, area.name) for area in run.areas], [outlines.get(area.code) for area in run.areas])


def columns_of(run: VerdictsRun) -> list[Column]:
    """What was found of each area, of all that is selected, and which crime types are out of line."""
    areas, mains = run.areas, [area.main for area in run.areas]
    ranges = [_range(main) for main in mains]
    kinds = {**dict.fromkeys(_WORDS, TEXT), **dict.fromkeys(_WHOLE, WHOLE)}
    peers = [" ".join(peer.code for peer in area.numbers.peers) if area.numbers else None for area in areas]
    return [
        Column("count", WHOLE, [main.count if main else None for main in mains], tr("Crimes in the months compared")),
        Column("base", WHOLE, [area.numbers.base if area.numbers else None for area in areas], _base(run)),
        Column("months", WHOLE, [area.numbers.months if area.numbers else None for area in areas], tr("Months")),
        Column("rate", REAL, [main.rate if main else None for main in mains], tr("Per 1,000 a year")),
        Column("peers", WHOLE, [main.peers if main else None for main in mains], tr("Peers compared with")),
        *(Column(name, kinds.get(name, REAL), [of[name] for of in ranges], _RANGE[name]) for name in _RANGE),
        Column(
            "types_higher",
            TEXT,
            [types(area, Verdict.HIGHER) for area in areas],
            tr("Crime types that stand as higher"),
        ),
        Column(
            "types_lower", TEXT, [types(area, Verdict.LOWER) for area in areas], tr("Crime types that stand as lower")
        ),
        Column(
            "not_carried", WHOLE, _not_carried(run), tr("Crimes that may lie there, in no count: not carried exactly")
        ),
        Column("peer_codes", TEXT, peers, tr("Codes of the peers, the most alike first")),
        Column(
            "why", TEXT, [area.left_out.sentence if area.left_out else None for area in areas], tr("Why not compared")
        ),
        Column("state", TEXT, states(run), tr("known, months missing, or not covered")),
        Column("value", REAL, mapped(run), tr("What is mapped")),
        Column("told", TEXT, ["\n".join(lines_of(run, area)) for area in areas], tr("All of it in words")),
    ]


def _base(run: VerdictsRun) -> str:
    return tr("Number of {of}").format(of=base_words(run))


def _not_carried(run: VerdictsRun) -> list[Optional[int]]:
    found = run.beside.not_carried
    return [found[area.code].crimes if area.code in found else None for area in run.areas]


def types(area: AreaVerdicts, verdict: Verdict) -> str:
    """The crime types of an area that stand, by their names."""
    return ", ".join(
        look.question.title
        for look in area.looks
        if look.question.key != ALL and look.stands and look.found is not None and look.found.verdict is verdict
    )


def states(run: VerdictsRun) -> list[str]:
    """Known, months missing, or not covered, as areas are drawn."""
    found = []
    for area in run.areas:
        why = area.left_out.why if area.left_out is not None else None
        found.append({Why.NOT_HELD: UNKNOWN, Why.MONTHS: MISSING}.get(why, KNOWN) if why is not None else KNOWN)
    return found


def mapped(run: VerdictsRun) -> list[Optional[float]]:
    """The class of each area: twice as far where it stands; None where it is not compared."""
    found: list[Optional[float]] = []
    for area in run.areas:
        main = area.main
        if main is None or main.found is None:
            found.append(None)
        else:
            told = main.found.said is not Verdict.UNTOLD
            found.append(_PLACES[main.found.verdict] * (2.0 if main.stands else 1.0) if told else _UNTOLD)
    return found


def look_of(run: VerdictsRun) -> AreaLook:
    """How the layer is drawn."""
    classes = [
        MapClass(-2.5, -1.5, LESS, tr("lower than its peers")),
        MapClass(-1.5, -0.5, SOME_LESS, tr("lower, but it may be chance, as so many are compared")),
        MapClass(-0.5, 0.5, USUAL, tr("about the same as its peers")),
        MapClass(0.5, 1.5, SOME_MORE, tr("higher, but it may be chance, as so many are compared")),
        MapClass(1.5, 2.5, MORE, tr("higher than its peers")),
        MapClass(8.5, 9.5, UNSAID, tr("cannot be told: too few crimes, or its peers differ too much")),
    ]
    values, state = mapped(run), states(run)
    there = {value for value in values if value is not None}
    return AreaLook(
        classes=[one for one in classes if any(one.lower < value < one.upper for value in there)],
        no_value=tr("not compared: {why}").format(why=tr("no good peers, or no rate")),
        hatched=state.count(MISSING),
        unknown=state.count(UNKNOWN),
        without=sum(value is None and of == KNOWN for value, of in zip(values, state)),
        notes=[tr("By the range of each area's own peers")],
        labels_to=LABELS_TO.get(run.level.areas.kind.value, 160_000.0),
        decimals=1,
        label_of="rate",
    )


def drawn_layer(run: VerdictsRun, columns: Sequence[Column]) -> QgsVectorLayer:
    """The areas as a styled layer in memory, of the thread that draws."""
    layer = memory_layer(areas_of(run), run.drawn.crs, columns)
    styled_as(look_of(run), meanings_of(columns))(layer)
    return layer


def word_of(look: Looked) -> str:
    """The verdict as a table of the page has it: in brackets where it may be chance."""
    word = verdict_text(look)
    return word if look.stands or not look.outside else f"({word})"
