# SPDX-License-Identifier: GPL-2.0-or-later
"""What the fullest unit of a map keeps from being called: the price of a test that holds, which users are told."""

from __future__ import annotations

import numpy as np

from ...analysis.detectable import WORTH_FINDING
from ...text import many, tr
from ..running.wording import number_text


def fullest_line(counts: np.ndarray, held: np.ndarray, usual: np.ndarray, left: np.ndarray) -> str:
    """How many neighbourhoods hold many times what is usual, yet less than the fullest unit alone; '' for none.

    `held` and `usual` (n,) are crimes of each neighbourhood, `left` (n,) where it was judged and not called. Dealt out
    anew the fullest unit may lie in any of them, so p of these is at least that of its lying there.
    """
    most = counts.max()
    hidden = int((left & (held >= WORTH_FINDING * usual) & (held <= most)).sum())
    if not hidden:
        return ""
    return tr(
        "The fullest unit alone holds {most} crimes, and chance may deal it into any neighbourhood. So a neighbourhood "
        "with fewer crimes is hardly ever told from chance. That concerns {hidden} with {times:g} times what is usual "
        "or more. In policeuk:emerginghotspots the fullest in a thousand count for no more than the next."
    ).format(
        most=number_text(most.item()),
        hidden=many(hidden, tr("neighbourhood"), tr("neighbourhoods")),
        times=WORTH_FINDING,
    )
