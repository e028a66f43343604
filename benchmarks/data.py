# SPDX-License-Identifier: GPL-2.0-or-later
"""What is measured on: real street files where they are, and copies of them shifted east for a large cache."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_REAL = ROOT.parent / "shared" / "data" / "police" / "bedfordshire_2021-05_to_2023-04.zip"
_SAMPLE = ROOT / "policeuk_plugin" / "resources" / "sample" / "sample_archive.zip"


def archive() -> Path:
    """The real archive, or the invented sample where it is not there."""
    return _REAL if _REAL.is_file() else _SAMPLE


def street_files(folder: Path) -> int:
    """Unpack the street files of the archive into `folder`; returns the number of rows."""
    folder.mkdir(parents=True)
    rows = 0
    with zipfile.ZipFile(archive()) as source:
        for member in source.namelist():
            if member.endswith("-street.csv"):
                data = source.read(member)
                (folder / Path(member).name).write_bytes(data)
                rows += data.count(b"\n") - 1
    return rows


def shifted_copies(folder: Path, into: Path, rows_wanted: int) -> int:
    """Copies of the street files of `folder` as those of further forces, each on snap points of its own."""
    into.mkdir(parents=True)
    rows = copy = 0
    while rows < rows_wanted:
        for path in sorted(folder.glob("*-street.csv")):
            month = path.name[:7]
            rows += _shift(path, into / f"{month}-bench-{copy}-street.csv", copy)
        copy += 1
    return rows


def year_before(folder: Path) -> Path:
    """The last twelve months of the archive, as if they had been the year before its first month."""
    with zipfile.ZipFile(archive()) as source:
        names = sorted(name for name in source.namelist() if name.endswith(".csv"))
        months = sorted({Path(name).name[:7] for name in names})
        for name in names:
            month = Path(name).name[:7]
            if month not in months[-12:]:
                continue
            earlier = _before(month, months[0])
            target = folder / earlier / Path(name).name.replace(month, earlier)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read(name).replace(month.encode(), earlier.encode()))
    return folder


def _before(month: str, first: str) -> str:
    """The same calendar month in the twelve months before `first`."""
    year = int(first[:4]) - (month[4:] >= first[4:])
    return f"{year:04d}{month[4:]}"


def _shift(path: Path, target: Path, copy: int) -> int:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    with path.open(newline="", encoding="utf-8") as stream:
        reader = csv.reader(stream)
        writer.writerow(next(reader))
        count = 0
        for row in reader:
            row[2] = row[3] = f"Bench {copy} Police"  # rows that name another force than their file are refused
            if row[4]:
                row[4], row[5] = f"{float(row[4]) + 0.4 * copy:.6f}", f"{float(row[5]) + 0.2 * copy:.6f}"
            writer.writerow(row)
            count += 1
    target.write_text(out.getvalue(), encoding="utf-8", newline="")
    return count
