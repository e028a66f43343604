# SPDX-License-Identifier: GPL-2.0-or-later
"""Which archive of the service holds which month, by the rules that hold since the first one (service B.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Month

DATA_BEGIN = Month(2010, 12)
"""The first month that was ever published."""
FIRST_ARCHIVE = Month(2013, 12)
LAST_FROM_THE_START = Month(2017, 4)
"""The last archive with everything since `DATA_BEGIN`; later ones hold `WINDOW` months."""
WINDOW = 36


def first_month(release: Month) -> Month:
    """The first month in the archive of a release."""
    return DATA_BEGIN if release <= LAST_FROM_THE_START else release.moved(1 - WINDOW)


def releases_with(month: Month, before: Month) -> Iterator[Month]:
    """The releases before `before` whose archives hold a month, the newest first: it holds most of those after it."""
    release = min(max(month.moved(WINDOW - 1), LAST_FROM_THE_START), before.moved(-1))
    while release >= max(month, FIRST_ARCHIVE):
        if first_month(release) <= month:
            yield release
        release = release.moved(-1)
