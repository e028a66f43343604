# SPDX-License-Identifier: GPL-2.0-or-later
"""Real areas beside the repository, served by the stand-in: what is fetched is what an import from disk gives."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape
from shapely.ops import unary_union

from offline_cache import OfflineCache
from offline_cache.areas import import_areas
from offline_cache.areas.fetching import fetch_areas
from offline_cache.areas.wanted import AreasWanted, AreaWant
from offline_cache.transport import Service as ServiceKind
from offline_cache.transport import Transport, pacer
from tests.area_service import drawn, tables
from tests.conftest import ROOT
from tests.service import Kind, Service
from tests.service.layers import Layer, layer_from_csv, layer_from_geojson, made_layer
from tests.service.sample_layers import EXACT_FIT, LAD_TO_PFA_2024, LSOA_2011, LSOA_2021, LSOA_TO_WARD, POLICE_AREAS

OUTLINES = "boundaries/lsoa{}_bedfordshire_and_neighbours_bgc.geojson.gz"
EXACT = "lookups/LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv"
WARDS = "lookups/lsoa21_ward24_lad24_bestfit.csv.gz"
DISTRICTS = "lookups/ltla24_csp24_pfa24.csv"
# The most memory that a run of the command line has held, in kB, as Linux counts it.
MEASURED = """
import sys
from offline_cache.cli import main
code = main(sys.argv[1:])
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
sys.exit(code)
"""
METRES_A_DEGREE = 111_195.0
WANTED = AreasWanted((AreaWant.LOOK_UPS, AreaWant.POLICE_AREAS, AreaWant.OUTLINES), ("bedfordshire",))


def renamed(*areas: str) -> dict[str, str]:
    """The columns of the R packages by the names that ONS gives them."""
    return {
        f"{'ltla' if a == 'LAD' else a.lower()}24_{b}": f"{a}24{c}"
        for a in areas
        for b, c in (("code", "CD"), ("name", "NM"))
    }


@pytest.fixture(scope="module")
def layers(shared: Path) -> list[Layer]:
    """Give the real files as layers of ONS."""
    data = shared / "data"
    police = {"pfa20_code": "PFA24CD", "pfa20_name": "PFA24NM"}
    return [
        *(layer_from_geojson(data / OUTLINES.format(e), s) for e, s in ((2021, LSOA_2021), (2011, LSOA_2011))),
        layer_from_geojson(data / "boundaries/police_force_areas_2020.geojson", POLICE_AREAS, rename=police),
        layer_from_csv(data / WARDS, LSOA_TO_WARD),
        layer_from_csv(data / EXACT, EXACT_FIT),
        layer_from_csv(data / DISTRICTS, LAD_TO_PFA_2024, rename=renamed("LAD", "CSP", "PFA")),
    ]


def cut(path: Path, field: str, kept: set[str], folder: Path) -> Path:
    """The features of a real file whose codes are among `kept`, as a file."""
    collection = json.loads(gzip.decompress(path.read_bytes()))
    collection["features"] = [f for f in collection["features"] if f["properties"][field] in kept]
    out = folder / path.with_suffix("").name
    out.write_text(json.dumps(collection), encoding="utf-8")
    return out


def police_areas(path: Path, folder: Path) -> Path:
    """The police areas with the field names that the service has."""
    text = path.read_text(encoding="utf-8").replace('"pfa20_code"', '"PFA24CD"').replace('"pfa20_name"', '"PFA24NM"')
    out = folder / "police.geojson"
    out.write_text(text, encoding="utf-8")
    return out


def test_bedfordshire_as_from_disk(
    layers: list[Layer], shared: Path, cache_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(ServiceKind, 0.0))
    data = shared / "data"
    with Service(layers=layers) as service:
        with OfflineCache(cache_path) as cache, Transport(service.addresses) as transport:
            report = fetch_areas(cache, WANTED, transport)
        requests, sent = len(service.log), service.log.sent()
        with service.fault(Kind.REFUSED), OfflineCache(cache_path) as cache, Transport(service.addresses) as transport:
            assert not fetch_areas(cache, WANTED, transport).changes
    assert [len(report.changes), len(report.missing)] == [6, 0]
    # 35,672 and 35,796 rows by 2,000, 43 police areas by 4, four lists of LSOAs each with what is around.
    assert requests < 75
    assert sent < 25_000_000

    files = [
        data / WARDS,
        data / DISTRICTS,
        data / EXACT,
        police_areas(data / "boundaries/police_force_areas_2020.geojson", tmp_path),
    ]
    for edition in (2011, 2021):
        kept = drawn(cache_path, edition=edition)
        files.append(cut(data / OUTLINES.format(edition), f"LSOA{edition % 100}CD", kept, tmp_path))
    other = tmp_path / "imported.sqlite"
    with OfflineCache(other) as cache:
        import_areas(cache, files)
    assert tables(cache_path) == tables(other)


def test_what_is_around_is_all_within_three_kilometres(
    layers: list[Layer], shared: Path, cache_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(ServiceKind, 0.0))
    wanted = AreasWanted((AreaWant.OUTLINES,), ("bedfordshire",), (2021,))
    with (
        Service(layers=layers) as service,
        OfflineCache(cache_path) as cache,
        Transport(service.addresses) as transport,
    ):
        fetch_areas(cache, wanted, transport)
    features = json.loads(gzip.decompress((shared / "data" / OUTLINES.format(2021)).read_bytes()))["features"]
    outlines = {f["properties"]["LSOA21CD"]: squared(shape(f["geometry"])) for f in features}
    own = own_codes(shared)
    ours = unary_union([outlines[code] for code in own])
    away = {code: ours.distance(outline) for code, outline in outlines.items()}
    got = drawn(cache_path)
    assert {code for code, metres in away.items() if metres <= 3000} <= got
    assert len(own) < len(got) < len(outlines)
    # Rectangles are what is looked at: a few LSOAs that are long and lie askew come from farther off.
    assert sorted(away[code] for code in got)[int(0.98 * len(got))] < 6000


def own_codes(shared: Path) -> set[str]:
    """Bedfordshire's LSOAs by the joined look-up, which is another file than the ones served."""
    path = shared / "data/lookups/lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
    rows = csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8-sig")))
    return {row["lsoa21_code"] for row in rows if row["pfa24_code"] == "E23000026"}


def squared(outline: Any) -> Any:
    """An outline in metres, near enough for a few kilometres."""
    from shapely.affinity import scale

    return scale(outline, METRES_A_DEGREE * 0.615, METRES_A_DEGREE, origin=(0, 0))


@pytest.mark.slow
def test_all_of_england_and_wales_in_bounded_memory(shared: Path, cache_path: Path) -> None:
    few = json.loads(gzip.decompress((shared / "data" / OUTLINES.format(2021)).read_bytes()))["features"]
    rows = (({"LSOA21CD": f"E{n:08d}", "LSOA21NM": "Copied"}, few[n % len(few)]["geometry"]) for n in range(35_672))
    layer = made_layer(LSOA_2021, rows)
    words = ["--cache", str(cache_path), "areas", "fetch", "--all", "--what", "outlines", "--edition", "2021"]
    with Service(layers=[layer]) as service:
        environment = {**os.environ, **service.environment}
        run = [sys.executable, "-c", MEASURED, *words]
        done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "outlines of 35,672 LSOAs of 2021 (added)" in done.stdout
    kilobytes = int(done.stdout.split()[-2])
    assert kilobytes < 300 * 1024
