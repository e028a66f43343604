# SPDX-License-Identifier: GPL-2.0-or-later
"""Published files of every era and quirk as bytes, for tests: rows with sensible defaults, CSVs, archives.

Columns are named by keyword in small letters: `street_row(crime_type="Burglary", lsoa_code="E01017541")`.
`Month`, `Reported by` and `Falls within` are filled in by the CSV builders where a row does not name them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Row = dict[str, str]

STREET_HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
STOP_HEADER = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,"
    "Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,"
    "Outcome linked to object of search,Removal of more than just outer clothing"
)
GRID_HEADER = "Month,Reported by,Falls within,Easting,Northing,Location,Crime type,Context"
STREET_COLUMNS = STREET_HEADER.split(",")
OUTCOME_COLUMNS = [*STREET_COLUMNS[:9], "Outcome type"]
STOP_COLUMNS = STOP_HEADER.split(",")
GRID_COLUMNS = GRID_HEADER.split(",")

FORCE_NAMES = {
    "dogger-bank": "Dogger Bank Police (invented sample)",
    "bedfordshire": "Bedfordshire Police",
    "dorset": "Dorset Police",
    "dyfed-powys": "Dyfed-Powys Police",
    "metropolitan": "Metropolitan Police Service",
    "northern-ireland": "Police Service of Northern Ireland",
    "btp": "British Transport Police",
}
ASB = "Anti-social behaviour"


def crime_id(number: int) -> str:
    """A 64-hex Crime ID that nobody published; the same number gives the same id."""
    return hashlib.sha256(f"test {number}".encode()).hexdigest()


# --- rows -------------------------------------------------------------------------------------------------


def street_row(**overrides: str) -> Row:
    """A burglary with id, outcome and an invented LSOA; keywords replace columns."""
    row = {
        "Crime ID": crime_id(1),
        "Longitude": "2.000000",
        "Latitude": "54.720000",
        "Location": "On or near Herring Street",
        "LSOA code": "E01990001",
        "LSOA name": "Dogger Bank 001A",
        "Crime type": "Burglary",
        "Last outcome category": "Investigation complete; no suspect identified",
        "Context": "",
    }
    return _replaced(row, STREET_COLUMNS, overrides)


def asb_row(**overrides: str) -> Row:
    """Anti-social behaviour: never an id, never an outcome."""
    return street_row(**{"crime_id": "", "crime_type": ASB, "last_outcome_category": "", **overrides})


def unplaced_row(**overrides: str) -> Row:
    """A crime with `No Location`: coordinates and LSOA blank."""
    return street_row(**{**_NOWHERE, "location": "No Location", **overrides})


def zero_row(**overrides: str) -> Row:
    """A crime farther than 20 km from any snap point, in the old way: coordinates 0,0."""
    return street_row(
        **{
            **_NOWHERE,
            "longitude": "0.000000",
            "latitude": "0.000000",
            "location": "No Location",
            **overrides,
        }
    )


def old_row(**overrides: str) -> Row:
    """A row of 2010-12 to 2011-08: no id, no outcome, one of six crime types, an LSOA of 2011."""
    return street_row(
        **{
            "crime_id": "",
            "crime_type": "Violent crime",
            "last_outcome_category": "",
            "longitude": "-0.479335",
            "latitude": "52.252964",
            "lsoa_code": "E01017541",
            "lsoa_name": "Bedford 001B",
            **overrides,
        }
    )


def psni_row(**overrides: str) -> Row:
    """Northern Ireland: coordinates but no LSOA, nothing after `On or near `, no outcome.

    The id is unique within a month only: use the same number in two months.
    """
    return street_row(
        **{
            "longitude": "-5.930120",
            "latitude": "54.597285",
            "location": "On or near ",
            "lsoa_code": "",
            "lsoa_name": "",
            "last_outcome_category": "",
            **overrides,
        }
    )


def btp_row(**overrides: str) -> Row:
    """British Transport Police in Scotland: no id, no outcome, coordinates without LSOA."""
    return street_row(
        **{
            "crime_id": "",
            "longitude": "-4.257800",
            "latitude": "55.858300",
            "location": "On or near Glasgow Central (Station)",
            "lsoa_code": "",
            "lsoa_name": "",
            "crime_type": "Other theft",
            "last_outcome_category": "",
            **overrides,
        }
    )


def welsh_row(**overrides: str) -> Row:
    """Dyfed-Powys: a Welsh place name outside ASCII."""
    return street_row(
        **{
            "longitude": "-4.081200",
            "latitude": "52.415300",
            "location": "On or near Ffordd Tŷ Llwyd",
            "lsoa_code": "W01000501",
            "lsoa_name": "Ceredigion 002A",
            **overrides,
        }
    )


def quoted_row(**overrides: str) -> Row:
    """Dorset: an LSOA name with a comma, which the CSV has to quote."""
    return street_row(
        **{
            "longitude": "-1.879500",
            "latitude": "50.720800",
            "lsoa_code": "E01015350",
            "lsoa_name": "Bournemouth, Christchurch and Poole 022C",
            **overrides,
        }
    )


def outcome_row(**overrides: str) -> Row:
    """The outcome of `street_row()`, placed as that one."""
    row = {column: value for column, value in street_row().items() if column in OUTCOME_COLUMNS}
    row["Outcome type"] = "Investigation complete; no suspect identified"
    return _replaced(row, OUTCOME_COLUMNS, overrides)


def unplaced_outcome_row(**overrides: str) -> Row:
    """An outcome without location; outcomes files write it with a small l."""
    return outcome_row(**{**_NOWHERE, "location": "No location", **overrides})


def stop_row(**overrides: str) -> Row:
    """A person search with coordinates; `date` needs naming where the file's month matters."""
    row = {
        "Type": "Person search",
        "Date": "2024-05-03T14:30:00+00:00",
        "Part of a policing operation": "False",
        "Policing operation": "",
        "Latitude": "54.720000",
        "Longitude": "2.000000",
        "Gender": "Male",
        "Age range": "18-24",
        "Self-defined ethnicity": "White - English/Welsh/Scottish/Northern Irish/British",
        "Officer-defined ethnicity": "White",
        "Legislation": "Misuse of Drugs Act 1971 (section 23)",
        "Object of search": "Controlled drugs",
        "Outcome": "A no further action disposal",
        "Outcome linked to object of search": "",
        "Removal of more than just outer clothing": "False",
    }
    return _replaced(row, STOP_COLUMNS, overrides)


def easting_northing_row(**overrides: str) -> Row:
    """A row of 2012: British National Grid metres (EPSG:27700), no id, no LSOA, no outcome."""
    row = {
        "Easting": "504900",
        "Northing": "249700",
        "Location": "On or near Dag Lane",
        "Crime type": "Burglary",
        "Context": "",
    }
    return _replaced(row, GRID_COLUMNS, overrides)


# --- files ------------------------------------------------------------------------------------------------


def street_csv(month: str, slug: str, rows: Iterable[Row], *, crlf: bool = True, bom: bool = False) -> bytes:
    """A street file; `crlf` and `bom` make the copies that other tools leave behind."""
    return _file(STREET_COLUMNS, _reported(month, slug, rows), crlf, bom)


def outcomes_csv(month: str, slug: str, rows: Iterable[Row], *, crlf: bool = True, bom: bool = False) -> bytes:
    """An outcomes file; `month` is the month of the outcomes."""
    return _file(OUTCOME_COLUMNS, _reported(month, slug, rows), crlf, bom)


def stops_csv(month: str, slug: str, rows: Iterable[Row], *, crlf: bool = True, bom: bool = False) -> bytes:
    """A stop-and-search file. It names neither month nor force: both arguments are for likeness only."""
    return _file(STOP_COLUMNS, rows, crlf, bom)


def easting_northing_csv(month: str, slug: str, rows: Iterable[Row], *, crlf: bool = True, bom: bool = False) -> bytes:
    """A street file as it was in 2012, with Easting and Northing."""
    return _file(GRID_COLUMNS, _reported(month, slug, rows), crlf, bom)


def member(month: str, slug: str, kind: str = "street") -> str:
    """The name in an archive: `2024-05/2024-05-btp-street.csv`; kinds: street, outcomes, stop-and-search."""
    return f"{month}/{month}-{slug}-{kind}.csv"


def archive_zip(path: Path, members: Mapping[str, bytes]) -> Path:
    """Write a deflated zip with these members in this order, and give its path back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return path


# --- behind them ------------------------------------------------------------------------------------------

_NOWHERE = {"longitude": "", "latitude": "", "lsoa_code": "", "lsoa_name": ""}


def _replaced(row: Row, columns: Sequence[str], overrides: Mapping[str, str]) -> Row:
    """The row with keywords (`crime_type`) put into their columns (`Crime type`); KeyError for no column."""
    by_keyword = {column.lower().replace(" ", "_").replace("-", "_"): column for column in columns}
    return {**row, **{by_keyword[keyword]: value for keyword, value in overrides.items()}}


def _reported(month: str, slug: str, rows: Iterable[Row]) -> list[Row]:
    """The rows with month and force, where they do not bring their own."""
    force = FORCE_NAMES.get(slug, slug.replace("-", " ").title() + " Police")
    return [{"Month": month, "Reported by": force, "Falls within": force, **row} for row in rows]


def _file(columns: Sequence[str], rows: Iterable[Row], crlf: bool, bom: bool) -> bytes:
    """UTF-8 text with a header and a line end after the last row."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=columns, lineterminator="\r\n" if crlf else "\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")
