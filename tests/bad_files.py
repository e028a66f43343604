# SPDX-License-Identifier: GPL-2.0-or-later
"""What tests of bad files start from: sound files, a cache that holds something, and the check of a refusal."""

from __future__ import annotations

from pathlib import Path

from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.command import dump, run, sentence, succeed
from tests.sample_factory import (
    archive_zip,
    asb_row,
    easting_northing_csv,
    easting_northing_row,
    member,
    outcome_row,
    outcomes_csv,
    stop_row,
    stops_csv,
    street_csv,
    street_row,
    unplaced_row,
)

MONTH, FORCE = "2024-05", "dorset"
STREET = street_csv(MONTH, FORCE, [street_row(), asb_row(), unplaced_row()])
OUTCOMES = outcomes_csv(MONTH, FORCE, [outcome_row(), outcome_row(outcome_type="Suspect charged")])
STOPS = stops_csv(MONTH, FORCE, [stop_row(), stop_row(removal_of_more_than_just_outer_clothing="True")])
GRID = easting_northing_csv(MONTH, FORCE, [easting_northing_row()])
NAME = member(MONTH, FORCE).split("/")[1]


def make_held(folder: Path) -> Path:
    """Give a cache in the folder that holds an older file of the month, and another month."""
    old = archive_zip(
        folder / "held.zip",
        {
            member(MONTH, FORCE): street_csv(MONTH, FORCE, [street_row(), street_row(longitude="2.200000")]),
            member(MONTH, FORCE, "outcomes"): outcomes_csv(MONTH, FORCE, [outcome_row()]),
            member("2024-04", FORCE): street_csv("2024-04", FORCE, [street_row(), asb_row()]),
        },
    )
    succeed(folder / "held.sqlite", "import", old)
    return folder / "held.sqlite"


def refused(cache: Path, *paths: Path) -> str:
    """Import what must be refused; give the sentence. The cache must be as it was, and whole."""
    before = dump(cache)
    said = sentence(run(cache, "import", *paths))
    assert dump(cache) == before
    with reading(cache) as connection:
        assert faults(connection) == []
    return said
