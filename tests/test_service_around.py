# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands in for the layers of ONS and for postcodes.io."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import area_factory
from tests.service import Service, layer_from_csv, layer_from_geojson
from tests.service.client import fetched
from tests.service.sample_layers import DISTRICTS, EXACT_FIT, ITEMS, LSOA_2021


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with Service() as service:
        yield service


@pytest.fixture
def service(running: Service) -> Service:
    """Give the service with the usual pages."""
    running.ons.max_record_count, running.ons.flag_place = 2000, "standard"
    running.ons.page_sizes.clear()
    return running


def query(service: Service, layer: str = LSOA_2021, **parameters: str) -> Any:
    """Ask a layer, by a form where it is long."""
    asked = {"where": "1=1", "outFields": "*", "f": "json", **parameters}
    url = f"{service.url('ons')}/{layer}/FeatureServer/0/query"
    encoded = urllib.parse.urlencode(asked)
    got = fetched(url, encoded.encode()) if len(encoded) > 1500 else fetched(f"{url}?{encoded}")
    assert got.status == 200
    return got.json


def codes(answer: Any, field: str = "LSOA21CD") -> list[str]:
    """The codes of a page, in either format."""
    return [(f.get("attributes") or f["properties"])[field] for f in answer["features"]]


# --- ONS --------------------------------------------------------------------------------------------------


def test_a_layer_describes_itself(service: Service) -> None:
    url = f"{service.url('ons')}/{LSOA_2021}/FeatureServer/0?f=json"
    described = fetched(url).json
    names = [field["name"] for field in described["fields"]]
    assert names == ["FID", "LSOA21CD", "LSOA21NM", "LAT", "LONG"]
    assert (described["maxRecordCount"], described["objectIdField"]) == (2000, "FID")
    assert described["geometryType"] == "esriGeometryPolygon"


def test_outlines_are_those_of_the_sample(service: Service, sample_folder: Path) -> None:
    features = json.loads((sample_folder / "sample_lsoa_2021.geojson").read_text())["features"]
    got = query(service, f="geojson", orderByFields="FID", outSR="4326")
    assert [f["geometry"] for f in got["features"]] == [f["geometry"] for f in features]
    ring = query(service, where="LSOA21CD = 'E01990003'")["features"][0]["geometry"]["rings"][0]
    assert ring[::-1] == features[2]["geometry"]["coordinates"][0]
    assert "geometry" not in query(service, returnGeometry="false")["features"][0]


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("1=1", 40),
        ("LSOA21CD IN ('E01990001','E01990002','E01999999')", 2),
        ("LSOA21NM LIKE '%001_'", 5),
        ("UPPER(LSOA21NM) LIKE 'DOGGER BANK 002%'", 5),
        ("LSOA21CD LIKE 'E%' AND LSOA21CD <> 'E01990001'", 39),
        ("LSOA21CD = 'E01990001' OR LSOA21NM = 'Dogger Bank 001B'", 2),
        ("FID > 30 AND FID <= 35", 5),
        ("LSOA21NM = 'O''Neill AND sons'", 0),
    ],
)
def test_where(service: Service, where: str, count: int) -> None:
    assert query(service, where=where, returnCountOnly="true") == {"count": count}
    assert len(query(service, where=where)["features"]) == count


def test_an_envelope_finds_what_meets_it(service: Service) -> None:
    box = {"geometry": "1.9999,54.7199,2.0001,54.7201", "geometryType": "esriGeometryEnvelope", "inSR": "4326"}
    inside = query(service, **box)["features"]
    wide = query(service, geometry=json.dumps({"xmin": 1, "ymin": 54, "xmax": 3, "ymax": 55}))
    assert (1 <= len(inside) <= 4, len(wide["features"])) == (True, 40)
    assert query(service, geometry="-1,52,0,53")["features"] == []


@pytest.mark.parametrize("form", ["json", "geojson"])
def test_pages_end_where_the_flag_says(service: Service, form: str) -> None:
    service.ons.max_record_count = 15
    service.ons.page_sizes = [15, 4, 0]
    seen: list[str] = []
    sizes = []
    more = True
    while more:
        page = query(service, f=form, resultOffset=str(len(seen)), resultRecordCount="1000", orderByFields="FID")
        seen += codes(page)
        sizes.append(len(page["features"]))
        more = (page if form == "json" else page.get("properties", {})).get("exceededTransferLimit", False)
    assert (len(seen), len(set(seen)), sizes) == (40, 40, [15, 4, 0, 15, 6])


def test_the_flag_may_stand_elsewhere(service: Service) -> None:
    service.ons.max_record_count, service.ons.flag_place = 15, "top"
    assert query(service, f="geojson")["exceededTransferLimit"] is True
    service.ons.flag_place = "both"
    page = query(service, f="geojson")
    assert (page["exceededTransferLimit"], page["properties"]) == (True, {"exceededTransferLimit": True})


@pytest.mark.parametrize(
    "wrong", [{"where": "NAME = 'x'"}, {"where": "1=1; DROP"}, {"outFields": "NAME"}, {"resultOffset": "x"}]
)
def test_errors_come_with_status_200(service: Service, wrong: dict[str, str]) -> None:
    assert query(service, **wrong)["error"]["code"] == 400


def test_a_service_that_was_renamed_is_found_by_its_item() -> None:
    with Service() as service:
        service.ons.rename(LSOA_2021, "LSOA_2021_BGC_V6")
        assert query(service)["error"]["message"] == "Invalid URL"
        root = service.url("ons").partition("/ESM")[0]
        item = fetched(f"{root}/sharing/rest/content/items/{ITEMS[LSOA_2021]}?f=json").json
        assert item["url"] == f"{service.url('ons')}/LSOA_2021_BGC_V6/FeatureServer"
        listed = fetched(service.url("ons") + "?f=json").json["services"]
        assert {"name": "LSOA_2021_BGC_V6", "type": "FeatureServer"} in listed
        described = fetched(item["url"] + "?f=json").json
        assert (described["serviceItemId"], len(query(service, "LSOA_2021_BGC_V6")["features"])) == (item["id"], 40)
        service.ons.remove(LSOA_2021)
        assert "error" in fetched(f"{root}/sharing/rest/content/items/{ITEMS[LSOA_2021]}?f=json").json


def test_look_ups_and_larger_areas_are_there(service: Service) -> None:
    exact = query(service, EXACT_FIT)
    assert (len(exact["features"]), "geometryType" in exact) == (40, False)
    assert exact["features"][0]["attributes"]["CHGIND"] == "U"
    assert codes(query(service, DISTRICTS), "LAD24CD") == ["E07990001", "E07990002", "S12990001"]


def test_layers_come_from_files(service: Service, tmp_path: Path) -> None:
    features = [area_factory.feature("E01000001", [area_factory.square()])]
    outlines = area_factory.written(tmp_path / "a.geojson", area_factory.geojson(features))
    table = area_factory.written(tmp_path / "b.csv.gz", area_factory.gzipped("code,name\r\nE01,Ä\r\n"))
    service.ons.add(layer_from_geojson(outlines, "Made", rename={"LSOA21CD": "CODE"}))
    service.ons.add(layer_from_csv(table, "Table"))
    assert query(service, "Made")["features"][0]["attributes"] == {"FID": 1, "CODE": "E01000001"}
    assert query(service, "Table")["features"][0]["attributes"]["name"] == "Ä"


# --- postcodes.io -----------------------------------------------------------------------------------------


def postcode(service: Service, path: str, body: Any = None) -> tuple[int, Any]:
    """Give status and answer."""
    data = None if body is None else json.dumps(body).encode()
    got = fetched(f"{service.url('postcodes')}/{path}", data, {"Content-Type": "application/json"} if data else {})
    assert got.json["status"] == got.status
    return got.status, got.json.get("result", got.json.get("error"))


def test_a_postcode_lies_in_its_lsoa(service: Service) -> None:
    status, result = postcode(service, "postcodes/db1%201aa")
    assert (status, result["postcode"], result["codes"]["lsoa21"]) == (200, "DB1 1AA", "E01990001")
    assert result["lsoa"] == "Dogger Bank 001A"
    box = f"{result['longitude']},{result['latitude']},{result['longitude']},{result['latitude']}"
    assert codes(query(service, geometry=box)) == ["E01990001"]


def test_postcodes_that_lead_nowhere(service: Service) -> None:
    assert postcode(service, "postcodes/DB99%209ZZ") == (404, "Postcode not found")
    assert postcode(service, "postcodes/nonsense") == (404, "Invalid postcode")
    assert postcode(service, "outcodes/ZZ1") == (404, "Outcode not found")
    assert postcode(service, "terminated_postcodes/DB11AA") == (404, "Terminated postcode not found")
    assert postcode(service, "terminated_postcodes/DB99ZZ")[1]["year_terminated"] == 1998
    assert postcode(service, "postcodes/DB91NC")[1]["latitude"] is None
    assert postcode(service, "postcodes/DB91NN")[1]["codes"]["lsoa21"] == "N99999999"


def test_many_postcodes_and_those_nearby(service: Service) -> None:
    found = postcode(service, "postcodes", {"postcodes": ["DB11AA", "none"]})[1]
    assert [(one["query"], one["result"] is None) for one in found] == [("DB11AA", False), ("none", True)]
    assert postcode(service, "postcodes", {"postcodes": ["DB11AA"] * 101})[0] == 400
    near = postcode(service, "postcodes?lon=2.0&lat=54.72&radius=2000&limit=5")[1]
    assert [one["distance"] for one in near] == sorted(one["distance"] for one in near)
    assert (len(near), postcode(service, "postcodes?lon=0&lat=50")[1]) == (5, None)
    assert postcode(service, "outcodes/DB1")[1]["admin_district"] == ["Dogger Bank"]
