# SPDX-License-Identifier: GPL-2.0-or-later
"""What the numbers of two areas rest on, each named."""

from __future__ import annotations

import sqlite3

from ...text import tr
from ..asking.series_basis import about_months, base_lines
from ..running.wording import sentence_case
from ..units.crimes import About
from .comparison_run import ComparisonRun


def about_both(connection: sqlite3.Connection, run: ComparisonRun) -> About:
    """Both selections in words; lines that both have are said once."""
    one, other = run.found.one, run.found.other
    first, second = (about_months(connection, side.monthly, side.name) for side in (one, other))
    common = [line for line in first.basis if line in second.basis]
    basis = [
        *common,
        *(f"{sentence_case(one.name)}: {line}" for line in first.basis if line not in common),
        *(f"{sentence_case(other.name)}: {line}" for line in second.basis if line not in common),
    ]
    for side in (one, other):
        basis += [line for base in (side.residents, side.households) for line in base_lines(base, side.name)]
    return About(
        run.what,
        tr("{one} and {other}").format(one=one.name, other=other.name),
        run.when,
        tuple(dict.fromkeys(basis)),
        tuple(dict.fromkeys((*first.rights, *second.rights))),
        first.missing_months + second.missing_months,
        tuple(dict.fromkeys((*first.labels, *second.labels))),
        first.months,
    )
