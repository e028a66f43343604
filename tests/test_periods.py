# SPDX-License-Identifier: GPL-2.0-or-later
"""Quarters end where the months end, and have no number where a month is missing."""

from __future__ import annotations

import pytest

from offline_cache.model import Month
from offline_cache.periods import QUARTER, periods


def test_quarters_end_with_the_last_month() -> None:
    found, left = periods(Month(2021, 5), Month(2023, 4), QUARTER)
    assert (len(found), left) == (8, ())
    assert found[-1].months == (Month(2023, 2), Month(2023, 3), Month(2023, 4))
    assert found[0].first == Month(2021, 5)
    assert found[-1].year_before == found[3]
    assert (found[-1].days, found[3].days) == (89, 89)


@pytest.mark.parametrize(("first", "left"), [("2022-12", ["2022-12", "2023-01"]), ("2023-01", ["2023-01"])])
def test_months_that_fill_no_quarter_are_named(first: str, left: list[str]) -> None:
    found, over = periods(Month.parse(first), Month(2023, 4), QUARTER)
    assert [str(month) for month in over] == left
    assert len(found) == 1


def test_a_quarter_with_a_missing_month_has_no_number() -> None:
    (quarter,), _ = periods(Month(2024, 1), Month(2024, 3), QUARTER)
    held = {Month(2024, 1): 7, Month(2024, 3): 9}
    assert quarter.count(held) is None
    assert quarter.lacking(held) == (Month(2024, 2),)
    assert quarter.count({**held, Month(2024, 2): 0}) == 16


def test_months_are_periods_of_one() -> None:
    found, left = periods(Month(2024, 1), Month(2024, 3), 1)
    assert ([period.months for period in found], left) == (
        [(month,) for month in Month.span(Month(2024, 1), Month(2024, 3))],
        (),
    )
    assert found[0].count({Month(2024, 1): 0}) == 0
