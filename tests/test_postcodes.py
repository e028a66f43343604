# SPDX-License-Identifier: GPL-2.0-or-later
"""Postcodes from invented files and from the stand-in, through the command line; then without a network."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Optional, Union

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline_cache.errors import Cancelled
from offline_cache.postcodes import find_postcode, import_postcodes, postcode_of
from offline_cache.reader import reading
from offline_cache.sources.postcodes_io import look_up_all, near
from offline_cache.store import OfflineCache
from offline_cache.transport import Transport
from tests.command import dump, query, run, sentence, succeed
from tests.service import Kind, Service

TITLES = "pcd,pcd2,pcds,dointr,doterm,oscty,lat,long,lsoa11,lsoa21,imd"
NEW_TITLES = "pcd7,pcd8,pcds,dointr,doterm,lsoa11cd,lsoa21cd,lat,long,east1m,north1m"
HEADERS = "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\nPostcode,Positional_quality_indicator,Eastings,Northings,a,b,c,d,e,f\n"


def onspd(*rows: tuple[str, str, str, str, str, str]) -> bytes:
    """Give an ONSPD: postcode, when it ended, latitude, longitude, LSOA of 2011 and of 2021."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write(TITLES + "\r\n")
    for postcode, ended, latitude, longitude, old, new in rows:
        outward, inward = postcode.split()
        writer.writerow(
            [f"{outward:4}{inward}", f"{outward:5}{inward}", postcode, "198001", ended, "E99999999", latitude]
            + [longitude, old, new, "1"]
        )
    return out.getvalue().encode()


ROWS = (
    ("DB1 1AA", "", "54.727763", "1.978459", "E01990001", "E01990001"),
    ("DB1 1AB", "", "54.733", "1.9796", "E01990002", "E01990002"),
    ("DB11 1AB", "", "54.7", "1.9", "E01990003", "E01990003"),
    ("DB2 9ZZ", "199807", "54.72", "2.0", "E01990016", "E01990016"),
    ("ZE3 9JX", "", "59.9", "-1.3", "S01012403", "S01012403"),
    ("JE2 3AB", "", "99.999999", "0.000000", "L99999999", "L99999999"),
    ("BT1 1AA", "", "54.6", "-5.93", "95GG39S2", "N20000001"),
)


@pytest.fixture(name="directory")
def _directory(tmp_path: Path) -> Path:
    """Write an invented ONSPD."""
    path = tmp_path / "ONSPD_AUG_2026_UK.csv"
    path.write_bytes(onspd(*ROWS))
    return path


@pytest.fixture(name="cache")
def _cache(tmp_path: Path) -> Path:
    """Give the path of a cache that is not there yet."""
    return tmp_path / "cache.sqlite"


def held(cache: Path, text: str) -> Optional[tuple[Optional[float], Optional[float], str, str, str]]:
    """Give what the cache holds of a postcode."""
    with reading(cache) as connection:
        found = find_postcode(connection, text)
    return found and (found.longitude, found.latitude, found.lsoa_2011, found.lsoa_2021, found.ended)


def test_a_directory_is_imported_with_its_licence(cache: Path, directory: Path) -> None:
    said = succeed(cache, "postcodes", "import", directory).out
    assert "ONSPD_AUG_2026_UK.csv: 6 postcodes of ONSPD (new)" in said
    assert "Contains OS data © Crown copyright" in said
    assert "Contains Royal Mail data" in said
    assert "Office for National Statistics" in said
    assert "1 postcode of Northern Ireland (BT) left out" in said
    assert held(cache, "db11aa") == (1.978459, 54.727763, "E01990001", "E01990001", "")
    assert held(cache, "DB2 9ZZ") == (2.0, 54.72, "E01990016", "E01990016", "1998-07")
    assert held(cache, "ZE3 9JX") == (-1.3, 59.9, "", "", "")
    assert held(cache, "JE2 3AB") == (None, None, "", "", "")
    assert held(cache, "BT1 1AA") is None
    found = succeed(cache, "search", "DB1 1AA")
    assert "postcode: DB1 1AA" in found.out
    assert "Royal Mail" in found.err
    assert succeed(cache, "verify").code == 0


def test_again_changes_nothing(cache: Path, directory: Path) -> None:
    succeed(cache, "postcodes", "import", directory)
    before = query(cache, "SELECT * FROM postcode"), query(cache, "SELECT * FROM postcode_source")
    assert "(unchanged)" in succeed(cache, "postcodes", "import", directory).out
    assert before == (query(cache, "SELECT * FROM postcode"), query(cache, "SELECT * FROM postcode_source"))


def test_northern_ireland_comes_where_asked_for_and_says_so(cache: Path, directory: Path) -> None:
    said = succeed(cache, "postcodes", "import", "--northern-ireland", directory).out
    assert "non-commercial use only" in said
    assert held(cache, "BT1 1AA") == (-5.93, 54.6, "", "", "")
    assert "non-commercial" in succeed(cache, "search", "bt1 1aa").err


def test_columns_of_2025_and_the_zip_with_its_parts(cache: Path, tmp_path: Path) -> None:
    line = "DB1 1AA,DB1  1AA,DB1 1AA,198001,,E01990001,E01990002,54.727763,1.978459,1,1\n"
    path = tmp_path / "ONSPD_MAY_2026.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Data/ONSPD_MAY_2026_UK.csv", f"{NEW_TITLES}\n{line}")
        archive.writestr("Data/multi_csv/ONSPD_MAY_2026_UK_DB.csv", f"{NEW_TITLES}\n{line}{line}")
        archive.writestr("Documents/Names and Codes.csv", "LSOA21CD,LSOA21NM\nE01990001,Nowhere\n")
    assert "1 postcode of ONSPD" in succeed(cache, "postcodes", "import", path).out
    assert held(cache, "DB1 1AA") == (1.978459, 54.727763, "E01990001", "E01990002", "")


def code_point(path: Path, *rows: str, headers: str = HEADERS) -> Path:
    """Write a Code-Point Open."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", headers)
        for row in rows:
            area = re.match("[A-Z]+", row.strip('"'))
            archive.writestr(f"Data/CSV/{area[0].lower() if area else 'x'}.csv", row)
    return path


def test_code_point_open_is_carried_to_degrees(cache: Path, tmp_path: Path, directory: Path) -> None:
    """Buckingham Palace's place of Code-Point Open, by the published parameters within 5 m of its WGS84 place."""
    rows = ('"SW1A1AA",10,529090,179645,"E92000001","","","","",""\n', '"AB10 1AB",90,0,0,"S92000003","","","","",""\n')
    path = code_point(tmp_path / "codepo_gb.zip", *rows)
    succeed(cache, "postcodes", "import", path)
    place = held(cache, "SW1A 1AA")
    assert place is not None
    assert abs((place[0] or 0) - -0.141588) < 1e-4
    assert abs((place[1] or 0) - 51.501009) < 1e-4
    assert held(cache, "AB10 1AB") == (None, None, "", "", "")


def test_a_file_without_lsoas_leaves_those_with_one_alone(cache: Path, tmp_path: Path, directory: Path) -> None:
    succeed(cache, "postcodes", "import", directory)
    rows = ('"DB1 1AA",10,529090,179645,"","","","","",""\n"ZE3 9JX",10,529090,179645,"","","","","",""\n',)
    succeed(cache, "postcodes", "import", code_point(tmp_path / "codepo_gb.zip", *rows))
    assert held(cache, "DB1 1AA") == (1.978459, 54.727763, "E01990001", "E01990001", "")
    moved = held(cache, "ZE3 9JX")
    assert moved is not None
    assert abs((moved[1] or 0) - 51.501) < 0.001


def test_the_lsoa_of_a_place_without_one_is_that_of_the_outline(
    cache: Path, tmp_path: Path, sample_folder: Path
) -> None:
    succeed(cache, "areas", "import", sample_folder / "sample_lsoa_2021.geojson")
    text = "postcode,lat,long\nDB1 1AA,54.727763,1.978459\nDB1 1AB,54.0,1.0\n"
    path = tmp_path / "mine.csv"
    path.write_text(text)
    succeed(cache, "postcodes", "import", path)
    assert held(cache, "DB1 1AA") == (1.978459, 54.727763, "", "E01990001", "")
    assert held(cache, "DB1 1AB") == (1.0, 54.0, "", "", "")


BAD = {
    "empty": b"",
    "no postcodes": TITLES.encode() + b"\r\n",
    "other": b"a,b\n1,2\n",
    "a bad postcode": onspd(ROWS[0]).replace(b"DB1 1AA", b"DB1 <AA"),
    "a bad place": onspd(ROWS[0]).replace(b"54.727763", b"north"),
    "elsewhere": onspd(("DB1 1AA", "", "1.97", "54.7", "", "")),
    "cut": onspd(*ROWS)[:-14],
    "no line ends": TITLES.encode() + b"\r\n" + b"x" * 3_000_000,
    "quotes": onspd(ROWS[0]) + b'"\r\n',
    "latin": onspd(ROWS[0]).replace(b"E99999999", b"\xff"),
    "a zip cut short": b"PK\x03\x04" + b"\0" * 40,
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_bad_files_end_in_a_sentence_and_leave_nothing(cache: Path, directory: Path, data: bytes) -> None:
    succeed(cache, "postcodes", "import", directory)
    before = dump(cache)
    bad = directory.with_name("bad.csv")
    bad.write_bytes(data)
    assert sentence(run(cache, "postcodes", "import", bad))
    after = dump(cache)
    assert {name: after[name] for name in ("postcode", "postcode_source")} == {
        name: before[name] for name in ("postcode", "postcode_source")
    }


def test_it_can_be_stopped(cache: Path, directory: Path) -> None:
    with OfflineCache(cache) as held_cache:
        with pytest.raises(Cancelled, match="0 of 1 files"):
            import_postcodes(held_cache, [directory], cancelled=lambda: True)
        assert held_cache.connection.execute("SELECT count(*) FROM postcode").fetchone()[0] == 0


@pytest.fixture(name="service", scope="module")
def _service() -> Iterator[Service]:
    """Give the stand-in."""
    with Service() as service:
        yield service


def test_an_answer_is_kept_for_the_time_without_a_network(cache: Path, service: Service, sample_folder: Path) -> None:
    succeed(cache, "areas", "import", sample_folder / "sample_lsoa_2021.geojson")
    first = run(cache, "search", "--online", "db1", "1aa", **service.environment)
    assert first.code == 0, first.err
    asked = len(service.log)
    second = succeed(cache, "search", "DB1 1AA")
    assert second.out == first.out
    assert "postcode: DB1 1AA, Dogger Bank 001A" in second.out
    assert "--area lsoa:E01990001" in second.out
    assert "Royal Mail" in second.err
    assert len(service.log) == asked
    assert json.loads(succeed(cache, "search", "--json", "DB1 1AA").out)[0]["position"] == [1.978459, 54.727763]


def test_odd_answers(cache: Path, service: Service) -> None:
    for text in ("DB9 9ZZ", "DB9 1NC", "DB9 1SC", "DB9 1NN"):
        assert run(cache, "search", "--online", text, **service.environment).code == 0
    assert held(cache, "DB9 9ZZ") == (2.0, 54.72, "", "", "1998-07")
    assert held(cache, "DB9 1NC") == (None, None, "E01990001", "E01990001", "")
    for text in ("DB9 1SC", "DB9 1NN"):
        found = held(cache, text)
        assert found is not None
        assert found[2:4] == ("", "")
    said = run(cache, "search", "--online", "DB8 1ZZ", **service.environment)
    assert sentence(said) == "There is no postcode DB8 1ZZ, says postcodes.io. Check how it is written."


def test_what_is_no_postcode_is_never_sent(cache: Path, service: Service) -> None:
    before = len(service.log)
    for text in ("nonsense", "../DB1", "DB1 1AA/../..", "DB1 1AÄ", "1234", "?"):
        assert "is no postcode" in sentence(run(cache, "search", "--online", text, **service.environment))
    assert len(service.log) == before
    assert not cache.exists()


@pytest.mark.parametrize("kind", [Kind.LOGIN_PAGE, Kind.REDIRECT_ELSEWHERE, 400, 404])
def test_a_faulty_service_ends_in_a_sentence(cache: Path, service: Service, kind: Union[Kind, int]) -> None:
    with service.fault(kind, host="postcodes"):
        assert sentence(run(cache, "search", "--online", "DB1 1AA", **service.environment))


def test_many_and_those_near_a_point(service: Service) -> None:
    with Transport(service.addresses) as transport:
        found = look_up_all(transport, ["db1 1aa", "DB8 1ZZ", "DB9 1NC", "DB1 1AA"])
        around = near(transport, 1.978459, 54.727763, 500)
        assert near(transport, -3.0, 50.0) == ()
    assert list(found) == ["DB1 1AA", "DB8 1ZZ", "DB9 1NC"]
    assert found["DB8 1ZZ"] is None
    assert found["DB1 1AA"] is not None
    assert found["DB1 1AA"].place == (1.978459, 54.727763)
    assert around[0].text in ("DB1 1AA", "DB9 1SC", "DB9 1NN")


@given(
    st.from_regex(r"\A[A-Za-z]{1,2}[0-9][A-Za-z0-9]?\Z"),
    st.from_regex(r"\A[0-9][A-Za-z]{2}\Z"),
    st.sampled_from(["", " ", "  ", "\t"]),
)
def test_postcodes_are_read_with_any_space_and_case(outward: str, inward: str, gap: str) -> None:
    assert postcode_of(f"{outward}{gap}{inward}") == f"{outward} {inward}".upper()


@given(st.text(max_size=30))
def test_nothing_else_is_read(text: str) -> None:
    found = postcode_of(text)
    assert found is None or re.fullmatch(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR) [0-9][A-Z]{2}", found)
    assert found is None or found.replace(" ", "") == "".join(text.split()).upper()


def test_a_slice_around_a_postcode(cache: Path, service: Service, sample_folder: Path) -> None:
    succeed(cache, "areas", "import", sample_folder / "sample_lsoa_2021.geojson")
    around = ("--postcode", "db1 1aa", "--within", "50", "--force", "dogger-bank")
    archive = sample_folder / "sample_archive.zip"
    assert "search DB1 1AA --online" in sentence(run(cache, "import", archive, *around))
    service.log.clear()
    planned = run(cache, "plan", *around, **service.environment)
    assert planned.code == 0, planned.err
    assert "within 50 m of DB1 1AA (Dogger Bank 001A): 1 LSOA" in planned.err + planned.out
    asked = len(service.log.of("postcodes"))
    succeed(cache, "import", archive, *around)
    assert {code for (code,) in query(cache, "SELECT code FROM lsoa WHERE id > 0")} == {"E01990001"}
    assert len(service.log.of("postcodes")) == asked == 1
