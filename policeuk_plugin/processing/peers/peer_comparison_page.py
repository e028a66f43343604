# SPDX-License-Identifier: GPL-2.0-or-later
"""The page and the chart of a comparison with peers."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.reading_order import isolated

from ...reports.charts import Background, svg_address
from ...reports.result_page import ResultPage, Table
from ...text import number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..rates.rated_words import p_text, range_text, rate_text
from ..running.wording import percent, sentence_case
from ..units.crimes import About
from ..writing.result_layer import Explained
from .peer_comparison_basis import caveats, method
from .peer_comparison_chart import chart
from .peer_comparison_run import Line, PeerComparison
from .peer_comparison_words import base_words, finding, poisson, sentences, short
from .peer_verdict_words import verdict_words


def page(run: PeerComparison, told: Explained, about: About, with_poisson: bool) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    said = sentences(run)
    return ResultPage(
        title=finding(run, run.main).rstrip("."),
        subtitle=sentence_case(about.title),
        sentences=said,
        picture=svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)),
        picture_text=" ".join([finding(run, run.main), *said]),
        legend=(),
        basis=about.basis,
        method=[*method(run), *told.parameters],
        command=told.command,
        caveats=[*caveats(run), *([poisson(run)] if with_poisson else [])],
        rights=about.rights,
        labels=about.labels,
        short=short(run),
        tables=_tables(run, with_poisson),
    )


def _tables(run: PeerComparison, with_poisson: bool) -> Sequence[Table]:
    tables = [_areas(run, run.main)]
    if len(run.lines) > 1:
        tables.append(_types(run))
    if with_poisson:
        tables.append(_poisson(run))
    return tables


def _areas(run: PeerComparison, line: Line) -> Table:
    key, years = line.question.key, run.sides.years
    ranks = {peer.code: peer for peer in run.group.peers}
    measured = run.group.measured is not None
    members = sorted((run.sides.area, *line.peers), key=lambda member: -(member.rate(key, years) or 0.0))
    rows = []
    for at, member in enumerate(members):
        peer = ranks.get(member.code)
        away = f"{peer.distance:.2f}" if peer is not None and peer.distance is not None else "–"
        rows.append(
            (
                f"{at + 1} · {isolated(member.name)}" + ("" if member is not run.sides.area else tr(" (this area)")),
                number(member.counts.get(key) or 0),
                number(member.base),
                rate_text(member.rate(key, years)),
                "–" if peer is None else number(peer.rank),
                *([away] if measured else []),
            )
        )
    head = (
        tr("Area"),
        tr("Crimes"),
        sentence_case(base_words(run)),
        tr("Per 1,000 a year"),
        tr("Peer, 1 most alike"),
        *([tr("Distance")] if measured else []),
    )
    title = tr("{what}: the area and its peers").format(what=line.question.title)
    return Table(title, head, rows, _averages(line))


def _averages(line: Line) -> str:
    found = line.found
    if found is None:
        return ""
    return tr(
        "Prediction range: {range}, where 19 in 20 areas like its peers would lie. Unweighted mean: {with_self} with "
        "the area, {without} without it. Weighted mean of the peers: {weighted}."
    ).format(
        range=range_text(found.lower, found.upper),
        with_self=rate_text(found.mean_with_self),
        without=rate_text(found.mean_without_self),
        weighted=rate_text(found.weighted_mean),
    )


def _types(run: PeerComparison) -> Table:
    beside = any(line.beside is not None for line in run.lines)
    head = [
        tr("Crime type"),
        tr("Crimes"),
        tr("Per 1,000 a year"),
        *([tr("Ours to ONS's")] if beside else []),
        tr("Prediction range"),
        tr("Against its peers"),
        tr("Rank"),
        tr("Peers differ by"),
        *([tr("q")] if any(line.q is not None for line in run.lines) else []),
        *([tr("R²")] if run.sides.explained else []),
    ]
    notes = [tr("Peers differ by: how much beyond chance. The more, the wider the range, and the less the peers tell.")]
    if any(line.q is not None for line in run.lines):
        notes.append(
            tr(
                "q: chance of being so far out, corrected for how many types are looked at (Benjamini and Hochberg); "
                "up to 5% a type stands out."
            )
        )
    return Table(tr("By crime type"), head, [_type_row(run, line, beside) for line in run.lines], " ".join(notes))


def _type_row(run: PeerComparison, line: Line, beside: bool) -> tuple[str, ...]:
    found, none = line.found, "–"
    share = run.sides.explained.get(line.question.key)
    ratio = line.beside.ratio if line.beside is not None else None
    row = [
        line.question.title,
        none if line.count is None else number(line.count),
        rate_text(run.sides.area.rate(line.question.key, run.sides.years)),
        *([none if ratio is None else f"{ratio:.2f}"] if beside else []),
        none if found is None else range_text(found.lower, found.upper),
        tr("not compared") if found is None else verdict_words(found.said),
        none if found is None else tr("{rank} of {of}").format(rank=found.rank, of=found.of),
        none if found is None else percent(found.tau),
        *([none if line.q is None else p_text(line.q)] if any(one.q is not None for one in run.lines) else []),
        *([none if share is None else f"{share:.2f}"] if run.sides.explained else []),
    ]
    return tuple(row)


def _poisson(run: PeerComparison) -> Table:
    rows = []
    for line in run.lines:
        if line.found is not None:
            found = line.found
            limits = range_text(found.poisson_lower, found.poisson_upper)
            rows.append((line.question.title, limits, verdict_words(found.poisson_verdict), verdict_words(found.said)))
    head = (tr("Crime type"), tr("Poisson limits"), tr("By them"), tr("By the range of its peers"))
    note = tr(
        "Poisson limits allow for chance in counting alone, as if all peers had one rate: of large areas they call "
        "nearly all higher or lower. They decide nothing here."
    )
    return Table(tr("Poisson limits, as asked for"), head, rows, note)
