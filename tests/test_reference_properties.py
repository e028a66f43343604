# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever bytes come to a reader of reference data: a whole import or `BadFile`, nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache import BadFile, OfflineCache
from offline_cache.areas.containers import AreaFile
from offline_cache.reference_data.cells import number_in
from offline_cache.reference_data.importing import import_file
from offline_cache.reference_data.peer_names import fold
from tests.area_factory import table, written
from tests.reference_cases import CSPS, LOOK_UP, LSOAS, NORTH, OF_LSOAS, WEST, country, values
from tests.test_reference_official import AIRPORT, C2, CSP_A, FORCE, P1, ROW

DEPRIVED = "lsoa11_code,IMD_rank,Income_rank,Crime_rank,Health_score"
CENSUS = "lsoa21_code,total_residents,tenure_a,tenure_private_rented,tenure_social_rented"
CLUSTERS = "AREACD,AREANM,Global,Economic,Demographic"
ONS = "edition,model,area_code,rank,peer_code"
PROFILE = "csp24_code,csp24_name,residents_2021,pct_flats"
VALID = {
    "census": table(CENSUS, [LSOAS[0], 9, 1, 2, 3]),
    "deprivation": table(DEPRIVED, [LSOAS[0], 1, 2, 3, 0.5], [LSOAS[1], 2, 1, 1, 0.25]),
    "rural": table("lsoa21_code,ruc21_code,classification,ruc", [LSOAS[0], "UN1", "Urban", "Urban"]),
    "groups": table("geography_code,Subgroup,Group,Supergroup", [LSOAS[0], "3c1", "3c", "3"]),
    "clusters": table(CLUSTERS, [NORTH, "N", "A", "B", "C"], [WEST, "W", "A", "[x]", "C"]),
    "regions": table("LADCD,LADNM,RGNNM,CTRYNM", [NORTH, "N", "East", "England"]),
    "attributes": table(PROFILE, [CSPS[0], "N", "1,234", "5.5"], [CSPS[1], "S", "*", ""]),
    "ons": table(ONS, [2026, "global", NORTH, 1, WEST], [2026, "global", WEST, 1, NORTH]),
    "own": table("area,peer,rank", [NORTH, WEST, 1], ["Bedfordshire", "Norfolk", ""]),
    "C2 ye june 2025": table(C2, FORCE, CSP_A, AIRPORT),
    "P1 ye june 2025": table(P1, ROW),
    "look-up": LOOK_UP,
}
INSERTED = (b",", b"\n", b'"', b"-", b"9" * 20, b"[c]", b"\xef\xbb\xbf", b"E0", b";")
CELLS = st.one_of(st.floats(-1e9, 1e9), st.sampled_from(("*", "-", "..", "")))


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """Give the bytes with a few of them changed, taken out, put in or cut off."""
    data = bytearray(text.encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        change = draw(st.sampled_from(("byte", "cut", "drop", "insert", "swap")))
        if change == "byte" and data:
            data[at] = draw(st.integers(0, 255))
        elif change == "cut":
            del data[at:]
        elif change == "drop":
            del data[at : at + draw(st.integers(1, 9))]
        elif change == "insert":
            data[at:at] = draw(st.sampled_from(INSERTED))
        else:
            other = draw(st.integers(0, max(len(data) - 1, 0)))
            data[at : at + 1], data[other : other + 1] = data[other : other + 1], data[at : at + 1]
    return bytes(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a cache of the small country."""
    made = tmp_path_factory.mktemp("fuzz")
    country(made / "a.sqlite", made)
    return made


@pytest.mark.parametrize("name", VALID)
def test_damaged_files_are_imported_whole_or_refused(name: str, folder: Path) -> None:
    @settings(max_examples=60, deadline=None)
    @given(damaged(VALID[name]))
    def check(data: bytes) -> None:
        path = written(folder / f"{name}.csv", data)
        with OfflineCache(folder / "a.sqlite") as cache:
            before = cache.connection.total_changes
            refused, changes = "", []
            try:
                changes = import_file(cache, AreaFile(path))
            except BadFile as error:
                refused = str(error)
            assert bool(changes) != bool(refused)
            assert changes or (f"{name}.csv" in refused and refused.isprintable() and len(refused) < 400)
            assert changes or cache.connection.total_changes == before
            assert not cache.connection.in_transaction
            assert cache.connection.execute("PRAGMA quick_check").fetchone() == ("ok",)

    check()


@settings(max_examples=300, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_numbers_are_read_as_they_are_written(number: float) -> None:
    assert number_in(repr(number), "here") == number
    assert number_in(f" {number!r} ", "here") == number


@given(st.integers(-(10**12), 10**12))
def test_thousands_are_read_however_they_are_parted(number: int) -> None:
    for separator in (",", " ", "\u00a0", "\u202f"):
        assert number_in(f"{number:,}".replace(",", separator), "here") == number


@given(st.text(max_size=30))
def test_any_cell_is_a_number_unknown_or_refused(text: str) -> None:
    value, refused = None, ""
    try:
        value = number_in(text, "here")
    except BadFile as error:
        refused = str(error)
    assert refused.isprintable()
    assert value is None or (value == value and not refused)


@given(st.text(max_size=30))
def test_a_name_folded_twice_is_folded_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(LSOAS), CELLS, min_size=1))
def test_what_is_imported_is_what_is_asked_for(rows: dict[str, float | str]) -> None:
    known = {code: float(value) for code, value in rows.items() if not isinstance(value, str)}
    with tempfile.TemporaryDirectory() as made:
        path = country(Path(made) / "b.sqlite", Path(made))
        if not known:
            return
        country(path, Path(made), mine=table("LSOA21CD,score", *[[code, value] for code, value in rows.items()]))
        assert values(path, OF_LSOAS, "score") == pytest.approx(known)
