# SPDX-License-Identifier: GPL-2.0-or-later
"""`reference fetch` against the stand-in: what comes, what is held, what is no longer there, faults and stops."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache import OfflineCache
from offline_cache.errors import Cancelled, NetworkError
from offline_cache.reference_data.fetching import fetch_reference, to_fetch
from offline_cache.reference_data.wanted import USUAL, OfficialFile, ReferenceWant, official
from offline_cache.transport import Service as ServiceKind
from offline_cache.transport import Transport, pacer
from tests.command import dump, run, sentence, succeed
from tests.reference_cases import CSPS, LSOAS, OF_CSPS, country, values
from tests.service import Kind, Service
from tests.service.layers import Layer, made_layer
from tests.test_reference_attributes import deprivation

_MANY = ("two", "three", "four")
TITLES = {
    "ts001": ("Residence type: Total; measures: Value", "Residence type: Lives in a household; measures: Value"),
    "ts041": ("Number of households",),
    "ts054": tuple(
        f"Tenure of household: {what}" for what in ("Total: All households", "Social rented", "Private rented")
    ),
    "ts044": (
        "Accommodation type: Total: All households",
        "Accommodation type: Terraced",
        "Accommodation type: In a purpose-built block of flats or tenement",
        "Accommodation type: Part of a converted or shared house, including bedsits",
        "Accommodation type: Part of another converted building, for example, former school, church or warehouse",
        "Accommodation type: In a commercial building, for example, in an office building, hotel or over a shop",
    ),
    "ts011": (
        "Household deprivation: Total: All households; measures: Value",
        *(f"Household deprivation: Household is deprived in {n} dimensions; measures: Value" for n in _MANY),
    ),
    "ts052": tuple(
        f"Occupancy rating for bedrooms: {what}"
        for what in ("Total: All households", *(f"Occupancy rating of bedrooms: {n}" for n in ("-1", "-2 or less")))
    ),
    "ts021": tuple(
        f"Ethnic group: {what}"
        for what in (
            "Total: All usual residents",
            "Asian, Asian British or Asian Welsh",
            "Black, Black British, Black Welsh, Caribbean or African",
            "Mixed or Multiple ethnic groups",
            "Other ethnic group",
        )
    ),
}
SHARES = {
    **{"pct_social_rented": 1, "pct_flats": 14, "pct_hh_deprived_2plus": 6, "pct_overcrowded": 3},
    **{"pct_non_white": 10, "pct_terraced": 1, "pct_rural": 0},
}
"""What the numbers 1, 2, 3 and so on of 100 make."""


def nomis(name: str, total: int = 100) -> bytes:
    """Give the zip of a table: the total, then 1, 2, 3 and so on."""
    header = ",".join(f'"{title}"' for title in ("date", "geography", "geography code", *TITLES[name]))
    numbers = ",".join(str(number) for number in (total, *range(1, len(TITLES[name]))))
    rows = [f"2021,Name,{code},{numbers}" for code in LSOAS]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in ("ltla", "lsoa", "oa"):
            archive.writestr(f"census2021-{name}-{kind}.csv", "\n".join([header, *(rows if kind == "lsoa" else [])]))
        archive.writestr("metadata/notes.txt", "notes")
    return made.getvalue()


def rural() -> Layer:
    rows = [({"LSOA21CD": code, "RUC21CD": "UN1", "RUC21NM": "Urban"}, None) for code in LSOAS]
    return made_layer("LSOA21_RUC21_EW_LU", rows, "", "ObjectId")


@pytest.fixture(name="service")
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Give the stand-in with every file, and no waiting between requests."""
    monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(ServiceKind, 0.0))
    with Service(layers=[rural()]) as service:
        for name in TITLES:
            service.files.known[f"/output/census/2021/census2021-{name}.zip"] = nomis(name)
        for want in (ReferenceWant.DEPRIVATION, ReferenceWant.DEPRIVATION_2019):
            (file,) = official((want,))
            assert isinstance(file, OfficialFile)
            old = want is ReferenceWant.DEPRIVATION_2019
            text = deprivation().replace("(2021)", "(2011)") if old else deprivation()
            service.files.known[f"/{file.folder}/{file.names[0]}"] = text.encode()
        yield service


def asked(service: Service) -> list[str]:
    """The paths that were asked for at Nomis and gov.uk."""
    return [entry.path for host in ("nomis", "govuk") for entry in service.log.of(host)]


def test_census_and_classes_come_and_are_held_then(service: Service, cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    with OfflineCache(cache_path) as cache, Transport(service.addresses) as transport:
        assert to_fetch(cache, USUAL).startswith("To fetch: tenure (Census 2021, TS054); accommodation type")
        report = fetch_reference(cache, USUAL, transport)
        assert list(report.held) == ["residents (Census 2021, TS001)", "households (Census 2021, TS041)"]
        assert len(asked(service)) == 5
        again = fetch_reference(cache, USUAL, transport)
        assert (again.changes, len(again.held), len(asked(service))) == ((), 8, 5)
        assert to_fetch(cache, USUAL) == "Nothing to fetch: 8 of 8 are held."
        anew = fetch_reference(cache, (ReferenceWant.CENSUS,), transport, anew=True)
        assert {change.kind.value for change in anew.changes} == {"revised", "unchanged"}
    for name, value in SHARES.items():
        assert values(cache_path, OF_CSPS, name) == dict.fromkeys(CSPS, pytest.approx(value)), name
    assert any("tables P1 and C2" in line and "spreadsheet" in line for line in report.notes)


def test_a_fresh_cache_gets_residents_and_households(service: Service, cache_path: Path) -> None:
    out = succeed(cache_path, "reference", "fetch", "--what", "census")
    assert "census2021-ts001-lsoa.csv: figures of 6 LSOAs of 2021: 600 residents (added)" in out.out
    assert "600 households" in out.out
    assert out.err.startswith("To fetch: residents (Census 2021, TS001); households")


@pytest.fixture(autouse=True)
def _environment(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, address in service.environment.items():
        monkeypatch.setenv(name, address)


def test_deprivation_comes_only_where_asked_for(service: Service, cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    succeed(cache_path, "reference", "fetch", "--what", "deprivation,deprivation-2019")
    assert len(asked(service)) == 2
    assert all("File_7" in path and "-" not in path.split("/")[2] for path in asked(service))
    assert values(cache_path, OF_CSPS, "imd2025_income_score")[CSPS[0]] == pytest.approx((0.1 * 1 + 0.2 * 2) / 3)


def test_what_is_no_longer_there_is_named_and_the_rest_comes(service: Service, cache_path: Path) -> None:
    del service.files.known["/output/census/2021/census2021-ts011.zip"]
    done = run(cache_path, "reference", "fetch", "--what", "census")
    assert done.code == 1
    assert "Deprived households (Census 2021, TS011): not at its address any more." in done.err
    assert "ts021" in done.out


@pytest.mark.parametrize("kind", [Kind.REFUSED, Kind.CUT, Kind.LOGIN_PAGE])
def test_faults_of_the_network_end_in_a_sentence_and_change_nothing(
    kind: Kind, service: Service, cache_path: Path, tmp_path: Path
) -> None:
    country(cache_path, tmp_path)
    before = dump(cache_path)
    with service.fault(kind), OfflineCache(cache_path) as cache, Transport(service.addresses) as transport:
        hasty = transport.with_patience(type(transport.patience)(repeats={}))
        with pytest.raises(NetworkError) as caught:
            fetch_reference(cache, (ReferenceWant.CENSUS,), hasty)
    assert str(caught.value).endswith(".")
    assert dump(cache_path) == before


def test_cancelled_between_files_what_came_stays(service: Service, cache_path: Path) -> None:
    with OfflineCache(cache_path) as cache, Transport(service.addresses) as transport:
        with pytest.raises(Cancelled, match="1 parts of reference data came"):
            fetch_reference(cache, USUAL, transport, cancelled=lambda: len(asked(service)) > 1)
        report = fetch_reference(cache, USUAL, transport)
    assert report.held == ("residents (Census 2021, TS001)",)


def test_nothing_is_sent_by_imports_and_status(service: Service, cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    succeed(cache_path, "reference", "status", "--json")
    succeed(cache_path, "reference", "import", tmp_path / "look-up.csv")
    assert service.log.of() == []


def test_wrong_words_are_refused(service: Service, cache_path: Path) -> None:
    done = run(cache_path, "reference", "fetch", "--what", "census,gossip")
    assert done.code == 2
    assert "is not a list of some of census, rural-urban" in done.err
    assert "exist" in sentence(run(cache_path, "reference", "status")) or not cache_path.exists()
