# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes the invented sample: `python -m tools.make_sample [FOLDER]`, the same bytes every time."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.invented import files
from tools.invented.areas import make_areas
from tools.invented.crimes import Crime, CrimeMaker
from tools.invented.dice import Dice
from tools.invented.months import BEFORE, HELD, WITHOUT_STREET_FILE
from tools.invented.outcomes import Ending, Endings
from tools.invented.places import Place, make_places
from tools.invented.readme import README
from tools.invented.shares import make_shares
from tools.invented.stops import make_stops

SEED = 20260529
SHIPPED = Path(__file__).resolve().parents[1] / "policeuk_plugin" / "resources" / "sample"


def sample_files() -> dict[str, bytes]:
    """Every file of the sample by name."""
    areas = make_areas(Dice(SEED))
    places = make_places(areas, Dice(SEED + 1))
    return {
        "README.txt": README.encode(),
        "sample_archive.zip": files.archive(_members(places)),
        "sample_lsoa_2021.geojson": files.outlines(areas),
        "sample_lookup.csv": files.lookup(areas),
        "sample_residents.csv": files.residents(areas),
        "sample_shares.csv": files.shares(areas, make_shares(areas, Dice(SEED + 5))),
    }


def _members(places: list[Place]) -> dict[str, bytes]:
    """The archive's CSVs by member name."""
    histories = _histories(places)
    stop_dice = Dice(SEED + 4)
    members: dict[str, bytes] = {}
    for month in HELD:
        stem = f"{month}/{month}-{files.FORCE_SLUG}"
        if month != WITHOUT_STREET_FILE:
            street = [files.street_row(crime, ending) for crime, ending in histories if crime.month == month]
            members[f"{stem}-street.csv"] = files.published_csv(street)
        members[f"{stem}-outcomes.csv"] = files.published_csv(_outcome_rows(histories, month))
        members[f"{stem}-stop-and-search.csv"] = files.published_csv(make_stops(month, places, stop_dice))
    return members


def _histories(places: list[Place]) -> list[tuple[Crime, Ending]]:
    """All crimes with their endings; rows of one crime share one ending."""
    maker = CrimeMaker(places, Dice(SEED + 2))
    endings = Endings(Dice(SEED + 3))
    crimes = [crime for month in (*BEFORE, *HELD) for crime in maker.month(month)]
    known: dict[str, Ending] = {}
    histories: list[tuple[Crime, Ending]] = []
    for crime in crimes:
        ending = known.get(crime.identity or "") or endings.draw(crime)
        if crime.identity:
            known[crime.identity] = ending
        histories.append((crime, ending))
    return histories


def _outcome_rows(histories: list[tuple[Crime, Ending]], month: str) -> list[dict[str, str]]:
    """The outcomes recorded in a month, one a crime, those without location first."""
    found = {crime.identity: (crime, ending) for crime, ending in histories if ending.outcome_month == month}
    rows = [files.outcome_row(crime, ending) for crime, ending in found.values()]
    return sorted(rows, key=lambda row: (row["LSOA name"], row["Location"], row["Crime ID"]))


def main(arguments: list[str]) -> int:
    """Write the sample into the folder named, or where the plugin ships it."""
    folder = Path(arguments[0]) if arguments else SHIPPED
    folder.mkdir(parents=True, exist_ok=True)
    made = sample_files()
    for name, content in made.items():
        (folder / name).write_bytes(content)
    print(f"{len(made)} files, {sum(map(len, made.values())):,} bytes in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
