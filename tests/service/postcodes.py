# SPDX-License-Identifier: GPL-2.0-or-later
"""postcodes.io with invented postcodes of an area that does not exist (DB), one for every LSOA of the sample."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional
from urllib.parse import unquote

from .asked import metres
from .messages import Answer, Request, json_answer

Result = dict[str, Any]
NO_PLACE, SCOTTISH, NORTHERN, ENDED = "DB9 1NC", "DB9 1SC", "DB9 1NN", "DB9 9ZZ"
MOST = 100
FARTHEST = 2000.0
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}\Z", re.ASCII)


class Postcodes:
    """/postcodes, /outcodes and /terminated_postcodes. `known` maps a postcode to its result and may be changed."""

    def __init__(self, folder: Path) -> None:
        self.known: dict[str, Result] = _invented(folder)
        self.ended: dict[str, Result] = {ENDED: _ended()}

    def __call__(self, request: Request) -> Answer:
        """Answer one request."""
        parts = [unquote(part) for part in request.path.strip("/").split("/")]
        if parts == ["postcodes"]:
            return self._bulk(request) if request.method == "POST" else self._near(request.parameters())
        if len(parts) == 2 and parts[0] == "postcodes":
            return self._one(parts[1])
        if len(parts) == 2 and parts[0] == "terminated_postcodes":
            return _found(self.ended.get(_spaced(parts[1]) or ""), "Terminated postcode not found")
        if len(parts) == 2 and parts[0] == "outcodes":
            return _found(self._outcode(parts[1].replace(" ", "").upper()), "Outcode not found")
        return _failed(404, "Resource not found")

    def _one(self, text: str) -> Answer:
        postcode = _spaced(text)
        if postcode is None:
            return _failed(404, "Invalid postcode")
        return _found(self.known.get(postcode), "Postcode not found")

    def _bulk(self, request: Request) -> Answer:
        """Up to 100 of a JSON body; without an entry the result is null."""
        try:
            wanted = json.loads(request.body)["postcodes"]
        except (ValueError, KeyError, TypeError):
            return _failed(400, "Invalid JSON submitted. You need to submit a JSON object with an array of postcodes")
        if not isinstance(wanted, list) or len(wanted) > MOST:
            most = f"Up to {MOST} postcodes can be bulk requested at a time"
            return _failed(400, f"Too many postcodes submitted. {most}")
        found = [{"query": text, "result": self.known.get(_spaced(str(text)) or "")} for text in wanted]
        return json_answer({"status": 200, "result": found})

    def _near(self, asked: Mapping[str, str]) -> Answer:
        """The postcodes near a point, nearest first; null for none."""
        try:
            point = float(asked["lat"]), float(asked["lon"])
            radius = min(float(asked.get("radius", 100)), FARTHEST)
            limit = min(int(asked.get("limit", 10)), MOST)
        except (KeyError, ValueError):
            return _failed(400, "Invalid longitude/latitude submitted")
        near = [
            (metres(point, (result["latitude"], result["longitude"])), result)
            for result in self.known.values()
            if result["latitude"] is not None
        ]
        found = sorted((pair for pair in near if pair[0] <= radius), key=lambda pair: pair[0])
        listed = [{**result, "distance": round(distance, 8)} for distance, result in found[:limit]]
        return json_answer({"status": 200, "result": listed or None})

    def _outcode(self, outcode: str) -> Optional[Result]:
        """The middle of the postcodes of an outcode, and where they lie."""
        members = [r for r in self.known.values() if r["outcode"] == outcode and r["latitude"] is not None]
        if not members:
            return None
        middle = {axis: sum(r[axis] for r in members) / len(members) for axis in ("longitude", "latitude")}
        lists = {f: sorted({r[f] for r in members}) for f in ("admin_district", "admin_ward", "country")}
        return {"outcode": outcode, **middle, "admin_county": [], "parish": [], **lists}


def _spaced(text: str) -> Optional[str]:
    """The postcode with one space, in capitals; None for what cannot be one."""
    plain = re.sub(r"\s", "", text).upper()
    return f"{plain[:-3]} {plain[-3:]}" if _POSTCODE.match(plain) else None


def _found(result: Optional[Result], missing: str) -> Answer:
    return _failed(404, missing) if result is None else json_answer({"status": 200, "result": result})


def _failed(status: int, error: str) -> Answer:
    return json_answer({"status": status, "error": error}, status)


def _invented(folder: Path) -> dict[str, Result]:
    """One postcode an LSOA at the middle of its outline, and three odd ones."""
    features = json.loads((folder / "sample_lsoa_2021.geojson").read_text(encoding="utf-8"))["features"]
    rings = {f["properties"]["LSOA21CD"]: f["geometry"]["coordinates"][0][:-1] for f in features}
    found: dict[str, Result] = {}
    with (folder / "sample_lookup.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            postcode = f"DB{number // 5 + 1} {number % 5 + 1}AA"
            x, y = (round(sum(axis) / len(axis), 6) for axis in zip(*rings[row["lsoa21_code"]]))
            found[postcode] = _result(postcode, row, (x, y))
    some = found["DB1 1AA"]
    nowhere = {"longitude": None, "latitude": None, "eastings": None, "northings": None, "quality": 9}
    scottish = {**some["codes"], "lsoa": "S01990001", "lsoa11": "S01990001", "lsoa21": "S01990001", "pfa": "S23990001"}
    pseudo = {**some["codes"], "lsoa": "N99999999", "lsoa11": "N99999999", "lsoa21": "N99999999", "pfa": "N99999999"}
    found[NO_PLACE] = {**_named(some, NO_PLACE), **nowhere}
    found[SCOTTISH] = {**_named(some, SCOTTISH), "country": "Scotland", "lsoa": "Invented - 01", "codes": scottish}
    found[NORTHERN] = {**_named(some, NORTHERN), "country": "Northern Ireland", "lsoa": "Invented 2", "codes": pseudo}
    return found


def _result(postcode: str, row: Mapping[str, str], place: tuple[float, float]) -> Result:
    code, name = row["lsoa21_code"], row["lsoa21_name"]
    return {
        "postcode": postcode,
        "quality": 1,
        "eastings": round(657_000 + (place[0] - 2.0) * 64_000),
        "northings": round(545_000 + (place[1] - 54.72) * 111_000),
        "country": "England",
        "longitude": place[0],
        "latitude": place[1],
        "region": None,
        "lsoa": name,
        "msoa": name[:-1],
        "lsoa11": name,
        "lsoa21": name,
        "incode": postcode.split()[1],
        "outcode": postcode.split()[0],
        "admin_district": row["ltla24_name"],
        "admin_county": None,
        "admin_ward": row["ward24_name"],
        "parish": None,
        "pfa": row["pfa24_name"],
        "date_of_introduction": "198001",
        "codes": {
            "admin_district": row["ltla24_code"],
            "admin_county": "E99999999",
            "admin_ward": row["ward24_code"],
            "lsoa": code,
            "lsoa11": code,
            "lsoa21": code,
            "msoa": f"E0299{code[-4:]}",
            "pfa": row["pfa24_code"],
        },
    }


def _named(result: Result, postcode: str) -> Result:
    outcode, incode = postcode.split()
    return {**result, "postcode": postcode, "outcode": outcode, "incode": incode}


def _ended() -> Result:
    ended = {"year_terminated": 1998, "month_terminated": 7}
    return {"postcode": ENDED, **ended, "longitude": 2.0, "latitude": 54.72}
